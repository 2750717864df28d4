/*
 * write_set - which promises and messages a job has written, and as what it found them.
 *
 * Debug builds only: work/invariant_watch looks at each of them when the job ends.  A release
 * build remembers nothing and asks the ledger nothing.
 *
 * Threads: the connection's.
 */
#ifndef STORE_WRITE_SET_H
#define STORE_WRITE_SET_H

#include "db.h"
#include "domain/names.h"

enum { WRITE_SET_MOST = 256 }; /* what a job writes beyond that is not looked at */

struct write_entry {
	enum write_set_what { WRITE_SET_PROMISE, WRITE_SET_DELIVERY } what;
	int64_t id;
	int was_state;
	int64_t was_late_at;
};

#ifndef NDEBUG
/* Forgets what was written so far, and remembers from now on. */
void write_set_begin(struct db *db);
size_t write_set_all(struct db *db, const struct write_entry **written);
/* Before the row is written. */
void write_set_add(struct db *db, enum write_set_what what, int64_t id);
/* How a promise's answers stand. */
enum fault write_set_answers(struct db *db, struct promise_id promise, int *under_way,
			   int *delivered) MUST_CHECK;
/* Was another way taken for that message, or is its promise closed? */
enum fault write_set_gone_on(struct db *db, struct message_id message, bool *is) MUST_CHECK;
#else
static inline void write_set_begin(struct db *db)
{
	(void)db;
}

static inline void write_set_add(struct db *db, enum write_set_what what, int64_t id)
{
	(void)db;
	(void)what;
	(void)id;
}
#endif

#endif
