/* What became of messages whose outcome nobody told us: guarantees.md §2.6, 2.7. */
#include "seen.h"
#include "world.h"

#include "work/outbound/reconcile.h"
#include "work/txn/clock_watch.h"

static const char question[] = "Hello, when does the school begin tomorrow?";

static int64_t in_state(struct world *world, const char *state)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM delivery WHERE state = '%s'", state);
	return world_number(world, sql);
}

static void open_and_start(struct world *world)
{
	world_open(world);
	world_start(world);
}

/* Rosa's promise is answered, and nobody knows whether the answer was taken. */
static struct promise_id doubtful_answer(struct world *world, enum takes takes)
{
	struct promise_id promise = world_promise(world, ROSA);

	world_until(world, in_state(world, "sent") == 1);
	world->provider.takes = takes;
	world_answer(world, promise, "On Friday at four.");
	world_until(world, in_state(world, "unknown") == 1);
	world->provider.takes = TAKES;
	return promise;
}

static void past_the_settle_time(struct world *world)
{
	world_advance(world, world->settings.settle_for + SECOND_MS);
}

static void what_the_provider_lists_is_adopted_and_not_sent_again(void **state)
{
	struct world *world = world_new();

	(void)state;
	open_and_start(world);
	doubtful_answer(world, TAKES_AND_CUTS);
	snprintf(world_sent_to(world, ROSA)->status, 16, "delivered");
	past_the_settle_time(world);
	world_until(world, world->core->counts.adopted == 1);
	assert_int_equal(world_count_to(world, ROSA), 2);
	assert_int_equal(seen_promises_in(world->eyes, PROMISE_KEPT), 1);
	assert_int_equal(seen_ambiguous(world->eyes), 0);
	world_free(&world);
}

/* Else it is sent twice, and nobody marks it. */
static void what_was_taken_is_found_whatever_the_providers_clock_says(void **state)
{
	static const int64_t offsets[] = { -61 * SECOND_MS, -HOUR_MS, -5 * HOUR_MS, 61 * SECOND_MS, 5 * HOUR_MS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(offsets) * 2; i++) {
		struct world *world = world_new();

		/* its Date says so, or only its stamps do */
		world->provider.date_offset = i % 2 ? offsets[i / 2] : 0;
		open_and_start(world);
		doubtful_answer(world, TAKES_AND_CUTS);
		world_sent_to(world, ROSA)->at += offsets[i / 2];
		past_the_settle_time(world);
		world_until(world, world->core->counts.adopted == 1);
		assert_int_equal(world_count_to(world, ROSA), 2);
		world_free(&world);
	}
}

/* A day behind, which no margin covers: the Date of its answers tells. */
static void a_clock_that_is_a_day_behind_is_measured(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->provider.date_offset = -24 * HOUR_MS;
	open_and_start(world);
	doubtful_answer(world, TAKES_AND_CUTS);
	world_sent_to(world, ROSA)->at -= 24 * HOUR_MS;
	past_the_settle_time(world);
	world_until(world, world->core->counts.adopted == 1);
	world_free(&world);
}

/* Of several that are nobody's: the window is hours wide, and families get the same words. */
static void the_text_that_is_nearest_to_the_attempt_is_adopted(void **state)
{
	struct world *world = world_new();
	struct thing *own, *older;
	char sql[160];

	(void)state;
	open_and_start(world);
	doubtful_answer(world, TAKES_AND_CUTS);
	own = world_sent_to(world, ROSA);
	/* listed in front of it, for it was sent later; said hours ago by its stamp */
	older = provider_add(&world->provider, LINE_1, ROSA, own->text, false);
	older->at = own->at - 3 * HOUR_MS;
	past_the_settle_time(world);
	world_until(world, world->core->counts.adopted == 1);
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM provider_message WHERE provider_id = '%s'", own->id);
	assert_int_equal(world_number(world, sql), 1);
	world_free(&world);
}

/* A list that was not read to its end proves nothing; what stood on it does. */
static void a_list_that_leads_in_a_circle_is_no_empty_list(void **state)
{
	struct world *world = world_new();
	int lists;

	(void)state;
	world->settings.inbound_poll_every = DAY_MS;
	open_and_start(world);
	doubtful_answer(world, TAKES_AND_CUTS);
	world->provider.hides = true;
	world->provider.leads = LEADS_ROUND;
	lists = world->provider.lists;
	past_the_settle_time(world);
	world_until(world, world_number(world, "SELECT count(*) FROM delivery WHERE state = 'unknown'"
					       " AND ended_at + 121000 < look_at") == 1);
	assert_int_equal(seen_empty_lists(world->eyes), 0);
	/* each page once, and back at the first */
	assert_true(world->provider.lists - lists <= 4);
	world->provider.hides = false;
	world_advance(world, world->settings.list_gap_for + SECOND_MS);
	world_until(world, world->core->counts.adopted == 1);
	assert_int_equal(world_count_to(world, ROSA), 2);
	world_free(&world);
}

