/*
 * A text's step as it is really written: every event in every state, the row's own times, the
 * trace, its number, and what it means for its promise.
 */
#include "tests/unit/work/case.h"

#include "store/people/consent.h"
#include "store/promises/ladder_rungs.h"

struct cell {
	struct bench bench;
	struct user_id ana;
	struct promise_id promise;
	struct message_id message;
	struct delivery before;
};

/* An answer of Ana's to Rosa. */
static void answer_rosa(struct cell *cell)
{
	bench_new(&cell->bench, TUESDAY_TEN);
	cell->ana = case_hire(&cell->bench, "ana@x", "en", ROLE_LIAISON);
	cell->promise = case_ask(&cell->bench, ROSA, "en").id;
	cell->message = case_answer(&cell->bench, cell->promise, cell->ana);
	cell->before = case_delivery(&cell->bench, cell->message);
}

static void stand_in(struct cell *cell, enum delivery_state state)
{
	cell->before.state = state;
	if (state != DELIVERY_QUEUED)
		cell->before.attempts = 1;
	if (state == DELIVERY_SENT)
		cell->before.sent_at = bench_now(&cell->bench);
	assert_fine(delivery_put(cell->bench.db, &cell->before));
}

static struct delivery row(struct cell *cell)
{
	return case_delivery(&cell->bench, cell->message);
}

static struct promise promise(struct cell *cell)
{
	return bench_look(&cell->bench, cell->promise);
}

/* --- every state, every event ---------------------------------------------------------------- */

static void check_written(struct cell *cell, const struct delivery_consequences *then,
			  const struct change *change)
{
	const struct delivery now = row(cell);
	int64_t at = bench_now(&cell->bench);
	char what[48];

	snprintf(what, sizeof(what), "message.%s", delivery_word(then->state));
	assert_int_equal(now.state, then->state);
	assert_true(case_told(&cell->bench, cell->message.n, what) >= 1);
	assert_int_equal(now.tries, cell->before.tries + change->is_try);
	assert_int_equal(now.final_at, delivery_is_over(then->state) ? at : 0);
	assert_int_equal(now.ended_at, change->event == ON_CLAIM ? 0 : at);
	assert_int_equal(now.is_ambiguous, change->event == ON_NOT_FOUND ||
			 (change->event == ON_GIVE_UP && cell->before.state == DELIVERY_UNKNOWN));
	if (then->state == DELIVERY_QUEUED) {
		assert_int_equal(now.not_before_at, change->retry_at);
		assert_int_equal(now.waits_for, change->waits_for ? change->waits_for :
								    WAIT_NEXT_TRY);
	} else {
		assert_int_equal(now.waits_for, WAIT_NONE);
	}
}

/* When it is looked at again: in doubt after the settle time, taken at the first poll. */
static void check_look(struct cell *cell)
{
	const struct delivery now = row(cell);
	int64_t at = bench_now(&cell->bench);

	if (now.state == DELIVERY_UNKNOWN)
		assert_int_equal(now.look_at, at + cell->bench.settings.settle_for);
	else if (now.state == DELIVERY_SENT && !now.needs_person)
		assert_int_equal(now.look_at, delivery_poll_at(now.sent_at, 0));
	else
		assert_true(now.look_at == NEVER);
}

static void every_event_in_every_state_is_written_or_says_nothing_new(void **unused)
{
	(void)unused;
	for (int from = 0; from < DELIVERY_STATES; from++)
		for (int event = ON_CLAIM; event < DELIVERY_EVENTS; event++) {
			struct cell cell;
			struct delivery_consequences then;
			const struct delivery_facts facts = { .state = (enum delivery_state)from };
			struct change change = { .event = (enum delivery_event)event,
						 .is_try = event == ON_REFUSED_NOW };
			bool has_stepped, has_news;

			answer_rosa(&cell);
			stand_in(&cell, (enum delivery_state)from);
			change.retry_at = bench_now(&cell.bench) + MINUTE_MS;
			has_news = !delivery_consequences(&facts, change.event, &then);
			has_stepped = case_tell(&cell.bench, cell.message, &change);
			if (has_stepped != has_news)
				fail_msg("%s in %s", delivery_event_word(change.event),
					 delivery_word(facts.state));
			if (has_news) {
				check_written(&cell, &then, &change);
				check_look(&cell);
			} else {
				const struct delivery now = row(&cell);

				assert_memory_equal(&now, &cell.before, sizeof(now));
			}
			bench_done(&cell.bench);
		}
}

/* --- its promise ------------------------------------------------------------------------------- */

