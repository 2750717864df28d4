/*
 * owed - a small district whose promises, staff and households are drawn by chance.
 */
#ifndef TESTS_UNIT_STORE_PROMISES_OWED_H
#define TESTS_UNIT_STORE_PROMISES_OWED_H

#include "tests/lib/chance.h"
#include "tests/unit/store/sample.h"

static const char *const owed_schools[] = { "", "North", "South" };
static const char *const owed_languages[] = { "es", "so", "vi" };

static inline const char *one_of(struct chance *chance, const char *const *words, size_t count)
{
	return words[chance_below(chance, count)];
}

/* Of contact 1 or 2 on line 9 of sample_world. */
static inline struct promise some_promise(struct chance *chance, int64_t id)
{
	struct promise promise = sample_promise(id, chance_between(chance, 1, 2));

	promise.state = (enum promise_state)chance_below(chance, PROMISE_STATES);
	promise.owner.n = (int64_t)chance_below(chance, 4);
	/* what a poll found late was opened before ids that are smaller */
	promise.opened_at = noon - chance_between(chance, 0, 30);
	promise.due_at = noon + chance_between(chance, 0, 20);
	promise.late_at = chance_below(chance, 3) ? 0 : noon + 1;
	promise.person_at = chance_below(chance, 4) ? 0 : noon + 2;
	promise.person_reason = promise.person_at ? PERSON_ESCALATED : PERSON_NONE;
	promise.wake_at = chance_below(chance, 5) ? noon + chance_between(chance, 0, 60) : NEVER;
	str_put(promise.language, sizeof(promise.language), str_of(one_of(chance, owed_languages, 3)));
	str_put(promise.school, sizeof(promise.school), str_of(one_of(chance, owed_schools, 3)));
	str_put(promise.topic, sizeof(promise.topic),
		str_of((const char *[]){ "", "attendance" }[chance_below(chance, 2)]));
	str_put(promise.rule, sizeof(promise.rule),
		str_of((const char *[]){ "everything else", "absence" }[chance_below(chance, 2)]));
	return promise;
}

static inline bool is_waiting(const struct promise *promise)
{
	return !promise_is_closed(promise->state);
}

static inline void owed_queue(struct ledger *ledger, int64_t id, int64_t promise, enum kind kind, int64_t sent_at)
{
	struct message message = sample_said(id, ROSA, "x");
	struct delivery delivery;

	message.promise.n = promise;
	message.kind = kind;
	assert_fine(delivery_queue(ledger->db, &message, 0, WAIT_NONE));
	assert_fine(delivery_get(ledger->db, message.id, &delivery));
	delivery.sent_at = sent_at;
	assert_fine(delivery_put(ledger->db, &delivery));
}

#endif
