/* What families said while nobody listened: guarantees.md G2, G6. */
#include "seen.h"
#include "world.h"

#include "work/inbound/inbound_poll.h"
#include "work/txn/blocklist.h"

static struct thing *listed(struct world *world, const char *from, const char *text,
			     int64_t before_for)
{
	struct thing *thing = provider_add(&world->provider, from, LINE_1, text, true);

	thing->at -= before_for;
	return thing;
}

static int64_t stopped(struct world *world)
{
	return world_number(world, "SELECT count(*) FROM consent WHERE state = 'stopped'"
				   " AND purpose = 'school'");
}

static void what_was_said_while_we_were_down_is_heard_before_anything_is_sent(void **state)
{
	struct world *world = world_new();

	(void)state;
	listed(world, ROSA, "Hello, when does the school begin tomorrow?", 60000);
	listed(world, ALI, "", 50000)->media = 1;
	world_open(world);
	assert_false(world->core->is_ready);
	world_start(world);
	assert_int_equal(world->core->counts.inbound_by_poll, 2);
	assert_int_equal(seen_heard(world->eyes), 2);
	assert_int_equal(world_number(world, "SELECT count(*) FROM media WHERE type = 'list'"), 1);
	world_until(world, world_count_to(world, ROSA) == 1);
	/* and the next poll, which meets them again, changes nothing */
	inbound_poll_start(world->core->accounts[0].poll);
	world_until(world, world->core->counts.inbound_polls == 2);
	world_turn_for(world, 100);
	assert_int_equal(seen_heard(world->eyes), 2);
	world_free(&world);
}

static void the_last_word_counts_in_whatever_order_words_are_listed(void **state)
{
	static const struct {
		const char *label;
		const char *first, *then;
		bool is_stopped;
	} rows[] = {
		{ "stop after start", "START", "STOP", true },
		{ "start after stop", "STOP", "START", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world *world = world_new();

		listed(world, ROSA, "Hello, when does the school begin tomorrow?", 240000);
		listed(world, ROSA, rows[i].first, 180000);
		listed(world, ROSA, rows[i].then, 60000);
		world_open(world);
		world_start(world);
		if (stopped(world) != rows[i].is_stopped)
			fail_msg("%s", rows[i].label);
		world_free(&world);
	}
}

static void inbound(struct world *world, const char *id, const char *text, int64_t at)
{
	struct inbound said = { .id = str_of(id), .from = STR(ROSA), .to = STR(LINE_1),
			      .text = str_of(text), .channel = CHANNEL_SMS };

	world->is_done = false;
	assert_fine(intake_accept(&world->core->lines[0], &said, at, world_on_inbound, world));
	world_until(world, world->is_done);
	assert_fine(world->fault);
}

static void an_old_word_does_not_undo_a_newer_one(void **state)
{
	struct world *world = world_new();
	int64_t now = clock_now(world->clock);

	(void)state;
	world_open(world);
	world_start(world);
	inbound(world, "A", "STOP", now - MINUTE_MS);
	inbound(world, "B", "START", now - 2 * MINUTE_MS);
	assert_int_equal(stopped(world), 1);
	inbound(world, "C", "START", now);
	assert_int_equal(stopped(world), 0);
	/* by a webhook's delay at most: peace comes first */
	inbound(world, "D", "STOP", now - MINUTE_MS);
	assert_int_equal(stopped(world), 1);
	inbound(world, "E", "START", now);
	inbound(world, "F", "STOP", now - HOUR_MS);
	assert_int_equal(stopped(world), 0);
	world_free(&world);
}

/* A list whose dates lie: of the year 1938, of 1970, of 9999. */
static void a_stamp_of_no_time_of_ours_says_nothing(void **state)
{
	static const int64_t stamps[] = { INT64_MIN / 2, -1000000000000, -1, 1, 946684799999, 253402300799000, INT64_MAX / 2 };
	struct world *world = world_new();
	int64_t now = clock_now(world->clock);

	(void)state;
	world_open(world);
	world_start(world);
	inbound(world, "0", "START", now - HOUR_MS);
	for (size_t i = 0; i < COUNT_OF(stamps); i++) {
		char id[8];

		snprintf(id, sizeof(id), "%zu", i + 1);
		inbound(world, id, "Hello, when does the school begin tomorrow?", stamps[i]);
	}
	assert_int_equal(seen_heard(world->eyes), 1 + COUNT_OF(stamps));
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise"), 1);
	assert_true(world_number(world, "SELECT min(opened_at) FROM promise") >= now);
	inbound(world, "STOP", "STOP", -1000000000000);
	assert_int_equal(stopped(world), 1);
	world_free(&world);
}

static void three_texts_within_two_minutes_are_one_promise_hours_later_too(void **state)
{
	struct world *world = world_new();

	(void)state;
	listed(world, ROSA, "Hello, when does the school begin tomorrow?", 200000);
	listed(world, ROSA, "I mean the one of my daughter.", 190000);
	listed(world, ROSA, "She is in the third grade.", 180000);
	world_open(world);
	world_start(world);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise"), 1);
	assert_int_equal(seen_promise(world->eyes).inputs, 3);
	world_until(world, world_count_to(world, ROSA) == 1);
	world_free(&world);
}

static void a_provider_that_does_not_list_holds_back_every_send(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->provider.list_status = 503;
	world_open(world);
	engine_start(world->core);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world->core->counts.inbound_poll_faults == 1);
	world_turn_for(world, 100);
	assert_int_equal(world->provider.posts, 0);
	world->provider.list_status = 0;
	world_until(world, world_count_to(world, ROSA) == 1);
	world_free(&world);
}

