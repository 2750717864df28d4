/*
 * po - one PO file, read strictly.
 *
 * libgettextpo's reader returns success after errors: its complaints are counted,
 * and any of them refuses the file.  Fuzzy, obsolete and empty messages are
 * skipped: they mean "not translated".
 *
 * Threads: one file at a time (the library's reader has global state).
 */
#ifndef I18N_PO_H
#define I18N_PO_H

#include "base/buf.h"

/* Called for each translated message.  A fault stops the reading; its note should
 * not hold a place, po_read knows it. */
struct po_reader {
	enum fault (*take)(struct po_reader *reader, struct str name, struct str text,
			   struct note *note);
};

/* FAULT_CONFIG with file, line, column. */
enum fault po_read(const char *path, struct po_reader *reader, struct note *note) MUST_CHECK;

#endif
