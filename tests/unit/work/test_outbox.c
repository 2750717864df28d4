/* From a queued row to a committed outcome: guarantees.md §2.3-2.5. */
#include "seen.h"
#include "world.h"

#include <semaphore.h>

#define STATE "(SELECT state FROM delivery WHERE message_id = m.id)"

static int64_t jobs_of(struct world *world)
{
	int64_t commits, jobs;

	writer_counts(world->core->writer, &commits, &jobs);
	return jobs;
}

static void open_plain(struct world **world)
{
	*world = world_new();
	world_open(*world);
	world_start(*world);
}

static int64_t in_state(struct world *world, const char *state)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM delivery WHERE state = '%s'", state);
	return world_number(world, sql);
}

/* --- the main way ------------------------------------------------------------------ */
static void an_answer_that_is_delivered_keeps_its_promise(void **state)
{
	struct world *world;
	struct promise_id promise;

	(void)state;
	open_plain(&world);
	promise = world_promise(world, ROSA);
	world_answer(world, promise, "On Friday at four o'clock.");
	world_until(world, world_count_to(world, ROSA) == 2 && in_state(world, "sent") == 2);
	assert_string_equal(world_sent_to(world, ROSA)->text, "On Friday at four o'clock.");
	assert_int_equal(seen_promises_in(world->eyes, PROMISE_ANSWERED), 1);
	world_delivered(world, world_sent_to(world, ROSA));
	assert_int_equal(seen_promises_in(world->eyes, PROMISE_KEPT), 1);
	/* "did this answer you?" */
	world_until(world, world_count_to(world, ROSA) == 3);
	world_until(world, world->core->counts.accepted == 3);
	world_free(&world);
}

/* --- no circle, no lost wake-up ------------------------------------------------------ */
static void a_twin_of_a_doubtful_row_waits_without_a_circle(void **state)
{
	struct message_send send = { .command.row = &text_command_send, .text = STR("School is closed."),
			    .purpose = PURPOSE_SCHOOL, .phone = ROSA };
	struct world *world;
	int64_t before;

	(void)state;
	open_plain(&world);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, in_state(world, "sent") == 1);
	send.line = &world->core->lines[0];
	world->provider.takes = LOSES;
	assert_fine(world_act(world, &send.command));
	assert_fine(world_act(world, &send.command));
	world_until(world, in_state(world, "unknown") == 1);
	world_turn_for(world, 100);
	assert_int_equal(world->provider.posts, 2);
	before = jobs_of(world);
	world_turn_for(world, 500);
	assert_true(jobs_of(world) - before < 5);
	assert_int_equal(in_state(world, "queued"), 1);
	/* asked for twice and never found: marked, and then each goes once */
	world->provider.takes = TAKES;
	world_advance(world, 121 * SECOND_MS);
	world_until(world, seen_empty_lists(world->eyes) == 1);
	assert_int_equal(world->provider.posts, 2);
	world_advance(world, 31 * SECOND_MS);
	world_until(world, in_state(world, "sent") == 3);
	assert_int_equal(world->provider.posts, 4);
	assert_int_equal(seen_ambiguous(world->eyes), 1);
	world_free(&world);
}

static void a_line_that_rests_is_woken_beside_one_that_is_ready(void **state)
{
	struct world *world = world_new();
	struct message_send send = { .command.row = &text_command_send, .purpose = PURPOSE_SCHOOL, .phone = ROSA };
	struct line_settings lines[2] = { world->lines[0], world->lines[1] };
	char text[64];

	(void)state;
	lines[0].per_second = 2;
	lines[0].number = LINE_1;
	world->accounts[0].lines = lines;
	world->accounts[0].line_count = 2;
	world_open(world);
	world_start(world);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	send.line = &world->core->lines[0];
	for (int i = 0; i < 15; i++) {
		snprintf(text, sizeof(text), "News number %d", i);
		send.text = str_of(text);
		assert_fine(world_act(world, &send.command));
	}
	world_until(world, in_state(world, "sent") == 16);
	world_free(&world);
}