/* It would wait for ever: there is nothing to ask.  hearbackctl lines says what that costs. */
static void a_provider_that_cannot_list_holds_nothing_back(void **state)
{
	struct world *world = world_new();
	struct adapter mute;

	(void)state;
	world_open(world);
	mute = *world->core->accounts[0].adapter;
	mute.can_list = false;
	mute.compose_list = NULL;
	mute.read_list = NULL;
	world->core->accounts[0].adapter = &mute;
	world_start(world);
	assert_true(world->core->lines[0].is_polled);
	world_hear(world, ROSA, "Hello, when does the school begin tomorrow?");
	world_until(world, world_count_to(world, ROSA) == 1);
	assert_int_equal(world->provider.lists, 0);
	assert_int_equal(world->core->counts.inbound_poll_faults, 0);
	world_free(&world);
}

/* Both doors keep what either keeps: test_inbound_clean.c says what becomes of it. */
static void whoever_sends_something_odd_is_heard_and_not_answered(void **state)
{
	static const char *const senders[] = {
		"a-name-that-is-longer-than-any-number-is-0", "Maple Bus", "", "22395",
	};
	struct world *world = world_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(senders); i++)
		listed(world, senders[i], "Hello, when does the school begin?", 60000 + (int)i);
	listed(world, ROSA, "Hello, when does the school begin tomorrow?", 50000);
	world_open(world);
	world_start(world);
	assert_int_equal(seen_heard(world->eyes), COUNT_OF(senders) + 1);
	world_until(world, world_count_to(world, ROSA) == 1);
	world_turn_for(world, 50);
	assert_int_equal(world->provider.posts, 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM message WHERE direction = 'out'"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE person_reason = 'undelivered'"
					     " AND person_detail = 'no_texts'"), COUNT_OF(senders));
	assert_int_equal(world_number(world, "SELECT count(*) FROM event WHERE what = 'message.odd'"), COUNT_OF(senders));
	world_free(&world);
}

/* --- the provider's clock, and lists that are late: G2, G6 --------------------------------- */

/* Texts of while we were down, as a provider stamps them whose clock is that far from ours;
 * the line was read until a moment ago. */
static void a_stop_is_learnt_whatever_the_providers_clock_says(void **state)
{
	static const int64_t offsets[] = { 0, -61 * SECOND_MS, -HOUR_MS, -24 * HOUR_MS, HOUR_MS, 24 * HOUR_MS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(offsets) * 2; i++) {
		struct world *world = world_new();

		/* its Date says so, or only its stamps do */
		world->provider.date_offset = i % 2 ? offsets[i / 2] : 0;
		listed(world, ROSA, "STOP", 120000 - offsets[i / 2]);
		world_open(world);
		assert_false(world->core->is_ready);
		world_start(world);
		if (stopped(world) != 1)
			fail_msg("%lld s, %s", (long long)(offsets[i / 2] / SECOND_MS), i % 2 ? "Date" : "stamps");
		world_free(&world);
	}
}

static void poll(struct world *world)
{
	int64_t before = world->core->counts.inbound_polls;

	inbound_poll_start(world->core->accounts[0].poll);
	world_until(world, world->core->counts.inbound_polls > before);
}

