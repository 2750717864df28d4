/*
 * T3: what may leave is claimed with its token before a byte does; what may not is held with its
 * reason or suppressed, and something always looks again.
 */
#include "tests/unit/work/sender.h"

#include <pthread.h>

#include "store/messaging/emergencies.h"
#include "store/people/consent.h"
#include "tests/lib/aborts.h"

struct queue {
	struct bench bench;
	struct promise promise;
};

static void queue_new_at(struct queue *queue, const char *now)
{
	bench_new(&queue->bench, now);
	case_hire(&queue->bench, "ana@x", "en", ROLE_LIAISON);
	queue->promise = case_ask(&queue->bench, ROSA, "en");
}

static void queue_new(struct queue *queue)
{
	queue_new_at(queue, TUESDAY_TEN);
}

static struct message_id queue_text(struct queue *queue, enum kind kind)
{
	return case_write(&queue->bench, &queue->promise, kind, (struct user_id){ 0 });
}

/* To a family of its own, so that no two are alike. */
static struct message_id queue_other(struct queue *queue, enum kind kind)
{
	struct promise promise = bench_promise(&queue->bench, (struct user_id){ 0 });

	return case_write(&queue->bench, &promise, kind, (struct user_id){ 0 });
}

static struct delivery row(struct queue *queue, struct message_id id)
{
	return case_delivery(&queue->bench, id);
}

static void stop(struct queue *queue, const char *phone)
{
	assert_fine(consent_set(queue->bench.db, &(struct consent_change){ .phone = str_of(phone),
		    .channel = CHANNEL_SMS, .is_stopped = true, .cause = CAUSE_KEYWORD,
		    .event_id = bench_id(&queue->bench), .at = bench_now(&queue->bench) }));
}

/* --- what may leave ------------------------------------------------------------------------------- */

static void a_claim_writes_token_and_attempt_before_anything_leaves(void **unused)
{
	struct queue queue;
	struct message_id message;
	struct claim *claim;
	struct attempt attempt;

	(void)unused;
	queue_new(&queue);
	message = queue_text(&queue, KIND_ANSWER);
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 1);
	assert_int_equal(claim_at(claim, 0)->message.id.n, message.n);
	assert_ptr_equal(claim_line(claim, 0), &queue.bench.core->lines[0]);
	assert_int_equal(row(&queue, message).state, DELIVERY_SENDING);
	assert_int_equal(row(&queue, message).attempts, 1);
	assert_fine(attempt_get(queue.bench.db, str_of(claim_at(claim, 0)->token), &attempt));
	assert_int_equal(attempt.message.n, message.n);
	assert_true(attempt.is_latest);
	assert_int_equal(case_told(&queue.bench, message.n, "message.sending"), 1);
	claim_free(&claim);
	assert_null(claim);
	claim_free(&claim);
	/* nobody claims it twice */
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 0);
	claim_free(&claim);
	sender_done(&queue.bench);
}

static void replies_go_ahead_of_bulk_and_room_bounds_the_claim(void **unused)
{
	static const struct {
		int room;
		int64_t segments;
		size_t claimed;
	} rows[] = { { 8, 8, 3 }, { 2, 8, 2 }, { 8, 1, 1 }, { 1000, 100, 3 } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct queue queue;
		struct message_id outreach, ack, answer;
		struct claim *claim;

		queue_new(&queue);
		outreach = queue_other(&queue, KIND_OUTREACH);
		answer = queue_other(&queue, KIND_ANSWER);
		ack = queue_other(&queue, KIND_ACK);
		sender_begin(&queue.bench);
		claim = sender_claim(&queue.bench, rows[i].room, rows[i].segments);
		assert_int_equal(claim_count(claim), rows[i].claimed);
		if (rows[i].claimed > 0)
			assert_int_equal(claim_at(claim, 0)->message.id.n, ack.n);
		if (rows[i].claimed > 1)
			assert_int_equal(claim_at(claim, 1)->message.id.n, answer.n);
		assert_int_equal(row(&queue, outreach).state,
				 rows[i].claimed == 3 ? DELIVERY_SENDING : DELIVERY_QUEUED);
		claim_free(&claim);
		sender_done(&queue.bench);
	}
}

