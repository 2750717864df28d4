/* What staff do: each act's good way and its bad ones, with event and audit rows. */
#include "store/people/users.h"
#include "world.h"

static struct world *world_with_promise(struct promise_id *promise)
{
	struct world *world = world_new();

	world_open(world);
	world_start(world);
	*promise = world_promise(world, ROSA);
	return world;
}

static struct user person(const char *email, enum role role)
{
	struct user user = { .role = role, .languages = "en,es" };

	snprintf(user.email, sizeof(user.email), "%s", email);
	snprintf(user.name, sizeof(user.name), "Ana");
	return user;
}

static int64_t audited(struct world *world, const char *command)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM audit WHERE act = '%s'", command);
	return world_number(world, sql);
}

static void a_promise_is_taken_by_whoever_takes_it(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct command take = { .kind = COMMAND_TAKE, .promise = promise };

	(void)state;
	assert_true(world_number(world, "SELECT person_at FROM promise") > 0);
	assert_fine(world_act(world, (struct command){ .kind = COMMAND_USER_ADD,
						   .user = person("ana@example.org", ROLE_LIAISON) }));
	take.actor_id = world->acted.user;
	assert_fine(world_act(world, take));
	assert_int_equal(world->acted.state, PROMISE_TAKEN);
	assert_true(world_number(world, "SELECT owner_id FROM promise") == take.actor_id.n);
	assert_int_equal(world_number(world, "SELECT person_at FROM promise"), 0);
	assert_int_equal(audited(world, "promise.take"), 1);
	assert_fault(world_act(world, take), FAULT_CONFLICT);
	assert_int_equal(audited(world, "promise.take"), 1);
	take.promise.n = 12345;
	assert_fault(world_act(world, take), FAULT_MISSING);
	assert_non_null(strstr(world->note, "no promise"));
	world_free(&world);
}

static void an_answer_is_refused_for_a_reason_and_leaves_nothing(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	char long_text[1602];
	struct {
		const char *label;
		struct promise_id promise;
		struct str text;
		enum fault fault;
	} rows[] = {
		{ "empty", promise, STR(" \n"), FAULT_INVALID },
		{ "no UTF-8", promise, STR("\xff"), FAULT_INVALID },
		{ "too long", promise, { long_text, 1601 }, FAULT_TOO_LARGE },
		{ "longer than anything", promise, { NULL, 0 }, FAULT_TOO_LARGE },
		{ "no promise", { 77 }, STR("yes"), FAULT_MISSING },
		{ "an escape", promise, STR("Yes\033[2J"), FAULT_INVALID },
	};
	char *huge = calloc(1, 80 << 10);

	(void)state;
	memset(long_text, 'a', sizeof(long_text));
	memset(huge, 'a', 80 << 10);
	rows[3].text = (struct str){ huge, 80 << 10 };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct command command = { .kind = COMMAND_ANSWER, .promise = rows[i].promise,
				   .text = rows[i].text, .actor = "ctl:test" };
		enum fault fault = command_start(world->core, &command, world_on_acted, world);

		if (!fault)
			fault = world_act(world, command);
		if (fault != rows[i].fault)
			fail_msg("%s: %s", rows[i].label, fault_word(fault));
		loop_turn(world->loop, 5);
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM message WHERE kind = 'answer'"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'open'"), 1);
	assert_int_equal(audited(world, "promise.answer"), 0);
	world_answer(world, promise, "On Friday.");
	assert_int_equal(world->acted.state, PROMISE_ANSWERED);
	assert_true(world->acted.leaves_at <= clock_now(world->clock));
	assert_fault(world_act(world, (struct command){ .kind = COMMAND_ANSWER, .promise = promise,
						     .text = STR("On Friday.") }), FAULT_CONFLICT);
	free(huge);
	world_free(&world);
}

static void an_answer_at_night_says_until_when_it_waits(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);

	(void)state;
	clock_advance(world->clock, 12 * HOUR_MS);
	world_answer(world, promise, "On Friday.");
	assert_true(world->acted.leaves_at == TUESDAY + 22 * HOUR_MS);
	assert_string_equal(world->acted.waits_for, "it is night where they live");
	world_turn_for(world, 100);
	assert_int_equal(world_count_to(world, ROSA), 1);
	world_advance(world, 10 * HOUR_MS + MINUTE_MS);
	world_until(world, world_count_to(world, ROSA) >= 2);
	world_free(&world);
}

static void who_cannot_be_reached_is_said_so_at_once(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct command answer = { .kind = COMMAND_ANSWER, .promise = promise, .text = STR("On Friday.") };
	struct command send = { .kind = COMMAND_SEND, .text = STR("News."), .purpose = PURPOSE_OTHER,
			    .phone = ROSA };

	(void)state;
	send.line = &world->core->lines[0];
	assert_fault(world_act(world, send), FAULT_STOPPED);
	assert_non_null(strstr(world->note, "not agreed"));
	snprintf(send.phone, sizeof(send.phone), "+13125550177");
	assert_fault(world_act(world, send), FAULT_MISSING);
	world_receipt(world, world_sent_to(world, ROSA), &(struct receipt){
		.event = ON_UNDELIVERED, .code = 30006, .remedy = REMEDY_BAD_NUMBER });
	assert_fault(world_act(world, answer), FAULT_INVALID);
	assert_non_null(strstr(world->note, "30006"));
	world_hear(world, ROSA, "STOP");
	assert_fault(world_act(world, answer), FAULT_STOPPED);
	assert_int_equal(world_number(world, "SELECT count(*) FROM message WHERE kind = 'answer'"), 0);
	world_free(&world);
}