static void what_is_queued_leaves_when_the_line_is_resumed(void **state)
{
	struct world *world;
	struct line_pause command = { .command.row = &line_command_pause, .reason = STR("the provider is on strike") };

	(void)state;
	open_plain(&world);
	command.line = &world->core->lines[0];
	assert_fine(world_act(world, &command.command));
	assert_true(world->core->lines[0].is_paused);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_turn_for(world, 200);
	assert_int_equal(world->provider.posts, 0);
	/* nor claimed, and taken back, in a circle */
	assert_int_equal(world_number(world, "SELECT count(*) FROM attempt"), 0);
	assert_fine(world_act(world, &(struct line_resume){ .command.row = &line_command_resume,
				.line = &world->core->lines[0] }.command));
	world_until(world, in_state(world, "sent") == 1);
	world_free(&world);
}

/* --- what the provider says, and what follows ------------------------------------------ */
static void every_verdict_has_its_state(void **state)
{
	static const struct {
		const char *label;
		int status;
		const char *body;
		const char *ends;
		int64_t tries;
	} rows[] = {
		{ "refused for good", 400, "{\"code\": 21602}", "failed", 0 },
		{ "refused for now", 400, "{\"code\": 20500}", "queued", 1 },
		{ "too many", 429, "{\"code\": 20429}", "queued", 0 },
		{ "out of order", 500, "", "unknown", 0 },
		{ "a page that is no document", 404, "<html>", "unknown", 0 },
		{ "a wall, with 403", 403, "<html>Request blocked</html>", "unknown", 0 },
		{ "a wall, with 401", 401, "{\"message\": \"Forbidden\"}", "unknown", 0 },
		{ "a redirect", 302, "", "unknown", 0 },
		{ "2xx without an id", 201, "{}", "unknown", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world *world;
		char sql[128];

		open_plain(&world);
		world->provider.takes = ANSWERS;
		world->provider.status = rows[i].status;
		world->provider.body = rows[i].body;
		world->provider.retry_after = "30";
		world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM delivery WHERE state = '%s'"
			 " AND attempts = 1 AND tries = %d", rows[i].ends, (int)rows[i].tries);
		world_until(world, outbox_under_way(world->core->accounts[0].outbox) == 0 &&
				   world->provider.posts == 1);
		if (world_number(world, sql) != 1)
			fail_msg("%s", rows[i].label);
		world_free(&world);
	}
}

static void a_provider_that_refuses_us_pauses_the_line(void **state)
{
	struct world *world;

	(void)state;
	open_plain(&world);
	world->provider.takes = ANSWERS;
	world->provider.status = 401;
	world->provider.body = "{\"code\": 20003}";
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world_number(world, "SELECT paused_at FROM line") > 0);
	assert_true(world->core->lines[0].is_paused);
	world_until(world, in_state(world, "queued") == 1);
	assert_int_equal(world_number(world, "SELECT pause_code FROM line WHERE pause_cause = 'account'"), 20003);
	assert_non_null(strstr(world->core->lines[0].pause_reason, "20003: "));
	assert_non_null(strstr(world->core->lines[0].pause_reason, "auth_token_file"));
	world_turn_for(world, 100);
	assert_int_equal(world->provider.posts, 1);
	world_free(&world);
}

