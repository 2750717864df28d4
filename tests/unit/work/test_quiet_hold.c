/* Texts that wait for an hour, families who choose theirs, and what may leave at any. */
#include "seen.h"
#include "world.h"

#include "store/messaging/emergencies.h"
#include "store/people/users.h"

/* From Tuesday 10:00 in Chicago. */
#define TO_NIGHT (13 * HOUR_MS)

static struct world *opened(int district_from, int district_to)
{
	struct world *world = world_new();

	world->settings.district_from = district_from;
	world->settings.district_to = district_to;
	world_open(world);
	world_start(world);
	return world;
}

static struct user_id hire(struct world *world, const char *email, enum role role)
{
	struct user_add add = { .command.row = &staff_command_add,
				.user = { .role = role, .languages = "en,es", .name = "Ana" } };

	str_put(add.user.email, sizeof(add.user.email), str_of(email));
	assert_fine(world_act(world, &add.command));
	return add.id;
}

/* Two administrators with a token each, a day old: two people. */
static void hire_two(struct world *world, struct user_id *ana, struct user_id *ben)
{
	struct token_issue token = { .command.row = &token_command_issue };

	*ana = hire(world, "ana@example.org", ROLE_ADMINISTRATOR);
	*ben = hire(world, "ben@example.org", ROLE_ADMINISTRATOR);
	token.email = STR("ana@example.org");
	assert_fine(world_act(world, &token.command));
	token.email = STR("ben@example.org");
	assert_fine(world_act(world, &token.command));
	world_advance(world, DAY_MS);
}

static void know(struct world *world, const char *phone, int from, int to)
{
	struct contact_put put = { .command.row = &contact_command_put };

	str_put(put.phone, sizeof(put.phone), str_of(phone));
	put.given.contact = (struct contact){ .own_from = from, .own_to = to, .is_known = true,
					.language_source = LANGUAGE_STAFF,
					.hours_source = LANGUAGE_STAFF, .language = "en" };
	put.given.has[CONTACT_HAS_HOURS] = put.given.has[CONTACT_HAS_LANGUAGE] = true;
	put.given.has[CONTACT_HAS_KNOWN] = true;
	assert_fine(world_act(world, &put.command));
}

static enum fault send_to(struct world *world, const char *phone, const char *text)
{
	struct message_send command = { .command.row = &text_command_send, .purpose = PURPOSE_SCHOOL, .text = str_of(text),
			   .line = &world->core->lines[0] };
	enum fault fault;

	str_put(command.phone, sizeof(command.phone), str_of(phone));
	fault = world_act(world, &command.command);
	world->told = command.told;
	return fault;
}

static int64_t events(struct world *world, const char *what)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM event WHERE what = '%s'", what);
	return world_number(world, sql);
}

static int64_t held_until(struct world *world)
{
	return world_number(world, "SELECT not_before_at FROM delivery WHERE state = 'queued'");
}

static void the_district_may_be_narrower_than_the_law(void **state)
{
	struct world *world = opened(9 * 60 + 30, 19 * 60);

	(void)state;
	know(world, ROSA, 0, 0);
	world_advance(world, 9 * HOUR_MS + 30 * MINUTE_MS); /* 19:30 */
	assert_fine(send_to(world, ROSA, "News"));
	assert_int_equal(world->told.waits_for, WAIT_DISTRICT);
	assert_true(held_until(world) == TUESDAY + 23 * HOUR_MS + 30 * MINUTE_MS); /* 9:30 */
	assert_int_equal(events(world, "message.held"), 1);
	world_free(&world);
}

