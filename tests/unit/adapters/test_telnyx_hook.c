/* From signed bytes to events: what a family sent, what became of a text of ours. */
#include "telnyx_signed.h"

#include <string.h>

#define EVENT(type, payload) "{\"data\":{\"record_type\":\"event\",\"event_type\":\"" type "\",\"id\":\"e1\"," \
	"\"occurred_at\":\"2024-01-15T20:16:07.588+00:00\",\"payload\":" payload "},\"meta\":{\"attempt\":1}}"
#define FROM "\"from\":{\"phone_number\":\"+13125550177\",\"carrier\":\"T\",\"line_type\":\"Wireless\"},"
#define TO "\"to\":[{\"phone_number\":\"+13125550100\",\"status\":\"webhook_delivered\"}],"
#define HEARD(more) EVENT("message.received", "{\"record_type\":\"message\",\"direction\":\"inbound\"," \
	"\"id\":\"84cca175-9755-4859-b67f-4730d7f58aa3\"," FROM TO more "\"tags\":[]}")
#define TELLS(status, more) EVENT("message.finalized", "{\"record_type\":\"message\",\"direction\":\"outbound\"," \
	"\"id\":\"m-1\",\"to\":[{\"phone_number\":\"+13125550177\",\"status\":\"" status "\"}]," more "\"tags\":[]}")

static void assert_str(struct str have, const char *want)
{
	if (!str_is(have, want))
		fail_msg("have \"%.*s\", want \"%s\"", STR_ARG(have), want);
}

static void a_family_s_text_is_heard_whole_wherever_it_comes_to(void **state)
{
	static const char *const tokens[] = { NULL, "0042" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tokens); i++) {
		struct telnyx_opening o;
		const struct inbound *inbound;

		telnyx_open_signed(HEARD("\"text\":\"¿Hay clases mañana? 😀\",\"media\":[],"), tokens[i], &o);
		assert_int_equal(o.fault, FAULT_NONE);
		assert_int_equal(o.events.count, 1);
		assert_int_equal(o.events.items[0].tag, WEBHOOK_INBOUND);
		inbound = &o.events.items[0].inbound;
		assert_str(inbound->id, "84cca175-9755-4859-b67f-4730d7f58aa3");
		assert_str(inbound->from, "+13125550177");
		assert_str(inbound->to, "+13125550100");
		assert_str(inbound->text, "¿Hay clases mañana? 😀");
		assert_int_equal(inbound->channel, CHANNEL_SMS);
		assert_int_equal(inbound->media_count, 0);
		assert_int_equal(inbound->opt_out_type, INBOUND_NO_WORD);
		arena_done(&o.arena);
	}
}

static void pictures_come_with_their_types_if_they_have_any(void **state)
{
	struct telnyx_opening o;
	const struct inbound *inbound;

	(void)state;
	telnyx_open_signed(HEARD("\"text\":null,\"media\":[{\"url\":\"https://media.telnyx.com/a.jpg\","
				 "\"content_type\":\"image/jpeg\"},{\"content_type\":\"image/png\"},{\"url\":"
				 "\"https://media.telnyx.com/b\",\"content_type\":null}],"), NULL, &o);
	assert_int_equal(o.fault, FAULT_NONE);
	inbound = &o.events.items[0].inbound;
	assert_int_equal(inbound->text.size, 0);
	assert_int_equal(inbound->media_count, 2);
	assert_str(inbound->media[0], "https://media.telnyx.com/a.jpg");
	assert_str(inbound->media_type[0], "image/jpeg");
	assert_str(inbound->media[1], "https://media.telnyx.com/b");
	assert_int_equal(inbound->media_type[1].size, 0);
	arena_done(&o.arena);
}

static void more_pictures_than_we_take_are_left_out(void **state)
{
	struct telnyx_opening o;
	AUTO(buf) body;

	(void)state;
	buf_init(&body, 64 * 1024);
	buf_add_text(&body, "{\"data\":{\"payload\":{\"record_type\":\"message\",\"direction\":\"inbound\",\"id\":\"m\","
			    FROM TO "\"media\":[");
	for (int i = 0; i < 15; i++)
		buf_add_format(&body, "%s{\"url\":\"https://media.telnyx.com/%d\"}", i ? "," : "", i);
	buf_add_text(&body, "]}}}");
	telnyx_open_signed(buf_text(&body), NULL, &o);
	assert_int_equal(o.fault, FAULT_NONE);
	assert_int_equal(o.events.items[0].inbound.media_count, ADAPTER_MEDIA);
	arena_done(&o.arena);
}