/* One text at a time, by itself, twice as long between; a person's word works at once. */
static void a_paused_line_is_tried_by_one_text_and_goes_on_when_it_is_taken(void **state)
{
	struct world *world;

	(void)state;
	open_plain(&world);
	world->provider.takes = ANSWERS;
	world->provider.status = 401;
	world->provider.body = "{\"code\": 20003}";
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world_number(world, "SELECT count(*) FROM line WHERE pause_cause = 'account'") == 1);
	world_hear(world, ALI, "Hello, when does the school end tomorrow?");
	world_until(world, in_state(world, "queued") == 2);
	for (int i = 0; i < 3; i++) {
		world_advance(world, (MINUTE_MS << i) + SECOND_MS);
		world_until(world, world->provider.posts == 2 + i &&
				   world_number(world, "SELECT probe_for FROM line WHERE paused_at > 0") == MINUTE_MS << (i + 1));
		assert_true(world->core->lines[0].is_paused);
		world_until(world, in_state(world, "queued") == 2);
	}
	world_turn_for(world, 100);
	assert_int_equal(world->provider.posts, 4);
	assert_int_equal(world_number(world, "SELECT max(tries) FROM delivery"), 0);
	world->provider.takes = TAKES;
	world_advance(world, 8 * MINUTE_MS + SECOND_MS);
	world_until(world, in_state(world, "sent") == 2 && !world->core->lines[0].is_paused &&
			   world_number(world, "SELECT count(*) FROM line WHERE pause_cause = ''") == world_number(world, "SELECT count(*) FROM line"));
	assert_int_equal(world->provider.posts, 6);
	world_free(&world);
}

/* Four families' campaigns pause nothing; the fifth's in a row does, and a probe that is only
 * taken does not lift that. */
static void a_blocked_campaign_pauses_its_line_when_five_have_met_it(void **state)
{
	static const char *const phones[] = { ROSA, ALI, "+13125550161", "+13125550162", "+13125550163", "+13125550164" };
	struct world *world;

	(void)state;
	open_plain(&world);
	for (size_t i = 0; i < 5; i++) {
		world_hear(world, phones[i], "Hello, when does the school begin tomorrow?");
		world_until(world, world_count_to(world, phones[i]) == 1 && in_state(world, "sent") == 1);
		assert_false(world->core->lines[0].is_paused);
		world_receipt(world, world_sent_to(world, phones[i]), &(struct receipt){
			.event = ON_UNDELIVERED, .code = 30034, .remedy = REMEDY_SENDER });
	}
	world_until(world, world_number(world, "SELECT pause_code FROM line WHERE pause_cause = 'sender'") == 30034);
	assert_int_equal(in_state(world, "queued"), 5);
	world_hear(world, phones[5], "Hello, when does the school begin tomorrow?");
	world_until(world, in_state(world, "queued") == 6);
	world_turn_for(world, 100);
	assert_int_equal(world->provider.posts, 5);
	world_advance(world, MINUTE_MS + SECOND_MS);
	world_until(world, world->provider.posts == 6 && in_state(world, "sent") == 1);
	world_turn_for(world, 100);
	assert_true(world->core->lines[0].is_paused);
	assert_int_equal(world->provider.posts, 6);
	world_delivered(world, world_sent_to(world, phones[5]));
	/* the others are due at once, however long each was to wait */
	world_until(world, !world->core->lines[0].is_paused && world->provider.posts == 11);
	world_free(&world);
}

/* G18: a family at a number that the provider does not deliver to. */
static void a_refused_destination_silences_nobody_else(void **state)
{
	struct world *world;

	(void)state;
	open_plain(&world);
	world->provider.takes = ANSWERS;
	world->provider.status = 400;
	world->provider.body = "{\"code\": 21408, \"message\": \"no\", \"status\": 400}";
	for (int i = 0; i < 7; i++) {
		char phone[20];

		snprintf(phone, sizeof(phone), "+178755501%02d", i);
		world_hear(world, phone, "Hello, when does the school begin tomorrow?");
		world_until(world, in_state(world, "failed") == i + 1);
	}
	assert_false(world->core->lines[0].is_paused);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE person_at > 0"), 7);
	assert_int_equal(world_number(world, "SELECT count(*) FROM notice WHERE what = 'destination.refused'"
					     " AND role = 'administrator' AND detail LIKE '1 text was %Puerto Rico%'"), 1);
	world->provider.takes = TAKES;
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, in_state(world, "sent") == 1);
	/* once a day, with the count; the country was named */
	world_advance(world, DAY_MS);
	world_until(world, world_number(world, "SELECT count(*) FROM notice WHERE what = 'destination.refused'") == 2);
	assert_int_equal(world_number(world, "SELECT count(*) FROM notice WHERE detail LIKE '6 texts were %6 by 21408.%'"
					     " AND detail NOT LIKE '%Puerto Rico%'"), 1);
	world_advance(world, DAY_MS);
	world_turn_for(world, 100);
	assert_int_equal(world_number(world, "SELECT count(*) FROM notice WHERE what = 'destination.refused'"), 2);
	world_free(&world);
}

