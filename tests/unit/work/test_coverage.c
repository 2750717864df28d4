#include "tests/lib/test.h"

#include "i18n/time/ical.h"
#include "room.h"
#include "store/people/absences.h"
#include "store/people/calendars.h"
#include "store/people/consent.h"
#include "store/people/notices.h"
#include "store/people/staff_alerts.h"
#include "store/people/users.h"
#include "store/promises/rulebooks.h"
#include "work/followup/coverage.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/rule_steps.h"
#include "work/followup/staff_alert.h"

static size_t turn(struct room *room)
{
	struct txn txn = txn_in(room);
	size_t count = 0;

	assert_int_equal(db_begin(room->db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, coverage_turn(&txn, &count)), FAULT_NONE);
	assert_int_equal(db_commit(room->db), FAULT_NONE);
	return count;
}

static int64_t owner_of(struct room *room, struct promise_id id)
{
	struct promise promise;

	assert_int_equal(promise_get(room->db, id, &promise), FAULT_NONE);
	return promise.owner.n;
}

static int64_t notices(struct room *room, int64_t user, enum role role, const char *what)
{
	const struct user reader = { .id = { user }, .role = role };
	struct notice list[64];
	size_t count = 0;
	int64_t sum = 0;

	assert_int_equal(notice_list(room->db, &reader, NEVER, list, 64, &count), FAULT_NONE);
	for (size_t i = 0; i < count; i++)
		sum += strcmp(list[i].what, what) == 0;
	return sum;
}

#define SPANISH "¿Hay clases mañana? Mi hijo está enfermo y no sé qué hacer"
#define SOMALI "Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa"

static void an_absence_hands_over_at_its_beginning_and_the_end_brings_back(void **state)
{
	struct room room;
	struct promise spanish, somali;
	int64_t now, next_at;

	(void)state;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	now = clock_now(room.clock);
	add_user(&room, "ana@x", "es,so", ROLE_LIAISON);
	spanish = hear(&room, SPANISH);
	somali = hear(&room, SOMALI);
	assert_int_equal(spanish.owner.n, id_of(&room, "ana@x"));
	assert_int_equal(somali.owner.n, id_of(&room, "ana@x"));
	add_user(&room, "bea@x", "es", ROLE_LIAISON);
	/* from one o'clock on, for two days */
	assert_int_equal(absent(&room, "ana@x", now + 3 * HOUR_MS, now + 2 * DAY_MS), FAULT_NONE);
	assert_int_equal(turn(&room), 0);
	assert_int_equal(absence_next_wake(room.db, &next_at), FAULT_NONE);
	assert_int_equal(next_at, now + 3 * HOUR_MS);
	clock_advance(room.clock, 3 * HOUR_MS);
	assert_int_equal(turn(&room), 1);
	assert_int_equal(owner_of(&room, spanish.id), id_of(&room, "bea@x"));
	assert_int_equal(owner_of(&room, somali.id), 0);
	assert_int_equal(notices(&room, id_of(&room, "bea@x"), ROLE_LIAISON, "promise.handed_over"), 1);
	assert_int_equal(notices(&room, 0, ROLE_ADMINISTRATOR, "promise.unowned"), 1);
	assert_int_equal(turn(&room), 0);
	clock_advance(room.clock, 2 * DAY_MS);
	assert_int_equal(turn(&room), 1);
	assert_int_equal(owner_of(&room, somali.id), id_of(&room, "ana@x"));
	assert_int_equal(owner_of(&room, spanish.id), id_of(&room, "bea@x"));
	assert_int_equal(absence_next_wake(room.db, &next_at), FAULT_NONE);
	assert_true(next_at == NEVER);
	room_done(&room);
}

