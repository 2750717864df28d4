/*
 * seen - what stands in a ledger, in the words of the claims: what the trace tells, what staff
 * find in their lists, what was queued to a family and what became of it.
 */
#ifndef TESTS_UNIT_WORK_SEEN_H
#define TESTS_UNIT_WORK_SEEN_H

#include "tests/lib/test.h"

#include "store/log/events.h"
#include "store/messaging/deliveries.h"
#include "store/messaging/lines.h"
#include "store/people/notices.h"
#include "store/promises/promises.h"
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

/* Notices of that kind that a person finds in their list, their role's too; of nobody (0)
 * what all of that role were told. */
static inline int seen_notices(struct db *db, struct user_id who, enum role role,
			       const char *what)
{
	const struct user reader = { .id = who, .role = role };
	static struct notice list[200];
	size_t count = 0;
	int sum = 0;

	assert_fine(notice_list(db, &reader, NEVER, list, COUNT_OF(list), &count));
	for (size_t i = 0; i < count; i++)
		sum += strcmp(list[i].what, what) == 0 && (who.n || list[i].role == role);
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

/* --- of a small ledger: all that there is ----------------------------------------------------- */

enum { SEEN_MOST = 400 };

/* How many rows of the trace say so, with those words behind it. */
static inline int seen_told_with(struct db *db, const char *what, const char *detail)
{
	static struct event events[4000];
	size_t count = 0;
	int told = 0;
	AUTO(arena) arena;

	arena_init(&arena, 16 << 20);
	assert_fine(event_after(db, 0, &arena, events, COUNT_OF(events), &count));
	assert_true(count < COUNT_OF(events));
	for (size_t i = 0; i < count; i++)
		told += strcmp(events[i].what, what) == 0 && str_is(events[i].detail, detail);
	return told;
}

/* Texts of that kind that were ever queued to anybody. */
static inline int seen_said(struct db *db, enum kind kind)
{
	return seen_told_with(db, "message.queued", kind_word(kind));
}

/* Texts of families. */
static inline int seen_heard(struct db *db)
{
	return seen_told_all(db, "message.inbound");
}

static inline bool seen_already(const struct delivery *deliveries, size_t count,
				struct message_id id)
{
	for (size_t i = 0; i < count; i++)
		if (deliveries[i].message.n == id.n)
			return true;
	return false;
}

/* Every text that was queued, each once, oldest first. */
static inline size_t seen_deliveries(struct db *db, struct delivery deliveries[SEEN_MOST])
{
	static struct event events[4000];
	size_t count = 0, found = 0;
	AUTO(arena) arena;

	arena_init(&arena, 16 << 20);
	assert_fine(event_after(db, 0, &arena, events, COUNT_OF(events), &count));
	for (size_t i = 0; i < count; i++)
		if (strcmp(events[i].what, "message.queued") == 0 &&
		    !seen_already(deliveries, found, events[i].message)) {
			assert_true(found < SEEN_MOST);
			deliveries[found++] = seen_delivery(db, events[i].message);
		}
	return found;
}

static inline int seen_deliveries_in(struct db *db, enum delivery_state state)
{
	static struct delivery deliveries[SEEN_MOST];
	size_t count = seen_deliveries(db, deliveries);
	int sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += deliveries[i].state == state;
	return sum;
}

/* The first text that was ever queued. */
static inline struct delivery seen_first_delivery(struct db *db)
{
	static struct delivery deliveries[SEEN_MOST];

	assert_true(seen_deliveries(db, deliveries) > 0);
	return deliveries[0];
}

/* Texts that two empty lists did not find. */
static inline int seen_ambiguous(struct db *db)
{
	static struct delivery deliveries[SEEN_MOST];
	size_t count = seen_deliveries(db, deliveries);
	int sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += deliveries[i].is_ambiguous;
	return sum;
}

static inline int seen_empty_lists(struct db *db)
{
	static struct delivery deliveries[SEEN_MOST];
	size_t count = seen_deliveries(db, deliveries);
	int sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += deliveries[i].empty_lists;
	return sum;
}

/* That a person has to look at. */
static inline int seen_of_a_person(struct db *db)
{
	static struct delivery deliveries[SEEN_MOST];
	size_t count = seen_deliveries(db, deliveries);
	int sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += deliveries[i].needs_person;
	return sum;
}

static inline size_t seen_promises(struct db *db, struct promise promises[SEEN_MOST])
{
	size_t count = 0;

	assert_fine(promise_list(db, &(struct promise_filter){ .state = STR_NONE }, promises, SEEN_MOST,
				 &count));
	assert_true(count < SEEN_MOST);
	return count;
}

static inline int seen_promises_in(struct db *db, enum promise_state state)
{
	static struct promise promises[SEEN_MOST];
	size_t count = seen_promises(db, promises);
	int sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += promises[i].state == state;
	return sum;
}

/* The only one, or the newest; fails when there is none. */
static inline struct promise seen_promise(struct db *db)
{
	static struct promise promises[SEEN_MOST];

	assert_true(seen_promises(db, promises) > 0);
	return promises[0];
}

static inline int seen_paused_lines(struct db *db)
{
	struct line lines[64];
	size_t count = 0;
	int paused = 0;

	assert_fine(line_list(db, lines, COUNT_OF(lines), &count));
	for (size_t i = 0; i < count; i++)
		paused += lines[i].health.paused_at != 0;
	return paused;
}

#endif
