/*
 * numbers - telephone numbers, and the conversation on each.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_NUMBERS_H
#define STORE_NUMBERS_H

#include "domain/inbound/classify.h"
#include "domain/names.h"
#include "store/db/db.h"

/* The longest: what WhatsApp calls somebody who shows no number ("US.", 128 signs). */
enum { PHONE_ROOM = 136 };

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
/* A contact's, oldest first. */
enum fault number_of_contact(struct db *db, struct contact_id id, struct number *numbers,
			     size_t most, size_t *count) MUST_CHECK;

#endif
