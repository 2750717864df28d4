/*
 * rulebook_cache - the rule books that promises step by, read once and kept.
 *
 * A promise steps by the version it was opened under; a new one is opened under the
 * version in force.  Which that is, is asked of the ledger for every promise: so a
 * version takes effect at its time, whatever was restarted in between.
 *
 * A version that cannot be read (an older hearbackd over a newer ledger) stops nothing:
 * new promises fall under the shipped rules, open ones go to a person's list.
 *
 * Threads: writer thread (rulebook_cache_new, rulebook_cache_free, rulebook_cache_seed before and after it).  A reader
 * makes rules of its own for rulebook_cache_find.
 */
#ifndef WORK_RULEBOOK_CACHE_H
#define WORK_RULEBOOK_CACHE_H

#include "domain/rules/rule.h"
#include "txn.h"

struct rulebook_cache;
struct rulebook_cache *rulebook_cache_new(void);
void rulebook_cache_free(struct rulebook_cache **rules);
/* Publishes the shipped rules in a ledger that has none. */
enum fault rulebook_cache_seed(struct db *db, struct id_maker *ids, int64_t now) MUST_CHECK;
/* The book in force and its version.  Never fails for want of a readable book. */
enum fault rulebook_cache_in_force(const struct txn *txn, int *version,
			  const struct rule_book **book) MUST_CHECK;
/* That version's book; NULL when there is none that can be read.  Good until the next
 * call that takes these rules has looked for 32 others. */
enum fault rulebook_cache_find(struct rulebook_cache *rules, struct db *db, int version,
		      const struct rule_book **book) MUST_CHECK;
/* The rule of a promise; one without steps when its book cannot be read. */
const struct rule *rulebook_cache_rule_of(const struct txn *txn, const struct promise *promise);
/* False for that one. */
bool rulebook_cache_is_known(const struct rule *rule);

#endif
