/*
 * reader - a few threads with read-only connections of their own.
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
	int threads; /* 1 to 8 */
	size_t queue_most;
	struct writer_post post;
};

/* What db_open says when a connection cannot be opened. */
enum fault reader_open(const char *address, const struct reader_plan *plan,
		       struct reader **reader, struct note *note) MUST_CHECK;
/* Once, before the first job: what the readers meet of damage is told there. */
void reader_report_to(struct reader *reader, struct db_health *health);
/* Jobs that still wait end with FAULT_AGAIN; their `done` are posted. */
void reader_free(struct reader **reader);
enum fault reader_add(struct reader *reader, struct job *job) MUST_CHECK;

#endif
