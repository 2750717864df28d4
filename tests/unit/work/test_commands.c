/* What staff do: each act's good way and its bad ones, with event and audit rows. */
#include "seen.h"
#include "store/people/users.h"
#include "world.h"

#include <signal.h>
#include <sys/wait.h>

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

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM audit WHERE command = '%s'", command);
	return world_number(world, sql);
}

static void a_promise_is_taken_by_whoever_takes_it(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct promise_take take = { .command.row = &promise_command_take, .promise = promise };
	struct user_add add = { .command.row = &staff_command_add,
				.user = person("ana@example.org", ROLE_LIAISON) };

	(void)state;
	assert_true(seen_promise(world->eyes).person_at > 0);
	assert_fine(world_act(world, &add.command));
	take.command.actor_id = add.id;
	assert_fine(world_act(world, &take.command));
	assert_int_equal(take.state, PROMISE_TAKEN);
	assert_true(seen_promise(world->eyes).owner.n == take.command.actor_id.n);
	assert_int_equal(seen_promise(world->eyes).person_at, 0);
	assert_int_equal(audited(world, "promise.take"), 1);
	assert_fault(world_act(world, &take.command), FAULT_CONFLICT);
	assert_int_equal(audited(world, "promise.take"), 1);
	take.promise.n = 12345;
	assert_fault(world_act(world, &take.command), FAULT_MISSING);
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
		struct promise_answer command = { .command.row = &text_command_answer, .promise = rows[i].promise,
				   .text = rows[i].text, .command.actor = "ctl:test" };
		enum fault fault = command_start(world->core, &command.command, world_on_acted, world);

		if (!fault)
			fault = world_act(world, &command.command);
		if (fault != rows[i].fault)
			fail_msg("%s: %s", rows[i].label, fault_word(fault));
		loop_turn(world->loop, 5);
	}
	assert_int_equal(seen_said(world->eyes, KIND_ANSWER), 0);
	assert_int_equal(seen_promises_in(world->eyes, PROMISE_OPEN), 1);
	assert_int_equal(audited(world, "promise.answer"), 0);
	world_answer(world, promise, "On Friday.");
	assert_true(world->told.leaves_at <= clock_now(world->clock));
	assert_fault(world_act(world, &(struct promise_answer){ .command.row = &text_command_answer, .promise = promise,
						     .text = STR("On Friday.") }.command), FAULT_CONFLICT);
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
	assert_true(world->told.leaves_at == TUESDAY + 22 * HOUR_MS);
	assert_int_equal(world->told.waits_for, WAIT_NIGHT);
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
	struct promise_answer answer = { .command.row = &text_command_answer, .promise = promise, .text = STR("On Friday.") };
	struct message_send send = { .command.row = &text_command_send, .text = STR("News."), .purpose = PURPOSE_OTHER,
			    .phone = ROSA };

	(void)state;
	send.line = &world->core->lines[0];
	assert_fault(world_act(world, &send.command), FAULT_STOPPED);
	assert_non_null(strstr(world->note, "not agreed"));
	snprintf(send.phone, sizeof(send.phone), "+13125550177");
	assert_fault(world_act(world, &send.command), FAULT_MISSING);
	world_receipt(world, world_sent_to(world, ROSA), &(struct receipt){
		.event = ON_UNDELIVERED, .code = 30006, .remedy = REMEDY_BAD_NUMBER });
	assert_fault(world_act(world, &answer.command), FAULT_INVALID);
	assert_non_null(strstr(world->note, "30006"));
	world_hear(world, ROSA, "STOP");
	assert_fault(world_act(world, &answer.command), FAULT_STOPPED);
	assert_int_equal(seen_said(world->eyes, KIND_ANSWER), 0);
	world_free(&world);
}

static void an_excuse_needs_a_reason_that_is_one(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct promise_excuse excuse = { .command.row = &promise_command_excuse, .promise = promise, .reason = STR("because"),
			      .note = STR("spoke at the door") };

	(void)state;
	assert_fault(world_act(world, &excuse.command), FAULT_INVALID);
	excuse.reason = STR("in_person");
	assert_fine(world_act(world, &excuse.command));
	assert_int_equal(excuse.state, PROMISE_EXCUSED);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE excuse = 'in_person'"
					     " AND closed_at > 0 AND person_at = 0"), 1);
	assert_fault(world_act(world, &excuse.command), FAULT_CONFLICT);
	assert_fault(world_act(world, &(struct promise_wake){ .command.row = &promise_command_wake, .promise = promise }.command),
		     FAULT_CONFLICT);
	excuse.promise.n = 5;
	assert_fault(world_act(world, &excuse.command), FAULT_MISSING);
	world_free(&world);
}

