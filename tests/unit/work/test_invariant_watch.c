/*
 * The watch of debug builds looks at what a job has really written: each claim of domain/invariants
 * is broken once in a ledger that was sound, and must be named.
 */
#include "case.h"

#include "store/db/write_set.h"
#include "work/invariant_watch.h"

struct watched {
	struct bench bench;
	struct user_id ana;
	struct promise_id promise;
	struct message_id answer;
};

/* Ana's answer to Rosa is under way: nothing is wrong. */
static void sound(struct watched *watched)
{
	bench_new(&watched->bench, TUESDAY_TEN);
	watched->ana = case_hire(&watched->bench, "ana@x", "en", ROLE_LIAISON);
	watched->promise = case_ask(&watched->bench, ROSA, "en").id;
	watched->answer = case_answer(&watched->bench, watched->promise, watched->ana);
}

static const char *broken(struct watched *watched, int64_t *id)
{
	return invariant_watch_broken(watched->bench.db, id);
}

/* --- promises -------------------------------------------------------------------------------------- */

static void closed_without_a_time(struct promise *promise)
{
	promise->state = PROMISE_EXCUSED;
}

static void kept_unanswered(struct promise *promise)
{
	promise->state = PROMISE_KEPT;
	promise->closed_at = promise->opened_at;
	promise->wake_at = NEVER;
}

static void excused_for_nothing(struct promise *promise)
{
	promise->state = PROMISE_EXCUSED;
	promise->closed_at = promise->opened_at;
	promise->wake_at = NEVER;
}

static void closed_and_awake(struct promise *promise)
{
	excused_for_nothing(promise);
	str_put(promise->excuse, sizeof(promise->excuse), STR("spam"));
	promise->wake_at = promise->due_at;
}

static void late_before_it_was_opened(struct promise *promise)
{
	promise->late_at = 5;
}

static void nobodys(struct promise *promise)
{
	promise->state = PROMISE_TAKEN;
	promise->owner.n = 0;
}

static void asleep(struct promise *promise)
{
	promise->state = PROMISE_TAKEN;
	promise->wake_at = NEVER;
}

static void of_a_stranger(struct promise *promise)
{
	promise->owner.n = 4;
}

static void open_again(struct promise *promise)
{
	promise->state = PROMISE_OPEN;
}

static void every_broken_promise_is_named(void **unused)
{
	static const struct {
		void (*spoil)(struct promise *promise);
		const char *claim;
	} rows[] = {
		{ closed_without_a_time, "has the time when" },
		{ kept_unanswered, "a phone confirmed" },
		{ excused_for_nothing, "has a coded reason" },
		{ closed_and_awake, "wakes no more" },
		{ late_before_it_was_opened, "late before it was opened" },
		{ nobodys, "has an owner" },
		{ asleep, "what waits wakes" },
		{ of_a_stranger, "one of the staff" },
		{ open_again, "first sight again" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct watched watched;
		struct promise promise;
		const char *claim;
		int64_t id = 0;

		sound(&watched);
		promise = bench_look(&watched.bench, watched.promise);
		write_set_begin(watched.bench.db);
		assert_fine(promise_put(watched.bench.db, &promise));
		assert_null(broken(&watched, &id));
		rows[i].spoil(&promise);
		assert_fine(promise_put(watched.bench.db, &promise));
		claim = broken(&watched, &id);
		if (!claim || !strstr(claim, rows[i].claim))
			fail_msg("row %zu: %s, and not: %s", i, claim ? claim : "nothing", rows[i].claim);
		assert_int_equal(id, watched.promise.n);
		bench_done(&watched.bench);
	}
}

static void late_never_goes_away(void **unused)
{
	struct watched watched;
	struct promise promise;
	int64_t id = 0;

	(void)unused;
	sound(&watched);
	case_wind_to(&watched.bench, bench_now(&watched.bench) + 3 * DAY_MS);
	assert_fine(case_do(&watched.bench, consequences_promise(&txn, watched.promise,
		    PROMISE_ON_DEADLINE, "rule", "")));
	promise = bench_look(&watched.bench, watched.promise);
	write_set_begin(watched.bench.db);
	promise.late_at = 0;
	assert_fine(promise_put(watched.bench.db, &promise));
	assert_non_null(strstr(broken(&watched, &id), "late never goes away"));
	bench_done(&watched.bench);
}

/* Whoever left owns nothing that waits. */
static void a_promise_of_somebody_who_left_is_named(void **unused)
{
	struct watched watched;
	struct promise promise;
	struct user ana;
	int64_t id = 0;

	(void)unused;
	sound(&watched);
	promise = bench_look(&watched.bench, watched.promise);
	ana = case_user(&watched.bench, watched.ana);
	ana.disabled_at = 1;
	assert_fine(user_put(watched.bench.db, &ana));
	write_set_begin(watched.bench.db);
	assert_fine(promise_put(watched.bench.db, &promise));
	assert_non_null(strstr(broken(&watched, &id), "nobody who left"));
	bench_done(&watched.bench);
}

/* --- texts ------------------------------------------------------------------------------------------ */

static void every_broken_text_is_named(void **unused)
{
	static const struct {
		enum delivery_state state;
		int tries;
		bool has_final;
		const char *claim;
	} rows[] = {
		{ DELIVERY_QUEUED, 3, false, "no more tries" },
		{ DELIVERY_SENDING, 0, false, "was claimed" },
		{ DELIVERY_SENT, 0, false, "has the time when" },
		{ DELIVERY_FAILED, 0, false, "has the time when" },
		{ DELIVERY_QUEUED, 0, true, "has the time when" },
		{ DELIVERY_FAILED, 0, true, "a person's, or the ladder's" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct watched watched;
		struct delivery row;
		const char *claim;
		int64_t id = 0;

		sound(&watched);
		row = case_delivery(&watched.bench, watched.answer);
		write_set_begin(watched.bench.db);
		row.state = rows[i].state;
		row.tries = rows[i].tries;
		row.final_at = rows[i].has_final ? bench_now(&watched.bench) : 0;
		assert_fine(delivery_put(watched.bench.db, &row));
		claim = broken(&watched, &id);
		if (!claim || !strstr(claim, rows[i].claim))
			fail_msg("row %zu: %s, and not: %s", i, claim ? claim : "nothing", rows[i].claim);
		assert_int_equal(id, watched.answer.n);
		bench_done(&watched.bench);
	}
}

/* What no job has written is no business of the watch. */
static void only_what_was_written_since_is_looked_at(void **unused)
{
	struct watched watched;
	struct promise promise;
	int64_t id = 0;

	(void)unused;
	sound(&watched);
	promise = bench_look(&watched.bench, watched.promise);
	nobodys(&promise);
	assert_fine(promise_put(watched.bench.db, &promise));
	write_set_begin(watched.bench.db);
	assert_null(broken(&watched, &id));
	bench_done(&watched.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_broken_promise_is_named),
		cmocka_unit_test(late_never_goes_away),
		cmocka_unit_test(a_promise_of_somebody_who_left_is_named),
		cmocka_unit_test(every_broken_text_is_named),
		cmocka_unit_test(only_what_was_written_since_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
