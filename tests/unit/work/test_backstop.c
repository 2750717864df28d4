/* What waits is never left without a next look: domain/invariants.h (1). */
#include "room.h"

#include "store/people/users.h"
#include "work/followup/coverage.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/rule_steps.h"

static void begin(struct room *room)
{
	assert_int_equal(db_begin(room->db), FAULT_NONE);
}

static void commit(struct room *room)
{
	assert_int_equal(db_commit(room->db), FAULT_NONE);
}

static struct user_id hire(struct room *room, const char *email, const char *languages)
{
	add_user(room, email, languages, ROLE_LIAISON);
	return (struct user_id){ id_of(room, email) };
}

static struct promise look(struct room *room, struct promise_id id)
{
	struct promise promise;

	assert_int_equal(promise_get(room->db, id, &promise), FAULT_NONE);
	return promise;
}

static struct promise_id ask(struct room *room)
{
	return hear(room, "When is the meeting with the teacher of my daughter?").id;
}

/* Winds the clock to its next wake-up, and takes what is due. */
static struct promise wake(struct room *room, struct promise_id id)
{
	struct promise promise = look(room, id);
	struct txn txn;

	assert_true(promise.wake_at != NEVER);
	if (promise.wake_at > clock_now(room->clock))
		clock_advance(room->clock, promise.wake_at - clock_now(room->clock));
	txn = txn_in(room);
	begin(room);
	assert_int_equal(consequences_settle(&txn, rule_steps_take(&txn, &promise, txn.now)), FAULT_NONE);
	commit(room);
	return look(room, id);
}

/* Until it is late and its rule has no step left. */
static struct promise wake_to_the_end(struct room *room, struct promise_id id)
{
	struct promise promise = look(room, id);

	while (promise.late_at == 0)
		promise = wake(room, id);
	return promise;
}

static enum fault take(struct room *room, struct promise_id id, struct user_id who)
{
	return do_act(room, &(struct promise_take){ .command.row = &promise_command_take, .promise = id, .command.actor_id = who,
						      .command.actor = "staff:1" }.command);
}

static void a_late_promise_wakes_once_more_and_then_a_person_has_it(void **unused)
{
	struct room room;
	struct promise promise;
	struct promise_id id;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	hire(&room, "ana@x", "en");
	id = ask(&room);
	promise = wake_to_the_end(&room, id);
	assert_int_equal(promise.person_at, 0);
	/* eight school hours once more: what the family was told */
	assert_int_equal(promise.wake_at, at("2026-03-05T10:00:00-06:00"));
	promise = wake(&room, id);
	assert_int_equal(promise.person_at, at("2026-03-05T10:00:00-06:00"));
	assert_true(promise.wake_at == NEVER);
	assert_int_equal(promise.state, PROMISE_OPEN);
	room_done(&room);
}

static void a_calendar_that_wakes_everybody_does_not_end_it_early(void **unused)
{
	struct room room;
	struct promise promise;
	struct promise_id id;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	hire(&room, "ana@x", "en");
	id = ask(&room);
	promise = wake_to_the_end(&room, id);
	clock_advance(room.clock, HOUR_MS);
	begin(&room);
	assert_int_equal(promise_wake_all(room.db, STR_NONE, clock_now(room.clock)), FAULT_NONE);
	commit(&room);
	promise = wake(&room, id);
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.wake_at, at("2026-03-05T10:00:00-06:00"));
	room_done(&room);
}

static void who_takes_it_from_the_list_is_not_the_last_who_looks(void **unused)
{
	struct room room;
	struct promise promise;
	struct promise_id id;
	struct user_id ana;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	ana = hire(&room, "ana@x", "en");
	id = ask(&room);
	wake_to_the_end(&room, id);
	wake(&room, id);
	assert_int_equal(take(&room, id, ana), FAULT_NONE);
	promise = look(&room, id);
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.wake_at, at("2026-03-06T10:00:00-06:00"));
	promise = wake(&room, id);
	assert_true(promise.person_at > 0);
	room_done(&room);
}

static void what_nobody_puts_a_name_to_stays_on_the_list(void **unused)
{
	struct room room;
	struct promise promise;
	struct promise_id id;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	id = ask(&room);
	assert_int_equal(look(&room, id).person_reason, PERSON_UNCOVERED);
	/* by the control socket */
	assert_int_equal(take(&room, id, (struct user_id){ 0 }), FAULT_NONE);
	promise = look(&room, id);
	assert_int_equal(promise.owner.n, 0);
	assert_true(promise.person_at > 0);
	room_done(&room);
}

