/*
 * reply_key - all that the words of a reply depend on, as bytes: two replies of one key are
 * the same words, as long as the catalog is the same one.
 *
 * What reply.h's facts and a classification hold and no reply says is not in it: of the due
 * time what the family's clock shows of it, to the minute, instead of the time and the zone.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_REPLY_KEY_H
#define DOMAIN_REPLY_KEY_H

#include "reply.h"

/* `classification` has a sentence. */
void reply_key_add(const struct reply_facts *facts, const struct classification *classification,
		   struct buf *key);

#endif