/* Something between us and the provider: what it answers refuses nothing; when several have
 * met it, no more are fed to it. */
static void a_wall_refuses_nothing_and_is_not_fed(void **state)
{
	struct world *world;

	(void)state;
	open_plain(&world);
	world->provider.takes = ANSWERS;
	world->provider.status = 403;
	world->provider.body = "<html>Request blocked</html>";
	for (int i = 0; i < 8; i++) {
		char phone[20];

		snprintf(phone, sizeof(phone), "+131255501%02d", 60 + i);
		world_hear(world, phone, "Hello, when does the school begin tomorrow?");
		world_advance(world, 20 * SECOND_MS); /* the rest after doubts */
		world_until(world, in_state(world, "unknown") == (i < 5 ? i + 1 : 5));
	}
	assert_int_equal(world->provider.posts, 5);
	assert_int_equal(in_state(world, "queued"), 3);
	world_until(world, world_number(world, "SELECT pause_code FROM line WHERE pause_cause = 'stranger'") == 403);
	assert_int_equal(world_number(world, "SELECT max(is_ambiguous) FROM delivery"), 0);
	world_free(&world);
}

/* A firewall that dislikes its words, every time: not for ever, and each time marked. */
static void a_text_that_no_wall_lets_through_is_a_persons_in_the_end(void **state)
{
	struct world *world;
	struct promise_id promise;

	(void)state;
	open_plain(&world);
	promise = world_promise(world, ROSA);
	world_until(world, in_state(world, "sent") == 1);
	world->provider.takes = ANSWERS;
	world->provider.status = 403;
	world->provider.body = "<html>Request blocked</html>";
	world_answer(world, promise, "SELECT * FROM the menu; DROP by the office.");
	for (int i = 0; i < 2000 && in_state(world, "failed") == 0; i++) {
		world_advance(world, 2 * MINUTE_MS);
		world_turn_for(world, 10);
	}
	assert_int_equal(in_state(world, "failed"), 1);
	assert_int_equal(world->provider.posts, 1 + 10);
	assert_int_equal(world_number(world, "SELECT count(*) FROM delivery WHERE is_ambiguous = 1 AND needs_person = 1"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE person_at > 0"), 1);
	assert_false(world->core->lines[0].is_paused);
	world_free(&world);
}

static void an_opt_out_that_only_the_provider_knew_is_ours_from_now_on(void **state)
{
	struct world *world;
	struct promise_id promise;

	(void)state;
	open_plain(&world);
	promise = world_promise(world, ROSA);
	world->provider.takes = ANSWERS;
	world->provider.status = 400;
	world->provider.body = "{\"code\": 21610}";
	world_answer(world, promise, "On Friday.");
	world_until(world, in_state(world, "failed") == 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM consent WHERE state = 'stopped'"),
			 PURPOSE_COUNT);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'taken'"
					     " AND person_at > 0"), 1);
	assert_fault(world_act(world, &(struct promise_answer){ .command.row = &text_command_answer, .promise = promise,
						     .text = STR("On Friday.") }.command), FAULT_STOPPED);
	world_free(&world);
}