/* What stands on it may be another row's: then nothing is known of this one, and it is asked
 * again, not sent again. */
static void what_another_row_has_settles_nothing_on_a_list_in_a_circle(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->settings.inbound_poll_every = DAY_MS;
	open_and_start(world);
	world_answer(world, world_promise(world, ROSA), "On Friday at four.");
	world_until(world, in_state(world, "sent") == 2);
	world_delivered(world, world_sent_to(world, ROSA));
	/* behind the answer comes a question whether it helped */
	world_until(world, world_count_to(world, ROSA) == 3);
	world_promise(world, ROSA);
	world->provider.takes = LOSES;
	world_answer(world, world->kept.promise, "On Friday at four.");
	world_until(world, in_state(world, "unknown") == 1);
	world->provider.takes = TAKES;
	world->provider.leads = LEADS_ROUND;
	past_the_settle_time(world);
	world_until(world, world_number(world, "SELECT count(*) FROM delivery WHERE state = 'unknown'"
					       " AND ended_at + 121000 < look_at") == 1);
	assert_int_equal(seen_empty_lists(world->eyes), 0);
	assert_int_equal(world->core->counts.adopted, 0);
	world_free(&world);
}

static void what_two_lists_do_not_know_is_marked_and_sent_again(void **state)
{
	struct world *world = world_new();

	(void)state;
	open_and_start(world);
	doubtful_answer(world, LOSES);
	past_the_settle_time(world);
	world_until(world, seen_empty_lists(world->eyes) == 1);
	assert_int_equal(world_count_to(world, ROSA), 1);
	world_advance(world, world->settings.list_gap_for + SECOND_MS);
	world_until(world, in_state(world, "sent") == 2);
	assert_int_equal(world_count_to(world, ROSA), 2);
	assert_int_equal(seen_ambiguous(world->eyes), 1);
	assert_int_equal(world->core->counts.ambiguous, 1);
	world_free(&world);
}

static void a_district_may_want_a_person_to_decide(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->settings.gives_ambiguous_to_person = true;
	world->settings.list_gap_for = 1;
	open_and_start(world);
	doubtful_answer(world, LOSES);
	past_the_settle_time(world);
	world_until(world, in_state(world, "failed") == 1);
	assert_int_equal(world_count_to(world, ROSA), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'taken'"
					     " AND person_at > 0"), 1);
	assert_int_equal(seen_ambiguous(world->eyes), 1);
	world_free(&world);
}

static void a_doubt_that_nobody_settles_is_a_persons_in_the_end(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->settings.inbound_poll_every = DAY_MS;
	open_and_start(world);
	doubtful_answer(world, LOSES);
	world->provider.list_status = 401;
	past_the_settle_time(world);
	world_until(world, world_number(world, "SELECT count(*) FROM delivery WHERE state = 'unknown'"
					       " AND ended_at + 121000 < look_at") == 1);
	assert_int_equal(seen_empty_lists(world->eyes), 0);
	world_advance(world, world->settings.receipt_for);
	world_until(world, in_state(world, "failed") == 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'taken'"
					     " AND person_at > 0"), 1);
	world_free(&world);
}

static void a_callback_that_comes_while_we_ask_has_the_last_word(void **state)
{
	struct world *world = world_new();
	struct thing *thing;

	(void)state;
	open_and_start(world);
	doubtful_answer(world, TAKES_AND_CUTS);
	thing = world_sent_to(world, ROSA);
	world->provider.hides = true;
	world->settings.list_gap_for = 1;
	clock_advance(world->clock, world->settings.settle_for + SECOND_MS);
	reconcile_wake(world->core->reconcile);
	world_until(world, world->provider.lists >= 2);
	world_delivered(world, thing);
	world_turn_for(world, 300);
	assert_int_equal(in_state(world, "delivered"), 1);
	assert_int_equal(seen_ambiguous(world->eyes), 0);
	assert_int_equal(seen_promises_in(world->eyes, PROMISE_KEPT), 1);
	world_free(&world);
}