static void absences_are_judged_before_they_are_kept(void **state)
{
	struct room room;
	int64_t now;
	struct promise promise;
	struct promise_take take = { .command.row = &promise_command_take, .command.actor = "staff:1" };

	(void)state;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	now = clock_now(room.clock);
	add_user(&room, "ana@x", "es", ROLE_LIAISON);
	promise = hear(&room, SPANISH);
	assert_int_equal(absent(&room, "bea@x", now, now + 1), FAULT_MISSING);
	assert_int_equal(absent(&room, "ana@x", now, now), FAULT_INVALID);
	assert_int_equal(absent(&room, "ana@x", now - 9, now), FAULT_INVALID);
	assert_int_equal(do_act(&room, &(struct user_back){ .command.row = &staff_command_back, .email = STR("ana@x") }.command),
			 FAULT_CONFLICT);
	assert_int_equal(absent(&room, "ana@x", now, now + DAY_MS), FAULT_NONE);
	assert_int_equal(owner_of(&room, promise.id), 0);
	take.promise = promise.id;
	take.command.actor_id.n = id_of(&room, "ana@x");
	assert_int_equal(do_act(&room, &take.command), FAULT_CONFLICT);
	assert_int_equal(do_act(&room, &(struct user_back){ .command.row = &staff_command_back, .email = STR("ana@x") }.command), FAULT_NONE);
	assert_int_equal(owner_of(&room, promise.id), id_of(&room, "ana@x"));
	assert_int_equal(do_act(&room, &take.command), FAULT_NONE);
	/* planned ones are dropped when none runs */
	assert_int_equal(absent(&room, "ana@x", now + DAY_MS, now + 2 * DAY_MS), FAULT_NONE);
	assert_int_equal(do_act(&room, &(struct user_back){ .command.row = &staff_command_back, .email = STR("ana@x") }.command), FAULT_NONE);
	clock_advance(room.clock, DAY_MS);
	assert_int_equal(turn(&room), 0);
	assert_int_equal(owner_of(&room, promise.id), id_of(&room, "ana@x"));
	room_done(&room);
}

static void who_is_not_there_before_it_is_due_gets_none(void **state)
{
	struct user_set week = { .command.row = &staff_command_set, .email = STR("ana@x"), .given = { .week = "thu 08:00-16:00" } };
	struct room room;

	(void)state;
	/* Tuesday: due on Wednesday at ten */
	room_new(&room, "2026-03-03T10:00:00-06:00");
	add_user(&room, "ana@x", "es", ROLE_LIAISON);
	week.has[USER_HAS_WEEK] = true;
	assert_int_equal(do_act(&room, &week.command), FAULT_NONE);
	assert_int_equal(hear(&room, SPANISH).owner.n, 0);
	str_put(week.given.week, sizeof(week.given.week), STR("wed 09:00-09:30"));
	assert_int_equal(do_act(&room, &week.command), FAULT_NONE);
	assert_int_equal(hear(&room, SPANISH).owner.n, id_of(&room, "ana@x"));
	/* away for just that half hour */
	assert_int_equal(absent(&room, "ana@x", at("2026-03-04T08:00:00-06:00"),
				at("2026-03-04T09:30:00-06:00")), FAULT_NONE);
	assert_int_equal(hear(&room, SPANISH).owner.n, 0);
	room_done(&room);
}

static void capacity_and_languages_move_what_waits(void **state)
{
	struct user_set set = { .command.row = &staff_command_set, .email = STR("ana@x"), .given = { .capacity = 1 } };
	struct user_set role = { .command.row = &staff_command_set, .email = STR("ana@x"), .given = { .role = ROLE_VIEWER } };
	struct room room;
	struct promise first, second;

	(void)state;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	add_user(&room, "ana@x", "es", ROLE_LIAISON);
	set.has[USER_HAS_CAPACITY] = true;
	assert_int_equal(do_act(&room, &set.command), FAULT_NONE);
	first = hear(&room, SPANISH);
	second = hear(&room, SPANISH);
	assert_int_equal(first.owner.n, id_of(&room, "ana@x"));
	assert_int_equal(second.owner.n, 0);
	assert_true(second.person_at > 0);
	set.given.capacity = 2;
	assert_int_equal(do_act(&room, &set.command), FAULT_NONE);
	assert_int_equal(promise_get(room.db, second.id, &second), FAULT_NONE);
	assert_int_equal(second.owner.n, id_of(&room, "ana@x"));
	assert_int_equal(second.person_at, 0);
	role.has[USER_HAS_ROLE] = true;
	assert_int_equal(do_act(&room, &role.command), FAULT_NONE);
	assert_int_equal(owner_of(&room, first.id), 0);
	assert_int_equal(owner_of(&room, second.id), 0);
	add_user(&room, "root@x", "es", ROLE_ADMINISTRATOR);
	assert_int_equal(owner_of(&room, first.id), id_of(&room, "root@x"));
	room_done(&room);
}

