#include "tests/lib/test.h"

#include "i18n/time/ical.h"
#include "room.h"
#include "work/followup/coverage.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/promise_school.h"

#define SPANISH "¿Hay clases mañana? Mi hijo está enfermo y no sé qué hacer"
#define ROSA "+13125550101"
#define LUIS "+13125550102"
#define TUESDAY "2026-03-03T10:00:00-06:00"

static enum fault put_contact(struct room *room, const char *phone, const char *household)
{
	struct contact_put command = { .command.row = &contact_command_put, .command.actor = "ctl:test",
			   .given.contact = { .is_known = true, .language = "es",
					.language_source = LANGUAGE_ROSTER },
			   .given.has = { [CONTACT_HAS_HOUSEHOLD] = true, [CONTACT_HAS_KNOWN] = true,
					    [CONTACT_HAS_LANGUAGE] = true } };

	snprintf(command.phone, sizeof(command.phone), "%s", phone);
	snprintf(command.home.household.name, sizeof(command.home.household.name), "%s", household);
	return do_act(room, &command.command);
}

static enum fault put_student(struct room *room, const char *household, const char *name,
			      const char *school)
{
	struct student_put command = { .command.row = &student_command_put, .command.actor = "ctl:test",
			   .given.has = { [STUDENT_HAS_NAME] = true, [STUDENT_HAS_SCHOOL] = true } };

	snprintf(command.home.household.name, sizeof(command.home.household.name), "%s", household);
	snprintf(command.given.student.name, sizeof(command.given.student.name), "%s", name);
	snprintf(command.given.student.school, sizeof(command.given.student.school), "%s", school);
	return do_act(room, &command.command);
}

/* Rosa and Luis have Luz, who goes to North. */
static void home_new(struct room *room)
{
	room_new(room, TUESDAY);
	assert_int_equal(put_contact(room, ROSA, "Pérez"), FAULT_NONE);
	assert_int_equal(put_contact(room, LUIS, "Pérez"), FAULT_NONE);
	assert_int_equal(put_student(room, "Pérez", "Luz", "North"), FAULT_NONE);
}

/* North is closed on Wednesday. */
static void close_north(struct room *room)
{
	struct ical_closure closure = { at("2026-03-04T00:00:00-06:00"),
					at("2026-03-05T00:00:00-06:00"), true, STR("Fair") };
	const struct ical fair = { .closures = &closure, .count = 1 };

	assert_int_equal(do_act(room, &(struct calendar_put){ .command.row = &calendar_command_put, .calendar = &fair,
				.school = STR("North") }.command), FAULT_NONE);
}

static struct promise promise_now(struct room *room, struct promise_id id)
{
	struct promise promise;

	assert_int_equal(promise_get(room->db, id, &promise), FAULT_NONE);
	return promise;
}

static int64_t events(struct room *room, const char *what)
{
	struct db_rows *rows = NULL;
	int64_t count;

	assert_int_equal(db_ask(room->db, &rows, "SELECT count(*) FROM event WHERE what = $1",
				BINDS(TEXTZ(what))), FAULT_NONE);
	assert_true(db_rows_next(rows));
	count = db_rows_number(rows, 0);
	db_rows_done(&rows);
	return count;
}