static void of_two_alike_the_second_waits_and_is_looked_at_soon(void **unused)
{
	struct queue queue;
	struct message_id first, second;
	struct claim *claim;

	(void)unused;
	queue_new(&queue);
	first = queue_text(&queue, KIND_ANSWER);
	second = queue_text(&queue, KIND_ANSWER);
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 1);
	assert_int_equal(claim_at(claim, 0)->message.id.n, first.n);
	assert_int_equal(row(&queue, second).state, DELIVERY_QUEUED);
	/* never at once: that would be a circle */
	assert_true(claim_next_at(claim) > bench_now(&queue.bench));
	assert_true(claim_next_at(claim) <= bench_now(&queue.bench) + MINUTE_MS);
	claim_free(&claim);
	sender_done(&queue.bench);
}

/* --- what may not ----------------------------------------------------------------------------------- */

static void who_stopped_since_it_was_queued_gets_the_confirmation_alone(void **unused)
{
	static const struct {
		enum kind kind;
		bool leaves;
	} rows[] = {
		{ KIND_CONFIRMATION, true }, { KIND_ACK, false }, { KIND_ANSWER, false },
		{ KIND_SERVICE, false }, { KIND_UPDATE, false }, { KIND_OUTREACH, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct queue queue;
		struct message_id message;
		struct claim *claim;

		queue_new(&queue);
		message = queue_text(&queue, rows[i].kind);
		stop(&queue, ROSA);
		sender_begin(&queue.bench);
		claim = sender_claim(&queue.bench, 8, 8);
		assert_int_equal(claim_count(claim), rows[i].leaves);
		assert_int_equal(claim_has_suppressed(claim), !rows[i].leaves);
		assert_int_equal(row(&queue, message).state,
				 rows[i].leaves ? DELIVERY_SENDING : DELIVERY_SUPPRESSED);
		claim_free(&claim);
		sender_done(&queue.bench);
	}
}

static void a_number_that_died_since_is_not_tried(void **unused)
{
	struct queue queue;
	struct message_id message;
	struct number number;
	struct claim *claim;

	(void)unused;
	queue_new(&queue);
	message = queue_text(&queue, KIND_UPDATE);
	assert_fine(number_get(queue.bench.db, STR(ROSA), &number));
	number_mark(&number, CHANNEL_SMS, 30006, 1);
	assert_fine(number_put(queue.bench.db, &number));
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 0);
	assert_int_equal(row(&queue, message).state, DELIVERY_SUPPRESSED);
	assert_int_equal(row(&queue, message).attempts, 0);
	claim_free(&claim);
	sender_done(&queue.bench);
}

/* The night has come while it was queued: held once, with its reason, until eight. */
static void what_became_due_at_night_is_held_with_its_reason(void **unused)
{
	struct queue queue;
	struct message_id message;
	struct claim *claim;
	int64_t eight;

	(void)unused;
	eight = at("2026-03-04T08:00:00-06:00");
	queue_new_at(&queue, "2026-03-03T20:59:00-06:00");
	message = queue_text(&queue, KIND_OUTREACH);
	case_wind_to(&queue.bench, at("2026-03-03T21:30:00-06:00"));
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 0);
	assert_false(claim_has_suppressed(claim));
	assert_int_equal(row(&queue, message).not_before_at, eight);
	assert_int_equal(row(&queue, message).waits_for, WAIT_NIGHT);
	assert_int_equal(claim_next_at(claim), eight);
	assert_int_equal(case_told(&queue.bench, message.n, "message.held"), 1);
	claim_free(&claim);
	/* and said once */
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(case_told(&queue.bench, message.n, "message.held"), 1);
	claim_free(&claim);
	case_wind_to(&queue.bench, eight);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 1);
	/* the permission ends with the day */
	assert_int_equal(claim_until_at(claim, 0), at("2026-03-04T21:00:00-06:00"));
	claim_free(&claim);
	sender_done(&queue.bench);
}

/* Half past nine in Chicago is half past five in Honolulu, and half past ten in New York; what
 * may leave may do so until nine o'clock there. */