static void a_calendar_moves_steps_but_not_what_the_family_was_told(void **state)
{
	struct ical_closure closure = { at("2026-03-04T00:00:00-06:00"),
					at("2026-03-05T00:00:00-06:00"), true, STR("Snow") };
	const struct ical snow = { .closures = &closure, .count = 1 };
	const struct ical none = { .count = 0 };
	struct promise before, after;
	struct room room;
	struct txn txn;

	(void)state;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	before = hear(&room, SPANISH);
	assert_int_equal(before.due_at, at("2026-03-04T10:00:00-06:00"));
	assert_int_equal(do_act(&room, &(struct calendar_put){ .command.row = &calendar_command_put, .calendar = &snow }.command), FAULT_NONE);
	assert_int_equal(hear(&room, SPANISH).due_at, at("2026-03-05T10:00:00-06:00"));
	assert_int_equal(promise_get(room.db, before.id, &after), FAULT_NONE);
	assert_int_equal(after.due_at, before.due_at);
	assert_int_equal(after.wake_at, clock_now(room.clock));
	txn = txn_in(&room);
	assert_int_equal(db_begin(room.db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, rule_steps_take(&txn, &after, txn.now)), FAULT_NONE);
	assert_int_equal(db_commit(room.db), FAULT_NONE);
	assert_int_equal(promise_get(room.db, before.id, &after), FAULT_NONE);
	assert_int_equal(after.next_step, before.next_step);
	assert_true(after.wake_at >= before.wake_at);
	/* what a school alone has closed is no matter of the district's promises */
	assert_int_equal(do_act(&room, &(struct calendar_put){ .command.row = &calendar_command_put, .calendar = &none }.command), FAULT_NONE);
	assert_int_equal(do_act(&room, &(struct calendar_put){ .command.row = &calendar_command_put, .calendar = &snow,
				.school = STR("North") }.command), FAULT_NONE);
	assert_int_equal(hear(&room, SPANISH).due_at, before.due_at);
	assert_int_equal(timetable_closures(room.core->locale->timetable, STR("North"))->count, 1);
	assert_int_equal(timetable_closures(room.core->locale->timetable, STR("South"))->count, 0);
	assert_null(timetable_closures(NULL, STR("North")));
	room_done(&room);
}

/* --- texts to staff --------------------------------------------------------------------- */

static void alert(struct room *room)
{
	struct txn txn = txn_in(room);
	size_t count = 0;

	assert_int_equal(db_begin(room->db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, staff_alert_turn(&txn, &count)), FAULT_NONE);
	assert_int_equal(db_commit(room->db), FAULT_NONE);
}

/* Texts to Ana so far, and when the next is due. */
static int texts_to(struct room *room, const char *phone, int64_t *next_at)
{
	struct db_rows *rows = NULL;
	int count;

	assert_int_equal(db_ask(room->db, &rows, "SELECT count(*) FROM delivery WHERE phone = $1",
				BINDS(TEXTZ(phone))), FAULT_NONE);
	assert_true(db_rows_next(rows));
	count = (int)db_rows_number(rows, 0);
	db_rows_done(&rows);
	assert_int_equal(staff_alert_next(room->db, next_at), FAULT_NONE);
	return count;
}

#define ANA "+13125559001"