static void what_the_provider_has_answered_is_seen(void **state)
{
	static const struct {
		const char *type;
		enum inbound_word word;
	} rows[] = { { "STOP", INBOUND_STOP }, { "stop", INBOUND_STOP }, { "START", INBOUND_START },
		     { "HELP", INBOUND_HELP }, { "", INBOUND_NO_WORD }, { "JOIN", INBOUND_NO_WORD } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct telnyx_opening o;
		char body[1024];

		snprintf(body, sizeof(body), "{\"data\":{\"payload\":{\"record_type\":\"message\",\"direction\":\"inbound\","
			 "\"id\":\"m\"," FROM TO "\"text\":\"x\",\"autoresponse_type\":\"%s\"}}}", rows[i].type);
		telnyx_open_signed(body, NULL, &o);
		assert_int_equal(o.fault, FAULT_NONE);
		assert_int_equal(o.events.items[0].inbound.opt_out_type, rows[i].word);
		arena_done(&o.arena);
	}
}

static void poisoned_bytes_cost_their_place_never_the_message(void **state)
{
	struct telnyx_opening o;

	(void)state;
	telnyx_open_signed(HEARD("\"text\":\"ma\xf1" "ana \\ud83d \\u0000!\","), NULL, &o);
	assert_int_equal(o.fault, FAULT_NONE);
	assert_str(o.events.items[0].inbound.text, "ma\xef\xbf\xbd" "ana \xef\xbf\xbd \xef\xbf\xbd!");
	arena_done(&o.arena);
}

