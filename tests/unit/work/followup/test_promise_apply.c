/*
 * A promise's step as it is really written: every event in every state, row, trace, list and
 * what follows.  The table stands here a second time on purpose: from the drawing of
 * domain/promise.h, not from its code.
 */
#include "tests/unit/work/case.h"

#include "work/followup/promise_apply.h"

enum { NEVER_GOES = -1 };

static const enum promise_event events[] = {
	PROMISE_ON_TAKEN, PROMISE_ON_HANDED, PROMISE_ON_RECEIPT, PROMISE_ON_UNDELIVERABLE,
	PROMISE_ON_DEADLINE, PROMISE_ON_EXCUSED, PROMISE_ON_MORE,
};

/* The state it has afterwards. */
static const int goes[PROMISE_STATES][PROMISE_EVENTS] = {
	/* TAKEN HANDED RECEIPT UNDELIVERABLE DEADLINE EXCUSED MORE */
	[PROMISE_OPEN] = { PROMISE_TAKEN, PROMISE_ANSWERED, NEVER_GOES, NEVER_GOES, PROMISE_OPEN,
			   PROMISE_EXCUSED, PROMISE_OPEN },
	[PROMISE_TAKEN] = { NEVER_GOES, PROMISE_ANSWERED, PROMISE_KEPT, NEVER_GOES,
			    PROMISE_TAKEN, PROMISE_EXCUSED, PROMISE_TAKEN },
	[PROMISE_ANSWERED] = { NEVER_GOES, NEVER_GOES, PROMISE_KEPT, PROMISE_TAKEN,
			       PROMISE_ANSWERED, PROMISE_EXCUSED, NEVER_GOES },
	[PROMISE_KEPT] = { NEVER_GOES, NEVER_GOES, NEVER_GOES, NEVER_GOES, NEVER_GOES,
			   NEVER_GOES, NEVER_GOES },
	[PROMISE_EXCUSED] = { NEVER_GOES, NEVER_GOES, NEVER_GOES, NEVER_GOES, NEVER_GOES,
			      NEVER_GOES, NEVER_GOES },
};

static const char *const told[PROMISE_EVENTS] = {
	"promise.taken", "promise.answered", "promise.kept", "promise.answer_failed",
	"promise.late", "promise.excused", "promise.more",
};

/* --- helper words ------------------------------------------------------------------------ */

struct cell {
	struct bench bench;
	struct user_id ana;
	struct promise before, after;
	enum promise_event event;
};

/* In that state, of Ana, on a person's list and waking later. */
static void stand_in(struct cell *cell, enum promise_state state)
{
	struct promise promise;

	bench_new(&cell->bench, TUESDAY_TEN);
	cell->ana = bench_hire(&cell->bench, "ana@x", "en", ROLE_LIAISON);
	promise = bench_promise(&cell->bench, cell->ana);
	promise.state = state;
	promise.person_at = bench_now(&cell->bench);
	promise.person_reason = PERSON_ESCALATED;
	if (promise_is_closed(state))
		promise.closed_at = bench_now(&cell->bench);
	assert_fine(promise_put(cell->bench.db, &promise));
	cell->before = bench_look(&cell->bench, promise.id);
}

static enum fault step(struct cell *cell, enum promise_event event, enum person_reason reason)
{
	struct bench *bench = &cell->bench;
	struct txn txn = case_begin(bench);
	enum fault fault = promise_apply(&txn, &(struct promise_change){
		.promise = cell->before.id, .event = event, .actor = "staff:1",
		.why = reason ? miss_word(MISS_OFF) : "because", .reason = reason });

	fault = case_end(bench, &txn, fault);
	cell->event = event;
	cell->after = bench_look(bench, cell->before.id);
	return fault;
}

static enum fault step_plainly(struct cell *cell, enum promise_event event)
{
	return step(cell, event, event == PROMISE_ON_UNDELIVERABLE ? PERSON_UNDELIVERED :
								     PERSON_NONE);
}

static bool is_listed(const struct promise *promise)
{
	return promise->person_at != 0;
}

/* --- every state, every event --------------------------------------------------------------- */