static void a_provider_in_doubt_is_not_fed_the_whole_queue(void **state)
{
	struct message_send send = { .command.row = &text_command_send, .purpose = PURPOSE_SCHOOL, .phone = ROSA };
	struct world *world = world_new();
	char text[64];

	(void)state;
	world->accounts[0].max_concurrency = 1;
	world_open(world);
	world_start(world);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, in_state(world, "sent") == 1);
	world->provider.takes = ANSWERS;
	world->provider.status = 500;
	world->provider.body = "";
	send.line = &world->core->lines[0];
	for (int i = 0; i < 30; i++) {
		snprintf(text, sizeof(text), "News number %d", i);
		send.text = str_of(text);
		assert_fine(world_act(world, &send.command));
	}
	world_turn_for(world, 1500);
	assert_in_range(world->provider.posts, 4, 6);
	world_free(&world);
}

static void nobody_who_answers_costs_one_request_at_a_time(void **state)
{
	struct world *world = world_new();

	(void)state;
	world_open(world);
	world_start(world);
	snprintf(world->base_url, sizeof(world->base_url), "http://127.0.0.1:1");
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world_number(world, "SELECT count(*) FROM attempt WHERE outcome = 'not sent'") == 1);
	assert_int_equal(in_state(world, "queued"), 1);
	assert_int_equal(seen_first_delivery(world->eyes).tries, 0);
	world_turn_for(world, 300);
	assert_int_equal(seen_first_delivery(world->eyes).attempts, 1);
	world_advance(world, 20 * SECOND_MS);
	world_until(world, seen_first_delivery(world->eyes).attempts == 2);
	world_free(&world);
}

/* --- STOP ---------------------------------------------------------------------------------- */
static void a_stop_on_one_line_cuts_what_leaves_by_another_account(void **state)
{
	struct world *world = world_new();
	struct message_send send = { .command.row = &text_command_send, .purpose = PURPOSE_SCHOOL, .phone = ROSA,
			    .text = STR("School is closed.") };
	int64_t since;

	(void)state;
	world->settings.account_count = 2;
	world_open(world);
	world_start(world);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, in_state(world, "sent") == 1);
	world->provider.takes = HOLDS;
	send.line = &world->core->lines[1];
	assert_fine(world_act(world, &send.command));
	world_until(world, world->provider.held_count == 1);
	world->provider.takes = TAKES;
	since = clock_boot_ms();
	world_hear_on(world, 0, ROSA, "STOP");
	/* its bytes had left: nobody knows, and it is not sent again */
	world_until(world, in_state(world, "unknown") == 1);
	assert_true(clock_boot_ms() - since < world->settings.client.total_for / 2);
	world_until(world, outbox_under_way(world->core->accounts[1].outbox) == 0);
	provider_let_go(&world->provider);
	world_free(&world);
}

