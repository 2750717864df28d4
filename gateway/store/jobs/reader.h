/*
 * reader - a few threads with read-only connections of their own.
 *
 * A report, an import or the judging of somebody's file is long (job.is_long).  Long jobs
 * never take the last thread, and few of them wait: what is short (who is this token, is the
 * store there) is never behind them.
 *
 * Threads: loop; `run` of a job on a reader thread.
 */
#ifndef STORE_READER_H
#define STORE_READER_H

#include "writer.h"

/* reader - a few threads with read-only connections of their own: lists, reports,
 * searches.  The same struct job; each runs in its own read transaction, 10 s at most
 * (FAULT_AGAIN). */
struct reader;
struct reader_plan {
	int threads; /* 1 to 8; of one alone nothing is kept back */
	size_t queue_most;
	struct writer_post post;
};

/* What db_open says when a connection cannot be opened. */
enum fault reader_open(const char *address, const struct reader_plan *plan,
		       struct reader **reader, struct note *note) MUST_CHECK;
/* Once, before the first job: what the readers meet of damage is told there. */
void reader_report_to(struct reader *reader, struct db_health *health);
/* Once, before the first job: db_seal of every connection. */
void reader_seal(struct reader *reader, const struct seal_key *key);
/* Jobs that still wait end with FAULT_AGAIN; their `done` are posted. */
void reader_free(struct reader **reader);
/* FAULT_FULL when the queue is long enough already, for a long job READER_LONG_WAITING. */
enum { READER_LONG_WAITING = 16 };
enum fault reader_add(struct reader *reader, struct job *job) MUST_CHECK;

#endif
