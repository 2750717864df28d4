#include "telnyx_order.h"

#include <stdio.h>

static const struct {
	const char *body;
	const char *fields; /* "name=value|…"; NULL: refused */
} bodies[] = {
	{ "{}", "" },
	{ "{\"to\": \"+1\", \"text\": \"ñ & 100%\"}", "to=+1|text=ñ & 100%|" },
	{ "{\"send_at\": null, \"text\": \"\"}", "text=|" },
	{ "{\"use_profile_webhooks\": false, \"auto_detect\": true}",
	  "use_profile_webhooks=false|auto_detect=true|" },
	{ "{\"media_urls\": [\"http://a/1\", \"http://a/2\"]}",
	  "media_urls=http://a/1|media_urls=http://a/2|" },
	{ "{\"media_urls\": []}", "" },
	{ "{\"text\": 12}", NULL },
	{ "{\"text\": {\"body\": \"x\"}}", NULL },
	{ "{\"media_urls\": [[\"http://a/1\"]]}", NULL },
	{ "{\"media_urls\": [true]}", NULL },
	{ "[\"to\"]", NULL },
	{ "\"to\"", NULL },
	{ "{\"to\": \"+1\"", NULL },
	{ "{\"to\": \"+1\", \"to\": \"+2\"}", NULL },
	{ "to=+1", NULL },
};

static void a_flat_object_is_read_as_fields_and_nothing_else_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct form form = { .count = 0 };
		enum fault fault;
		AUTO(arena) arena;
		AUTO(buf) said;

		print_message("%s\n", bodies[i].body);
		arena_init(&arena, 64 * 1024);
		buf_init(&said, 1000);
		fault = dialect_telnyx_order_read(str_of(bodies[i].body), &arena, &form, NULL);
		assert_int_equal(fault, bodies[i].fields ? FAULT_NONE : FAULT_INVALID);
		for (size_t j = 0; !fault && j < form.count; j++)
			buf_add_format(&said, "%s=%s|", form.fields[j].name.at,
				       form.fields[j].value.at);
		if (!fault)
			assert_string_equal(buf_text(&said), bodies[i].fields);
	}
}

static void an_object_of_a_thousand_values_is_too_large(void **state)
{
	struct form form;
	AUTO(arena) arena;
	AUTO(buf) body;

	(void)state;
	arena_init(&arena, 64 * 1024);
	buf_init(&body, 64 * 1024);
	buf_add_text(&body, "{\"media_urls\": [\"http://a/\"");
	for (int i = 1; i < 1000; i++)
		buf_add_text(&body, ", \"http://a/\"");
	buf_add_text(&body, "]}");
	assert_fault(dialect_telnyx_order_read(buf_str(&body), &arena, &form, NULL),
		     FAULT_TOO_LARGE);
}

static const struct {
	const char *body;
	enum refusal refusal;
} orders[] = {
	{ MAY(""), REFUSAL_NONE },
	{ MAY(", \"messaging_profile_id\": \"" DIALECT_TELNYX_PROFILE "\""), REFUSAL_NONE },
	{ MAY(", \"webhook_url\": \"https://gw/s/t\", \"webhook_failover_url\": \"http://gw/\""),
	  REFUSAL_NONE },
	{ MAY(", \"encoding\": \"ucs2\", \"type\": \"SMS\", \"auto_detect\": true"), REFUSAL_NONE },
	{ MAY(", \"send_at\": \"2026-11-22T10:05:00Z\""), REFUSAL_NONE },
	{ MAY(", \"send_at\": \"2026-11-27T10:00:00Z\""), REFUSAL_NONE },
	{ "{\"to\": \"" PHONE "\", \"messaging_profile_id\": \"" DIALECT_TELNYX_PROFILE "\", "
	  "\"text\": \"hi\"}", REFUSAL_NONE },
	{ "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\", \"media_urls\": [\"http://a/1\"]}",
	  REFUSAL_NONE },
	{ "{\"from\": \"" LINE "\", \"text\": \"hi\"}", REFUSAL_NO_TO },
	{ "{\"to\": \"" PHONE "\", \"text\": \"hi\"}", REFUSAL_NO_FROM },
	{ "{\"to\": \"3125550123\", \"from\": \"" LINE "\", \"text\": \"hi\"}", REFUSAL_TO_INVALID },
	{ "{\"to\": \"" PHONE "\", \"from\": \"School\", \"text\": \"hi\"}", REFUSAL_FROM_INVALID },
	{ "{\"to\": \"" PHONE "\", \"from\": \"+13125550199\", \"text\": \"hi\"}",
	  REFUSAL_FROM_OTHERS },
	{ MAY(", \"messaging_profile_id\": \"40000000-0000-4000-8000-000000000009\""),
	  REFUSAL_FROM_OTHERS },
	{ "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\"}", REFUSAL_NO_CONTENT },
	{ "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\", \"text\": \"\"}", REFUSAL_NO_CONTENT },
	{ MAY(", \"media_urls\": [\"ftp://a/1\"]"), REFUSAL_MEDIA_URL },
	{ MAY(", \"media_urls\": [\"http://a\",\"http://a\",\"http://a\",\"http://a\",\"http://a\","
	      "\"http://a\",\"http://a\",\"http://a\",\"http://a\",\"http://a\",\"http://a\"]"),
	  REFUSAL_MEDIA_MANY },
	{ MAY(", \"encoding\": \"utf8\""), REFUSAL_PARAMETER },
	{ MAY(", \"type\": \"sms\""), REFUSAL_PARAMETER },
	{ MAY(", \"use_profile_webhooks\": \"maybe\""), REFUSAL_PARAMETER },
	{ MAY(", \"webhook_url\": \"gw.example.org/hook\""), REFUSAL_CALLBACK },
	{ MAY(", \"webhook_url\": \"\""), REFUSAL_CALLBACK },
	{ MAY(", \"webhook_failover_url\": \"http://\""), REFUSAL_CALLBACK },
	{ MAY(", \"send_at\": \"tomorrow\""), REFUSAL_BAD_SEND_AT },
	{ MAY(", \"send_at\": \"2026-11-22T10:04:59Z\""), REFUSAL_FAR_SEND_AT },
	{ MAY(", \"send_at\": \"2026-11-27T10:00:01Z\""), REFUSAL_FAR_SEND_AT },
};

