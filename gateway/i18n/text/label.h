/*
 * label - what a name, an address or a remark may be made of: what people see.
 *
 * A line feed in a name makes a second line of a table, a mark of direction turns the words beside it
 * around, a character that nobody sees makes two of what looks like one.  So whatever comes in by a
 * form, a file or the control socket and is shown as a label passes here.  Joiners (U+200C, U+200D) and
 * the plain marks U+200E, U+200F and U+061C stay: names in Persian, Sinhala or Arabic have them.
 *
 * Threads: pure.
 */
#ifndef I18N_LABEL_H
#define I18N_LABEL_H

#include "base/str.h"

/* LABEL_LINE: one line.  LABEL_LINES: line feeds and tabs too.  LABEL_ADDRESS: no blanks and none of the
 * marks and joiners either. */
enum label_kind { LABEL_LINE, LABEL_LINES, LABEL_ADDRESS };

/* FAULT_INVALID and which character it is, by its number in Unicode; never the text. */
enum fault label_check(struct str text, enum label_kind kind, struct note *note) MUST_CHECK;
/* A copy that label_check takes as a line, for what is not ours to refuse: blanks for what parts
 * lines, nothing for what nobody sees; cut at a whole character.  `text` is UTF-8. */
void label_clean(struct str text, char *into, size_t room);

#endif
