/* What Twilio takes, to the second and to the letter: tables over its own checks. */
#include "bare.h"

#include "adapters/carrier/judge.h"

#define SERVICE "MG0123456789abcdef0123456789ABCDEF"
#define MAY "To=%2B13125550123&From=%2B13125550100&Body=hi"
#define BY_SERVICE "To=%2B13125550123&MessagingServiceSid=" SERVICE "&Body=hi"
#define AT(time) BY_SERVICE "&ScheduleType=fixed&SendAt=" time

static const struct {
	const char *form;
	enum refusal refusal;
} orders[] = {
	{ MAY, REFUSAL_NONE },
	{ BY_SERVICE, REFUSAL_NONE },
	{ MAY "&MessagingServiceSid=" SERVICE, REFUSAL_NONE },
	{ "From=%2B13125550100&Body=hi", REFUSAL_NO_TO },
	{ "", REFUSAL_NO_TO },
	{ "To=%2B13125550123&Body=hi", REFUSAL_NO_FROM },
	{ "To=%2B13125550123&From=&Body=hi", REFUSAL_NO_FROM },
	{ "To=%2B13125550123&From=&MessagingServiceSid=&Body=hi", REFUSAL_NO_FROM },
	/* addresses are judged before content, and To before From */
	{ "To=x&From=y", REFUSAL_TO_INVALID },
	{ "To=%2B13125550123&From=y", REFUSAL_FROM_INVALID },
	{ "To=%2B13125550123&From=%2B13125550100", REFUSAL_NO_CONTENT },
	{ "To=%2B1234567&From=%2B13125550100&Body=hi", REFUSAL_TO_INVALID },
	{ "To=%2B12345678&From=%2B13125550100&Body=hi", REFUSAL_NONE },
	{ "To=%2B123456789012345&From=%2B13125550100&Body=hi", REFUSAL_NONE },
	{ "To=%2B1234567890123456&From=%2B13125550100&Body=hi", REFUSAL_TO_INVALID },
	{ "To=%2B03125550123&From=%2B13125550100&Body=hi", REFUSAL_TO_INVALID },
	{ "To=%2B1312555012a&From=%2B13125550100&Body=hi", REFUSAL_TO_INVALID },
	{ "To=whatsapp%3A%2B13125550123&From=whatsapp%3A%2B13125550100&Body=hi", REFUSAL_NONE },
	{ "To=a:b:%2B13125550123&From=%2B13125550100&Body=hi", REFUSAL_TO_INVALID },
	{ "To=%2B13125550123&From=%2B13125550199&Body=hi", REFUSAL_FROM_OTHERS },
	/* services */
	{ "To=%2B13125550123&MessagingServiceSid=MG0123&Body=hi", REFUSAL_PARAMETER },
	{ "To=%2B13125550123&MessagingServiceSid=SM0123456789abcdef0123456789abcdef&Body=hi",
	  REFUSAL_PARAMETER },
	{ "To=%2B13125550123&MessagingServiceSid=MG0123456789abcdef0123456789abcdeg&Body=hi",
	  REFUSAL_PARAMETER },
	/* content */
	{ "To=%2B13125550123&From=%2B13125550100&Body=", REFUSAL_NO_TEXT },
	{ "To=%2B13125550123&From=%2B13125550100&Body=&MediaUrl=http://a/", REFUSAL_NONE },
	{ "To=%2B13125550123&From=%2B13125550100&ContentSid=HX1", REFUSAL_NONE },
	{ "To=%2B13125550123&From=%2B13125550100&ContentSid=", REFUSAL_NO_CONTENT },
	{ MAY "&MediaUrl=a", REFUSAL_MEDIA_URL },
	{ MAY "&MediaUrl=http://a/&MediaUrl=", REFUSAL_MEDIA_URL },
	{ "To=%2B13125550123&From=%2B13125550100&Body=%FF", REFUSAL_PARAMETER },
	{ "To=%2B13125550123&From=%2B13125550100&Body=%ED%A0%80", REFUSAL_PARAMETER },
	/* words */
	{ MAY "&ProvideFeedback=true&ForceDelivery=false&SmartEncoded=true&ShortenUrls=false",
	  REFUSAL_NONE },
	{ MAY "&ProvideFeedback=True", REFUSAL_PARAMETER },
	{ MAY "&SendAsMms=", REFUSAL_PARAMETER },
	{ MAY "&ContentRetention=retain&AddressRetention=obfuscate&RiskCheck=enable", REFUSAL_NONE },
	{ MAY "&AddressRetention=discard", REFUSAL_PARAMETER },
	{ MAY "&TrafficType=free", REFUSAL_NONE },
	{ MAY "&TrafficType=paid", REFUSAL_PARAMETER },
	/* schedules: more than 300 s and at most 35 days from 10:00 */
	{ AT("2026-11-22T10:05:00Z"), REFUSAL_NONE },
	{ AT("2026-11-22T10:04:59Z"), REFUSAL_FAR_SEND_AT },
	{ AT("2026-11-22T11:05:00%2B01:00"), REFUSAL_NONE },
	{ AT("2026-11-22T11:04:59%2B01:00"), REFUSAL_FAR_SEND_AT },
	{ AT("2026-12-27T10:00:00Z"), REFUSAL_NONE },
	{ AT("2026-12-27T10:00:01Z"), REFUSAL_FAR_SEND_AT },
	{ AT("2025-11-22T10:05:00Z"), REFUSAL_FAR_SEND_AT },
	{ AT("2026-02-30T10:05:00Z"), REFUSAL_BAD_SEND_AT },
	{ AT("in+an+hour"), REFUSAL_BAD_SEND_AT },
	{ AT(""), REFUSAL_NO_SEND_AT },
	{ BY_SERVICE "&ScheduleType=fixed", REFUSAL_NO_SEND_AT },
	{ BY_SERVICE "&SendAt=2026-11-22T10:05:00Z", REFUSAL_PARAMETER },
	{ MAY "&ScheduleType=fixed&SendAt=2026-11-22T10:05:00Z", REFUSAL_NO_SERVICE },
	{ BY_SERVICE "&ScheduleType=&SendAt=2026-11-22T10:05:00Z", REFUSAL_PARAMETER },
	/* the rest */
	{ MAY "&StatusCallback=https://gw.example/s?t=1", REFUSAL_NONE },
	{ MAY "&StatusCallback=https://", REFUSAL_CALLBACK },
	{ MAY "&StatusCallback=HTTPS://gw.example/", REFUSAL_CALLBACK },
	{ MAY "&StatusCallback=http://gw.example/%0A", REFUSAL_CALLBACK },
	{ MAY "&StatusCallback=http://gw.example/%7F", REFUSAL_CALLBACK },
	{ MAY "&ValidityPeriod=1", REFUSAL_NONE },
	{ MAY "&ValidityPeriod=36000", REFUSAL_NONE },
	{ MAY "&ValidityPeriod=36001", REFUSAL_VALIDITY },
	{ MAY "&ValidityPeriod=0", REFUSAL_VALIDITY },
	{ MAY "&ValidityPeriod=", REFUSAL_VALIDITY },
	{ MAY "&ValidityPeriod=1.5", REFUSAL_VALIDITY },
	{ MAY "&Attempt=0", REFUSAL_NONE },
	{ MAY "&Attempt=2147483647", REFUSAL_NONE },
	{ MAY "&Attempt=2147483648", REFUSAL_PARAMETER },
};