/* What is impossible is refused in words, and leaves the row as it is. */
static void check_refused(struct cell *cell, enum fault fault)
{
	assert_fault(fault, FAULT_CONFLICT);
	assert_non_null(strstr(cell->bench.note.text, promise_word(cell->before.state)));
	assert_memory_equal(&cell->before, &cell->after, sizeof(cell->after));
	assert_int_equal(case_told(&cell->bench, cell->before.id.n, told[cell->event]), 0);
}

static void check_listed(const struct cell *cell)
{
	switch (cell->event) {
	case PROMISE_ON_DEADLINE:
	case PROMISE_ON_MORE:
		assert_int_equal(cell->after.person_reason, PERSON_ESCALATED);
		break;
	case PROMISE_ON_UNDELIVERABLE:
		assert_int_equal(cell->after.person_reason, PERSON_UNDELIVERED);
		assert_string_equal(cell->after.person_detail, miss_word(MISS_OFF));
		assert_int_equal(cell->after.person_at, cell->before.person_at);
		break;
	default:
		assert_false(is_listed(&cell->after));
		assert_int_equal(cell->after.person_reason, PERSON_NONE);
	}
}

static void check_done(struct cell *cell, int state)
{
	const struct promise *after = &cell->after;
	int64_t now = bench_now(&cell->bench);

	assert_int_equal(after->state, state);
	assert_int_equal(case_told(&cell->bench, after->id.n, told[cell->event]), 1);
	assert_int_equal(after->owner.n, cell->ana.n);
	assert_int_equal(after->answered_at, cell->event == PROMISE_ON_HANDED ? now : 0);
	assert_int_equal(after->closed_at,
			 promise_is_closed((enum promise_state)state) ? now : 0);
	assert_int_equal(after->wake_at, promise_is_closed((enum promise_state)state) ?
			 NEVER : cell->before.wake_at);
	/* not due yet */
	assert_int_equal(after->late_at, 0);
	check_listed(cell);
}

static void every_event_in_every_state_is_written_or_refused_whole(void **state)
{
	(void)state;
	for (int from = 0; from < PROMISE_STATES; from++)
		for (size_t i = 0; i < COUNT_OF(events); i++) {
			struct cell cell = { .event = events[i] };
			int to = goes[from][events[i]];
			enum fault fault;

			stand_in(&cell, (enum promise_state)from);
			fault = step_plainly(&cell, events[i]);
			if ((fault == FAULT_NONE) != (to != NEVER_GOES))
				fail_msg("%s in %s", promise_event_word(events[i]),
					 promise_word((enum promise_state)from));
			if (to == NEVER_GOES)
				check_refused(&cell, fault);
			else
				check_done(&cell, to);
			bench_done(&cell.bench);
		}
}

/* --- late ----------------------------------------------------------------------------------- */