static void staff_get_one_text_in_a_quarter_of_an_hour_and_in_their_hours(void **state)
{
	struct user_set set = { .command.row = &staff_command_set, .email = STR("ana@x"), .given = { .phone = ANA, .week = "mon-fri 09:00-12:00" } };
	struct room room;
	struct number number;
	struct contact contact;
	int64_t next_at, now;

	(void)state;
	room_new(&room, "2026-03-03T11:30:00-06:00");
	now = clock_now(room.clock);
	add_user(&room, "ana@x", "es", ROLE_LIAISON);
	hear(&room, SPANISH);
	assert_int_equal(texts_to(&room, ANA, &next_at), 0);
	assert_true(next_at == NEVER); /* no number, no text */
	set.has[USER_HAS_PHONE] = set.has[USER_HAS_WEEK] = true;
	assert_int_equal(do_act(&room, &set.command), FAULT_NONE);
	hear(&room, SPANISH);
	hear(&room, SPANISH);
	assert_int_equal(texts_to(&room, ANA, &next_at), 0);
	assert_int_equal(next_at, now);
	alert(&room);
	assert_int_equal(texts_to(&room, ANA, &next_at), 1);
	assert_true(next_at == NEVER);
	assert_int_equal(number_get(room.db, STR(ANA), &number), FAULT_NONE);
	assert_int_equal(contact_get(room.db, number.contact, &contact), FAULT_NONE);
	assert_int_equal(contact.own_from, 9 * 60);
	assert_int_equal(contact.own_to, 12 * 60);
	/* ten minutes later: not before a quarter of an hour has passed */
	clock_advance(room.clock, 10 * MINUTE_MS);
	hear(&room, SPANISH);
	assert_int_equal(texts_to(&room, ANA, &next_at), 1);
	assert_int_equal(next_at, now + 15 * MINUTE_MS);
	alert(&room);
	assert_int_equal(texts_to(&room, ANA, &next_at), 1);
	clock_advance(room.clock, 5 * MINUTE_MS);
	alert(&room);
	assert_int_equal(texts_to(&room, ANA, &next_at), 2);
	/* after noon: the next morning */
	clock_advance(room.clock, HOUR_MS);
	hear(&room, SPANISH);
	alert(&room);
	assert_int_equal(texts_to(&room, ANA, &next_at), 2);
	assert_int_equal(next_at, at("2026-03-04T09:00:00-06:00"));
	clock_advance(room.clock, next_at - clock_now(room.clock));
	alert(&room);
	assert_int_equal(texts_to(&room, ANA, &next_at), 3);
	/* who is away, or has stopped us, is not texted */
	assert_int_equal(consent_set(room.db, &(struct consent_change){ .phone = STR(ANA),
			 .channel = CHANNEL_SMS, .is_stopped = true, .cause = CAUSE_KEYWORD,
			 .event_id = 77, .at = now }), FAULT_NONE);
	clock_advance(room.clock, HOUR_MS);
	hear(&room, SPANISH);
	alert(&room);
	assert_int_equal(texts_to(&room, ANA, &next_at), 3);
	assert_true(next_at == NEVER);
	room_done(&room);
}

static void nobody_is_texted_for_nothing(void **state)
{
	struct user_set set = { .command.row = &staff_command_set, .email = STR("ana@x"), .given = { .phone = ANA } };
	struct room room;
	int64_t next_at;

	(void)state;
	room_new(&room, "2026-03-03T11:30:00-06:00");
	add_user(&room, "ana@x", "es", ROLE_LIAISON);
	set.has[USER_HAS_PHONE] = true;
	assert_int_equal(do_act(&room, &set.command), FAULT_NONE);
	hear(&room, SPANISH);
	assert_int_equal(absent(&room, "ana@x", clock_now(room.clock), clock_now(room.clock) + DAY_MS),
			 FAULT_NONE);
	alert(&room);
	assert_int_equal(texts_to(&room, ANA, &next_at), 0);
	assert_true(next_at == NEVER);
	room_done(&room);
}

/* --- nobody inactive ever owns a promise ---------------------------------------------- */

static bool is_away(struct room *room, struct user_id id)
{
	struct absence absences[64];
	size_t count = 0;

	assert_int_equal(absence_of(room->db, id, clock_now(room->clock), absences, 64, &count), FAULT_NONE);
	for (size_t i = 0; i < count; i++)
		if (absences[i].from_at <= clock_now(room->clock))
			return true;
	return false;
}

static void check_owners(struct room *room, int round)
{
	struct promise promises[400];
	size_t count = 0;

	assert_int_equal(promise_list(room->db, &(struct promise_filter){ .state = STR("waiting") },
				      promises, 400, &count), FAULT_NONE);
	for (size_t i = 0; i < count; i++) {
		struct user user;

		if (promises[i].owner.n == 0) {
			assert_true(promises[i].person_at > 0);
			continue;
		}
		assert_int_equal(user_get(room->db, promises[i].owner, &user), FAULT_NONE);
		if (user.disabled_at || user.role == ROLE_VIEWER || is_away(room, user.id))
			fail_msg("round %d: %s owns a promise", round, user.email);
	}
}