static enum refusal judge_form(struct carrier *carrier, const char *text)
{
	struct form form;
	AUTO(arena) arena;

	arena_init(&arena, 64 * 1024);
	assert_fine(form_read(str_of(text), 200, &arena, &form, NULL));
	return judge_message(carrier, &form);
}

static void an_order_is_judged_in_the_provider_s_own_order(void **state)
{
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		enum refusal refusal = judge_form(*state, orders[i].form);

		if (refusal != orders[i].refusal)
			fail_msg("%s: %d (%s), not %d", orders[i].form, refusal,
				 refusal_text(DIALECT_TWILIO, refusal), orders[i].refusal);
	}
}

static void a_text_is_measured_in_characters(void **state)
{
	static const struct {
		const char *coded;
		int most;
	} letters[] = { { "a", 1600 }, { "%C3%B1", 1600 }, { "%F0%9F%98%80", 1600 }, { "%0A", 1600 } };

	for (size_t i = 0; i < COUNT_OF(letters); i++) {
		for (int more = 0; more <= 1; more++) {
			AUTO(buf) form;

			buf_init(&form, 64 * 1024);
			buf_add_text(&form, "To=%2B13125550123&From=%2B13125550100&Body=");
			for (int j = 0; j < letters[i].most + more; j++)
				buf_add_text(&form, letters[i].coded);
			assert_int_equal(judge_form(*state, buf_text(&form)),
					 more ? REFUSAL_TOO_LONG : REFUSAL_NONE);
		}
	}
}

static void pictures_are_counted_to_ten(void **state)
{
	for (int count = 9; count <= 11; count++) {
		AUTO(buf) form;

		buf_init(&form, 64 * 1024);
		buf_add_text(&form, MAY);
		for (int i = 0; i < count; i++)
			buf_add_format(&form, "&MediaUrl=http://a/%d", i);
		assert_int_equal(judge_form(*state, buf_text(&form)),
				 count > 10 ? REFUSAL_MEDIA_MANY : REFUSAL_NONE);
	}
}

