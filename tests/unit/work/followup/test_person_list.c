/* Who puts a promise on a person's list, who is told, what takes it off; and the one way to give one. */
#include "tests/unit/work/case.h"

#include "work/followup/owner.h"

#define ANA_PHONE "+13125559001"

struct place {
	struct bench bench;
	struct user_id ana, bea;
	struct promise promise;
};

static const struct user_id all = { 0 };

static void place_new(struct place *place, bool has_owner)
{
	bench_new(&place->bench, TUESDAY_TEN);
	place->ana = bench_hire(&place->bench, "ana@x", "en", ROLE_LIAISON);
	place->bea = bench_hire(&place->bench, "bea@x", "en", ROLE_LIAISON);
	place->promise = bench_promise(&place->bench, has_owner ? place->ana : all);
}

static void put(struct place *place, enum person_reason reason, const char *detail)
{
	struct promise promise = bench_look(&place->bench, place->promise.id);

	assert_fine(case_do(&place->bench, person_list_put(&txn, &promise, reason, detail)));
	place->promise = bench_look(&place->bench, place->promise.id);
}

/* --- on it ----------------------------------------------------------------------------------------- */

static void every_reason_is_kept_as_its_word_and_told_as_its_sentence(void **unused)
{
	(void)unused;
	for (int reason = PERSON_NONE + 1; reason < PERSON_REASON_COUNT; reason++) {
		struct place place;

		place_new(&place, true);
		put(&place, (enum person_reason)reason, "");
		assert_int_equal(place.promise.person_reason, reason);
		assert_int_equal(place.promise.person_at, bench_now(&place.bench));
		assert_int_equal(case_told(&place.bench, place.promise.id.n, "promise.for_person"), 1);
		bench_done(&place.bench);
	}
}

/* Since when it waits is the first time; why is the latest reason. */
static void it_is_listed_since_the_first_time_and_for_the_latest_reason(void **unused)
{
	struct place place;
	int64_t first_at;

	(void)unused;
	place_new(&place, true);
	put(&place, PERSON_ESCALATED, "");
	first_at = place.promise.person_at;
	case_wind_to(&place.bench, first_at + HOUR_MS);
	put(&place, PERSON_UNDELIVERED, miss_word(MISS_OFF));
	assert_int_equal(place.promise.person_at, first_at);
	assert_int_equal(place.promise.person_reason, PERSON_UNDELIVERED);
	assert_string_equal(place.promise.person_detail, miss_word(MISS_OFF));
	assert_int_equal(case_notices(&place.bench, place.ana, ROLE_LIAISON, "promise.for_person"), 2);
	bench_done(&place.bench);
}

static void its_owner_is_told_or_who_administers(void **unused)
{
	struct place place;

	(void)unused;
	place_new(&place, true);
	put(&place, PERSON_STUCK, "");
	assert_int_equal(case_notices(&place.bench, place.ana, ROLE_LIAISON, "promise.for_person"), 1);
	assert_int_equal(case_notices(&place.bench, place.bea, ROLE_LIAISON, "promise.for_person"), 0);
	assert_int_equal(case_notices(&place.bench, all, ROLE_ADMINISTRATOR, "promise.for_person"), 0);
	bench_done(&place.bench);
	place_new(&place, false);
	put(&place, PERSON_STUCK, "");
	assert_int_equal(case_notices(&place.bench, all, ROLE_ADMINISTRATOR, "promise.for_person"), 1);
	assert_int_equal(case_notices(&place.bench, place.ana, ROLE_LIAISON, "promise.for_person"), 0);
	bench_done(&place.bench);
}

/* A notice to one person asks for a text to their own number; one to a role asks for none. */
static void a_notice_to_one_person_asks_for_a_text(void **unused)
{
	static const struct {
		bool is_to_ana;
		bool is_asked;
	} rows[] = { { true, true }, { false, false } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;
		struct user ana;
		int64_t next_at = 0;

		place_new(&place, true);
		ana = case_user(&place.bench, place.ana);
		str_put(ana.phone, sizeof(ana.phone), STR(ANA_PHONE));
		assert_fine(user_put(place.bench.db, &ana));
		assert_fine(case_do(&place.bench, person_list_notify(&txn, rows[i].is_to_ana ? place.ana : all,
			ROLE_LIAISON, place.promise.id, "promise.remind")));
		assert_fine(staff_alert_next(place.bench.db, &next_at));
		assert_int_equal(next_at != NEVER, rows[i].is_asked);
		bench_done(&place.bench);
	}
}

