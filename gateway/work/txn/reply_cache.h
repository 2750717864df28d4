/*
 * reply_cache - automatic replies that were said lately, and what they cost.
 *
 * Families who write in one minute and are answered in one language mostly hear the same
 * words: rendering them anew is the dearest of what a text costs the writer.  A reply is
 * kept by all that its words depend on (domain/inbound/reply_key.h) and by the edition of
 * the locale that said it, so a reload says its own words from the next text on.
 *
 * Holds at most REPLY_CACHE_SLOTS replies, none over REPLY_CACHE_TEXT bytes with a key over
 * REPLY_CACHE_KEY: some 400 KB when it is full.  A new one takes the place of another.
 *
 * Threads: the writer's alone, as struct core's `rules` (made before it starts, freed behind it).
 */
#ifndef WORK_REPLY_CACHE_H
#define WORK_REPLY_CACHE_H

#include "domain/inbound/reply.h"
#include "txn.h"

enum { REPLY_CACHE_SLOTS = 128, REPLY_CACHE_TEXT = 2048, REPLY_CACHE_KEY = 1024 };

struct reply_cache;

struct reply_cache *reply_cache_new(void);
void reply_cache_free(struct reply_cache **cache);

struct reply_said {
	const struct lang *lang; /* of txn's locale */
	int segments;            /* what it costs (segment.h) */
};
/* reply_compose, and segment_count of what it says; `classification` has a sentence.  Faults
 * are reply_compose's, the ceiling of `text` too. */
enum fault reply_cache_compose(const struct txn *txn, const struct reply_facts *facts,
			       const struct classification *classification, struct buf *text,
			       struct reply_said *said) MUST_CHECK;
/* How many were not rendered anew; here for the tests. */
int64_t reply_cache_hits(const struct reply_cache *cache);

#endif