static void a_promise_is_of_the_one_school_of_the_children(void **state)
{
	static const struct { const char *second, *school, *due; } rows[] = {
		{ NULL, "North", "2026-03-05T10:00:00-06:00" },
		{ "North", "North", "2026-03-05T10:00:00-06:00" },
		{ "", "North", "2026-03-05T10:00:00-06:00" },
		{ "South", "", "2026-03-04T10:00:00-06:00" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct promise promise;
		struct room room;

		home_new(&room);
		close_north(&room);
		if (rows[i].second)
			assert_int_equal(put_student(&room, "Pérez", "Mar", rows[i].second),
					 FAULT_NONE);
		promise = hear_from(&room, ROSA, SPANISH);
		assert_string_equal(promise.school, rows[i].school);
		assert_int_equal(promise.due_at, at(rows[i].due));
		room_done(&room);
	}
}

static void rule_steps_run_on_the_time_of_the_school(void **state)
{
	struct promise promise, other;
	struct room room;

	(void)state;
	home_new(&room);
	close_north(&room);
	clock_advance(room.clock, 4 * HOUR_MS + HOUR_MS / 2);
	/* reminded after four school hours: tomorrow at half past ten, or the day after */
	promise = hear_from(&room, ROSA, SPANISH);
	other = hear(&room, SPANISH);
	assert_int_equal(other.wake_at, at("2026-03-04T10:30:00-06:00"));
	assert_int_equal(promise.wake_at, at("2026-03-05T10:30:00-06:00"));
	room_done(&room);
}

/* A family's wish to stop is no matter of school time: ten business days are the law's
 * most, whatever the calendar closes. */
static void the_clock_of_a_doubt_knows_no_closures(void **state)
{
	struct promise promise;
	struct opt_out_review before, after;
	struct room room;
	struct txn txn;

	(void)state;
	home_new(&room);
	promise = hear_from(&room, ROSA, SPANISH);
	txn = txn_in(&room);
	assert_int_equal(db_begin(room.db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, opt_out_review_raise(&txn, promise.id, (struct message_id){ 0 })), FAULT_NONE);
	assert_int_equal(db_commit(room.db), FAULT_NONE);
	assert_int_equal(opt_out_review_get(room.db, promise.id, &before), FAULT_NONE);
	close_north(&room);
	promise = hear_from(&room, LUIS, SPANISH);
	txn = txn_in(&room);
	assert_int_equal(db_begin(room.db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, opt_out_review_raise(&txn, promise.id, (struct message_id){ 0 })), FAULT_NONE);
	assert_int_equal(db_commit(room.db), FAULT_NONE);
	assert_int_equal(opt_out_review_get(room.db, promise.id, &after), FAULT_NONE);
	assert_int_equal(after.decide_by, before.decide_by);
	room_done(&room);
}

static void a_schools_calendar_wakes_its_own_promises_only(void **state)
{
	struct promise promise, other;
	struct room room;

	(void)state;
	home_new(&room);
	promise = hear_from(&room, ROSA, SPANISH);
	other = hear(&room, SPANISH);
	close_north(&room);
	assert_int_equal(promise_now(&room, promise.id).wake_at, clock_now(room.clock));
	assert_int_equal(promise_now(&room, promise.id).due_at, promise.due_at);
	assert_int_equal(promise_now(&room, other.id).wake_at, other.wake_at);
	room_done(&room);
}

/* G9 */
static void what_is_owed_follows_the_family(void **state)
{
	struct promise rosa, luis;
	struct room room;

	(void)state;
	home_new(&room);
	rosa = hear_from(&room, ROSA, SPANISH);
	luis = hear_from(&room, LUIS, SPANISH);
	assert_int_equal(put_student(&room, "Pérez", "Luz", "South"), FAULT_NONE);
	assert_string_equal(promise_now(&room, rosa.id).school, "South");
	assert_string_equal(promise_now(&room, luis.id).school, "South");
	assert_int_equal(promise_now(&room, rosa.id).due_at, rosa.due_at);
	assert_int_equal(promise_now(&room, rosa.id).wake_at, clock_now(room.clock));
	assert_int_equal(events(&room, "promise.school"), 2);
	/* the same again says nothing */
	assert_int_equal(put_student(&room, "Pérez", "Luz", "South"), FAULT_NONE);
	assert_int_equal(events(&room, "promise.school"), 2);
	assert_int_equal(put_contact(&room, LUIS, ""), FAULT_NONE);
	assert_string_equal(promise_now(&room, luis.id).school, "");
	assert_string_equal(promise_now(&room, rosa.id).school, "South");
	assert_int_equal(put_contact(&room, LUIS, "Pérez"), FAULT_NONE);
	assert_string_equal(promise_now(&room, luis.id).school, "South");
	room_done(&room);
}

static void a_student_who_moves_changes_what_is_owed_to_both_homes(void **state)
{
	struct student_put command = { .command.row = &student_command_put, .command.actor = "ctl:test",
			   .home.household.name = "Other",
			   .given.has = { [STUDENT_HAS_HOUSEHOLD] = true } };
	struct student_remove remove = { .command.row = &student_command_remove };
	struct student students[2];
	struct promise rosa, other;
	struct room room;
	size_t count = 0;

	(void)state;
	home_new(&room);
	assert_int_equal(put_contact(&room, "+13125550103", "Other"), FAULT_NONE);
	rosa = hear_from(&room, ROSA, SPANISH);
	other = hear_from(&room, "+13125550103", SPANISH);
	assert_string_equal(other.school, "");
	assert_int_equal(student_list(room.db, (struct student_id){ 0 }, STR("North"), students, 2,
				      &count), FAULT_NONE);
	assert_int_equal(count, 1);
	command.given.student.id = students[0].id;
	assert_int_equal(do_act(&room, &command.command), FAULT_NONE);
	assert_string_equal(promise_now(&room, rosa.id).school, "");
	assert_string_equal(promise_now(&room, other.id).school, "North");
	remove.id = command.given.student.id;
	assert_int_equal(do_act(&room, &remove.command), FAULT_NONE);
	assert_string_equal(promise_now(&room, other.id).school, "");
	assert_int_equal(do_act(&room, &remove.command), FAULT_MISSING);
	assert_int_equal(do_act(&room, &command.command), FAULT_MISSING);
	room_done(&room);
}

/* More than a page of open promises. */
static void no_open_promise_is_left_behind(void **state)
{
	struct room room;
	char phone[32];

	(void)state;
	room_new(&room, TUESDAY);
	snprintf(phone, sizeof(phone), ROSA);
	assert_int_equal(put_contact(&room, ROSA, "Pérez"), FAULT_NONE);
	for (int i = 0; i < 40; i++) {
		hear_from(&room, ROSA, SPANISH);
		clock_advance(room.clock, 5 * MINUTE_MS);
	}
	assert_int_equal(put_student(&room, "Pérez", "Luz", "North"), FAULT_NONE);
	assert_int_equal(events(&room, "promise.school"), 40);
	room_done(&room);
}

static void a_household_has_its_ceilings(void **state)
{
	struct room room;
	char text[32];

	(void)state;
	home_new(&room);
	for (int i = 2; i <= HOUSEHOLD_CONTACTS; i++) {
		snprintf(text, sizeof(text), "+1312555%04d", i + 500);
		assert_int_equal(put_contact(&room, text, "Pérez"),
				 i < HOUSEHOLD_CONTACTS ? FAULT_NONE : FAULT_CONFLICT);
	}
	for (int i = 1; i <= HOUSEHOLD_STUDENTS; i++) {
		snprintf(text, sizeof(text), "Child %d", i);
		assert_int_equal(put_student(&room, "Pérez", text, "North"),
				 i < HOUSEHOLD_STUDENTS ? FAULT_NONE : FAULT_CONFLICT);
	}
	assert_int_equal(put_student(&room, "Nobody", "Luz", "North"), FAULT_MISSING);
	room_done(&room);
}

static void a_school_keeps_the_spelling_it_has(void **state)
{
	static const struct { const char *said, *kept; } rows[] = {
		{ "NORTH", "North" }, { " north ", "North" }, { "Nörth", "North" },
		{ "Northern", "Northern" }, { "", "" },
	};
	struct room room;

	(void)state;
	home_new(&room);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct txn txn = txn_in(&room);
		char school[SCHOOL_ROOM];

		snprintf(school, sizeof(school), "%s", rows[i].said);
		assert_int_equal(promise_school_spell(&txn, school), FAULT_NONE);
		assert_string_equal(school, rows[i].kept);
	}
	room_done(&room);
}

