/*
 * rulebooks - every version of the follow-up rules, as the text that was written.
 *
 * Nothing is deleted: promises point at the version they were opened under (G9).
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_RULEBOOKS_H
#define STORE_RULEBOOKS_H

#include "base/arena.h"
#include "store/db/db.h"
#include "store/people/households.h"

struct rulebook {
	int version;              /* 0: the draft */
	struct str document;      /* of the caller, or in the arena; empty in lists */
	char author[160];
	char note[240];
	int64_t written_at, published_at, effective_at;
};

/* Replaces the draft. */
enum fault rulebook_draft(struct db *db, const struct rulebook *book) MUST_CHECK;
/* Adds a published one, gives it the next version: *version. */
enum fault rulebook_publish(struct db *db, const struct rulebook *book, int *version) MUST_CHECK;
/* FAULT_MISSING: no such version. */
enum fault rulebook_get(struct db *db, int version, struct arena *arena,
			struct rulebook *book) MUST_CHECK;
/* FAULT_MISSING: nothing was ever published. */
enum fault rulebook_in_force(struct db *db, int64_t now, int *version) MUST_CHECK;
/* Those that will be in force, and those of promises that wait: each once. */
enum fault rulebook_used(struct db *db, int64_t now, int *versions, size_t most,
			 size_t *count) MUST_CHECK;
/* Versions below `before` (the draft last), newest first, without their documents. */
enum fault rulebook_list(struct db *db, int64_t before, struct rulebook *books, size_t most,
			 size_t *count) MUST_CHECK;

/* --- history, for replay ------------------------------------------------------------ */
/* One promise as it went, with what it was opened by. */
struct replay_row {
	int64_t id, opened_at, late_at, closed_at;
	int is_known, is_closed;
	char language[32], channel[16], line[32], owner[128];
	char school[SCHOOL_ROOM]; /* of the promise; "": none, or several */
	/* Joined by ','.  The school it was opened for, else those of the household as of
	 * today; its groups as of today. */
	char schools[HOUSEHOLD_STUDENTS * SCHOOL_ROOM], groups[GROUPS_ROOM];
	struct household_id household;
	struct str text;          /* until the next row */
};
/* Calls `each` for promises with ids above `after_id`, oldest first, at most `most`. */
enum fault rulebook_replay_walk(struct db *db, int64_t after_id, size_t most,
		       void (*each)(void *context, const struct replay_row *row),
		       void *context) MUST_CHECK;
/* The same of one; FAULT_MISSING. */
enum fault rulebook_replay_get(struct db *db, int64_t id,
		      void (*each)(void *context, const struct replay_row *row),
		      void *context) MUST_CHECK;

#endif