/* --- off it ---------------------------------------------------------------------------------------- */

static void only_its_own_reason_takes_it_off(void **unused)
{
	(void)unused;
	for (int reason = PERSON_NONE + 1; reason < PERSON_REASON_COUNT; reason++) {
		struct promise promise = { .person_at = 5, .person_reason = PERSON_UNCOVERED,
					   .person_detail = "x" };
		bool is_that = reason == PERSON_UNCOVERED;

		assert_int_equal(person_list_clear_of(&promise, (enum person_reason)reason), is_that);
		assert_int_equal(promise.person_at, is_that ? 0 : 5);
		assert_int_equal(promise.person_reason, is_that ? PERSON_NONE : PERSON_UNCOVERED);
		assert_string_equal(promise.person_detail, is_that ? "" : "x");
	}
}

/* --- given ------------------------------------------------------------------------------------------ */

static void give(struct place *place, struct user_id who)
{
	struct promise promise = bench_look(&place->bench, place->promise.id);

	assert_fine(case_do(&place->bench, owner_give(&txn, &promise, &(struct owner_gift){
		who, "promise.reassigned", "rule", "because", "promise.assigned" })));
	place->promise = bench_look(&place->bench, place->promise.id);
}

static void who_gets_it_is_told_named_and_looks_again(void **unused)
{
	struct place place;
	struct event events[20];
	size_t count = 0;
	AUTO(arena) arena;

	(void)unused;
	arena_init(&arena, 1 << 20);
	place_new(&place, false);
	place.promise.wake_at = NEVER;
	assert_fine(promise_put(place.bench.db, &place.promise));
	put(&place, PERSON_UNCOVERED, "");
	give(&place, place.bea);
	assert_int_equal(place.promise.owner.n, place.bea.n);
	assert_int_equal(place.promise.person_at, 0);
	assert_true(place.promise.wake_at != NEVER);
	assert_int_equal(case_notices(&place.bench, place.bea, ROLE_LIAISON, "promise.assigned"), 1);
	assert_fine(event_list(place.bench.db, place.promise.id.n, &arena, events, COUNT_OF(events), &count));
	for (size_t i = 0; i < count; i++)
		if (strcmp(events[i].what, "promise.reassigned") == 0)
			assert_int_equal(events[i].staff.n, place.bea.n);
	assert_int_equal(case_told(&place.bench, place.promise.id.n, "promise.reassigned"), 1);
	bench_done(&place.bench);
}

static void what_else_it_is_listed_for_stays_when_it_is_given(void **unused)
{
	(void)unused;
	for (int reason = PERSON_NONE + 1; reason < PERSON_REASON_COUNT; reason++) {
		struct place place;

		place_new(&place, false);
		put(&place, (enum person_reason)reason, "");
		give(&place, place.ana);
		assert_int_equal(place.promise.person_at != 0, reason != PERSON_UNCOVERED);
		bench_done(&place.bench);
	}
}

/* An answered one needs no look of its own: its receipt, or the ladder, ends it. */
static void who_gets_an_answered_one_gets_no_wake_up_with_it(void **unused)
{
	struct place place;

	(void)unused;
	place_new(&place, false);
	place.promise.state = PROMISE_ANSWERED;
	place.promise.wake_at = NEVER;
	assert_fine(promise_put(place.bench.db, &place.promise));
	give(&place, place.ana);
	assert_true(place.promise.wake_at == NEVER);
	bench_done(&place.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reason_is_kept_as_its_word_and_told_as_its_sentence),
		cmocka_unit_test(it_is_listed_since_the_first_time_and_for_the_latest_reason),
		cmocka_unit_test(its_owner_is_told_or_who_administers),
		cmocka_unit_test(a_notice_to_one_person_asks_for_a_text),
		cmocka_unit_test(only_its_own_reason_takes_it_off),
		cmocka_unit_test(who_gets_it_is_told_named_and_looks_again),
		cmocka_unit_test(what_else_it_is_listed_for_stays_when_it_is_given),
		cmocka_unit_test(who_gets_an_answered_one_gets_no_wake_up_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