/* --- who answers ---------------------------------------------------------------------- */

static void set_schools(struct room *room, const char *email, const char *schools)
{
	struct user_set command = { .command.row = &staff_command_set, .email = str_of(email), .has = { [USER_HAS_SCHOOLS] = true } };

	snprintf(command.given.schools, sizeof(command.given.schools), "%s", schools);
	assert_int_equal(do_act(room, &command.command), FAULT_NONE);
}

static void who_is_at_the_school_answers_first(void **state)
{
	static const char *const order[] = { "north@x", "all@x", "south@x" };
	struct room room;

	(void)state;
	home_new(&room);
	add_user(&room, "south@x", "es", ROLE_LIAISON);
	add_user(&room, "all@x", "es", ROLE_LIAISON);
	add_user(&room, "north@x", "es", ROLE_LIAISON);
	add_user(&room, "boss@x", "es", ROLE_ADMINISTRATOR);
	set_schools(&room, "south@x", "South");
	set_schools(&room, "north@x", "West,North");
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		clock_advance(room.clock, 5 * MINUTE_MS);
		/* also when they owe more already */
		assert_int_equal(hear_from(&room, ROSA, SPANISH).owner.n, id_of(&room, order[i]));
		clock_advance(room.clock, 5 * MINUTE_MS);
		assert_int_equal(hear_from(&room, LUIS, SPANISH).owner.n, id_of(&room, order[i]));
		assert_int_equal(do_act(&room, &(struct user_disable){ .command.row = &staff_command_disable, .email = str_of(order[i]) }.command), FAULT_NONE);
	}
	room_done(&room);
}

static void of_those_at_the_school_who_owes_least(void **state)
{
	int64_t first, second;
	struct room room;

	(void)state;
	home_new(&room);
	add_user(&room, "one@x", "es", ROLE_LIAISON);
	add_user(&room, "two@x", "es", ROLE_LIAISON);
	set_schools(&room, "one@x", "North");
	set_schools(&room, "two@x", "North");
	first = hear_from(&room, ROSA, SPANISH).owner.n;
	second = hear_from(&room, LUIS, SPANISH).owner.n;
	assert_int_not_equal(first, second);
	room_done(&room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_promise_is_of_the_one_school_of_the_children),
		cmocka_unit_test(rule_steps_run_on_the_time_of_the_school),
		cmocka_unit_test(the_clock_of_a_doubt_knows_no_closures),
		cmocka_unit_test(a_schools_calendar_wakes_its_own_promises_only),
		cmocka_unit_test(what_is_owed_follows_the_family),
		cmocka_unit_test(a_student_who_moves_changes_what_is_owed_to_both_homes),
		cmocka_unit_test(no_open_promise_is_left_behind),
		cmocka_unit_test(a_household_has_its_ceilings),
		cmocka_unit_test(a_school_keeps_the_spelling_it_has),
		cmocka_unit_test(who_is_at_the_school_answers_first),
		cmocka_unit_test(of_those_at_the_school_who_owes_least),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