static void a_lost_receipt_is_found_by_asking(void **state)
{
	struct world *world = world_new();

	(void)state;
	open_and_start(world);
	world_answer(world, world_promise(world, ROSA), "On Friday at four.");
	world_until(world, in_state(world, "sent") == 2);
	snprintf(world_sent_to(world, ROSA)->status, 16, "delivered");
	world_advance(world, 121 * SECOND_MS);
	world_until(world, in_state(world, "delivered") == 1);
	assert_int_equal(seen_promises_in(world->eyes, PROMISE_KEPT), 1);
	world_free(&world);
}

static void polls_are_few_and_the_deadline_asks_once_more(void **state)
{
	static const int64_t steps[] = { 121 * SECOND_MS, 9 * MINUTE_MS, 51 * MINUTE_MS,
					 5 * HOUR_MS + MINUTE_MS, 18 * HOUR_MS + MINUTE_MS };
	struct world *world = world_new();
	int fetches;

	(void)state;
	open_and_start(world);
	world_answer(world, world_promise(world, ROSA), "On Friday at four.");
	world_until(world, in_state(world, "sent") == 2);
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		char sql[96];

		world_advance(world, steps[i]);
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM delivery WHERE polls = %zu", i + 1);
		world_until(world, world_number(world, sql) == 2);
		assert_int_equal(world->provider.fetches, 2 * (i + 1));
	}
	fetches = world->provider.fetches;
	world_advance(world, 48 * HOUR_MS);
	world_until(world, seen_of_a_person(world->eyes) == 2);
	assert_int_equal(world->provider.fetches, fetches + 2);
	assert_int_equal(in_state(world, "sent"), 2);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'taken'"
					     " AND person_at > 0"), 1);
	/* and however late the receipt comes, it is the truth */
	world_delivered(world, world_sent_to(world, ROSA));
	assert_int_equal(seen_promises_in(world->eyes, PROMISE_KEPT), 1);
	world_free(&world);
}

static void rows_of_a_line_that_is_gone_are_moved_or_a_persons(void **state)
{
	struct world *world = world_new();
	struct line_pause pause = { .command.row = &line_command_pause, .reason = STR("tests") };
	int64_t before, after, commits;

	(void)state;
	open_and_start(world);
	doubtful_answer(world, LOSES);
	pause.line = &world->core->lines[0];
	assert_fine(world_act(world, &pause.command));
	world_hear(world, ALI, question);
	assert_int_equal(in_state(world, "queued"), 1);
	world_close(world);
	world->lines[0].number = LINE_2;
	world_open(world);
	/* what was queued leaves by the new line */
	assert_int_equal(world_number(world, "SELECT count(*) FROM delivery WHERE state = 'queued'"
					     " AND line_id = (SELECT max(id) FROM line)"), 1);
	world_start(world);
	world_until(world, world_count_to(world, ALI) == 1);
	assert_string_equal(world_sent_to(world, ALI)->from, LINE_2);
	past_the_settle_time(world);
	world_until(world, in_state(world, "failed") == 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'taken'"
					     " AND person_at > 0"), 1);
	world_advance(world, HOUR_MS);
	world_until(world, reconcile_is_idle(world->core->reconcile));
	world_turn_for(world, 100);
	writer_counts(world->core->writer, &commits, &before);
	world_turn_for(world, 300);
	writer_counts(world->core->writer, &commits, &after);
	assert_true(after - before < 5);
	world_free(&world);
}

static void an_answer_to_a_line_that_is_gone_leaves_by_another(void **state)
{
	struct world *world = world_new();
	struct promise_id promise;

	(void)state;
	open_and_start(world);
	promise = world_promise(world, ROSA);
	world_close(world);
	world->lines[0].number = LINE_2;
	world_open(world);
	world_start(world);
	world_answer(world, promise, "On Friday at four.");
	world_until(world, world_count_to(world, ROSA) == 2);
	assert_string_equal(world_sent_to(world, ROSA)->from, LINE_2);
	world_free(&world);
}

static void an_answer_that_cannot_leave_is_shown_to_a_person(void **state)
{
	struct world *world = world_new();

	(void)state;
	open_and_start(world);
	world->provider.takes = LOSES;
	world_hear(world, ROSA, question);
	world_until(world, in_state(world, "unknown") == 1);
	world->provider.takes = ANSWERS;
	world->provider.status = 429;
	world->provider.body = "{\"code\": 20429}";
	world_answer(world, world->kept.promise, "On Friday at four.");
	world_until(world, world_number(world, "SELECT attempts FROM delivery WHERE kind_rank = 2") >= 1);
	world_until(world, in_state(world, "queued") == 1);
	assert_int_equal(seen_promise(world->eyes).person_at, 0);
	world_advance(world, world->settings.receipt_for + HOUR_MS);
	world_until(world, seen_promise(world->eyes).person_at > 0);
	assert_int_equal(seen_promises_in(world->eyes, PROMISE_ANSWERED), 1);
	world_free(&world);
}

