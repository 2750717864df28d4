/*
 * readiness - would a text that arrives now be kept, and could an answer leave?
 *
 * One row a cause: a word that stands in JSON and metrics, what is the matter and what to do,
 * and whether it makes us not ready (/readyz answers 503) or only is told (degraded).  A cause
 * that a load balancer could mend by asking another Hearback makes us not ready; one that
 * hurts some of the families only is told.  A new cause is one row in readiness.c.
 *
 * Nothing is read here: the facts are the core's, as they stand on the loop, so that the
 * answer never waits for anybody.
 *
 * Threads: loop thread.
 */
#ifndef API_READINESS_H
#define API_READINESS_H

#include "base/json.h"
#include "work/txn/core.h"

struct readiness_cause {
	const char *word;
	bool is_down;       /* not ready; else degraded */
	const char *means;
	const char *remedy; /* what an operator does next */
	bool (*holds)(const struct core *core);
};

const struct readiness_cause *readiness_causes(size_t *count);
/* No cause holds that makes us not ready. */
bool readiness_is_ready(const struct core *core);
/* The words of those that hold; yours to free. */
json_t *readiness_words(const struct core *core, bool is_down);
/* All that hold, with what is the matter and what to do; yours to free. */
json_t *readiness_told(const struct core *core);

#endif