static void an_answers_end_steps_its_promise(void **unused)
{
	static const struct {
		const char *label;
		enum delivery_event event;
		enum promise_state promise;
		enum person_reason reason;
		bool is_silence;
	} rows[] = {
		{ "delivered keeps it", ON_DELIVERED, PROMISE_KEPT, PERSON_NONE, false },
		{ "read keeps it", ON_READ, PROMISE_KEPT, PERSON_NONE, false },
		{ "undelivered, and no other way", ON_UNDELIVERED, PROMISE_TAKEN, PERSON_VISIT, false },
		{ "no receipt for days", ON_GIVE_UP, PROMISE_TAKEN, PERSON_VISIT, true },
		{ "a claim says nothing", ON_CLAIM, PROMISE_ANSWERED, PERSON_NONE, false },
		{ "taken says nothing yet", ON_ACCEPTED, PROMISE_ANSWERED, PERSON_NONE, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell cell;

		answer_rosa(&cell);
		stand_in(&cell, rows[i].event == ON_CLAIM || rows[i].event == ON_ACCEPTED ?
			 DELIVERY_QUEUED : DELIVERY_SENT);
		case_tell(&cell.bench, cell.message, &(struct change){
			  .event = rows[i].event, .is_silence = rows[i].is_silence });
		if (promise(&cell).state != rows[i].promise ||
		    promise(&cell).person_reason != rows[i].reason)
			fail_msg("%s", rows[i].label);
		bench_done(&cell.bench);
	}
}

static void what_is_no_answer_keeps_no_promise(void **unused)
{
	static const enum kind kinds[] = { KIND_ACK, KIND_UPDATE, KIND_SERVICE, KIND_CONFIRMATION };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct cell cell;
		struct promise asked;
		struct message_id message;

		bench_new(&cell.bench, TUESDAY_TEN);
		asked = case_ask(&cell.bench, ROSA, "en");
		message = case_write(&cell.bench, &asked, kinds[i], (struct user_id){ 0 });
		assert_true(case_tell(&cell.bench, message, &(struct change){ .event = ON_DELIVERED }));
		asked = bench_look(&cell.bench, asked.id);
		assert_int_equal(asked.state, PROMISE_OPEN);
		assert_int_equal(case_told(&cell.bench, asked.id.n, "promise.kept"), 0);
		bench_done(&cell.bench);
	}
}

/* The miss of a visit says what a person will want to know. */
static void the_list_says_why_it_did_not_arrive(void **unused)
{
	static const struct {
		enum remedy remedy;
		enum miss miss;
	} rows[] = {
		{ REMEDY_NEVER, MISS_REFUSED }, { REMEDY_STOPPED, MISS_STOPPED },
		{ REMEDY_BAD_NUMBER, MISS_NO_TEXTS }, { REMEDY_CONTENT, MISS_CONTENT },
		{ REMEDY_RETRY, MISS_OFF },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell cell;

		answer_rosa(&cell);
		stand_in(&cell, DELIVERY_SENT);
		case_tell(&cell.bench, cell.message, &(struct change){
			  .event = ON_UNDELIVERED, .has_remedy = true, .remedy = rows[i].remedy,
			  .code = 30001 });
		assert_int_equal(promise(&cell).person_reason, PERSON_VISIT);
		assert_string_equal(promise(&cell).person_detail, miss_word(rows[i].miss));
		assert_int_equal(row(&cell).error_code, 30001);
		bench_done(&cell.bench);
	}
}

/* A try for hours is a rung of its own, written down; a short one is nobody's business. */
static void only_a_long_wait_is_a_rung(void **unused)
{
	static const struct {
		int64_t wait_for;
		int rungs;
	} rows[] = { { 5 * MINUTE_MS, 0 }, { 29 * MINUTE_MS, 0 }, { 30 * MINUTE_MS, 1 }, { 6 * HOUR_MS, 1 } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell cell;

		answer_rosa(&cell);
		stand_in(&cell, DELIVERY_SENT);
		case_tell(&cell.bench, cell.message, &(struct change){
			  .event = ON_RETRY, .has_remedy = true, .remedy = REMEDY_LATER,
			  .retry_at = bench_now(&cell.bench) + rows[i].wait_for });
		assert_int_equal(promise(&cell).state, PROMISE_ANSWERED);
		assert_int_equal(promise(&cell).rung, rows[i].rungs);
		assert_int_equal(case_told(&cell.bench, cell.promise.n, "ladder.rung"), rows[i].rungs);
		bench_done(&cell.bench);
	}
}