static void the_hour_is_that_of_the_familys_own_zone(void **unused)
{
	static const struct {
		const char *zone, *now, *until;   /* NULL: it may not leave */
	} rows[] = {
		{ "", "2026-03-03T21:30:00-06:00", NULL },
		{ "Pacific/Honolulu", "2026-03-03T21:30:00-06:00", "2026-03-03T21:00:00-10:00" },
		{ "America/New_York", "2026-03-03T20:30:00-06:00", NULL },
		{ "America/New_York", "2026-03-03T07:30:00-06:00", "2026-03-03T21:00:00-05:00" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct queue queue;
		struct contact contact;
		struct claim *claim;

		queue_new_at(&queue, "2026-03-03T00:30:00-06:00");
		assert_fine(contact_get(queue.bench.db, queue.promise.contact, &contact));
		str_put(contact.zone, sizeof(contact.zone), str_of(rows[i].zone));
		assert_fine(contact_put(queue.bench.db, &contact));
		/* whoever wrote an hour ago is answered at any hour */
		case_wind_to(&queue.bench, at(rows[i].now));
		queue_text(&queue, KIND_OUTREACH);
		sender_begin(&queue.bench);
		claim = sender_claim(&queue.bench, 8, 8);
		assert_int_equal(claim_count(claim), rows[i].until != NULL);
		if (rows[i].until)
			assert_true(claim_until_at(claim, 0) == at(rows[i].until));
		claim_free(&claim);
		sender_done(&queue.bench);
	}
}

/* Their hours were changed behind our back, so that none is left. */
static void what_no_hour_fits_any_more_ends_and_a_person_has_it(void **unused)
{
	struct queue queue;
	struct message_id message;
	struct contact contact;
	struct claim *claim;

	(void)unused;
	queue_new(&queue);
	case_wind_to(&queue.bench, bench_now(&queue.bench) + 2 * HOUR_MS);
	message = queue_text(&queue, KIND_UPDATE);
	assert_fine(contact_get(queue.bench.db, queue.promise.contact, &contact));
	contact.own_from = 23 * 60;
	contact.own_to = 24 * 60 - 1;
	assert_fine(contact_put(queue.bench.db, &contact));
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 0);
	assert_true(claim_has_suppressed(claim));
	assert_int_equal(row(&queue, message).state, DELIVERY_SUPPRESSED);
	assert_int_equal(bench_look(&queue.bench, queue.promise.id).person_reason, PERSON_NO_HOUR);
	claim_free(&claim);
	sender_done(&queue.bench);
}

/* Whatever put it there: without its two signatures it does not leave (G7). */
static void an_emergency_that_nobody_signed_does_not_leave(void **unused)
{
	struct queue queue;
	struct message message = { .direction = DIRECTION_OUT, .kind = KIND_OUTREACH,
				   .purpose = PURPOSE_EMERGENCY, .channel = CHANNEL_SMS,
				   .phone = ROSA, .language = "en", .text = STR("Run"), .segments = 1 };
	struct claim *claim;

	(void)unused;
	queue_new(&queue);
	message.id.n = bench_id(&queue.bench);
	message.contact = queue.promise.contact;
	message.line = queue.bench.core->lines[0].id;
	message.created_at = bench_now(&queue.bench);
	assert_fine(delivery_queue(queue.bench.db, &message, message.created_at, WAIT_NONE));
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 0);
	assert_int_equal(row(&queue, message.id).state, DELIVERY_SUPPRESSED);
	claim_free(&claim);
	sender_done(&queue.bench);
}

/* --- a row that is not whole ------------------------------------------------------------------------ */

static struct promise ask_other(struct queue *queue, const char *phone)
{
	return case_ask(&queue->bench, phone, "en");
}

