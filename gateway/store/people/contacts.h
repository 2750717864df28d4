/*
 * contacts - families: the people who write to us.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_CONTACTS_H
#define STORE_CONTACTS_H

#include "domain/inbound/classify.h"
#include "domain/names.h"
#include "numbers.h"
#include "store/db/db.h"

enum { NAME_ROOM = 128, TAG_ROOM = 24, ZONE_ROOM = 48, SCHOOL_ROOM = 64 };

struct contact {
	struct contact_id id;
	char name[NAME_ROOM];
	char language[TAG_ROOM];
	enum language_source language_source;
	bool is_known;
	char zone[ZONE_ROOM];       /* "": the district's */
	int own_from, own_to;       /* minutes of the day; equal: none; from > to spans midnight */
	enum language_source hours_source; /* who said so: DEFAULT, ROSTER, STAFF or TOLD */
	enum channel prefers;
	struct household_id household; /* 0: none */
	int64_t created_at, updated_at;
};

enum fault contact_get(struct db *db, struct contact_id id, struct contact *contact) MUST_CHECK;
enum fault contact_add(struct db *db, const struct contact *contact) MUST_CHECK;
enum fault contact_put(struct db *db, const struct contact *contact) MUST_CHECK;
/* A household's guardians, oldest first; none of household 0. */
enum fault contact_of_household(struct db *db, struct household_id id, struct contact *contacts,
				size_t most, size_t *count) MUST_CHECK;
/* Keyset paging by id, `after` 0 from the start; text matches name or number part
 * ("": all).  Ends at `most`. */
enum fault contact_list(struct db *db, struct contact_id after, struct str text,
			struct contact *contacts, size_t most, size_t *count) MUST_CHECK;

/* The zones that families and staff have of their own, each once.  Reads both tables: for
 * the start. */
struct zone_told {
	char name[ZONE_ROOM];
};
enum fault contact_zones(struct db *db, struct zone_told *zones, size_t most,
			 size_t *count) MUST_CHECK;

struct buf;
enum { CONTACT_PATTERN_MOST = 512 };
/* %text% for LIKE … ESCAPE '!', with `!` before its own signs; ASCII letters small, as
 * lower() makes them in every engine.  FAULT_TOO_LARGE. */
enum fault contact_pattern(struct str text, struct buf *pattern) MUST_CHECK;
/* The same search, where the ledger is sealed and SQL cannot. */
bool contact_has_part(struct str whole, struct str part);

#endif