static void a_note_is_kept_and_a_step_may_be_taken_early(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct promise_note note = { .command.row = &promise_command_note, .promise = promise, .text = STR("  ") };
	struct promise_wake wake = { .command.row = &promise_command_wake, .promise = promise };

	(void)state;
	assert_fault(world_act(world, &note.command), FAULT_INVALID);
	note.text = STR("called, nobody there");
	assert_fine(world_act(world, &note.command));
	assert_int_equal(seen_told_all(world->eyes, "promise.note"), 1);
	note.promise.n = 5;
	assert_fault(world_act(world, &note.command), FAULT_MISSING);
	assert_fine(world_act(world, &wake.command));
	assert_int_equal(seen_promise(world->eyes).next_step, 3);
	assert_fine(world_act(world, &wake.command));
	assert_fault(world_act(world, &wake.command), FAULT_CONFLICT);
	assert_non_null(strstr(world->note, "no step left"));
	world_free(&world);
}

static void who_leaves_owes_nothing_any_more(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct user_add add = { .command.row = &staff_command_add, .user = person("ana", ROLE_LIAISON) };
	struct promise_take take = { .command.row = &promise_command_take, .promise = promise };
	struct token_issue token = { .command.row = &token_command_issue, .email = STR("ana@example.org") };
	struct user_disable disable = { .command.row = &staff_command_disable,
					.email = STR("ana@example.org") };

	(void)state;
	assert_fault(world_act(world, &add.command), FAULT_INVALID);
	assert_fault(world_act(world, &token.command), FAULT_MISSING);
	add.user = person("ana@example.org", ROLE_LIAISON);
	assert_fine(world_act(world, &add.command));
	take.command.actor_id = add.id;
	assert_fault(world_act(world, &add.command), FAULT_CONFLICT);
	assert_fine(world_act(world, &token.command));
	assert_int_equal(strlen(token.secret), TOKEN_SIZE - 1);
	assert_fine(world_act(world, &take.command));
	/* nobody else speaks it: an administrator's list */
	assert_fine(world_act(world, &disable.command));
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE owner_id = 0"
					     " AND person_at > 0"), 1);
	assert_fault(world_act(world, &token.command), FAULT_CONFLICT);
	disable.email = STR("nobody@example.org");
	assert_fault(world_act(world, &disable.command), FAULT_MISSING);
	world_free(&world);
}

static void a_contact_is_added_and_changed_by_what_was_given_only(void **state)
{
	struct world *world = world_new();
	struct contact_put put = { .command.row = &contact_command_put, .phone = ROSA,
			   .given.contact = { .name = "Rosa", .language = "es",
					.language_source = LANGUAGE_ROSTER, .is_known = true,
					.zone = "America/Denver", .own_from = 600, .own_to = 900,
					.prefers = CHANNEL_SMS },
			   .given.has = { true, true, true, true, true, true } };

	(void)state;
	world_open(world);
	world_start(world);
	assert_fine(world_act(world, &put.command));
	assert_int_equal(world_number(world, "SELECT count(*) FROM contact WHERE name = 'Rosa'"
					     " AND language = 'es' AND own_from = 600"), 1);
	world_hear(world, ROSA, "English");
	memset(put.given.has, 0, sizeof(put.given.has));
	put.given.has[CONTACT_HAS_NAME] = put.given.has[CONTACT_HAS_LANGUAGE] = true;
	snprintf(put.given.contact.name, sizeof(put.given.contact.name), "Rosa M.");
	assert_fine(world_act(world, &put.command));
	/* what she told us outranks the roster; her hours were not given and stay */
	assert_int_equal(world_number(world, "SELECT count(*) FROM contact WHERE name = 'Rosa M.'"
					     " AND language = 'en' AND own_from = 600"), 1);
	assert_int_equal(seen_told_all(world->eyes, "contact.changed"), 2);
	world_free(&world);
}

/* --- rows ------------------------------------------------------------------------------ */

static void every_row_is_complete_and_no_word_stands_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(command_rows); i++) {
		const struct command_row *row = command_rows[i];

		assert_true(row->run && row->is_whole && row->size > sizeof(struct command));
		assert_true(row->role > ROLE_VIEWER && row->role < ROLE_COUNT);
		assert_non_null(strchr(row->word, '.'));
		assert_int_equal(strspn(row->word, "abcdefghijklmnopqrstuvwxyz."), strlen(row->word));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(row->word, command_rows[j]->word);
	}
}

static void texts_and_ids_of_a_row_lie_behind_its_header_and_inside_its_struct(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(command_rows); i++) {
		const struct command_row *row = command_rows[i];

		for (size_t j = 0; j < COMMAND_TEXTS; j++)
			assert_true(!row->texts[j] || (row->texts[j] >= sizeof(struct command) &&
				    row->texts[j] + sizeof(struct str) <= row->size));
		for (size_t j = 0; j < COMMAND_NOUN_COUNT; j++)
			assert_true(!row->ids[j] || (row->ids[j] >= sizeof(struct command) &&
				    row->ids[j] + sizeof(int64_t) <= row->size));
	}
}