/* In the first list it was not yet; its stamp is of before that. */
static void a_text_that_is_listed_late_is_heard_by_an_ordinary_poll(void **state)
{
	static const int64_t late_for[] = { 61 * SECOND_MS, 400 * SECOND_MS, HOUR_MS, 2 * HOUR_MS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(late_for); i++) {
		struct world *world = world_new();

		world_open(world);
		world_start(world);
		poll(world); /* the start's was over 48 hours */
		listed(world, ROSA, "STOP", late_for[i]);
		poll(world);
		if (stopped(world) != 1)
			fail_msg("%lld s late", (long long)(late_for[i] / SECOND_MS));
		world_free(&world);
	}
}

/* A clock behind by more than the margin: only its Date tells. */
static void an_ordinary_poll_asks_in_the_providers_time(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->provider.date_offset = -5 * HOUR_MS;
	world_open(world);
	world_start(world);
	poll(world);
	listed(world, ROSA, "STOP", 5 * HOUR_MS + MINUTE_MS);
	poll(world);
	assert_int_equal(stopped(world), 1);
	world_free(&world);
}

static bool asked_over_two_days(const struct world *world)
{
	const char *since = strstr(world->provider.last_target, "DateSent%3E=");
	char escaped[sizeof("2026-01-02T03%3A04%3A05Z")], instant[32];
	int64_t at = 0;
	int hour = 0, minute = 0, second = 0;

	assert_non_null(since);
	str_put(escaped, sizeof(escaped), str_of(since + strlen("DateSent%3E=")));
	assert_int_equal(sscanf(escaped + 10, "T%2d%%3A%2d%%3A%2d", &hour, &minute, &second), 3);
	snprintf(instant, sizeof(instant), "%.10sT%02d:%02d:%02dZ", escaped, hour, minute, second);
	assert_fine(date_parse_rfc3339(str_of(instant), &at));
	return at <= clock_now(world->core->wall) - 48 * HOUR_MS;
}

/* Restarted within each day, a daemon that counts from its start never comes to it. */
static void the_time_of_the_last_deep_poll_is_stored(void **state)
{
	struct world *world = world_new();
	struct db *db;

	(void)state;
	world_open(world);
	world_start(world);
	assert_true(asked_over_two_days(world));
	poll(world);
	assert_false(asked_over_two_days(world));
	assert_true(world_number(world, "SELECT deep_at FROM line") > clock_now(world->core->wall) - HOUR_MS);
	/* the daemon dies, and its ledger says that a day has gone by since */
	world_close(world);
	assert_fine(db_open(world->address, DB_WRITE, &db, NULL));
	assert_fine(db_run(db, "UPDATE line SET deep_at = deep_at - 90000000", NULL, 0, NULL));
	db_close(&db);
	world_open(world);
	assert_true(world->core->lines[0].deep_at < clock_now(world->core->wall) - 24 * HOUR_MS);
	/* as if this start had read it whole before it was stored */
	world->core->lines[0].is_polled = true;
	poll(world);
	assert_true(asked_over_two_days(world));
	poll(world);
	assert_false(asked_over_two_days(world));
	world_free(&world);
}

/* --- pages ------------------------------------------------------------------------------------ */

static void a_long_list_is_read_to_its_end_over_several_turns(void **state)
{
	enum { TEXTS = 250 };
	struct world *world = world_new();

	(void)state;
	world->provider.page_size = 1;
	for (int i = 0; i < TEXTS; i++)
		listed(world, ROSA, i ? "Hello" : "STOP", 60000 + i);
	world_open(world);
	engine_start(world->core);
	world_until(world, world->core->counts.inbound_polls == 1);
	/* a hundred pages, and not one word that the line was read */
	assert_int_equal(world->provider.lists, 100);
	assert_false(world->core->lines[0].is_polled || world->core->is_ready);
	assert_int_equal(world_number(world, "SELECT count(*) FROM line WHERE deep_at > 0"), 0);
	world_until(world, world->core->is_ready);
	assert_int_equal(world->provider.lists, TEXTS);
	assert_int_equal(seen_heard(world->eyes), TEXTS);
	assert_int_equal(stopped(world), 1);
	world_free(&world);
}

