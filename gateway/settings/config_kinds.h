/*
 * config_kinds - what a value of each kind looks like, in words and in code.
 *
 * Threads: pure.
 */
#ifndef SETTINGS_CONFIG_KINDS_H
#define SETTINGS_CONFIG_KINDS_H

#include "config.h"

struct option;

/* "120s" -> 120000; FAULT_INVALID with what was expected.  Here for the tests. */
enum fault config_kinds_span(struct str text, int64_t *span_for, struct note *note) MUST_CHECK;
/* "08:30" -> 510; -1 when it is no time of the day (24:00 is one). */
int config_kinds_minute(struct str text);
/* district.texting_hours as minutes of the day; both 0 when it is empty, false when it is no
 * such span. */
bool config_kinds_texting_hours(const struct config *config, int *from, int *to);

/* --- for config*.c only: by the row of a value that has a kind of its own, no MAP, MAPS or
 * ACCOUNT --- */
/* "a span such as 500ms, 120s, 30m or 72h, from 1s to 24h" */
void config_kinds_expects(const struct option *row, struct buf *into);
/* "1s to 24h", or the words; nothing for kinds without a range. */
void config_kinds_range(const struct option *row, struct buf *into);
/* Writes the value to *into (char *, int64_t or double by kind), texts into the arena.
 * FAULT_CONFIG: it is not what config_kinds_expects says; no note. */
enum fault config_kinds_read(const struct option *row, struct str text, struct arena *arena,
		       void *into) MUST_CHECK;

#endif
