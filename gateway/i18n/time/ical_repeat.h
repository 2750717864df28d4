/*
 * ical_repeat - all occurrences of an event: RRULE and RDATE, without EXDATE and what was
 * moved.  For ical.c alone.
 *
 * Threads: any; each reader is one call's.
 */
#ifndef I18N_ICAL_REPEAT_H
#define I18N_ICAL_REPEAT_H

#include "ical_parts.h"

/* Once, when all overrides are in the reader. */
void ical_repeat_sort(struct ical_reader *reader);
/* Keeps each occurrence that touches the horizon (ical_parts_keep).  The overrides of the
 * file are in the reader, sorted.  FAULT_INVALID with the line in the note for what
 * repeats too often or by a rule that cannot be followed, FAULT_TOO_LARGE. */
enum fault ical_repeat(struct ical_reader *reader, const struct ical_event *event) MUST_CHECK;

#endif