/* Three days in the queue: somebody should know; and it is tried on. */
static void what_cannot_leave_for_days_is_listed_once_and_stays_queued(void **unused)
{
	struct cell cell;

	(void)unused;
	answer_rosa(&cell);
	for (int day = 0; day < 5; day++) {
		stand_in(&cell, DELIVERY_SENDING);
		case_tell(&cell.bench, cell.message, &(struct change){
			  .event = ON_REFUSED_NOW, .has_remedy = true, .remedy = REMEDY_CONFIG,
			  .retry_at = bench_now(&cell.bench) + MINUTE_MS });
		assert_int_equal(row(&cell).state, DELIVERY_QUEUED);
		assert_int_equal(promise(&cell).person_reason, day < 3 ? PERSON_NONE : PERSON_STUCK);
		assert_int_equal(promise(&cell).state, PROMISE_ANSWERED);
		case_wind_to(&cell.bench, bench_now(&cell.bench) + DAY_MS);
	}
	assert_int_equal(case_told(&cell.bench, cell.promise.n, "promise.for_person"), 1);
	bench_done(&cell.bench);
}

static void the_newest_answer_alone_climbs(void **unused)
{
	struct cell cell;
	struct promise asked;
	struct message_id second;

	(void)unused;
	answer_rosa(&cell);
	asked = promise(&cell);
	stand_in(&cell, DELIVERY_SENT);
	second = case_write(&cell.bench, &asked, KIND_ANSWER, cell.ana);
	case_tell(&cell.bench, cell.message, &(struct change){ .event = ON_UNDELIVERED });
	assert_int_equal(promise(&cell).state, PROMISE_ANSWERED);
	case_tell(&cell.bench, second, &(struct change){ .event = ON_UNDELIVERED });
	assert_int_equal(promise(&cell).state, PROMISE_TAKEN);
	bench_done(&cell.bench);
}

/* A receipt that comes while a person has it already is the truth (4). */
static void a_receipt_after_the_visit_was_asked_for_keeps_it_all_the_same(void **unused)
{
	struct cell cell;

	(void)unused;
	answer_rosa(&cell);
	stand_in(&cell, DELIVERY_SENT);
	case_tell(&cell.bench, cell.message, &(struct change){ .event = ON_UNDELIVERED });
	assert_int_equal(promise(&cell).state, PROMISE_TAKEN);
	case_tell(&cell.bench, cell.message, &(struct change){ .event = ON_DELIVERED });
	assert_int_equal(promise(&cell).state, PROMISE_KEPT);
	assert_int_equal(promise(&cell).person_at, 0);
	assert_false(row(&cell).needs_person);
	bench_done(&cell.bench);
}

static void in_a_ledger_put_back_no_rung_is_taken(void **unused)
{
	struct cell cell;

	(void)unused;
	answer_rosa(&cell);
	stand_in(&cell, DELIVERY_SENT);
	cell.bench.core->is_quarantined = true;
	case_tell(&cell.bench, cell.message, &(struct change){ .event = ON_UNDELIVERED });
	assert_int_equal(promise(&cell).state, PROMISE_TAKEN);
	assert_int_equal(promise(&cell).person_reason, PERSON_PUT_BACK);
	assert_int_equal(case_told(&cell.bench, cell.promise.n, "ladder.rung"), 0);
	bench_done(&cell.bench);
}

/* --- its number --------------------------------------------------------------------------------- */

static bool is_dead(struct cell *cell)
{
	struct number number;

	assert_fine(number_get(cell->bench.db, STR(ROSA), &number));
	return number_is_unusable(&number, CHANNEL_SMS);
}

static void a_number_that_takes_no_texts_is_marked_until_one_arrives(void **unused)
{
	struct cell cell;

	(void)unused;
	answer_rosa(&cell);
	stand_in(&cell, DELIVERY_SENT);
	case_tell(&cell.bench, cell.message, &(struct change){
		  .event = ON_UNDELIVERED, .has_remedy = true, .remedy = REMEDY_BAD_NUMBER,
		  .code = 30006 });
	assert_true(is_dead(&cell));
	assert_int_equal(case_told(&cell.bench, cell.message.n, "number.unusable"), 1);
	case_tell(&cell.bench, cell.message, &(struct change){ .event = ON_DELIVERED });
	assert_false(is_dead(&cell));
	assert_int_equal(case_told(&cell.bench, cell.message.n, "number.usable"), 1);
	bench_done(&cell.bench);
}

