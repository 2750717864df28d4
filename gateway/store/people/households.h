/*
 * households - contacts and students who belong together.
 *
 * A household's guardians are its contacts (contact_of_household), the oldest first.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_HOUSEHOLDS_H
#define STORE_HOUSEHOLDS_H

#include "contacts.h"

enum { GROUPS_ROOM = 256, HOUSEHOLD_STUDENTS = 32, HOUSEHOLD_CONTACTS = 16, GROUPS_MOST = 1000 };

struct household {
	struct household_id id;
	char name[NAME_ROOM];       /* no other household has it */
	char groups[GROUPS_ROOM];   /* words joined by ',' */
	bool shares;                /* what cannot reach one guardian may go to another */
	int64_t created_at, updated_at;
};

/* FAULT_MISSING, also for 0: a contact of no household. */
enum fault household_get(struct db *db, struct household_id id,
			 struct household *household) MUST_CHECK;
enum fault household_by_name(struct db *db, struct str name,
			     struct household *household) MUST_CHECK;
/* FAULT_CONFLICT when the name is taken. */
enum fault household_add(struct db *db, const struct household *household) MUST_CHECK;
enum fault household_put(struct db *db, const struct household *household) MUST_CHECK;
/* Keyset paging by id, `after` 0 from the start; text is a part of the name ("": all). */
enum fault household_list(struct db *db, struct household_id after, struct str text,
			  struct household *households, size_t most, size_t *count) MUST_CHECK;
/* The `groups` of all households, each such text once. */
enum fault household_groups(struct db *db, struct household *households, size_t most,
			    size_t *count) MUST_CHECK;

#endif
