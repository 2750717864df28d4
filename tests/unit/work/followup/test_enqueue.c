/* Saying something to a family: what is queued, when it may leave, and what holds or moves it. */
#include "tests/unit/work/case.h"

#include "work/followup/quiet_hold.h"

#include "store/people/consent.h"

struct place {
	struct bench bench;
	struct promise promise;
};

static void place_new(struct place *place, const char *now)
{
	bench_new(&place->bench, now);
	case_hire(&place->bench, "ana@x", "en,es", ROLE_LIAISON);
	place->promise = case_ask(&place->bench, ROSA, "es");
}

/* --- a message ---------------------------------------------------------------------------------------- */

static void what_is_queued_says_to_whom_by_which_line_and_in_which_language(void **unused)
{
	struct place place;
	struct message message;
	struct message_id id;
	AUTO(arena) arena;

	(void)unused;
	arena_init(&arena, 1 << 20);
	place_new(&place, TUESDAY_TEN);
	id = case_write(&place.bench, &place.promise, KIND_ANSWER, (struct user_id){ 7 });
	assert_fine(message_get(place.bench.db, id, &arena, &message));
	assert_string_equal(message.phone, ROSA);
	assert_string_equal(message.language, "es");
	assert_int_equal(message.line.n, place.bench.core->lines[0].id.n);
	assert_int_equal(message.promise.n, place.promise.id.n);
	assert_int_equal(message.author.n, 7);
	assert_int_equal(message.segments, 1);
	assert_true(str_is(message.text, "On Friday at three."));
	assert_int_equal(case_told(&place.bench, id.n, "message.queued"), 1);
	assert_int_equal(case_delivery(&place.bench, id).state, DELIVERY_QUEUED);
	bench_done(&place.bench);
}

/* Its line was taken out of the configuration: by the first that speaks the channel. */
static void the_line_of_the_conversation_or_the_first_that_speaks(void **unused)
{
	static const struct {
		bool is_second, is_gone;
		size_t line;
	} rows[] = { { false, false, 0 }, { true, false, 1 }, { true, true, 0 } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;
		struct message_id id;

		place_new(&place, TUESDAY_TEN);
		if (rows[i].is_second)
			place.promise.line = place.bench.core->lines[1].id;
		if (rows[i].is_gone)
			place.promise.line.n = 5;
		id = case_write(&place.bench, &place.promise, KIND_ANSWER, (struct user_id){ 0 });
		assert_int_equal(case_delivery(&place.bench, id).line.n,
				 place.bench.core->lines[rows[i].line].id.n);
		bench_done(&place.bench);
	}
}