static enum refusal judge_body(struct carrier *carrier, const char *body)
{
	struct form form;
	AUTO(arena) arena;

	arena_init(&arena, 64 * 1024);
	assert_fine(dialect_telnyx_order_read(str_of(body), &arena, &form, NULL));
	return dialect_telnyx_order_judge(carrier, &form);
}

static void a_message_is_judged_as_the_reference_says(void **state)
{
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		print_message("%s\n", orders[i].body);
		assert_int_equal(judge_body(*state, orders[i].body), orders[i].refusal);
	}
}

static void a_text_of_1600_characters_is_taken_and_one_more_is_not(void **state)
{
	char body[4096];

	for (int size = 1600; size <= 1601; size++) {
		snprintf(body, sizeof(body),
			 "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\", \"text\": \"%0*d\"}",
			 size, 0);
		assert_int_equal(judge_body(*state, body),
				 size == 1600 ? REFUSAL_NONE : REFUSAL_TOO_LONG);
	}
}

static void a_stop_to_one_line_refuses_all_lines_until_start(void **state)
{
	struct carrier *carrier = *state;
	struct phone *phone = phones_need(carrier->phones, STR(PHONE));
	static const char *const other =
		"{\"to\": \"" PHONE "\", \"from\": \"+13125550101\", \"text\": \"hi\"}";

	assert_fine(carrier_set_line(&carrier->settings, STR("+13125550101"), STR("http://gw/"),
				     STR_NONE, NULL));
	assert_true(phone_stop(phone, dialect_telnyx.scope(STR(LINE))));
	assert_int_equal(judge_body(carrier, MAY("")), REFUSAL_STOPPED);
	assert_int_equal(judge_body(carrier, other), REFUSAL_STOPPED);
	assert_true(phone_start(phone, dialect_telnyx.scope(STR("+13125550101"))));
	assert_int_equal(judge_body(carrier, MAY("")), REFUSAL_NONE);
	assert_string_equal(dialect_twilio.scope(STR(LINE)).at, LINE);
}

static void nobody_can_ask_for_less_than_the_queue_s_four_hours(void **state)
{
	const struct record *now = accept(*state, MAY(""));
	const struct record *later = accept(*state, MAY(", \"send_at\": \"2026-11-23T08:00:00Z\""));

	assert_int_equal(now->status, JOURNEY_QUEUED);
	assert_int_equal(now->valid_until, at("2026-11-22T14:00:00Z"));
	assert_int_equal(later->status, JOURNEY_SCHEDULED);
	assert_int_equal(later->send_at, at("2026-11-23T08:00:00Z"));
	assert_int_equal(later->valid_until, at("2026-11-23T12:00:00Z"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(a_flat_object_is_read_as_fields_and_nothing_else_is),
		CLAIM(an_object_of_a_thousand_values_is_too_large),
		CLAIM(a_message_is_judged_as_the_reference_says),
		CLAIM(a_text_of_1600_characters_is_taken_and_one_more_is_not),
		CLAIM(a_stop_to_one_line_refuses_all_lines_until_start),
		CLAIM(nobody_can_ask_for_less_than_the_queue_s_four_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