static void nobody_inactive_ever_owns_a_promise(void **state)
{
	static const char *const emails[] = { "0@x", "1@x", "2@x", "3@x", "4@x" };
	static const char *const languages[] = { "es", "so", "es,so", "so,vi", "es" };
	const char *seed = getenv("SEED");
	struct room room;
	int moved = 0;

	(void)state;
	srandom(seed ? (unsigned)atoi(seed) : 20261122);
	room_new(&room, "2026-03-03T10:00:00-06:00");
	for (int i = 0; i < 5; i++)
		add_user(&room, emails[i], languages[i], i == 4 ? ROLE_ADMINISTRATOR : ROLE_LIAISON);
	for (int round = 0; round < 400; round++) {
		const char *email = emails[random() % 5];
		int64_t now = clock_now(room.clock);
		int64_t from_at = now + (random() % 3 ? random() % (2 * DAY_MS) : 0);
		struct user_set set = { .command.row = &staff_command_set, .email = str_of(email),
					.given = { .role = (enum role)(random() % 3),
						   .capacity = (int)(random() % 9) } };
		enum fault fault = FAULT_NONE;

		switch (random() % 7) {
		case 0: case 1:
			hear(&room, random() % 2 ? SPANISH : SOMALI);
			break;
		case 2:
			fault = absent(&room, email, from_at, from_at + 1 + random() % (3 * DAY_MS));
			break;
		case 3:
			fault = do_act(&room, &(struct user_back){
				.command.row = &staff_command_back, .email = str_of(email) }.command);
			break;
		case 4:
			clock_advance(room.clock, 1 + random() % DAY_MS);
			moved += (int)turn(&room);
			break;
		case 5:
			set.has[random() % 2 ? USER_HAS_ROLE : USER_HAS_CAPACITY] = true;
			fault = do_act(&room, &set.command);
			break;
		default:
			if (round % 100 == 99)
				fault = do_act(&room, &(struct user_disable){
					.command.row = &staff_command_disable,
					.email = str_of(email) }.command);
		}
		assert_true(fault == FAULT_NONE || fault == FAULT_CONFLICT);
		check_owners(&room, round);
	}
	assert_true(moved > 10);
	room_done(&room);
}

/* --- what cannot be done ---------------------------------------------------------------- */

static void run_sql(struct room *room, const char *sql, int64_t id)
{
	assert_int_equal(db_run(room->db, sql, BINDS(NUMBER(id)), NULL), FAULT_NONE);
}

static size_t steps(struct room *room)
{
	struct txn txn = txn_in(room);
	size_t count = 0;

	assert_int_equal(db_begin(room->db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, rule_steps_turn(&txn, &count)), FAULT_NONE);
	assert_int_equal(db_commit(room->db), FAULT_NONE);
	return count;
}

static void one_promise_that_cannot_be_stepped_stops_no_other(void **state)
{
	struct room room;
	struct promise broken, sound;

	(void)state;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	add_user(&room, "ana@x", "es", ROLE_LIAISON);
	broken = hear(&room, SPANISH);
	sound = hear(&room, SPANISH);
	/* nowhere to write the family its update to */
	run_sql(&room, "DELETE FROM number WHERE contact_id = $1", broken.contact.n);
	clock_advance(room.clock, 2 * DAY_MS);
	assert_int_equal(steps(&room), 2);
	assert_int_equal(promise_get(room.db, broken.id, &broken), FAULT_NONE);
	assert_int_equal(promise_get(room.db, sound.id, &sound), FAULT_NONE);
	assert_true(sound.late_at > 0 && sound.next_step > 2);
	assert_int_equal(broken.next_step, 2);
	assert_int_equal(broken.late_at, broken.due_at);
	assert_int_equal(broken.person_reason, PERSON_STEP_FAILED);
	assert_int_equal(broken.wake_at, clock_now(room.clock) + TRIAL_AGAIN_IN);
	assert_int_equal(notices(&room, id_of(&room, "ana@x"), ROLE_LIAISON, "promise.for_person"), 1);
	/* tried again, not told again */
	clock_advance(room.clock, TRIAL_AGAIN_IN);
	assert_int_equal(steps(&room), 1);
	assert_int_equal(notices(&room, id_of(&room, "ana@x"), ROLE_LIAISON, "promise.for_person"), 1);
	room_done(&room);
}

static void one_doubt_that_cannot_be_ended_stops_no_other(void **state)
{
	struct room room;
	struct promise broken, sound;
	struct txn txn;
	struct opt_out_review review;
	size_t count = 0;

	(void)state;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	broken = hear(&room, SPANISH);
	sound = hear(&room, SPANISH);
	txn = txn_in(&room);
	assert_int_equal(db_begin(room.db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, opt_out_review_raise(&txn, broken.id, (struct message_id){ 1 })), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, opt_out_review_raise(&txn, sound.id, (struct message_id){ 2 })), FAULT_NONE);
	assert_int_equal(db_commit(room.db), FAULT_NONE);
	run_sql(&room, "DELETE FROM number WHERE contact_id = $1", broken.contact.n);
	clock_advance(room.clock, 30 * DAY_MS);
	txn = txn_in(&room);
	assert_int_equal(db_begin(room.db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, opt_out_review_turn(&txn, &count)), FAULT_NONE);
	assert_int_equal(db_commit(room.db), FAULT_NONE);
	assert_int_equal(count, 2);
	assert_int_equal(opt_out_review_get(room.db, sound.id, &review), FAULT_NONE);
	assert_int_equal(review.decision, DECISION_STOPPED);
	assert_int_equal(opt_out_review_get(room.db, broken.id, &review), FAULT_NONE);
	assert_int_equal(review.decision, DECISION_OPEN);
	assert_int_equal(review.wake_at, clock_now(room.clock) + TRIAL_AGAIN_IN);
	room_done(&room);
}

