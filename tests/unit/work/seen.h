/*
 * seen - what stands in a ledger, in the words of the claims: what the trace tells, what staff
 * find in their lists, what was queued to a family and what became of it.
 */
#ifndef TESTS_UNIT_WORK_SEEN_H
#define TESTS_UNIT_WORK_SEEN_H

#include "tests/lib/test.h"

#include "store/log/events.h"
#include "store/messaging/deliveries.h"
#include "store/people/notices.h"
#include "tests/lib/fine.h"

/* How many rows of the trace say so of that promise or message. */
static inline int seen_told(struct db *db, int64_t promise_or_message, const char *what)
{
	static struct event events[500];
	size_t count = 0;
	int told = 0;
	AUTO(arena) arena;

	arena_init(&arena, 4 << 20);
	assert_fine(event_list(db, promise_or_message, &arena, events, COUNT_OF(events),
			       &count));
	assert_true(count < COUNT_OF(events));
	for (size_t i = 0; i < count; i++)
		told += strcmp(events[i].what, what) == 0;
	return told;
}

/* The same of all there is. */
static inline int seen_told_all(struct db *db, const char *what)
{
	static struct event events[4000];
	size_t count = 0;
	int told = 0;
	AUTO(arena) arena;

	arena_init(&arena, 16 << 20);
	assert_fine(event_after(db, 0, &arena, events, COUNT_OF(events), &count));
	assert_true(count < COUNT_OF(events));
	for (size_t i = 0; i < count; i++)
		told += strcmp(events[i].what, what) == 0;
	return told;
}

/* Notices of that kind that a person finds in their list; their role's too. */
static inline int seen_notices(struct db *db, struct user_id who, enum role role,
			       const char *what)
{
	const struct user reader = { .id = who, .role = role };
	static struct notice list[200];
	size_t count = 0;
	int sum = 0;

	assert_fine(notice_list(db, &reader, NEVER, list, COUNT_OF(list), &count));
	for (size_t i = 0; i < count; i++)
		sum += strcmp(list[i].what, what) == 0;
	return sum;
}

/* Texts of that kind that were queued for the promise, whatever became of them; the id of the
 * latest in *last (may be NULL). */
static inline int seen_texts(struct db *db, struct promise_id promise, enum kind kind,
			     struct message_id *last)
{
	static struct message messages[200];
	size_t count = 0;
	int sum = 0;
	AUTO(arena) arena;

	arena_init(&arena, 4 << 20);
	assert_fine(message_of_promise(db, promise, &arena, messages, COUNT_OF(messages),
				       &count));
	for (size_t i = 0; i < count; i++) {
		if (messages[i].direction != DIRECTION_OUT || messages[i].kind != kind)
			continue;
		sum++;
		if (last)
			*last = messages[i].id;
	}
	return sum;
}

static inline struct delivery seen_delivery(struct db *db, struct message_id id)
{
	struct delivery delivery;

	assert_fine(delivery_get(db, id, &delivery));
	return delivery;
}

#endif