/* What work makes of it stands in test_inbound_clean.c: here nothing is judged. */
static void what_lacks_or_is_odd_is_passed_on_as_it_came(void **state)
{
	static const struct {
		const char *body, *id, *from, *to, *text;
	} rows[] = {
#define ODD(more) EVENT("message.received", "{\"record_type\":\"message\",\"direction\":\"inbound\"," more "}")
		{ ODD(FROM TO "\"text\":\"x\""), "", "+13125550177", "+13125550100", "x" },
		{ ODD("\"id\":\"m\"," TO "\"text\":\"x\""), "m", "", "+13125550100", "x" },
		{ ODD("\"id\":\"m\"," FROM "\"text\":\"x\""), "m", "+13125550177", "", "x" },
		{ ODD("\"id\":\"m\"," FROM "\"to\":[],\"text\":\"x\""), "m", "+13125550177", "", "x" },
		{ ODD("\"id\":\"m\"," FROM "\"to\":\"+13125550100\",\"text\":\"x\""), "m", "+13125550177", "+13125550100", "x" },
		{ ODD("\"id\":\"m\",\"from\":\"Maple Bus\"," TO "\"text\":\"STOP\""), "m", "Maple Bus", "+13125550100", "STOP" },
		{ ODD("\"id\":7," FROM TO "\"text\":\"x\""), "", "+13125550177", "+13125550100", "x" },
		{ HEARD(""), "84cca175-9755-4859-b67f-4730d7f58aa3", "+13125550177", "+13125550100", "" },
		{ HEARD("\"text\":7,"), "84cca175-9755-4859-b67f-4730d7f58aa3", "+13125550177", "+13125550100", "" },
		{ EVENT("message.received", "{\"id\":\"m\"," FROM TO "\"text\":\"x\"}"), "m", "+13125550177", "+13125550100", "x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct inbound *inbound;
		struct telnyx_opening o;

		telnyx_open_signed(rows[i].body, NULL, &o);
		if (o.fault || o.events.count != 1 || o.events.items[0].tag != WEBHOOK_INBOUND)
			fail_msg("row %zu: %d", i, o.fault);
		inbound = &o.events.items[0].inbound;
		assert_str(inbound->id, rows[i].id);
		assert_str(inbound->from, rows[i].from);
		assert_str(inbound->to, rows[i].to);
		assert_str(inbound->text, rows[i].text);
		arena_done(&o.arena);
	}
}

static void pictures_that_cannot_be_named_are_counted(void **state)
{
	struct telnyx_opening o;

	(void)state;
	telnyx_open_signed(HEARD("\"text\":\"x\",\"media\":[{},{\"url\":\"https://a b\"}],"), NULL, &o);
	assert_int_equal(o.fault, FAULT_NONE);
	assert_int_equal(o.events.items[0].inbound.media_count, 1);
	assert_int_equal(o.events.items[0].inbound.media_told, 2);
	arena_done(&o.arena);
}

/* This provider has no list: what is thrown away here is found nowhere else. */
static void a_text_that_cannot_be_read_is_handed_on_whole(void **state)
{
	static const char *const bodies[] = {
		"{", "hola", "null", "{\"a\":1,\"a\":2}", "[[[[",
		"{\"data\":{\"event_type\":\"message.received\",\"payload\":7}}",
		"{\"data\":{\"event_type\":\"message.received\"}}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct telnyx_opening o;

		telnyx_open_signed(bodies[i], NULL, &o);
		if (o.fault || o.events.count != 1 || !o.events.items[0].inbound.is_unread)
			fail_msg("body %zu: %d", i, o.fault);
		assert_str(o.events.items[0].inbound.text, bodies[i]);
		arena_done(&o.arena);
	}
}

static void what_tells_nothing_is_authentic_and_no_news(void **state)
{
	static const struct {
		const char *body, *token;
	} rows[] = {
		{ "", NULL }, { "{\"data\":7}", NULL }, { "{\"data\":{\"payload\":[]}}", NULL },
		{ "{", "0042" }, { EVENT("message.sent", "{\"record_type\":\"message\",\"direction\":\"outbound\"}"), NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct telnyx_opening o;

		telnyx_open_signed(rows[i].body, rows[i].token, &o);
		if (o.fault || o.events.count)
			fail_msg("row %zu: %d, %zu", i, o.fault, o.events.count);
		arena_done(&o.arena);
	}
}

static void no_field_is_too_long(void **state)
{
	static const char *const fields[][2] = {
		{ "\"id\":\"", "\"," FROM TO "\"text\":\"x\"" },
		{ "\"id\":\"m\",\"from\":{\"phone_number\":\"", "\"}," TO "\"text\":\"x\"" },
		{ "\"id\":\"m\"," FROM "\"to\":[{\"phone_number\":\"", "\"}],\"text\":\"x\"" },
		{ "\"id\":\"m\"," FROM TO "\"text\":\"", "\"" },
		{ "\"id\":\"m\"," FROM TO "\"media\":[{\"url\":\"", "\"}]" },
		{ "\"id\":\"m\"," FROM TO "\"media\":[{\"url\":\"u\",\"content_type\":\"", "\"}]" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		struct telnyx_opening o;
		AUTO(buf) body;

		buf_init(&body, 64 * 1024);
		buf_add_format(&body, "{\"data\":{\"payload\":{\"record_type\":\"message\",\"direction\":\"inbound\",%s%0*d%s}}}",
			       fields[i][0], 17000, 7, fields[i][1]);
		telnyx_open_signed(buf_text(&body), NULL, &o);
		if (o.fault || o.events.count != 1)
			fail_msg("field %zu: %d", i, o.fault);
		arena_done(&o.arena);
	}
}

/* 200,000 brackets: refused by the parser's depth, not by our stack. */
static void nesting_without_end_is_no_json(void **state)
{
	struct telnyx_opening o;
	AUTO(buf) body;

	(void)state;
	buf_init(&body, 1 << 20);
	for (int i = 0; i < 200000; i++)
		buf_add_char(&body, '[');
	telnyx_open_signed(buf_text(&body), NULL, &o);
	assert_int_equal(o.fault, FAULT_NONE);
	assert_true(o.events.items[0].inbound.is_unread);
	arena_done(&o.arena);
}

static void what_is_no_message_is_authentic_and_no_news(void **state)
{
	static const char *const bodies[] = {
		EVENT("call.initiated", "{\"call_control_id\":\"c\"}"),
		EVENT("fax.delivered", "{\"record_type\":\"fax\",\"direction\":\"inbound\"}"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct telnyx_opening o;

		telnyx_open_signed(bodies[i], NULL, &o);
		assert_int_equal(o.fault, FAULT_NONE);
		assert_int_equal(o.events.count, 0);
		arena_done(&o.arena);
	}
}

/* --- receipts ------------------------------------------------------------------------------ */

static void a_receipt_carries_the_token_that_the_provider_says_too(void **state)
{
	static const struct {
		const char *label, *url, *token;
		enum fault fault;
	} rows[] = {
		{ "the same", "\"webhook_url\":\"https://hear.example.org/hooks/main/message-status/0042\",", "0042", FAULT_NONE },
		{ "none told", "", "0042", FAULT_NONE },
		{ "null", "\"webhook_url\":null,", "0042", FAULT_NONE },
		{ "another's", "\"webhook_url\":\"https://hear.example.org/hooks/main/message-status/0043\",", "0042", FAULT_UNSIGNED },
		{ "one that ends like it", "\"webhook_url\":\"https://hear.example.org/hooks/main/message-status/10042\",", "0042", FAULT_UNSIGNED },
		{ "nothing but it", "\"webhook_url\":\"0042\",", "0042", FAULT_UNSIGNED },
		{ "with a query", "\"webhook_url\":\"https://h/message-status/0042?\",", "0042", FAULT_UNSIGNED },
		{ "at the address of texts", "\"webhook_url\":\"https://h/message-status/0042\",", NULL, FAULT_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct telnyx_opening o;
		char body[1024];

		snprintf(body, sizeof(body), "{\"data\":{\"payload\":{\"record_type\":\"message\",\"direction\":\"outbound\","
			 "\"id\":\"m-1\",%s\"to\":[{\"status\":\"delivered\"}]}}}", rows[i].url);
		telnyx_open_signed(body, rows[i].token, &o);
		if (o.fault != rows[i].fault)
			fail_msg("%s: %d", rows[i].label, o.fault);
		if (!o.fault) {
			assert_int_equal(o.events.count, 1);
			assert_int_equal(o.events.items[0].tag, WEBHOOK_RECEIPT);
			assert_str(o.events.items[0].receipt.id, "m-1");
			assert_str(o.events.items[0].receipt.token, rows[i].token ? rows[i].token : "");
			assert_int_equal(o.events.items[0].receipt.event, ON_DELIVERED);
		}
		arena_done(&o.arena);
	}
}

static void a_status_that_nobody_names_changes_nothing(void **state)
{
	static const char *const bodies[] = { TELLS("teleported", ""), TELLS("", ""), TELLS("Delivered", ""),
					      TELLS("webhook_delivered", "") };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct telnyx_opening o;

		telnyx_open_signed(bodies[i], "0042", &o);
		assert_int_equal(o.fault, FAULT_NONE);
		assert_false(o.events.items[0].receipt.is_known);
		arena_done(&o.arena);
	}
}

static void another_profile_s_events_are_refused_where_one_is_named(void **state)
{
	static const struct {
		const char *ours, *theirs;
		enum fault fault;
	} rows[] = { { "p-1", "p-1", FAULT_NONE }, { "p-1", "p-2", FAULT_UNSIGNED }, { "", "p-2", FAULT_NONE },
		     { "p-1", "", FAULT_NONE } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct account account = telnyx_account;
		struct telnyx_opening o;
		char body[1024], signature[96];

		account.options[TELNYX_PROFILE] = (struct account_values){ { rows[i].ours }, 1 };
		snprintf(body, sizeof(body), "{\"data\":{\"payload\":{\"record_type\":\"message\",\"direction\":\"inbound\",\"id\":\"m\","
			 FROM TO "\"text\":\"x\",\"messaging_profile_id\":\"%s\"}}}", rows[i].theirs);
		telnyx_sign("1735689600", str_of(body), signature);
		telnyx_open(&account, &(struct telnyx_letter){ "1735689600", signature, str_of(body), AT_S }, NULL, &o);
		assert_int_equal(o.fault, rows[i].fault);
		arena_done(&o.arena);
	}
}

static void an_arena_that_is_full_says_so_and_gives_nothing(void **state)
{
	static const char *const bodies[] = { HEARD("\"text\":\"hola\",\"media\":[{\"url\":\"https://media.telnyx.com/a\"}],"),
					      TELLS("delivered", "") };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		enum fault fault = FAULT_TOO_LARGE;
		char signature[96];
		const struct http_header headers[] = { { STR("telnyx-timestamp"), STR("1735689600") },
						       { STR("telnyx-signature-ed25519"), { signature, 88 } } };
		struct webhook webhook = { .headers = headers, .header_count = 2, .body = str_of(bodies[i]),
					   .received_at = (int64_t)AT_S * SECOND_MS };
		size_t ceiling = 0;

		telnyx_sign("1735689600", webhook.body, signature);
		for (; fault && ceiling < 16 * 1024; ceiling += 16) {
			AUTO(arena) arena;
			struct webhook_events events = { .arena = &arena };

			arena_init(&arena, ceiling);
			fault = telnyx_adapter.open(&telnyx_account, &webhook, &events, NULL);
			assert_true(fault == FAULT_NONE || fault == FAULT_TOO_LARGE);
			assert_int_equal(events.count, fault == FAULT_NONE);
		}
		assert_int_equal(fault, FAULT_NONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_family_s_text_is_heard_whole_wherever_it_comes_to),
		cmocka_unit_test(pictures_come_with_their_types_if_they_have_any),
		cmocka_unit_test(more_pictures_than_we_take_are_left_out),
		cmocka_unit_test(what_the_provider_has_answered_is_seen),
		cmocka_unit_test(poisoned_bytes_cost_their_place_never_the_message),
		cmocka_unit_test(what_lacks_or_is_odd_is_passed_on_as_it_came),
		cmocka_unit_test(pictures_that_cannot_be_named_are_counted),
		cmocka_unit_test(a_text_that_cannot_be_read_is_handed_on_whole),
		cmocka_unit_test(what_tells_nothing_is_authentic_and_no_news),
		cmocka_unit_test(no_field_is_too_long),
		cmocka_unit_test(nesting_without_end_is_no_json),
		cmocka_unit_test(what_is_no_message_is_authentic_and_no_news),
		cmocka_unit_test(a_receipt_carries_the_token_that_the_provider_says_too),
		cmocka_unit_test(a_status_that_nobody_names_changes_nothing),
		cmocka_unit_test(another_profile_s_events_are_refused_where_one_is_named),
		cmocka_unit_test(an_arena_that_is_full_says_so_and_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