static void what_is_held_moves_with_the_hours_a_family_sets(void **state)
{
	struct world *world = opened(0, 0);

	(void)state;
	know(world, ROSA, 0, 0);
	world_advance(world, TO_NIGHT);
	assert_fine(send_to(world, ROSA, "News"));
	assert_true(held_until(world) == TUESDAY + 22 * HOUR_MS); /* Wednesday 8:00 */
	world_hear(world, ROSA, "text me after 6 pm please");
	assert_int_equal(world->kept.meaning, MEANING_HOURS);
	assert_int_equal(world->kept.promise.n, 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise"), 0);
	assert_int_equal(world_number(world, "SELECT own_from FROM contact"), 18 * 60);
	assert_int_equal(world_number(world, "SELECT count(*) FROM contact WHERE hours_source = 'told'"), 1);
	world_until(world, world_count_to(world, ROSA) == 1);
	assert_non_null(strstr(world_sent_to(world, ROSA)->text, "6:00 PM and 9:00 PM"));
	assert_true(held_until(world) == TUESDAY + 32 * HOUR_MS); /* Wednesday 18:00 */
	world_hear(world, ROSA, "texts before noon");
	assert_true(world_number(world, "SELECT not_before_at FROM delivery JOIN message ON id = message_id"
				 " WHERE kind = 'outreach'") == TUESDAY + 22 * HOUR_MS);
	assert_int_equal(events(world, "contact.hours"), 2);
	/* staff do not undo it */
	know(world, ROSA, 10 * 60, 11 * 60);
	assert_int_equal(world_number(world, "SELECT own_to FROM contact"), 12 * 60);
	world_free(&world);
}

static void staff_hours_move_what_is_held_too(void **state)
{
	struct world *world = opened(0, 0);

	(void)state;
	know(world, ROSA, 18 * 60, 0);
	assert_fine(send_to(world, ROSA, "News"));
	assert_int_equal(world->told.waits_for, WAIT_FAMILY);
	assert_true(held_until(world) == TUESDAY + 8 * HOUR_MS);
	know(world, ROSA, 0, 0);
	world_until(world, world_count_to(world, ROSA) == 1);
	assert_int_equal(events(world, "message.released"), 1);
	world_free(&world);
}

static void hours_that_never_meet_send_a_person_and_lose_nothing(void **state)
{
	struct world *world = opened(0, 0);
	struct promise_id promise = world_promise(world, ROSA);

	(void)state;
	world_advance(world, TO_NIGHT);
	world_answer(world, promise, "At 7:10.");
	assert_true(held_until(world) == TUESDAY + 22 * HOUR_MS);
	know(world, ROSA, 22 * 60, 23 * 60);
	assert_int_equal(seen_deliveries_in(world->eyes, DELIVERY_SUPPRESSED), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'taken' AND person_at > 0"
				      " AND person_reason = 'visit' AND person_detail = 'hours'"), 1);
	assert_fault(world_act(world, &(struct promise_answer){ .command.row = &text_command_answer, .promise = promise,
						    .text = STR("At 7:10.") }.command), FAULT_CONFLICT);
	assert_non_null(strstr(world->note, "never meet"));
	assert_fault(send_to(world, ROSA, "News"), FAULT_CONFLICT);
	assert_int_equal(seen_deliveries_in(world->eyes, DELIVERY_QUEUED), 0);
	world_free(&world);
}

static void an_automatic_answer_that_may_never_leave_answers_nothing(void **state)
{
	static const char rules[] =
		"rules:\n  - name: later\n    answer_within: 8 school hours\n    steps:\n"
		"      - {after: at once, do: acknowledge}\n"
		"      - {after: 2 school hours, do: answer, template: help, approved: yes}\n";
	struct world *world = opened(0, 0);

	(void)state;
	assert_fine(world_act(world, &(struct ruleset_publish){ .command.row = &ruleset_command_publish, .document = str_of(rules) }.command));
	hire(world, "ana@example.org", ROLE_LIAISON);
	world_promise(world, ROSA);
	know(world, ROSA, 22 * 60, 23 * 60);
	world_advance(world, 2 * HOUR_MS + 1);
	world_until(world, events(world, "rule.step") == 2);
	world_turn_for(world, 20);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'open'"
				      " AND person_at > 0"), 1);
	assert_int_equal(events(world, "promise.answered"), 0);
	world_free(&world);
}

