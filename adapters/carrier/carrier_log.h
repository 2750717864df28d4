/*
 * carrier_log - what really happened, in the carrier's own words: the judge of
 * every test.
 *
 * One JSON object a line, in the order of events, each with its number `n` and
 * the time `at`.  A file gets each line by one write(2) as it happens; memory
 * keeps the newest 100,000.  Unlike the gateway's log it holds the texts: the
 * phones are invented.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_LOG_H
#define CARRIER_LOG_H

#include "base/clock.h"
#include "base/json.h"

struct carrier_log;

/* `path` may be NULL: memory only.  FAULT_DISK with the reason. */
enum fault carrier_log_open(const char *path, const struct clock *clock,
			    struct carrier_log **log, struct note *note) MUST_CHECK;
void carrier_log_free(struct carrier_log **log);
/* Takes `line` (an object); adds n, at and event. */
void carrier_log_add(struct carrier_log *log, const char *event, json_t *line);
/* Lines of one event (empty: all) with n > after, at most `most`. */
void carrier_log_read(const struct carrier_log *log, struct str event, int64_t after,
		      int64_t most, struct buf *into);
/* Lines so far. */
int64_t carrier_log_count(const struct carrier_log *log);

#endif