/* The deadline's own event, and a receipt that comes behind it, mark it; nothing else does. */
static void only_the_deadline_and_a_late_receipt_make_it_late(void **unused)
{
	static const struct {
		enum promise_state state;
		enum promise_event event;
		bool is_late;
	} rows[] = {
		{ PROMISE_OPEN, PROMISE_ON_DEADLINE, true },
		{ PROMISE_TAKEN, PROMISE_ON_DEADLINE, true },
		{ PROMISE_ANSWERED, PROMISE_ON_DEADLINE, true },
		{ PROMISE_ANSWERED, PROMISE_ON_RECEIPT, true },
		{ PROMISE_TAKEN, PROMISE_ON_RECEIPT, true },
		{ PROMISE_OPEN, PROMISE_ON_TAKEN, false },
		{ PROMISE_OPEN, PROMISE_ON_HANDED, false },
		{ PROMISE_TAKEN, PROMISE_ON_EXCUSED, false },
		{ PROMISE_OPEN, PROMISE_ON_MORE, false },
		{ PROMISE_ANSWERED, PROMISE_ON_UNDELIVERABLE, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell cell;

		stand_in(&cell, rows[i].state);
		case_wind_to(&cell.bench, cell.before.due_at + HOUR_MS);
		assert_fine(step_plainly(&cell, rows[i].event));
		/* since it was due, not since somebody looked */
		assert_int_equal(cell.after.late_at, rows[i].is_late ? cell.before.due_at : 0);
		assert_int_equal(case_told(&cell.bench, cell.after.id.n, "promise.late"),
				 rows[i].is_late);
		bench_done(&cell.bench);
	}
}

static void late_once_is_late_for_ever_and_said_once(void **unused)
{
	struct cell cell;

	(void)unused;
	stand_in(&cell, PROMISE_OPEN);
	case_wind_to(&cell.bench, cell.before.due_at);
	assert_fine(step_plainly(&cell, PROMISE_ON_DEADLINE));
	case_wind_to(&cell.bench, cell.before.due_at + DAY_MS);
	assert_fine(step_plainly(&cell, PROMISE_ON_HANDED));
	assert_fine(step_plainly(&cell, PROMISE_ON_RECEIPT));
	assert_int_equal(cell.after.state, PROMISE_KEPT);
	assert_int_equal(cell.after.late_at, cell.before.due_at);
	assert_int_equal(case_told(&cell.bench, cell.after.id.n, "promise.late"), 1);
	bench_done(&cell.bench);
}

/* --- whose it is ------------------------------------------------------------------------------ */

static void a_take_without_a_name_leaves_it_on_the_list(void **unused)
{
	struct cell cell;
	struct promise nobodys;

	(void)unused;
	stand_in(&cell, PROMISE_OPEN);
	nobodys = cell.before;
	nobodys.owner = (struct user_id){ 0 };
	assert_fine(promise_put(cell.bench.db, &nobodys));
	assert_fine(step_plainly(&cell, PROMISE_ON_TAKEN));
	assert_int_equal(cell.after.state, PROMISE_TAKEN);
	assert_true(is_listed(&cell.after));
	bench_done(&cell.bench);
}

/* A visit is more than one person's business. */
static void a_spent_ladder_tells_those_who_can_send_somebody(void **unused)
{
	static const struct {
		enum person_reason reason;
		int visits;
	} rows[] = { { PERSON_VISIT, 1 }, { PERSON_UNDELIVERED, 0 }, { PERSON_PUT_BACK, 0 } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell cell;
		const struct user_id all = { 0 };

		stand_in(&cell, PROMISE_ANSWERED);
		assert_fine(step(&cell, PROMISE_ON_UNDELIVERABLE, rows[i].reason));
		assert_int_equal(cell.after.person_reason, rows[i].reason);
		assert_int_equal(case_notices(&cell.bench, all, ROLE_ADMINISTRATOR,
					      "promise.visit"), rows[i].visits);
		assert_int_equal(case_notices(&cell.bench, cell.ana, ROLE_LIAISON,
					      "promise.for_person"), 1);
		bench_done(&cell.bench);
	}
}

static void what_failed_without_an_owner_is_told_to_who_administers(void **unused)
{
	struct cell cell;
	struct promise nobodys;

	(void)unused;
	stand_in(&cell, PROMISE_ANSWERED);
	nobodys = cell.before;
	nobodys.owner = (struct user_id){ 0 };
	assert_fine(promise_put(cell.bench.db, &nobodys));
	assert_fine(step_plainly(&cell, PROMISE_ON_UNDELIVERABLE));
	assert_int_equal(case_notices(&cell.bench, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				      "promise.for_person"), 1);
	assert_int_equal(case_notices(&cell.bench, cell.ana, ROLE_LIAISON, "promise.for_person"),
			 0);
	bench_done(&cell.bench);
}

/* --- what follows ------------------------------------------------------------------------------ */

/* A closed promise takes back what is queued about it, and its owner takes the next. */
static void whoever_closes_one_gets_the_next_that_waits(void **unused)
{
	static const enum promise_event closings[] = { PROMISE_ON_RECEIPT, PROMISE_ON_EXCUSED };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(closings); i++) {
		struct cell cell;
		struct user ana;
		struct promise waits;

		stand_in(&cell, PROMISE_ANSWERED);
		ana = case_user(&cell.bench, cell.ana);
		ana.capacity = 1;
		assert_fine(user_put(cell.bench.db, &ana));
		waits = bench_promise(&cell.bench, (struct user_id){ 0 });
		assert_fine(step_plainly(&cell, closings[i]));
		assert_int_equal(bench_look(&cell.bench, waits.id).owner.n, cell.ana.n);
		bench_done(&cell.bench);
	}
}