/* The child's end by the assertion; 0: it lived. */
static int signal_of(struct world *world, const struct command *command)
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		_exit(command_start(world->core, command, world_on_acted, world) ? 2 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void a_command_without_what_it_needs_is_no_command(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_open(world);
	for (size_t i = 0; i < COUNT_OF(command_rows); i++) {
		const struct command_row *row = command_rows[i];
		struct command *empty;

		/* without a document it publishes the draft */
		if (row == &ruleset_command_publish)
			continue;
		empty = calloc(1, row->size);
		empty->row = row;
		snprintf(empty->actor, sizeof(empty->actor), "ctl:test");
		assert_false(row->is_whole(empty));
#ifndef NDEBUG
		assert_int_equal(signal_of(world, empty), SIGABRT);
#endif
		free(empty);
	}
	world_free(&world);
}

static void a_command_that_nobody_signs_is_no_command(void **state)
{
	struct world *world = world_new();
	struct promise_wake wake = { .command.row = &promise_command_wake, .promise = { 5 } };

	(void)state;
	world_open(world);
	assert_true(wake.command.row->is_whole(&wake.command));
#ifndef NDEBUG
	assert_int_equal(signal_of(world, &wake.command), SIGABRT);
#endif
	world_free(&world);
}

static void a_refused_command_leaves_no_row_of_the_audit_log(void **state)
{
	struct world *world = world_new();
	struct promise_wake wake = { .command.row = &promise_command_wake, .promise = { 5 } };

	(void)state;
	world_open(world);
	world_start(world);
	assert_fault(world_act(world, &wake.command), FAULT_MISSING);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"), 0);
	world_free(&world);
}

static void an_audit_row_names_what_was_written_in_one_order(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	struct contact_put put = { .command.row = &contact_command_put, .phone = ROSA,
				   .given.has = { [CONTACT_HAS_HOUSEHOLD] = true },
				   .home.household.name = "Vega" };
	char sql[256];

	(void)state;
	world_answer(world, promise, "On Friday.");
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM audit WHERE detail = "
		 "'{\"promise\":\"%lld\",\"message\":\"%lld\"}'", (long long)promise.n,
		 (long long)world->told.message.n);
	assert_int_equal(world_number(world, sql), 1);
	assert_fine(world_act(world, &put.command));
	assert_true(put.id.n && put.household.n);
	assert_true(command_id(&put.command, COMMAND_CONTACT) == put.id.n);
	assert_true(command_id(&put.command, COMMAND_STUDENT) == 0);
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM audit WHERE detail = "
		 "'{\"contact\":\"%lld\",\"household\":\"%lld\"}'", (long long)put.id.n,
		 (long long)put.household.n);
	assert_int_equal(world_number(world, sql), 1);
	world_free(&world);
}

/* The caller's text may be gone before the writer reads it. */
static void a_command_owns_the_texts_it_was_given(void **state)
{
	struct promise_id promise;
	struct world *world = world_with_promise(&promise);
	char *text = malloc(16);
	struct promise_note note = { .command = { .row = &promise_command_note, .actor = "ctl:test" },
				     .promise = promise };

	(void)state;
	snprintf(text, 16, "called Rosa");
	note.text = str_of(text);
	world->is_done = false;
	assert_fine(command_start(world->core, &note.command, world_on_acted, world));
	memset(text, 'x', 11);
	free(text);
	world_until(world, world->is_done);
	assert_fine(world->fault);
	assert_int_equal(world_number(world, "SELECT count(*) FROM event WHERE what = 'promise.note'"
					     " AND detail = 'called Rosa'"), 1);
	world_free(&world);
}

static void a_paused_line_is_paused_in_the_ledger_and_on_the_loop(void **state)
{
	struct world *world = world_new();
	struct line_pause pause = { .command.row = &line_command_pause, .reason = STR("storm") };
	struct line_resume resume = { .command.row = &line_command_resume };

	(void)state;
	world_open(world);
	world_start(world);
	pause.line = resume.line = &world->core->lines[0];
	assert_fine(world_act(world, &pause.command));
	assert_true(pause.line->is_paused);
	assert_string_equal(pause.line->pause_reason, "storm");
	assert_true(pause.id.n == pause.line->id.n);
	assert_int_equal(seen_paused_lines(world->eyes), 1);
	assert_fine(world_act(world, &resume.command));
	assert_false(pause.line->is_paused);
	assert_string_equal(pause.line->pause_reason, "");
	assert_int_equal(seen_paused_lines(world->eyes), 0);
	world_free(&world);
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
		cmocka_unit_test(every_row_is_complete_and_no_word_stands_twice),
		cmocka_unit_test(texts_and_ids_of_a_row_lie_behind_its_header_and_inside_its_struct),
		cmocka_unit_test(a_command_without_what_it_needs_is_no_command),
		cmocka_unit_test(a_command_that_nobody_signs_is_no_command),
		cmocka_unit_test(a_refused_command_leaves_no_row_of_the_audit_log),
		cmocka_unit_test(an_audit_row_names_what_was_written_in_one_order),
		cmocka_unit_test(a_command_owns_the_texts_it_was_given),
		cmocka_unit_test(a_paused_line_is_paused_in_the_ledger_and_on_the_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
