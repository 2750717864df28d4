#include "tests/lib/test.h"

#include "store/log/events.h"
#include "store/messaging/media.h"
#include "tests/unit/store/sample.h"

static void a_text_is_heard_once_for_ever(void **state)
{
	struct ledger ledger;
	struct message message = sample_inbound(11, "¿Hay clases mañana?"), found;
	AUTO(arena) arena;
	bool is_known = true;

	(void)state;
	arena_init(&arena, 1 << 16);
	sample_world(&ledger);
	assert_fine(message_is_known(ledger.db, STR("AC1"), STR("SM1"), &is_known));
	assert_false(is_known);
	assert_fine(message_add_inbound(ledger.db, STR("AC1"), STR("SM1"), &message));
	assert_fine(message_is_known(ledger.db, STR("AC1"), STR("SM1"), &is_known));
	assert_true(is_known);
	for (int again = 0; again < 3; again++) {
		message.id.n = 12 + again;
		assert_fault(message_add_inbound(ledger.db, STR("AC1"), STR("SM1"), &message),
			     FAULT_CONFLICT);
	}
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM message"), 1);
	/* another account may use the same id */
	assert_fine(message_add_inbound(ledger.db, STR("AC2"), STR("SM1"), &message));
	assert_fine(message_get(ledger.db, (struct message_id){ 11 }, &arena, &found));
	assert_true(str_is(found.text, "¿Hay clases mañana?"));
	assert_string_equal(found.phone, ROSA);
	assert_int_equal(found.direction, DIRECTION_IN);
	assert_int_equal(found.meaning, MEANING_INPUT);
	assert_int_equal(found.media_count, 2);
	assert_int_equal(found.line.n, 9);
	assert_true(found.created_at == noon);
	assert_fault(message_get(ledger.db, (struct message_id){ 99 }, &arena, &found),
		     FAULT_MISSING);
	ledger_done(&ledger);
}

static void every_kind_and_meaning_comes_back(void **state)
{
	struct ledger ledger;
	struct message message, found;
	AUTO(arena) arena;
	int64_t id = 100;

	(void)state;
	arena_init(&arena, 1 << 16);
	sample_world(&ledger);
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		message = sample_said(++id, ROSA, "");
		message.kind = (enum kind)kind;
		assert_fine(delivery_queue(ledger.db, &message, 0, WAIT_NONE));
		assert_fine(message_get(ledger.db, message.id, &arena, &found));
		assert_int_equal(found.kind, kind);
		assert_int_equal(found.author.n, 5);
	}
	for (int meaning = 0; meaning < MEANING_COUNT; meaning++) {
		char provider_id[16];

		message = sample_inbound(++id, "hi");
		message.meaning = (enum meaning)meaning;
		snprintf(provider_id, sizeof(provider_id), "SM%d", (int)id);
		assert_fine(message_add_inbound(ledger.db, STR("AC1"), str_of(provider_id), &message));
		assert_fine(message_get(ledger.db, message.id, &arena, &found));
		assert_int_equal(found.meaning, meaning);
	}
	ledger_done(&ledger);
}

static void a_full_arena_is_told_and_changes_nothing(void **state)
{
	struct ledger ledger;
	struct message message = sample_inbound(11, "a text that is longer than the arena");
	struct message found = { .id = { 4 } };
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 16);
	sample_world(&ledger);
	assert_fine(message_add_inbound(ledger.db, STR("AC1"), STR("SM1"), &message));
	assert_fault(message_get(ledger.db, message.id, &arena, &found), FAULT_TOO_LARGE);
	assert_int_equal(found.id.n, 4);
	ledger_done(&ledger);
}