/* Ledger surgery, a restore gone wrong: the number it goes to is not known any more. */
static void a_text_without_its_number_waits_for_a_person_and_the_others_leave(void **unused)
{
	struct queue queue;
	struct promise other;
	struct message_id broken, sound;
	struct promise promise;
	struct claim *claim;

	(void)unused;
	queue_new(&queue);
	broken = case_answer(&queue.bench, queue.promise.id, queue.promise.owner);
	other = ask_other(&queue, LUIS);
	case_break(&queue.bench, &queue.promise);
	sound = case_answer(&queue.bench, other.id, other.owner);
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	for (size_t i = 0; i < claim_count(claim); i++)
		assert_int_not_equal(claim_at(claim, i)->message.id.n, broken.n);
	claim_free(&claim);
	assert_int_equal(row(&queue, sound).state, DELIVERY_SENDING);
	assert_int_equal(row(&queue, broken).state, DELIVERY_QUEUED);
	assert_int_equal(row(&queue, broken).attempts, 0);
	assert_int_equal(row(&queue, broken).not_before_at, bench_now(&queue.bench) + TRIAL_AGAIN_IN);
	assert_int_equal(case_told(&queue.bench, broken.n, "message.sending"), 0);
	promise = bench_look(&queue.bench, queue.promise.id);
	assert_int_equal(promise.person_reason, PERSON_STUCK);
	/* an hour later it is looked at again, and nobody is told again */
	case_wind_to(&queue.bench, bench_now(&queue.bench) + TRIAL_AGAIN_IN);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 0);
	assert_true(claim_next_at(claim) == bench_now(&queue.bench) + TRIAL_AGAIN_IN);
	claim_free(&claim);
	assert_int_equal(case_told(&queue.bench, broken.n, "message.held"), 1);
	assert_int_equal(case_notices(&queue.bench, promise.owner, ROLE_LIAISON, "promise.for_person"), 1);
	sender_done(&queue.bench);
}

/* What no promise waits for is a person's by itself, until its number is there again. */
static void a_text_of_no_promise_leaves_when_its_number_was_put_back(void **unused)
{
	struct queue queue;
	struct message message = { .direction = DIRECTION_OUT, .kind = KIND_SERVICE,
				   .purpose = PURPOSE_SCHOOL, .channel = CHANNEL_SMS,
				   .phone = ROSA, .language = "en", .text = STR("Noted"), .segments = 1 };
	struct number number;
	struct claim *claim;

	(void)unused;
	queue_new(&queue);
	message.id.n = bench_id(&queue.bench);
	message.contact = queue.promise.contact;
	message.line = queue.bench.core->lines[0].id;
	message.created_at = bench_now(&queue.bench);
	assert_fine(delivery_queue(queue.bench.db, &message, message.created_at, WAIT_NONE));
	assert_fine(number_get(queue.bench.db, STR(ROSA), &number));
	case_break(&queue.bench, &queue.promise);
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	claim_free(&claim);
	assert_true(row(&queue, message.id).needs_person);
	assert_int_equal(row(&queue, message.id).state, DELIVERY_QUEUED);
	sender_pause(&queue.bench);
	assert_fine(number_add(queue.bench.db, &number, bench_now(&queue.bench)));
	sender_begin(&queue.bench);
	case_wind_to(&queue.bench, bench_now(&queue.bench) + TRIAL_AGAIN_IN);
	claim = sender_claim(&queue.bench, 8, 8);
	claim_free(&claim);
	assert_int_equal(row(&queue, message.id).state, DELIVERY_SENDING);
	assert_false(row(&queue, message.id).needs_person);
	sender_done(&queue.bench);
}

/* The ledger refuses the last thing that a claim writes: token and attempt are taken back, and
 * nothing of it is handed over. */
static void a_claim_that_was_taken_back_hands_nothing_over(void **unused)
{
	struct queue queue;
	struct message_id refused, sound;
	struct claim *claim;
	char sql[256], token[TOKEN_SIZE];

	(void)unused;
	queue_new(&queue);
	refused = queue_other(&queue, KIND_ACK);
	sound = queue_other(&queue, KIND_ANSWER);
	snprintf(sql, sizeof(sql), "CREATE TRIGGER refuse BEFORE INSERT ON event"
		 " WHEN NEW.what = 'message.sending' AND NEW.message_id = %lld"
		 " BEGIN SELECT RAISE(ABORT, 'refused'); END;", (long long)refused.n);
	assert_fine(db_script(queue.bench.db, sql, &queue.bench.note));
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	assert_int_equal(claim_count(claim), 1);
	assert_int_equal(claim_at(claim, 0)->message.id.n, sound.n);
	claim_free(&claim);
	assert_int_equal(row(&queue, refused).state, DELIVERY_QUEUED);
	assert_int_equal(row(&queue, refused).attempts, 0);
	assert_fault(attempt_latest(queue.bench.db, refused, token), FAULT_MISSING);
	sender_done(&queue.bench);
}

