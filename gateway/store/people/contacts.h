/*
 * contacts - families: people, their numbers, their consent.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_CONTACTS_H
#define STORE_CONTACTS_H

#include "domain/inbound/classify.h"
#include "domain/names.h"
#include "store/db/db.h"

enum { PHONE_ROOM = 40, NAME_ROOM = 128, TAG_ROOM = 24, ZONE_ROOM = 48, SCHOOL_ROOM = 64 };

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

/* One telephone number and the conversation on it. */
struct number {
	char phone[PHONE_ROOM];
	struct contact_id contact;
	int unusable_code;          /* provider's code, 0: usable */
	int64_t unusable_at;
	unsigned unusable_on;       /* the channels, 1 << CHANNEL_… */
	enum question question;
	int64_t asked_at;
	struct promise_id asked_of;
	char choices[160];          /* of the question: tags, or hours (hours_menu.h), joined by ',' */
	int64_t inbound_at;           /* the family's last message */
	int64_t answered_at;        /* an answer's receipt */
	int64_t thanked_at;
};

/* FAULT_MISSING when nobody has that number. */
enum fault number_get(struct db *db, struct str phone, struct number *number) MUST_CHECK;
enum fault number_add(struct db *db, const struct number *number, int64_t now) MUST_CHECK;
/* Writes everything but phone and contact. */
enum fault number_put(struct db *db, const struct number *number) MUST_CHECK;
/* Pure: can this number not be reached on that channel; it cannot from now on; it can
 * (true: that is news). */
bool number_is_unusable(const struct number *number, enum channel channel);
void number_mark(struct number *number, enum channel channel, int code, int64_t now);
bool number_mend(struct number *number, enum channel channel);
enum fault contact_get(struct db *db, struct contact_id id, struct contact *contact) MUST_CHECK;
enum fault contact_add(struct db *db, const struct contact *contact) MUST_CHECK;
enum fault contact_put(struct db *db, const struct contact *contact) MUST_CHECK;
/* A contact's numbers, oldest first. */
enum fault contact_numbers(struct db *db, struct contact_id id, struct number *numbers,
			   size_t most, size_t *count) MUST_CHECK;
/* Keyset paging by id, `after` 0 from the start; text matches name or number part
 * ("": all).  Ends at `most`. */
enum fault contact_list(struct db *db, struct contact_id after, struct str text,
			struct contact *contacts, size_t most, size_t *count) MUST_CHECK;

/* %text% for LIKE … ESCAPE '!', with `!` before its own signs; ASCII letters small, as
 * lower() makes them in every engine. */
struct buf;
void contact_pattern(struct str text, struct buf *pattern);

#endif