static void publish(struct room *room, const char *document)
{
	struct rulebook book = { .document = str_of(document), .author = "staff:1",
				 .published_at = clock_now(room->clock),
				 .effective_at = clock_now(room->clock) };
	int version = 0;

	assert_int_equal(rulebook_publish(room->db, &book, &version), FAULT_NONE);
	assert_int_equal(version, 2);
}

static void who_gets_from_a_rule_what_nobody_covers_takes_it_off_the_list(void **state)
{
	static const char rules[] =
		"rules:\n"
		"  - name: everything else\n"
		"    answer_within: 8 school hours\n"
		"    steps:\n"
		"      - {after: at once, do: acknowledge}\n"
		"      - {after: at once, do: assign, to: coverage}\n"
		"      - {after: 2 school hours, do: reassign, to: role administrator}\n"
		"      - {after: deadline, do: update family}\n";
	struct room room;
	struct promise promise;

	(void)state;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	publish(&room, rules);
	add_user(&room, "ana@x", "es", ROLE_LIAISON);
	add_user(&room, "boss@x", "en", ROLE_ADMINISTRATOR);
	promise = hear(&room, "Khi nào có cuộc họp với giáo viên của con tôi?");
	assert_string_equal(promise.language, "vi");
	assert_int_equal(promise.owner.n, 0);
	assert_int_equal(promise.person_reason, PERSON_UNCOVERED);
	assert_true(promise.person_at > 0);

	clock_advance(room.clock, 2 * HOUR_MS);
	assert_int_equal(steps(&room), 1);
	assert_int_equal(promise_get(room.db, promise.id, &promise), FAULT_NONE);
	assert_int_equal(promise.owner.n, id_of(&room, "boss@x"));
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.person_reason, PERSON_NONE);
	assert_true(promise.wake_at < NEVER);
	assert_int_equal(notices(&room, id_of(&room, "boss@x"), ROLE_ADMINISTRATOR,
				 "promise.assigned"), 1);
	room_done(&room);
}

static void a_new_owner_leaves_what_else_it_is_on_the_list_for(void **state)
{
	struct room room;
	struct promise promise;
	struct txn txn;

	(void)state;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	promise = hear(&room, SPANISH);
	assert_int_equal(promise.person_reason, PERSON_UNCOVERED);
	txn = txn_in(&room);
	assert_int_equal(db_begin(room.db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, opt_out_review_raise(&txn, promise.id, (struct message_id){ 1 })), FAULT_NONE);
	assert_int_equal(db_commit(room.db), FAULT_NONE);
	add_user(&room, "ana@x", "es", ROLE_LIAISON);
	assert_int_equal(promise_get(room.db, promise.id, &promise), FAULT_NONE);
	assert_int_equal(promise.owner.n, id_of(&room, "ana@x"));
	assert_int_equal(promise.person_reason, PERSON_OPT_OUT_REVIEW);
	assert_true(promise.person_at > 0);
	room_done(&room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_absence_hands_over_at_its_beginning_and_the_end_brings_back),
		cmocka_unit_test(absences_are_judged_before_they_are_kept),
		cmocka_unit_test(who_is_not_there_before_it_is_due_gets_none),
		cmocka_unit_test(capacity_and_languages_move_what_waits),
		cmocka_unit_test(a_calendar_moves_steps_but_not_what_the_family_was_told),
		cmocka_unit_test(staff_get_one_text_in_a_quarter_of_an_hour_and_in_their_hours),
		cmocka_unit_test(nobody_is_texted_for_nothing),
		cmocka_unit_test(nobody_inactive_ever_owns_a_promise),
		cmocka_unit_test(one_promise_that_cannot_be_stepped_stops_no_other),
		cmocka_unit_test(one_doubt_that_cannot_be_ended_stops_no_other),
		cmocka_unit_test(who_gets_from_a_rule_what_nobody_covers_takes_it_off_the_list),
		cmocka_unit_test(a_new_owner_leaves_what_else_it_is_on_the_list_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
