/*
 * status_query - asks the provider about one message, and keeps the verdict.
 *
 * Threads: loop thread; the verdict is a job on the writer.
 */
#ifndef WORK_STATUS_QUERY_H
#define WORK_STATUS_QUERY_H

#include <sys/queue.h>

#include "work/txn/core.h"

struct status_query;
LIST_HEAD(status_queries, status_query);

/* Whom to tell that one is over. */
struct status_query_end {
	void (*run)(void *data, bool is_kept);
	void *data;
};

/* `provider_id` "": we never got one.  `end` runs once, in a later turn: the verdict is
 * committed, or could not be kept and the row is as it was. */
void status_query_start(struct core *core, struct status_queries *queries, const struct claimed *row,
			const char *provider_id, const struct status_query_end *end);
/* Forgets them, without a word: after the clients and the writer's thread are gone. */
void status_query_done(struct status_queries *queries);

#endif