static void nothing_queued_leaves_after_a_stop_and_its_promise_is_a_persons(void **state)
{
	struct world *world;
	struct promise_id promise;
	struct line_pause pause = { .command.row = &line_command_pause, .reason = STR("tests") };

	(void)state;
	open_plain(&world);
	promise = world_promise(world, ROSA);
	pause.line = &world->core->lines[0];
	assert_fine(world_act(world, &pause.command));
	world_answer(world, promise, "On Friday.");
	world_hear(world, ROSA, "ALTO");
	assert_int_equal(in_state(world, "suppressed"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE person_at > 0"), 1);
	assert_fine(world_act(world, &(struct line_resume){ .command.row = &line_command_resume,
				.line = &world->core->lines[0] }.command));
	/* the one confirmation, and nothing else */
	world_until(world, world_count_to(world, ROSA) == 2);
	world_turn_for(world, 100);
	assert_int_equal(world_count_to(world, ROSA), 2);
	world_free(&world);
}

/* --- between the claim and its hand-over ----------------------------------------------------- */

/* Holds the writer until it may go on: what is added meanwhile runs behind it, in order. */
struct gate {
	struct world_job job;
	sem_t may_pass;
};

static enum fault gate_wait(const struct txn *txn, void *data)
{
	struct gate *gate = data;

	(void)txn;
	while (sem_wait(&gate->may_pass))
		;
	return FAULT_NONE;
}

static void gate_shut(struct gate *gate, struct world *world)
{
	*gate = (struct gate){ .job = { .job = { .run = world_job_run, .done = world_job_done },
					.world = world, .run = gate_wait, .data = gate } };
	assert_int_equal(sem_init(&gate->may_pass, 0, 0), 0);
	assert_fine(writer_add(world->core->writer, &gate->job.job));
}

static int said(const struct world *world, const char *text)
{
	int count = 0;

	for (int i = 0; i < world->provider.count; i++)
		count += strcmp(world->provider.things[i].text, text) == 0;
	return count;
}

/* The STOP comes when the claim is with the writer already, which will find no opt-out: in the
 * ledger it stands behind the claim, and all that keeps the text here is the bar. */
static void stop_behind_the_claim(struct world *world, const struct inbound *stop)
{
	struct message_send send = { .command.row = &text_command_send, .purpose = PURPOSE_SCHOOL,
				     .phone = ROSA, .text = STR("School is closed.") };
	struct outbox *outbox = world->core->accounts[0].outbox;
	struct gate gate;

	world_promise(world, ROSA);
	world->core->rests_until = clock_boot_ms() + HOUR_MS;
	send.line = &world->core->lines[0];
	assert_fine(world_act(world, &send.command));
	gate_shut(&gate, world);
	world->core->rests_until = 0;
	outbox_wake(outbox);
	world_until(world, outbox_under_way(outbox) == 1);
	assert_fine(intake_accept(&world->core->lines[0], stop, 0, world_on_inbound, world));
	world->is_done = false;
	sem_post(&gate.may_pass);
	world_until(world, in_state(world, "suppressed") == 1 || said(world, "School is closed."));
	assert_int_equal(said(world, "School is closed."), 0);
	world_until(world, outbox_under_way(outbox) == 0 && in_state(world, "queued") == 0);
	assert_int_equal(said(world, "School is closed."), 0);
	sem_destroy(&gate.may_pass);
}

/* By a keyword, by their own words, and by the provider, who has answered them by itself. */
static void a_stop_that_comes_behind_the_claim_is_seen_at_the_hand_over(void **state)
{
	static const struct {
		const char *text;
		enum inbound_word word;
		int confirmations;
	} rows[] = {
		{ "STOP", INBOUND_NO_WORD, 1 }, { "Ya no me manden más mensajes", INBOUND_NO_WORD, 1 },
		{ "hola", INBOUND_STOP, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct inbound stop = { .id = STR("INSTOP"), .from = STR(ROSA), .to = STR(LINE_1),
					      .channel = CHANNEL_SMS, .text = str_of(rows[i].text),
					      .opt_out_type = rows[i].word };
		struct world *world;

		open_plain(&world);
		stop_behind_the_claim(world, &stop);
		/* the acknowledgement of before, and that confirmation */
		assert_int_equal(world_count_to(world, ROSA), 1 + rows[i].confirmations);
		world_free(&world);
	}
}

/* --- hours ---------------------------------------------------------------------------------- */
static void the_validity_ends_before_the_quiet_begins(void **state)
{
	struct world *world;
	int64_t left;

	(void)state;
	open_plain(&world);
	/* 20:50, uninvited: ten minutes are left, less what a request may take */
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, in_state(world, "sent") == 1);
	clock_advance(world->clock, 650 * MINUTE_MS);
	assert_fine(world_act(world, &(struct message_send){ .command.row = &text_command_send, .purpose = PURPOSE_SCHOOL,
			.phone = ROSA, .text = STR("News."), .line = &world->core->lines[0] }.command));
	world_until(world, world->provider.posts == 2);
	left = TUESDAY + 660 * MINUTE_MS - clock_now(world->clock);
	assert_true(world->provider.last_validity * 1000 <=
		    left + 2000 - world->settings.client.total_for);
	world_free(&world);
}

static void what_could_outlast_the_hours_waits_for_the_morning(void **state)
{
	struct world *world;

	(void)state;
	open_plain(&world);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, in_state(world, "sent") == 1);
	/* fifteen seconds before 21:00: less than a request may take */
	clock_advance(world->clock, TUESDAY + 660 * MINUTE_MS - 15000 - clock_now(world->clock));
	assert_fine(world_act(world, &(struct message_send){ .command.row = &text_command_send, .purpose = PURPOSE_SCHOOL,
			.phone = ROSA, .text = STR("News."), .line = &world->core->lines[0] }.command));
	world_until(world, world_number(world, "SELECT attempts FROM delivery WHERE kind_rank = 5") == 1);
	world_turn_for(world, 200);
	assert_int_equal(world->provider.posts, 1);
	assert_true(world_number(world, "SELECT attempts FROM delivery WHERE kind_rank = 5") <= 2);
	world_advance(world, MINUTE_MS);
	world_until(world, world_number(world, "SELECT not_before_at FROM delivery WHERE kind_rank = 5") ==
			   TUESDAY + 22 * HOUR_MS);
	world_advance(world, 11 * HOUR_MS + 10 * MINUTE_MS);
	world_until(world, world->provider.posts == 2);
	world_free(&world);
}

/* --- the end ---------------------------------------------------------------------------------- */
static void what_was_under_way_at_the_end_is_unknown_at_the_next_start(void **state)
{
	struct world *world;

	(void)state;
	open_plain(&world);
	world->provider.takes = HOLDS;
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world->provider.held_count == 1);
	assert_false(engine_is_idle(world->core));
	engine_stop(world->core);
	world_close(world);
	provider_let_go(&world->provider);
	world->provider.takes = TAKES;
	world_open(world);
	assert_int_equal(in_state(world, "unknown"), 1);
	world_start(world);
	world_turn_for(world, 100);
	assert_int_equal(world->provider.posts, 1);
	world_advance(world, 121 * SECOND_MS);
	world_until(world, in_state(world, "sent") == 1);
	assert_int_equal(world->provider.posts, 1);
	assert_int_equal(world->core->counts.adopted, 1);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_that_is_delivered_keeps_its_promise),
		cmocka_unit_test(a_twin_of_a_doubtful_row_waits_without_a_circle),
		cmocka_unit_test(a_line_that_rests_is_woken_beside_one_that_is_ready),
		cmocka_unit_test(what_is_queued_leaves_when_the_line_is_resumed),
		cmocka_unit_test(every_verdict_has_its_state),
		cmocka_unit_test(a_provider_that_refuses_us_pauses_the_line),
		cmocka_unit_test(a_paused_line_is_tried_by_one_text_and_goes_on_when_it_is_taken),
		cmocka_unit_test(a_blocked_campaign_pauses_its_line_when_five_have_met_it),
		cmocka_unit_test(a_refused_destination_silences_nobody_else),
		cmocka_unit_test(a_wall_refuses_nothing_and_is_not_fed),
		cmocka_unit_test(a_text_that_no_wall_lets_through_is_a_persons_in_the_end),
		cmocka_unit_test(an_opt_out_that_only_the_provider_knew_is_ours_from_now_on),
		cmocka_unit_test(a_provider_in_doubt_is_not_fed_the_whole_queue),
		cmocka_unit_test(nobody_who_answers_costs_one_request_at_a_time),
		cmocka_unit_test(a_stop_on_one_line_cuts_what_leaves_by_another_account),
		cmocka_unit_test(nothing_queued_leaves_after_a_stop_and_its_promise_is_a_persons),
		cmocka_unit_test(a_stop_that_comes_behind_the_claim_is_seen_at_the_hand_over),
		cmocka_unit_test(the_validity_ends_before_the_quiet_begins),
		cmocka_unit_test(what_could_outlast_the_hours_waits_for_the_morning),
		cmocka_unit_test(what_was_under_way_at_the_end_is_unknown_at_the_next_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