static void an_excuse_needs_a_reason_that_is_one(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct command excuse = { .kind = COMMAND_EXCUSE, .promise = promise, .word = STR("because"),
			      .text = STR("spoke at the door") };

	(void)state;
	assert_fault(world_act(world, excuse), FAULT_INVALID);
	excuse.word = STR("in_person");
	assert_fine(world_act(world, excuse));
	assert_int_equal(world->acted.state, PROMISE_EXCUSED);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE excuse = 'in_person'"
					     " AND closed_at > 0 AND person_at = 0"), 1);
	assert_fault(world_act(world, excuse), FAULT_CONFLICT);
	assert_fault(world_act(world, (struct command){ .kind = COMMAND_WAKE, .promise = promise }),
		     FAULT_CONFLICT);
	excuse.promise.n = 5;
	assert_fault(world_act(world, excuse), FAULT_MISSING);
	world_free(&world);
}

static void a_note_is_kept_and_a_step_may_be_taken_early(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct command note = { .kind = COMMAND_NOTE, .promise = promise, .text = STR("  ") };

	(void)state;
	assert_fault(world_act(world, note), FAULT_INVALID);
	note.text = STR("called, nobody there");
	assert_fine(world_act(world, note));
	assert_int_equal(world_number(world, "SELECT count(*) FROM event WHERE what = 'promise.note'"), 1);
	note.promise.n = 5;
	assert_fault(world_act(world, note), FAULT_MISSING);
	note = (struct command){ .kind = COMMAND_WAKE, .promise = promise };
	assert_fine(world_act(world, note));
	assert_int_equal(world_number(world, "SELECT next_step FROM promise"), 3);
	assert_fine(world_act(world, note));
	assert_fault(world_act(world, note), FAULT_CONFLICT);
	assert_non_null(strstr(world->note, "no step left"));
	world_free(&world);
}

static void who_leaves_owes_nothing_any_more(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct command add = { .kind = COMMAND_USER_ADD, .user = person("ana", ROLE_LIAISON) };
	struct command take = { .kind = COMMAND_TAKE, .promise = promise };
	struct command command = { .kind = COMMAND_TOKEN_ADD, .word = STR("ana@example.org") };

	(void)state;
	assert_fault(world_act(world, add), FAULT_INVALID);
	assert_fault(world_act(world, command), FAULT_MISSING);
	add.user = person("ana@example.org", ROLE_LIAISON);
	assert_fine(world_act(world, add));
	take.actor_id = world->acted.user;
	assert_fault(world_act(world, add), FAULT_CONFLICT);
	assert_fine(world_act(world, command));
	assert_int_equal(strlen(world->acted.token), TOKEN_SIZE - 1);
	assert_fine(world_act(world, take));
	/* nobody else speaks it: an administrator's list */
	command.kind = COMMAND_USER_DISABLE;
	assert_fine(world_act(world, command));
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE owner_id = 0"
					     " AND person_at > 0"), 1);
	command.kind = COMMAND_TOKEN_ADD;
	assert_fault(world_act(world, command), FAULT_CONFLICT);
	command.word = STR("nobody@example.org");
	command.kind = COMMAND_USER_DISABLE;
	assert_fault(world_act(world, command), FAULT_MISSING);
	world_free(&world);
}

static void a_contact_is_added_and_changed_by_what_was_given_only(void **state)
{
	struct world *world = world_new();
	struct command put = { .kind = COMMAND_CONTACT_PUT, .phone = ROSA,
			   .contact = { .name = "Rosa", .language = "es",
					.language_source = LANGUAGE_ROSTER, .is_known = true,
					.zone = "America/Denver", .own_from = 600, .own_to = 900,
					.prefers = CHANNEL_SMS },
			   .contact_has = { true, true, true, true, true, true } };

	(void)state;
	world_open(world);
	world_start(world);
	assert_fine(world_act(world, put));
	assert_int_equal(world_number(world, "SELECT count(*) FROM contact WHERE name = 'Rosa'"
					     " AND language = 'es' AND own_from = 600"), 1);
	world_hear(world, ROSA, "English");
	memset(put.contact_has, 0, sizeof(put.contact_has));
	put.contact_has[CONTACT_HAS_NAME] = put.contact_has[CONTACT_HAS_LANGUAGE] = true;
	snprintf(put.contact.name, sizeof(put.contact.name), "Rosa M.");
	assert_fine(world_act(world, put));
	/* what she told us outranks the roster; her hours were not given and stay */
	assert_int_equal(world_number(world, "SELECT count(*) FROM contact WHERE name = 'Rosa M.'"
					     " AND language = 'en' AND own_from = 600"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM event WHERE what = 'contact.changed'"), 2);
	world_free(&world);
}

static void each_act_has_its_word(void **state)
{
#define X(name, word) { name, word },
	static const struct { enum command_kind kind; const char *word; } rows[] = { ACTS(X) };
#undef X

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(command_word(rows[i].kind), rows[i].word);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_promise_is_taken_by_whoever_takes_it),
		cmocka_unit_test(an_answer_is_refused_for_a_reason_and_leaves_nothing),
		cmocka_unit_test(an_answer_at_night_says_until_when_it_waits),
		cmocka_unit_test(who_cannot_be_reached_is_said_so_at_once),
		cmocka_unit_test(an_excuse_needs_a_reason_that_is_one),
		cmocka_unit_test(a_note_is_kept_and_a_step_may_be_taken_early),
		cmocka_unit_test(who_leaves_owes_nothing_any_more),
		cmocka_unit_test(a_contact_is_added_and_changed_by_what_was_given_only),
		cmocka_unit_test(each_act_has_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