/* Its number is there again, but it is night: from now on it waits for the hour alone. */
static void a_text_that_can_be_judged_again_waits_for_its_hour_and_for_no_person(void **unused)
{
	struct queue queue;
	struct message_id message;
	struct delivery delivery;
	struct claim *claim;

	(void)unused;
	queue_new_at(&queue, "2026-03-03T20:59:00-06:00");
	message = queue_text(&queue, KIND_OUTREACH);
	delivery = row(&queue, message);
	delivery.waits_for = WAIT_OTHER;
	delivery.needs_person = true;
	assert_fine(delivery_put(queue.bench.db, &delivery));
	case_wind_to(&queue.bench, at("2026-03-03T21:30:00-06:00"));
	sender_begin(&queue.bench);
	claim = sender_claim(&queue.bench, 8, 8);
	claim_free(&claim);
	assert_int_equal(row(&queue, message).waits_for, WAIT_NIGHT);
	assert_false(row(&queue, message).needs_person);
	sender_done(&queue.bench);
}

/* --- and when nothing is there ----------------------------------------------------------------------- */

static void an_empty_queue_asks_for_no_other_look(void **unused)
{
	struct bench bench;
	struct claim *claim;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	claim = claim_new(&bench.core->accounts[0], 4);
	assert_false(claim_has_lines(claim));
	claim_free(&claim);
	sender_begin(&bench);
	claim = sender_claim(&bench, 4, 4);
	assert_int_equal(claim_count(claim), 0);
	assert_true(claim_next_at(claim) == NEVER);
	claim_free(&claim);
	sender_done(&bench);
}

/* --- at the door ------------------------------------------------------------------------------------- */

static void claim_without_room(void *data)
{
	struct bench *bench = data;

	(void)claim_new(&bench->core->accounts[0], 0);
}

static void add_a_resting_line(void *data)
{
	struct bench *bench = data;

	claim_add_line(claim_new(&bench->core->accounts[0], 1), &bench->core->lines[0], 0);
}

static void *start_claim(void *data)
{
	struct bench *bench = data;
	struct claiming claiming;
	struct claim *claim = claim_new(&bench->core->accounts[0], 1);

	(void)(claim_start(claim, sender_on_claimed, &claiming) == FAULT_NONE);
	return NULL;
}

static void start_elsewhere(void *data)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, start_claim, data) == 0)
		pthread_join(thread, NULL);
}

static void who_has_no_room_or_is_not_the_loop_asks_for_nothing(void **unused)
{
	struct bench bench;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_true(aborts(claim_without_room, &bench));
	assert_true(aborts(add_a_resting_line, &bench));
	assert_true(aborts(start_elsewhere, &bench));
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_claim_writes_token_and_attempt_before_anything_leaves),
		cmocka_unit_test(replies_go_ahead_of_bulk_and_room_bounds_the_claim),
		cmocka_unit_test(of_two_alike_the_second_waits_and_is_looked_at_soon),
		cmocka_unit_test(who_stopped_since_it_was_queued_gets_the_confirmation_alone),
		cmocka_unit_test(a_number_that_died_since_is_not_tried),
		cmocka_unit_test(what_became_due_at_night_is_held_with_its_reason),
		cmocka_unit_test(the_hour_is_that_of_the_familys_own_zone),
		cmocka_unit_test(what_no_hour_fits_any_more_ends_and_a_person_has_it),
		cmocka_unit_test(an_emergency_that_nobody_signed_does_not_leave),
		cmocka_unit_test(a_text_without_its_number_waits_for_a_person_and_the_others_leave),
		cmocka_unit_test(a_text_of_no_promise_leaves_when_its_number_was_put_back),
		cmocka_unit_test(a_claim_that_was_taken_back_hands_nothing_over),
		cmocka_unit_test(a_text_that_can_be_judged_again_waits_for_its_hour_and_for_no_person),
		cmocka_unit_test(an_empty_queue_asks_for_no_other_look),
		cmocka_unit_test(who_has_no_room_or_is_not_the_loop_asks_for_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