/* An acknowledgement that cannot arrive: the owner thinks the family was told so far. */
static void its_owner_hears_of_a_dead_number_once_and_only_while_it_is_owed(void **unused)
{
	static const struct {
		enum promise_state state;
		int notices;
	} rows[] = { { PROMISE_OPEN, 1 }, { PROMISE_TAKEN, 1 }, { PROMISE_EXCUSED, 0 } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell cell;
		struct promise asked;
		const struct change dead = { .event = ON_UNDELIVERED, .has_remedy = true,
					     .remedy = REMEDY_BAD_NUMBER };

		bench_new(&cell.bench, TUESDAY_TEN);
		cell.ana = case_hire(&cell.bench, "ana@x", "en", ROLE_LIAISON);
		asked = case_ask(&cell.bench, ROSA, "en");
		asked.state = rows[i].state;
		assert_fine(promise_put(cell.bench.db, &asked));
		case_tell(&cell.bench, case_write(&cell.bench, &asked, KIND_ACK, (struct user_id){ 0 }),
			  &dead);
		case_tell(&cell.bench, case_write(&cell.bench, &asked, KIND_UPDATE, (struct user_id){ 0 }),
			  &dead);
		assert_int_equal(case_notices(&cell.bench, cell.ana, ROLE_LIAISON, "promise.no_texts"),
				 rows[i].notices);
		bench_done(&cell.bench);
	}
}

static void a_stop_that_the_provider_tells_is_a_stop(void **unused)
{
	struct cell cell;
	struct consent consent;

	(void)unused;
	answer_rosa(&cell);
	stand_in(&cell, DELIVERY_SENDING);
	case_tell(&cell.bench, cell.message, &(struct change){
		  .event = ON_REFUSED, .has_remedy = true, .remedy = REMEDY_STOPPED, .code = 21610 });
	assert_fine(consent_get(cell.bench.db, STR(ROSA), CHANNEL_SMS, PURPOSE_SCHOOL, &consent));
	assert_true(consent.is_stopped);
	assert_int_equal(consent.cause, CAUSE_PROVIDER);
	/* told once, for the better reason */
	assert_int_equal(promise(&cell).person_reason, PERSON_VISIT);
	assert_string_equal(promise(&cell).person_detail, miss_word(MISS_STOPPED));
	assert_int_equal(case_notices(&cell.bench, cell.ana, ROLE_LIAISON, "promise.for_person"), 1);
	bench_done(&cell.bench);
}

/* --- no hour ------------------------------------------------------------------------------------- */

static void a_text_that_no_hour_fits_is_a_persons_with_or_without_a_promise(void **unused)
{
	struct cell cell;
	struct promise asked;
	struct message_id message;
	const struct change hourless = { .event = ON_SUPPRESS, .is_hourless = true };

	(void)unused;
	bench_new(&cell.bench, TUESDAY_TEN);
	cell.ana = case_hire(&cell.bench, "ana@x", "en", ROLE_LIAISON);
	asked = case_ask(&cell.bench, ROSA, "en");
	message = case_write(&cell.bench, &asked, KIND_UPDATE, (struct user_id){ 0 });
	case_tell(&cell.bench, message, &hourless);
	assert_int_equal(bench_look(&cell.bench, asked.id).person_reason, PERSON_NO_HOUR);
	asked.id.n = 0;
	message = case_write(&cell.bench, &asked, KIND_OUTREACH, cell.ana);
	case_tell(&cell.bench, message, &hourless);
	assert_int_equal(case_notices(&cell.bench, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				      "message.no_hour"), 1);
	bench_done(&cell.bench);
}

static void a_text_that_is_not_there_is_missing(void **unused)
{
	struct bench bench;
	bool has_stepped = true;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_fault(case_do(&bench, consequences_delivery(&txn, (struct message_id){ 3 },
			     &(struct change){ .event = ON_DELIVERED, .actor = "provider" },
			     &has_stepped)), FAULT_MISSING);
	assert_false(has_stepped);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_in_every_state_is_written_or_says_nothing_new),
		cmocka_unit_test(an_answers_end_steps_its_promise),
		cmocka_unit_test(what_is_no_answer_keeps_no_promise),
		cmocka_unit_test(the_list_says_why_it_did_not_arrive),
		cmocka_unit_test(only_a_long_wait_is_a_rung),
		cmocka_unit_test(what_cannot_leave_for_days_is_listed_once_and_stays_queued),
		cmocka_unit_test(the_newest_answer_alone_climbs),
		cmocka_unit_test(a_receipt_after_the_visit_was_asked_for_keeps_it_all_the_same),
		cmocka_unit_test(in_a_ledger_put_back_no_rung_is_taken),
		cmocka_unit_test(a_number_that_takes_no_texts_is_marked_until_one_arrives),
		cmocka_unit_test(its_owner_hears_of_a_dead_number_once_and_only_while_it_is_owed),
		cmocka_unit_test(a_stop_that_the_provider_tells_is_a_stop),
		cmocka_unit_test(a_text_that_no_hour_fits_is_a_persons_with_or_without_a_promise),
		cmocka_unit_test(a_text_that_is_not_there_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