/* An answer to what they just wrote leaves at night; what nobody invited waits for the morning. */
static void an_invited_text_leaves_at_night_and_another_waits_with_its_reason(void **unused)
{
	static const struct {
		enum kind kind;
		int64_t after_for;           /* since their last text */
		bool leaves;
	} rows[] = {
		{ KIND_CONFIRMATION, MINUTE_MS, true }, { KIND_ACK, MINUTE_MS, true },
		{ KIND_OUTREACH, 11 * HOUR_MS, false }, { KIND_UPDATE, 11 * HOUR_MS, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;
		struct message_id id;
		struct delivery row;

		place_new(&place, "2026-03-03T22:00:00-06:00");
		case_wind_to(&place.bench, bench_now(&place.bench) + MINUTE_MS);
		if (rows[i].after_for > HOUR_MS) {
			struct number number;

			assert_fine(number_get(place.bench.db, STR(ROSA), &number));
			number.inbound_at = bench_now(&place.bench) - rows[i].after_for;
			assert_fine(number_put(place.bench.db, &number));
		}
		id = case_write(&place.bench, &place.promise, rows[i].kind, (struct user_id){ 0 });
		row = case_delivery(&place.bench, id);
		assert_int_equal(row.not_before_at, rows[i].leaves ? bench_now(&place.bench) :
				 at("2026-03-04T08:00:00-06:00"));
		assert_int_equal(row.waits_for, rows[i].leaves ? WAIT_NONE : WAIT_NIGHT);
		assert_int_equal(case_told(&place.bench, id.n, "message.held"), !rows[i].leaves);
		bench_done(&place.bench);
	}
}

/* --- a sentence ------------------------------------------------------------------------------------------ */

static void a_sentence_is_said_in_the_familys_language_and_to_nobody_who_stopped_or_is_dead(void **unused)
{
	enum { FINE, STOPPED, DEAD };

	(void)unused;
	for (int how = FINE; how <= DEAD; how++) {
		struct place place;
		struct number number;
		struct message_id id = { 0 };
		struct message message;
		bool is_said = how != FINE;
		AUTO(arena) arena;

		arena_init(&arena, 1 << 20);
		place_new(&place, TUESDAY_TEN);
		if (how == STOPPED)
			assert_fine(consent_set(place.bench.db, &(struct consent_change){ .phone = STR(ROSA),
				    .channel = CHANNEL_SMS, .is_stopped = true, .cause = CAUSE_KEYWORD,
				    .event_id = 9, .at = 1 }));
		assert_fine(number_get(place.bench.db, STR(ROSA), &number));
		if (how == DEAD)
			number_mark(&number, CHANNEL_SMS, 30006, 1);
		assert_fine(number_put(place.bench.db, &number));
		assert_fine(case_do(&place.bench, enqueue_sentence(&txn, &place.promise, "late.update",
								   KIND_UPDATE, 0)));
		assert_int_equal(case_texts(&place.bench, place.promise.id, KIND_UPDATE, &id), how == FINE);
		assert_fine(case_do(&place.bench, enqueue_answer(&txn, &place.promise, "help", &is_said)));
		assert_int_equal(is_said, how == FINE);
		if (how == FINE) {
			assert_fine(message_get(place.bench.db, id, &arena, &message));
			assert_string_equal(message.language, "es");
		}
		bench_done(&place.bench);
	}
}

static void what_no_hour_fits_is_a_persons_at_once(void **unused)
{
	struct place place;
	struct contact contact;

	(void)unused;
	place_new(&place, TUESDAY_TEN);
	case_wind_to(&place.bench, bench_now(&place.bench) + DAY_MS);
	assert_fine(contact_get(place.bench.db, place.promise.contact, &contact));
	contact.own_from = 23 * 60;
	contact.own_to = 24 * 60 - 1;
	assert_fine(contact_put(place.bench.db, &contact));
	assert_fine(case_do(&place.bench, enqueue_sentence(&txn, &place.promise, "late.update",
							   KIND_UPDATE, 0)));
	assert_int_equal(bench_look(&place.bench, place.promise.id).person_reason, PERSON_NO_HOUR);
	bench_done(&place.bench);
}

/* --- what moves what is held --------------------------------------------------------------------------- */

static void hours_that_change_move_what_waits_for_an_hour_and_nothing_else(void **unused)
{
	static const struct {
		enum wait_reason waits_for;
		bool moves;
	} rows[] = {
		{ WAIT_NIGHT, true }, { WAIT_DISTRICT, true }, { WAIT_FAMILY, true },
		{ WAIT_NEXT_TRY, false }, { WAIT_LINE_BUSY, false }, { WAIT_UNDELIVERED, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;
		struct contact contact;
		struct message_id id;
		struct delivery row;
		int64_t tomorrow = at("2026-03-04T10:00:00-06:00");

		place_new(&place, TUESDAY_TEN);
		id = case_write(&place.bench, &place.promise, KIND_UPDATE, (struct user_id){ 0 });
		row = case_delivery(&place.bench, id);
		row.not_before_at = tomorrow;
		row.waits_for = rows[i].waits_for;
		assert_fine(delivery_put(place.bench.db, &row));
		assert_fine(contact_get(place.bench.db, place.promise.contact, &contact));
		assert_fine(case_do(&place.bench, quiet_hold_retime(&txn, &contact)));
		row = case_delivery(&place.bench, id);
		assert_int_equal(row.not_before_at, rows[i].moves ? bench_now(&place.bench) : tomorrow);
		assert_int_equal(case_told(&place.bench, id.n, "message.released"), rows[i].moves);
		bench_done(&place.bench);
	}
}

static void what_is_held_as_it_would_be_now_is_not_said_again(void **unused)
{
	struct place place;
	struct contact contact;
	struct message_id id;

	(void)unused;
	place_new(&place, TUESDAY_TEN);
	case_wind_to(&place.bench, at("2026-03-03T22:00:00-06:00"));
	id = case_write(&place.bench, &place.promise, KIND_UPDATE, (struct user_id){ 0 });
	assert_int_equal(case_told(&place.bench, id.n, "message.held"), 1);
	assert_fine(contact_get(place.bench.db, place.promise.contact, &contact));
	assert_fine(case_do(&place.bench, quiet_hold_retime(&txn, &contact)));
	assert_int_equal(case_told(&place.bench, id.n, "message.held"), 1);
	bench_done(&place.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_queued_says_to_whom_by_which_line_and_in_which_language),
		cmocka_unit_test(the_line_of_the_conversation_or_the_first_that_speaks),
		cmocka_unit_test(an_invited_text_leaves_at_night_and_another_waits_with_its_reason),
		cmocka_unit_test(a_sentence_is_said_in_the_familys_language_and_to_nobody_who_stopped_or_is_dead),
		cmocka_unit_test(what_no_hour_fits_is_a_persons_at_once),
		cmocka_unit_test(hours_that_change_move_what_waits_for_an_hour_and_nothing_else),
		cmocka_unit_test(what_is_held_as_it_would_be_now_is_not_said_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