static void who_comes_to_cover_it_late_gets_a_wake_up_with_it(void **unused)
{
	struct room room;
	struct promise promise;
	struct promise_id id;
	struct user_id ana;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	id = ask(&room);
	promise = wake_to_the_end(&room, id);
	assert_true(promise.person_at > 0 && promise.wake_at == NEVER);
	ana = hire(&room, "ana@x", "en");
	promise = look(&room, id);
	assert_int_equal(promise.owner.n, ana.n);
	assert_int_equal(promise.person_at, 0);
	assert_true(promise.wake_at != NEVER);
	room_done(&room);
}

static void who_was_disabled_meanwhile_takes_nothing(void **unused)
{
	struct room room;
	struct promise_id id;
	struct user_id ana, bea;
	struct user user;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	ana = hire(&room, "ana@x", "en");
	id = ask(&room);
	bea = hire(&room, "bea@x", "en");
	begin(&room);
	assert_int_equal(user_get(room.db, bea, &user), FAULT_NONE);
	user.disabled_at = clock_now(room.clock);
	assert_int_equal(user_put(room.db, &user), FAULT_NONE);
	commit(&room);
	assert_int_equal(take(&room, id, bea), FAULT_CONFLICT);
	assert_int_equal(look(&room, id).owner.n, ana.n);
	room_done(&room);
}

static int64_t count_events(struct room *room, const char *sql)
{
	struct db_rows *rows = NULL;
	int64_t count;

	assert_int_equal(db_ask(room->db, &rows, sql, NULL, 0), FAULT_NONE);
	assert_true(db_rows_next(rows));
	count = db_rows_number(rows, 0);
	db_rows_done(&rows);
	return count;
}

static void what_a_person_winds_forward_is_not_late_before_its_time(void **unused)
{
	static const char lates[] = "SELECT count(*) FROM event WHERE what = 'promise.late'";
	struct room room;
	struct promise promise;
	struct promise_id id;
	struct txn txn;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	hire(&room, "ana@x", "en");
	id = ask(&room);
	txn = txn_in(&room);
	/* the reminder, then the deadline's steps */
	for (int i = 0; i < 2; i++) {
		promise = look(&room, id);
		begin(&room);
		assert_int_equal(consequences_settle(&txn, rule_steps_take(&txn, &promise, promise.wake_at)), FAULT_NONE);
		commit(&room);
	}
	promise = look(&room, id);
	assert_int_equal(promise.late_at, 0);
	assert_int_equal(count_events(&room, lates), 0);
	assert_int_equal(promise.wake_at, promise.due_at);
	promise = wake(&room, id);
	assert_int_equal(promise.late_at, promise.due_at);
	assert_int_equal(count_events(&room, lates), 1);
	room_done(&room);
}

static void what_was_decided_stands_on_no_list_any_more(void **unused)
{
	struct room room;
	struct promise promise;
	struct promise_id id;
	struct txn txn;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	hire(&room, "ana@x", "en");
	id = hear(&room, "who are you, leave me alone").id;
	assert_true(look(&room, id).person_at > 0);
	txn = txn_in(&room);
	begin(&room);
	assert_int_equal(consequences_settle(&txn, opt_out_review_decide(&txn, id, DECISION_KEPT, "staff:1")), FAULT_NONE);
	commit(&room);
	promise = look(&room, id);
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.person_reason, PERSON_NONE);
	assert_true(promise.wake_at != NEVER);
	room_done(&room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_late_promise_wakes_once_more_and_then_a_person_has_it),
		cmocka_unit_test(a_calendar_that_wakes_everybody_does_not_end_it_early),
		cmocka_unit_test(who_takes_it_from_the_list_is_not_the_last_who_looks),
		cmocka_unit_test(what_nobody_puts_a_name_to_stays_on_the_list),
		cmocka_unit_test(who_comes_to_cover_it_late_gets_a_wake_up_with_it),
		cmocka_unit_test(who_was_disabled_meanwhile_takes_nothing),
		cmocka_unit_test(what_a_person_winds_forward_is_not_late_before_its_time),
		cmocka_unit_test(what_was_decided_stands_on_no_list_any_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