static void what_is_asked_at_the_end_is_forgotten_quietly(void **state)
{
	struct world *world = world_new();

	(void)state;
	open_and_start(world);
	doubtful_answer(world, LOSES);
	past_the_settle_time(world);
	while (reconcile_is_idle(world->core->reconcile))
		loop_turn(world->loop, 1);
	world_free(&world);
}

/* As if the machine's clock had been set just now, by an hour in either direction: the outbox
 * finds it before anybody looks for it. */
static void nothing_leaves_in_the_minute_behind_a_jump_of_the_clock(void **state)
{
	static const int64_t jumps[] = { HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, 61 * SECOND_MS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(jumps); i++) {
		struct world *world = world_new();

		open_and_start(world);
		world->core->wall_ahead_for -= jumps[i];
		world_hear(world, ROSA, question);
		world_turn_for(world, 200);
		assert_int_equal(world->provider.posts, 0);
		assert_true(world->core->rests_until > clock_boot_ms());
		world->core->rests_until = 0;
		outbox_wake(world->core->accounts[0].outbox);
		world_until(world, world->provider.posts == 1);
		world_free(&world);
	}
}

/* Claimed by the clock of before: it is taken back in the turn that would have handed it over. */
static void what_was_claimed_before_a_jump_is_not_handed_over_behind_it(void **state)
{
	struct world *world = world_new();
	struct outbox *outbox;

	(void)state;
	open_and_start(world);
	outbox = world->core->accounts[0].outbox;
	world->core->rests_until = clock_boot_ms() + HOUR_MS;
	world_hear(world, ROSA, question);
	world->core->rests_until = 0;
	outbox_wake(outbox);
	while (outbox_under_way(outbox) == 0)
		loop_turn(world->loop, 1);
	assert_int_equal(world->core->counts.handed_over, 0);
	world->core->wall_ahead_for -= HOUR_MS;
	world_turn_for(world, 200);
	assert_int_equal(world->provider.posts, 0);
	world_until(world, in_state(world, "queued") == 1);
	world->core->rests_until = 0;
	outbox_wake(outbox);
	world_until(world, world->provider.posts == 1);
	world_free(&world);
}

/* A clock that is slewed, or a practice clock that is wound, is no jump. */
static void a_slow_clock_rests_nobody(void **state)
{
	struct world *world = world_new();

	(void)state;
	open_and_start(world);
	world->core->wall_ahead_for -= 50 * SECOND_MS;
	world_hear(world, ROSA, question);
	world_until(world, world->provider.posts == 1);
	assert_true(world->core->rests_until == 0);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_provider_lists_is_adopted_and_not_sent_again),
		cmocka_unit_test(what_was_taken_is_found_whatever_the_providers_clock_says),
		cmocka_unit_test(a_clock_that_is_a_day_behind_is_measured),
		cmocka_unit_test(the_text_that_is_nearest_to_the_attempt_is_adopted),
		cmocka_unit_test(a_list_that_leads_in_a_circle_is_no_empty_list),
		cmocka_unit_test(what_another_row_has_settles_nothing_on_a_list_in_a_circle),
		cmocka_unit_test(what_two_lists_do_not_know_is_marked_and_sent_again),
		cmocka_unit_test(a_district_may_want_a_person_to_decide),
		cmocka_unit_test(a_doubt_that_nobody_settles_is_a_persons_in_the_end),
		cmocka_unit_test(a_callback_that_comes_while_we_ask_has_the_last_word),
		cmocka_unit_test(a_lost_receipt_is_found_by_asking),
		cmocka_unit_test(polls_are_few_and_the_deadline_asks_once_more),
		cmocka_unit_test(rows_of_a_line_that_is_gone_are_moved_or_a_persons),
		cmocka_unit_test(an_answer_to_a_line_that_is_gone_leaves_by_another),
		cmocka_unit_test(an_answer_that_cannot_leave_is_shown_to_a_person),
		cmocka_unit_test(what_is_asked_at_the_end_is_forgotten_quietly),
		cmocka_unit_test(nothing_leaves_in_the_minute_behind_a_jump_of_the_clock),
		cmocka_unit_test(what_was_claimed_before_a_jump_is_not_handed_over_behind_it),
		cmocka_unit_test(a_slow_clock_rests_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