static void only_automatic_replies_to_that_number_since_then_are_counted(void **state)
{
	struct ledger ledger;
	int count = -1;
	int64_t id = 100;

	(void)state;
	sample_world(&ledger);
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		for (int i = 0; i < 4; i++) {
			struct message message = sample_said(++id, i == 3 ? ALI : ROSA, "x");

			message.kind = (enum kind)kind;
			message.created_at = noon + i;
			assert_fine(delivery_queue(ledger.db, &message, 0, WAIT_NONE));
		}
	}
	assert_fine(message_count_replies(ledger.db, STR(ROSA), noon, &count));
	assert_int_equal(count, 9);
	assert_fine(message_count_replies(ledger.db, STR(ROSA), noon + 2, &count));
	assert_int_equal(count, 3);
	assert_fine(message_count_replies(ledger.db, STR(ALI), noon + 4, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

static void media_wait_their_turn(void **state)
{
	struct ledger ledger;
	struct message message = sample_inbound(11, "look");
	struct media media[4], one = { .message = { 11 }, .url = "https://x/1", .type = "image/png" };
	size_t count = 9;

	(void)state;
	sample_world(&ledger);
	assert_fine(message_add_inbound(ledger.db, STR("AC1"), STR("SM1"), &message));
	for (int no = 0; no < 3; no++) {
		one.no = no;
		one.look_at = noon + 10 - no;
		assert_fine(media_add(ledger.db, &one));
	}
	assert_fine(media_due(ledger.db, noon + 9, media, 4, &count));
	assert_int_equal(count, 2);
	assert_int_equal(media[0].no, 2);
	assert_int_equal(media[1].no, 1);
	media[0].state = MEDIA_KEPT;
	media[0].tries = 3;
	snprintf(media[0].file, sizeof(media[0].file), "ab/cd");
	assert_fine(media_put(ledger.db, &media[0]));
	media[1].state = MEDIA_FAILED;
	assert_fine(media_put(ledger.db, &media[1]));
	assert_fine(media_due(ledger.db, noon + 99, media, 4, &count));
	assert_int_equal(count, 1);
	assert_fine(media_of(ledger.db, message.id, media, 4, &count));
	assert_int_equal(count, 3);
	assert_int_equal(media[0].state, MEDIA_WAITING);
	assert_int_equal(media[1].state, MEDIA_FAILED);
	assert_int_equal(media[2].state, MEDIA_KEPT);
	assert_string_equal(media[2].file, "ab/cd");
	assert_string_equal(media[2].url, "https://x/1");
	one.no = 7;
	assert_fault(media_put(ledger.db, &one), FAULT_MISSING);
	ledger_done(&ledger);
}

static void a_promise_tells_its_whole_story_in_order(void **state)
{
	struct ledger ledger;
	struct promise promise = sample_promise(30, 1);
	struct message inbound = sample_inbound(31, "hola"), said = sample_said(33, ROSA, "sí");
	struct event events[] = {
		{ .id = 41, .at = noon, .what = "message.inbound", .actor = "family",
		  .message = { 31 } },
		{ .id = 42, .at = noon, .what = "promise.opened", .actor = "rule",
		  .promise = { 30 }, .message = { 31 }, .detail = STR("{\"rule\":\"built-in\"}") },
		{ .id = 43, .at = noon, .what = "message.sent", .actor = "system",
		  .message = { 33 } },
		{ .id = 44, .at = noon, .what = "promise.kept", .actor = "provider",
		  .promise = { 30 } },
		{ .id = 45, .at = noon, .what = "message.inbound", .actor = "family",
		  .message = { 99 } },
	};
	struct event found[8];
	struct message messages[4];
	AUTO(arena) arena;
	size_t count;

	(void)state;
	arena_init(&arena, 1 << 16);
	sample_world(&ledger);
	assert_fine(promise_add(ledger.db, &promise));
	inbound.promise = said.promise = promise.id;
	assert_fine(message_add_inbound(ledger.db, STR("AC1"), STR("SM1"), &inbound));
	assert_fine(delivery_queue(ledger.db, &said, 0, WAIT_NONE));
	for (size_t i = 0; i < COUNT_OF(events); i++)
		assert_fine(event_keep(ledger.db, &events[i]));
	assert_fine(event_list(ledger.db, 30, &arena, found, 8, &count));
	assert_int_equal(count, 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(found[i].id, 41 + i);
		assert_string_equal(found[i].what, events[i].what);
		assert_string_equal(found[i].actor, events[i].actor);
	}
	assert_true(str_is(found[1].detail, "{\"rule\":\"built-in\"}"));
	assert_fine(event_list(ledger.db, 31, &arena, found, 8, &count));
	assert_int_equal(count, 2);
	assert_fine(event_list(ledger.db, 30, &arena, found, 3, &count));
	assert_int_equal(count, 3);
	assert_fine(event_list(ledger.db, 0, &arena, found, 8, &count));
	assert_int_equal(count, 0);
	assert_fine(message_of_promise(ledger.db, promise.id, &arena, messages, 4, &count));
	assert_int_equal(count, 2);
	assert_true(str_is(messages[0].text, "hola"));
	assert_true(str_is(messages[1].text, "sí"));
	ledger_done(&ledger);
}

static void a_promise_knows_each_deed_once_with_its_highest_tier(void **state)
{
	static const struct event_step done[] = {
		{ RULE_ESCALATE, 1 }, { RULE_REMIND, 0 }, { RULE_ESCALATE, 3 }, { RULE_ESCALATE, 2 },
		{ RULE_REMIND, 0 },
	};
	struct ledger ledger;
	struct event_step steps[RULE_DEEDS];
	int tier_of[RULE_DEEDS] = { 0 };
	size_t count = 0;

	(void)state;
	sample_world(&ledger);
	for (size_t i = 0; i < COUNT_OF(done); i++)
		assert_fine(event_keep(ledger.db, &(struct event){
			.id = 50 + (int64_t)i, .at = noon, .what = "rule.step", .actor = "rule",
			.promise = { i == 4 ? 31 : 30 }, .step = &done[i] }));
	assert_fine(event_keep(ledger.db, &(struct event){ .id = 60, .at = noon,
		.what = "promise.kept", .actor = "provider", .promise = { 30 } }));
	assert_fine(event_steps(ledger.db, (struct promise_id){ 30 }, steps, &count));
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		tier_of[steps[i].deed] = 10 + steps[i].tier;
	assert_int_equal(tier_of[RULE_ESCALATE], 13);
	assert_int_equal(tier_of[RULE_REMIND], 10);
	assert_fine(event_steps(ledger.db, (struct promise_id){ 0 }, steps, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_heard_once_for_ever),
		cmocka_unit_test(every_kind_and_meaning_comes_back),
		cmocka_unit_test(a_full_arena_is_told_and_changes_nothing),
		cmocka_unit_test(only_automatic_replies_to_that_number_since_then_are_counted),
		cmocka_unit_test(media_wait_their_turn),
		cmocka_unit_test(a_promise_tells_its_whole_story_in_order),
		cmocka_unit_test(a_promise_knows_each_deed_once_with_its_highest_tier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