static void an_outreach_that_may_never_leave_is_a_persons_too(void **state)
{
	struct world *world = opened(0, 0);

	(void)state;
	know(world, ROSA, 0, 0);
	world_advance(world, TO_NIGHT);
	assert_fine(send_to(world, ROSA, "News"));
	know(world, ROSA, 22 * 60, 23 * 60);
	assert_int_equal(world_number(world, "SELECT count(*) FROM delivery WHERE state = 'suppressed'"
				      " AND needs_person = 1"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM notice WHERE what = 'message.no_hour'"), 1);
	world_free(&world);
}

static void a_retry_keeps_its_own_time(void **state)
{
	struct world *world = opened(0, 0);
	int64_t at;

	(void)state;
	know(world, ROSA, 0, 0);
	world->provider.takes = ANSWERS;
	world->provider.status = 429;
	world->provider.body = "{\"code\": 20429}";
	assert_fine(send_to(world, ROSA, "News"));
	world_until(world, world_number(world, "SELECT attempts FROM delivery WHERE state = 'queued'") == 1);
	at = held_until(world);
	know(world, ROSA, 12 * 60, 20 * 60);
	assert_true(held_until(world) == at);
	world_free(&world);
}

/* --- emergencies ------------------------------------------------------------------- */

static enum fault ask(struct world *world, struct user_id who, int64_t *id)
{
	struct emergency_ask ask = {
		.command = { .row = &emergency_command_ask, .actor_id = who }, .phone = ROSA,
		.text = STR("The school is closed: a fire. Everybody is safe.") };
	enum fault fault = world_act(world, &ask.command);

	*id = ask.emergency;
	return fault;
}

static enum fault approve(struct world *world, struct user_id who, int64_t emergency)
{
	return world_act(world, &(struct emergency_approve){
		.command = { .row = &emergency_command_approve, .actor_id = who },
		.emergency = emergency, .line = &world->core->lines[0] }.command);
}

static enum fault reject(struct world *world, struct user_id who, int64_t emergency)
{
	return world_act(world, &(struct emergency_reject){
		.command = { .row = &emergency_command_reject, .actor_id = who },
		.emergency = emergency }.command);
}

static void an_emergency_leaves_at_night_when_two_have_signed(void **state)
{
	struct world *world = opened(0, 0);
	struct user_id ana, ben;
	struct user_id eva = hire(world, "eva@example.org", ROLE_LIAISON);
	int64_t id;

	(void)state;
	hire_two(world, &ana, &ben);
	know(world, ROSA, 10 * 60, 11 * 60);
	world_advance(world, TO_NIGHT);
	assert_fault(ask(world, (struct user_id){ 0 }, &id), FAULT_UNSIGNED);
	assert_non_null(strstr(world->note, "--token-file"));
	assert_fault(ask(world, eva, &id), FAULT_UNSIGNED);
	assert_fine(ask(world, ana, &id));
	assert_int_equal(world_number(world, "SELECT count(*) FROM delivery"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM notice WHERE what = 'emergency.asked'"), 1);
	assert_fault(approve(world, ana, id), FAULT_CONFLICT);
	assert_non_null(strstr(world->note, "another administrator"));
	assert_fault(approve(world, eva, id), FAULT_UNSIGNED);
	assert_fault(approve(world, (struct user_id){ 0 }, id),
		     FAULT_UNSIGNED);
	assert_fault(approve(world, ben, 77), FAULT_MISSING);
	assert_fine(approve(world, ben, id));
	world_until(world, world_count_to(world, ROSA) == 1);
	assert_int_equal(world_number(world, "SELECT kind_rank FROM delivery"), 0);
	assert_fault(approve(world, ben, id), FAULT_CONFLICT);
	assert_fault(reject(world, ben, id), FAULT_CONFLICT);
	assert_int_equal(events(world, "emergency.asked") + events(world, "emergency.approved"), 2);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit WHERE command LIKE 'emergency.%'"), 2);
	world_free(&world);
}

static void an_emergency_waits_an_hour_for_its_second_signature(void **state)
{
	struct world *world = opened(0, 0);
	struct user_id ana = hire(world, "ana@example.org", ROLE_ADMINISTRATOR);
	struct user_id ben = hire(world, "ben@example.org", ROLE_ADMINISTRATOR);
	int64_t id;

	(void)state;
	know(world, ROSA, 0, 0);
	assert_fine(ask(world, ana, &id));
	world_advance(world, EMERGENCY_FOR);
	world_until(world, events(world, "emergency.expired") == 1);
	assert_fault(approve(world, ben, id), FAULT_CONFLICT);
	assert_non_null(strstr(world->note, "ask again"));
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit WHERE command = 'emergency.expire'"), 1);
	assert_fine(ask(world, ana, &id));
	assert_fine(reject(world, ana, id));
	assert_int_equal(world_number(world, "SELECT count(*) FROM message"), 0);
	assert_int_equal(events(world, "emergency.rejected"), 1);
	world_free(&world);
}

static void a_stop_holds_for_emergencies_unless_they_were_kept(void **state)
{
	struct world *world = opened(0, 0);
	struct user_id ana, ben;
	int64_t id;
	int before;

	(void)state;
	hire_two(world, &ana, &ben);
	know(world, ROSA, 0, 0);
	assert_fine(ask(world, ana, &id));
	world_hear(world, ROSA, "please lose my number");
	world_until(world, world_count_to(world, ROSA) == 1);
	assert_fault(approve(world, ben, id),
		     FAULT_STOPPED);
	assert_fault(ask(world, ana, &id), FAULT_STOPPED);
	world_hear(world, ROSA, "2");
	before = world_count_to(world, ROSA);
	assert_fault(send_to(world, ROSA, "News"), FAULT_STOPPED);
	assert_fine(ask(world, ana, &id));
	assert_fine(approve(world, ben, id));
	world_until(world, world_count_to(world, ROSA) == before + 1);
	world_free(&world);
}

/* By whatever road the row came into the ledger. */
static enum fault forge(const struct txn *txn, void *data)
{
	struct message message = { .id = { txn_id(txn) }, .direction = DIRECTION_OUT,
				   .kind = KIND_OUTREACH, .purpose = PURPOSE_EMERGENCY,
				   .phone = ROSA, .language = "en", .text = STR("Fire"),
				   .created_at = txn->now };
	struct number number;
	enum fault fault = number_get(txn->db, STR(ROSA), &number);

	message.contact = number.contact;
	message.line = *(const struct line_id *)data;
	return fault ? fault : delivery_queue(txn->db, &message, 0, WAIT_NONE);
}

static void nothing_else_makes_an_emergency(void **state)
{
	struct world *world = opened(0, 0);
	struct message_send command = { .command.row = &text_command_send, .purpose = PURPOSE_EMERGENCY, .phone = ROSA,
			   .text = STR("Fire") };

	(void)state;
	command.line = &world->core->lines[0];
	know(world, ROSA, 0, 0);
	assert_fault(world_act(world, &command.command), FAULT_UNSIGNED);
	assert_non_null(strstr(world->note, "emergency send"));
	assert_fine(world_run(world, forge, &world->core->lines[0].id));
	outbox_wake(world->core->accounts[0].outbox);
	world_until(world, seen_told_all(world->eyes, "message.suppressed") == 1);
	assert_int_equal(world->provider.posts, 0);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_district_may_be_narrower_than_the_law),
		cmocka_unit_test(what_is_held_moves_with_the_hours_a_family_sets),
		cmocka_unit_test(staff_hours_move_what_is_held_too),
		cmocka_unit_test(hours_that_never_meet_send_a_person_and_lose_nothing),
		cmocka_unit_test(an_automatic_answer_that_may_never_leave_answers_nothing),
		cmocka_unit_test(an_outreach_that_may_never_leave_is_a_persons_too),
		cmocka_unit_test(a_retry_keeps_its_own_time),
		cmocka_unit_test(an_emergency_leaves_at_night_when_two_have_signed),
		cmocka_unit_test(an_emergency_waits_an_hour_for_its_second_signature),
		cmocka_unit_test(a_stop_holds_for_emergencies_unless_they_were_kept),
		cmocka_unit_test(nothing_else_makes_an_emergency),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