static void an_address_of_a_picture_or_a_hook_is_a_url(void **state)
{
	static const struct {
		const char *text;
		bool is_url;
	} rows[] = {
		{ "http://a", true },         { "https://a.example:8443/x?y=1&z#f", true },
		{ "http://", false },         { "https://", false },
		{ "http:///a", false },       { "http:a", false },
		{ "ftp://a", false },         { "//a", false },
		{ "", false },                { "http://a b", false },
		{ "http://a\tb", false },     { "http://a\x7f", false },
		{ "http://ñ", true },         { " http://a", false },
	};
	char longest[CARRIER_URL + 1] = "http://";

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (carrier_is_url(str_of(rows[i].text)) != rows[i].is_url)
			fail_msg("%s", rows[i].text);
	memset(longest + 7, 'a', CARRIER_URL - 7);
	assert_false(carrier_is_url((struct str){ longest, CARRIER_URL }));
	assert_true(carrier_is_url((struct str){ longest, CARRIER_URL - 1 }));
}

static void who_stopped_the_line_is_not_written_to_by_any_name_of_it(void **state)
{
	static const struct {
		const char *form;
		enum refusal refusal;
	} rows[] = {
		{ MAY, REFUSAL_STOPPED },
		{ BY_SERVICE, REFUSAL_STOPPED }, /* it picks the first line */
		{ "To=whatsapp%3A%2B13125550123&From=whatsapp%3A%2B13125550100&Body=hi", REFUSAL_STOPPED },
		{ "To=%2B13125550123&From=%2B13125550101&Body=hi", REFUSAL_NONE },
		{ "To=%2B13125550124&From=%2B13125550100&Body=hi", REFUSAL_NONE },
		/* what is wrong besides is told first */
		{ MAY "&ValidityPeriod=0", REFUSAL_VALIDITY },
	};
	struct carrier *carrier = *state;
	struct phone *phone = phones_need(carrier->phones, STR(PHONE));

	assert_fine(carrier_set_line(&carrier->settings, STR("+13125550101"), STR_NONE, STR_NONE, NULL));
	assert_true(phone_stop(phone, STR(LINE)));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (judge_form(carrier, rows[i].form) != rows[i].refusal)
			fail_msg("%s", rows[i].form);
	assert_true(phone_start(phone, STR(LINE)));
	assert_int_equal(judge_form(carrier, MAY), REFUSAL_NONE);
}

/* --- when it is to go, and how long it may wait ------------------------------------------- */

static void a_message_waits_as_long_as_it_was_told(void **state)
{
	static const struct {
		const char *form;
		enum journey_status status;
		const char *valid_until;
		const char *send_at; /* NULL: at once */
	} rows[] = {
		{ MAY, JOURNEY_QUEUED, "2026-11-22T20:00:00Z", NULL },
		{ MAY "&ValidityPeriod=1", JOURNEY_QUEUED, "2026-11-22T10:00:01Z", NULL },
		{ MAY "&ValidityPeriod=14400", JOURNEY_QUEUED, "2026-11-22T14:00:00Z", NULL },
		{ BY_SERVICE, JOURNEY_ACCEPTED, "2026-11-22T20:00:00Z", NULL },
		{ AT("2026-11-23T08:00:00Z"), JOURNEY_SCHEDULED, "2026-11-23T18:00:00Z",
		  "2026-11-23T08:00:00Z" },
		{ AT("2026-11-23T08:00:00Z") "&ValidityPeriod=60", JOURNEY_SCHEDULED,
		  "2026-11-23T08:01:00Z", "2026-11-23T08:00:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct record record = { .created_at = at(START) };
		struct form form;
		AUTO(arena) arena;

		arena_init(&arena, 64 * 1024);
		assert_fine(form_read(str_of(rows[i].form), 200, &arena, &form, NULL));
		dialect_twilio.schedule(&record, &form);
		print_message("%s\n", rows[i].form);
		assert_int_equal(record.status, rows[i].status);
		assert_int_equal(record.valid_until, at(rows[i].valid_until));
		assert_int_equal(record.send_at, rows[i].send_at ? at(rows[i].send_at) : 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(an_order_is_judged_in_the_provider_s_own_order),
		CLAIM(a_text_is_measured_in_characters),
		CLAIM(pictures_are_counted_to_ten),
		CLAIM(an_address_of_a_picture_or_a_hook_is_a_url),
		CLAIM(who_stopped_the_line_is_not_written_to_by_any_name_of_it),
		CLAIM(a_message_waits_as_long_as_it_was_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