static void who_has_no_ceiling_is_given_nothing_by_a_closing(void **unused)
{
	struct cell cell;
	struct promise waits;

	(void)unused;
	stand_in(&cell, PROMISE_ANSWERED);
	waits = bench_promise(&cell.bench, (struct user_id){ 0 });
	assert_fine(step_plainly(&cell, PROMISE_ON_RECEIPT));
	assert_int_equal(bench_look(&cell.bench, waits.id).owner.n, 0);
	bench_done(&cell.bench);
}

static void the_truth_about_a_late_one_is_taken_back_when_it_is_closed(void **unused)
{
	static const struct {
		enum promise_event event;
		bool is_taken_back;
	} rows[] = {
		{ PROMISE_ON_HANDED, false },  { PROMISE_ON_EXCUSED, true },
		{ PROMISE_ON_DEADLINE, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct cell cell;
		struct message_id update = { 0 };

		stand_in(&cell, PROMISE_TAKEN);
		assert_fine(case_do(&cell.bench, enqueue_sentence(&txn, &cell.before,
				    "late.update", KIND_UPDATE, 0)));
		assert_int_equal(case_texts(&cell.bench, cell.before.id, KIND_UPDATE, &update), 1);
		assert_fine(step_plainly(&cell, rows[i].event));
		assert_int_equal(case_delivery(&cell.bench, update).state,
				 rows[i].is_taken_back ? DELIVERY_SUPPRESSED : DELIVERY_QUEUED);
		bench_done(&cell.bench);
	}
}

static void a_kept_promise_asks_whether_the_answer_helped(void **unused)
{
	struct cell cell;
	struct number number;

	(void)unused;
	stand_in(&cell, PROMISE_ANSWERED);
	assert_fine(step_plainly(&cell, PROMISE_ON_RECEIPT));
	assert_int_equal(case_texts(&cell.bench, cell.before.id, KIND_UPDATE, NULL), 1);
	assert_fine(number_get(cell.bench.db, str_of(cell.before.phone), &number));
	assert_int_equal(number.question, QUESTION_ANSWERED);
	assert_int_equal(number.asked_of.n, cell.before.id.n);
	assert_int_equal(number.answered_at, bench_now(&cell.bench));
	bench_done(&cell.bench);
}

static void an_excuse_asks_nothing(void **unused)
{
	struct cell cell;
	struct number number;

	(void)unused;
	stand_in(&cell, PROMISE_ANSWERED);
	assert_fine(step_plainly(&cell, PROMISE_ON_EXCUSED));
	assert_int_equal(case_texts(&cell.bench, cell.before.id, KIND_UPDATE, NULL), 0);
	assert_fine(number_get(cell.bench.db, str_of(cell.before.phone), &number));
	assert_int_equal(number.question, QUESTION_NONE);
	bench_done(&cell.bench);
}

static void a_promise_that_is_not_there_is_missing(void **unused)
{
	struct bench bench;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_fault(case_do(&bench, consequences_promise(&txn, (struct promise_id){ 7 },
			     PROMISE_ON_TAKEN, "staff:1", "")), FAULT_MISSING);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_in_every_state_is_written_or_refused_whole),
		cmocka_unit_test(only_the_deadline_and_a_late_receipt_make_it_late),
		cmocka_unit_test(late_once_is_late_for_ever_and_said_once),
		cmocka_unit_test(a_take_without_a_name_leaves_it_on_the_list),
		cmocka_unit_test(a_spent_ladder_tells_those_who_can_send_somebody),
		cmocka_unit_test(what_failed_without_an_owner_is_told_to_who_administers),
		cmocka_unit_test(whoever_closes_one_gets_the_next_that_waits),
		cmocka_unit_test(who_has_no_ceiling_is_given_nothing_by_a_closing),
		cmocka_unit_test(the_truth_about_a_late_one_is_taken_back_when_it_is_closed),
		cmocka_unit_test(a_kept_promise_asks_whether_the_answer_helped),
		cmocka_unit_test(an_excuse_asks_nothing),
		cmocka_unit_test(a_promise_that_is_not_there_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