static void a_list_that_leads_in_a_circle_ends_with_an_alarm_and_is_left_alone(void **state)
{
	static const struct {
		enum leads leads;
		int most;
	} rows[] = { { LEADS_SELF, 3 }, { LEADS_ROUND, 5 }, { LEADS_SAME, 3 }, { LEADS_EMPTY, 25 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world *world = world_new();
		int lists;

		world->provider.leads = rows[i].leads;
		world->provider.page_size = 1;
		for (int n = 0; n < 6; n++)
			listed(world, ROSA, "STOP", 60000 + n);
		world_open(world);
		engine_start(world->core);
		world_until(world, world->core->counts.inbound_poll_faults == 1);
		lists = world->provider.lists;
		if (lists > rows[i].most)
			fail_msg("row %zu: %d pages", i, lists);
		assert_int_equal(world->core->lines[0].poll_fault, FAULT_CONFLICT);
		/* what stood there is kept, the line is not marked, and it is not asked on and on */
		assert_int_equal(stopped(world), rows[i].leads != LEADS_EMPTY);
		assert_false(world->core->lines[0].is_polled || world->core->is_ready);
		world_turn_for(world, 200);
		assert_int_equal(world->provider.lists, lists);
		/* and when it leads on as it should again, all is read */
		world->provider.leads = LEADS_WELL;
		world_until(world, world->core->is_ready);
		assert_int_equal(world->core->lines[0].poll_fault, FAULT_NONE);
		assert_int_equal(seen_heard(world->eyes), 6);
		world_free(&world);
	}
}

/* Each page another, none with anything for us: a turn's worth, and then a rest. */
static void a_list_without_end_is_read_at_the_pace_of_its_turns(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->provider.leads = LEADS_NEW;
	world_open(world);
	engine_start(world->core);
	world_until(world, world->core->counts.inbound_polls == 1);
	world_turn_for(world, 300);
	assert_int_equal(world->provider.lists, 100);
	assert_false(world->core->lines[0].is_polled);
	world_free(&world);
}

static void a_page_that_fails_is_asked_for_again_and_not_those_before_it(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->provider.page_size = 1;
	world->provider.list_fails_at = 3;
	for (int n = 0; n < 6; n++)
		listed(world, ROSA, "Hello", 60000 + n);
	world_open(world);
	engine_start(world->core);
	world_until(world, world->core->counts.inbound_poll_faults == 1);
	assert_int_equal(world->provider.lists, 4);
	assert_int_equal(world->core->lines[0].poll_fault, FAULT_AGAIN);
	assert_false(world->core->lines[0].is_polled);
	world->provider.list_fails_at = 0;
	world_until(world, world->core->is_ready);
	assert_int_equal(world->provider.lists, 7);
	assert_int_equal(seen_heard(world->eyes), 6);
	world_free(&world);
}

/* What does not fit into the queue of the writer counts as read by nobody.  (A text takes
 * longer to keep than to hand over: of sixty some are refused.) */
static void a_page_that_could_not_be_kept_does_not_count_as_read(void **state)
{
	enum { TEXTS = 60 };
	struct world *world = world_new();

	(void)state;
	world->queue = 2;
	world->settings.inbound_poll_every = 50;
	for (int n = 0; n < TEXTS; n++)
		listed(world, ROSA, n ? "Hello" : "STOP", 60000 + n);
	world_open(world);
	engine_start(world->core);
	world_until(world, world->core->counts.inbound_poll_faults == 1);
	assert_false(world->core->lines[0].is_polled || world->core->is_ready);
	assert_true(seen_heard(world->eyes) < TEXTS);
	/* each turn keeps what fits; the line is marked when all of it is there, and not before */
	world_until(world, world->core->lines[0].is_polled);
	assert_int_equal(seen_heard(world->eyes), TEXTS);
	assert_int_equal(stopped(world), 1);
	world_free(&world);
}

/* They took it back since: nobody is barred, and nothing of theirs is cut, each minute anew. */
static void what_the_ledger_has_is_left_alone(void **state)
{
	struct world *world = world_new();

	(void)state;
	listed(world, ROSA, "STOP", 120000);
	listed(world, ROSA, "START", 60000);
	world_open(world);
	world_start(world);
	assert_int_equal(stopped(world), 0);
	for (int n = 0; n < 3; n++) {
		poll(world);
		assert_false(blocklist_has(world->core->blocklist, STR(ROSA)));
	}
	assert_int_equal(seen_heard(world->eyes), 2);
	world_free(&world);
}

static void each_channel_that_a_line_speaks_is_polled(void **state)
{
	struct world *world = world_new();
	struct thing *thing;

	(void)state;
	world->lines[0].speaks[CHANNEL_WHATSAPP] = true;
	thing = provider_add(&world->provider, "whatsapp:" ROSA, "whatsapp:" LINE_1,
			     "Hello, when does the school begin tomorrow?", true);
	thing->at -= 60000;
	world_open(world);
	world_start(world);
	assert_int_equal(world_number(world, "SELECT count(*) FROM message WHERE direction = 'in'"
					     " AND channel = 'whatsapp'"), 1);
	world_free(&world);
}

/* /readyz asks for it: who refuses is told by the provider's own document, not by the status; one list mends it. */
static void how_the_last_lists_ended_is_known_of_each_account(void **state)
{
	static const struct { int status, code; enum fault fault; bool is_refused; } rows[] = {
		{ 401, 20003, FAULT_CONFIG, true }, { 503, 0, FAULT_AGAIN, false }, { 401, 0, FAULT_STRANGER, true },
		{ 403, 0, FAULT_STRANGER, true }, { 403, 20003, FAULT_CONFIG, true }, { 403, 403, FAULT_STRANGER, true },
		{ 302, 0, FAULT_STRANGER, true }, { 407, 0, FAULT_STRANGER, true }, { 500, 20003, FAULT_AGAIN, false },
		{ 400, 20001, FAULT_INVALID, false },
	};
	struct world *world = world_new();
	struct account_state *account;

	(void)state;
	world_open(world);
	account = &world->core->accounts[0];
	world->provider.list_status = rows[0].status;
	world->provider.list_code = rows[0].code;
	engine_start(world->core);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		world->provider.list_status = rows[i].status;
		world->provider.list_code = rows[i].code;
		if (i > 0)
			inbound_poll_start(account->poll);
		world_until(world, account->list_faults == (int)i + 1);
		world_until(world, world->core->lines[0].poll_fault == rows[i].fault);
		assert_int_equal(account->list_fault, rows[i].fault);
		/* lines, status, /readyz and metrics say the same of it */
		assert_int_equal(world->core->lines[0].list_fault[0] != '\0', rows[i].is_refused);
		assert_int_equal(strstr(world->core->lines[0].list_fault, "not the provider's own") != NULL,
				 rows[i].fault == FAULT_STRANGER);
	}
	world->provider.list_status = 0;
	inbound_poll_start(account->poll);
	world_until(world, account->list_faults == 0);
	assert_int_equal(account->list_fault, FAULT_NONE);
	assert_string_equal(world->core->lines[0].list_fault, "");
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_said_while_we_were_down_is_heard_before_anything_is_sent),
		cmocka_unit_test(the_last_word_counts_in_whatever_order_words_are_listed),
		cmocka_unit_test(an_old_word_does_not_undo_a_newer_one),
		cmocka_unit_test(a_stamp_of_no_time_of_ours_says_nothing),
		cmocka_unit_test(three_texts_within_two_minutes_are_one_promise_hours_later_too),
		cmocka_unit_test(a_provider_that_does_not_list_holds_back_every_send),
		cmocka_unit_test(a_provider_that_cannot_list_holds_nothing_back),
		cmocka_unit_test(how_the_last_lists_ended_is_known_of_each_account),
		cmocka_unit_test(whoever_sends_something_odd_is_heard_and_not_answered),
		cmocka_unit_test(a_stop_is_learnt_whatever_the_providers_clock_says),
		cmocka_unit_test(a_text_that_is_listed_late_is_heard_by_an_ordinary_poll),
		cmocka_unit_test(an_ordinary_poll_asks_in_the_providers_time),
		cmocka_unit_test(the_time_of_the_last_deep_poll_is_stored),
		cmocka_unit_test(a_long_list_is_read_to_its_end_over_several_turns),
		cmocka_unit_test(a_list_that_leads_in_a_circle_ends_with_an_alarm_and_is_left_alone),
		cmocka_unit_test(a_list_without_end_is_read_at_the_pace_of_its_turns),
		cmocka_unit_test(a_page_that_fails_is_asked_for_again_and_not_those_before_it),
		cmocka_unit_test(a_page_that_could_not_be_kept_does_not_count_as_read),
		cmocka_unit_test(what_the_ledger_has_is_left_alone),
		cmocka_unit_test(each_channel_that_a_line_speaks_is_polled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
