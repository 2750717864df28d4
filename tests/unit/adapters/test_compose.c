#include "tests/lib/test.h"

#include <stdlib.h>

#include "adapters/registry.h"
#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_account.h"
#include "base/clock.h"
#include "tests/lib/openapi.h"
#include "wire/form.h"

#define SID "AC0123456789abcdef0123456789abcdef"
#define CALLBACK "https://hear.example.org/hooks/main/message-status/0123456789abcdef0123456789abcdef"

static const struct account account = {
	.name = "main",
	.base_url = "https://api.example.com",
	.public_url = "https://hear.example.org",
	.options = { [TWILIO_ACCOUNT_SID] = { { SID }, 1 }, [TWILIO_AUTH_TOKEN] = { { "12345" }, 1 } },
};

static const struct {
	const char *kind;
	const char *in_front; /* of /2010-04-01 */
	size_t media_most;
	int64_t validity_most;
} dialects[] = {
	{ "twilio",     "",          10, 36000 },
	{ "practice",   "",          10, 36000 },
	{ "signalwire", "/api/laml",  8, 14400 },
	{ "somleng",    "",           0, 14400 },
};

static void assert_allowed(const struct http_request *request, const char *in_front)
{
	struct note note = { 0 };

	assert_int_equal(buf_check(&request->url, NULL), FAULT_NONE);
	assert_int_equal(buf_check(&request->body, NULL), FAULT_NONE);
	if (openapi_check(http_method_word(request->method), buf_str(&request->url), in_front,
			  buf_str(&request->body), &note))
		fail_msg("%s", note.text);
}

/* The first form value of that name, decoded. */
static void get_value(const struct http_request *request, const char *name, char into[2048])
{
	AUTO(arena) arena;
	struct form form;

	arena_init(&arena, 1024 * 1024);
	assert_int_equal(form_read(buf_str(&request->body), 64, &arena, &form, NULL), FAULT_NONE);
	str_put(into, 2048, form_get(&form, name));
}

static struct outgoing spanish(void)
{
	return (struct outgoing){ .from = "+13125550100",
				  .to = "+13125550177",
				  .channel = CHANNEL_SMS,
				  .text = STR("¿Hay clases mañana? Sí & no, 100% + 😀"),
				  .callback_url = CALLBACK,
				  .valid_for = HOUR_MS };
}

static void every_message_of_every_dialect_is_one_the_provider_describes(void **state)
{
	static const char *const pictures[ADAPTER_MEDIA] = {
		"https://hear.example.org/media/0", "https://hear.example.org/media/1",
		"https://hear.example.org/media/2", "https://hear.example.org/media/3",
		"https://hear.example.org/media/4", "https://hear.example.org/media/5",
		"https://hear.example.org/media/6", "https://hear.example.org/media/7",
		"https://hear.example.org/media/8", "https://hear.example.org/media/9?a=1&b=2",
	};
	static const enum channel channels[] = { CHANNEL_SMS, CHANNEL_WHATSAPP };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialects) * COUNT_OF(channels); i++) {
		const struct adapter *adapter =
			registry_find(str_of(dialects[i / 2].kind));

		assert_non_null(adapter);
		assert_int_equal(adapter->media_most, dialects[i / 2].media_most);
		for (size_t media = 0; media <= adapter->media_most; media++) {
			struct outgoing outgoing = spanish();
			AUTO(http_request) request;

			http_request_init(&request);
			outgoing.channel = channels[i % 2];
			outgoing.media_count = media;
			for (size_t m = 0; m < media; m++)
				outgoing.media[m] = str_of(pictures[m]);
			if (media == 1)
				outgoing.text = STR_NONE;
			adapter->compose(&account, &outgoing, &request);
			assert_allowed(&request, dialects[i / 2].in_front);
			assert_int_equal(request.method, HTTP_POST);
			assert_true(request.is_once);
			assert_string_equal(buf_text(&request.user), SID);
			assert_string_equal(buf_text(&request.password), "12345");
			assert_string_equal(request.content_type,
					    "application/x-www-form-urlencoded");
		}
	}
}

static void a_message_says_what_we_were_told(void **state)
{
	static const struct {
		const char *name;
		const char *value;
	} values[] = {
		{ "To",             "+13125550177" },
		{ "From",           "+13125550100" },
		{ "Body",           "¿Hay clases mañana? Sí & no, 100% + 😀" },
		{ "ValidityPeriod", "3600" },
		{ "StatusCallback", CALLBACK },
		{ "MediaUrl",       "" },
	};
	struct outgoing outgoing = spanish();
	AUTO(http_request) request;
	char value[2048];

	(void)state;
	http_request_init(&request);
	registry_find(STR("practice"))->compose(&account, &outgoing, &request);
	assert_string_equal(buf_text(&request.url),
			    "https://api.example.com/2010-04-01/Accounts/"
			    "AC0123456789abcdef0123456789abcdef/Messages.json");
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		get_value(&request, values[i].name, value);
		assert_string_equal(value, values[i].value);
	}
}

static void only_twilio_is_asked_to_retry_in_the_fragment(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialects); i++) {
		struct outgoing outgoing = spanish();
		AUTO(http_request) request;
		char value[2048];

		http_request_init(&request);
		registry_find(str_of(dialects[i].kind))->compose(&account, &outgoing, &request);
		get_value(&request, "StatusCallback", value);
		if (strcmp(dialects[i].kind, "twilio") == 0)
			assert_non_null(strstr(value, "#rc=3&rp=5xx,ct,rt"));
		else
			assert_null(strchr(value, '#'));
	}
}

static void whatsapp_numbers_carry_their_channel_and_texts_do_not(void **state)
{
	struct outgoing outgoing = spanish();
	AUTO(http_request) request;
	char value[2048];

	(void)state;
	http_request_init(&request);
	outgoing.channel = CHANNEL_WHATSAPP;
	registry_find(STR("twilio"))->compose(&account, &outgoing, &request);
	get_value(&request, "To", value);
	assert_string_equal(value, "whatsapp:+13125550177");
	get_value(&request, "From", value);
	assert_string_equal(value, "whatsapp:+13125550100");
}

static void a_text_is_valid_no_longer_than_asked_and_the_provider_allows(void **state)
{
	static const struct {
		int64_t valid_for;
		int64_t seconds; /* 0: the dialect's most */
	} spans[] = {
		{ -1, 5 },           { 0, 5 },           { 4999, 5 },
		{ 5999, 5 },         { 6000, 6 },        { 61999, 61 },
		{ HOUR_MS, 3600 },   { DAY_MS, 0 },      { NEVER, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialects) * COUNT_OF(spans); i++) {
		size_t d = i / COUNT_OF(spans);
		size_t s = i % COUNT_OF(spans);
		struct outgoing outgoing = spanish();
		AUTO(http_request) request;
		char value[2048];

		http_request_init(&request);
		outgoing.valid_for = spans[s].valid_for;
		registry_find(str_of(dialects[d].kind))->compose(&account, &outgoing, &request);
		assert_allowed(&request, dialects[d].in_front);
		get_value(&request, "ValidityPeriod", value);
		assert_int_equal(atoll(value),
				 spans[s].seconds ? spans[s].seconds
						  : dialects[d].validity_most);
	}
}

static void every_question_of_every_dialect_is_one_the_provider_describes(void **state)
{
	static const struct list_query queries[] = {
		{ .to = "+13125550177", .since_at = 1767323045999 },
		{ .from = "+13125550100", .to = "+13125550177", .since_at = 1 },
		{ .from = "+13125550100" },
		{ .to = "+13125550100", .channel = CHANNEL_WHATSAPP, .since_at = 1767323045000 },
		{ .to = NULL },
	};
	struct str id = STR("SM0123456789abcdef0123456789abcdef");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialects); i++) {
		const struct adapter *adapter = registry_find(str_of(dialects[i].kind));

		for (size_t q = 0; q < COUNT_OF(queries) + 2; q++) {
			AUTO(http_request) request;

			http_request_init(&request);
			if (q == COUNT_OF(queries))
				adapter->compose_fetch(&account, id, &request);
			else if (q > COUNT_OF(queries))
				adapter->compose_media(&account, id, &request);
			else
				adapter->compose_list(&account, &queries[q], STR_NONE, &request);
			assert_allowed(&request, dialects[i].in_front);
			assert_int_equal(request.method, HTTP_GET);
			assert_int_equal(request.body.size, 0);
			assert_false(request.is_once);
			assert_null(request.content_type);
			assert_string_equal(buf_text(&request.user), SID);
		}
	}
}

static void a_list_asks_from_the_second_on_and_by_the_right_key(void **state)
{
	struct list_query query = { .to = "+13125550177", .since_at = 1767323045999 };
	AUTO(http_request) request;

	(void)state;
	http_request_init(&request);
	registry_find(STR("twilio"))->compose_list(&account, &query, STR_NONE, &request);
	assert_string_equal(buf_text(&request.url),
			    "https://api.example.com/2010-04-01/Accounts/"
			    "AC0123456789abcdef0123456789abcdef/Messages.json"
			    "?To=%2B13125550177&DateSent%3E=2026-01-02T03%3A04%3A05Z&PageSize=200");
}

static void the_next_page_is_at_the_host_not_behind_the_base_path(void **state)
{
	static const char *const bases[] = { "https://api.example.com",
					     "https://api.example.com/laml" };
	struct list_query query = { .to = "+13125550177" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bases); i++) {
		struct account moved = account;
		AUTO(http_request) request;

		http_request_init(&request);
		moved.base_url = bases[i];
		registry_find(STR("signalwire"))
			->compose_list(&moved, &query, STR("/2010/M.json?PageToken=PA1&Page=1"),
				       &request);
		assert_string_equal(buf_text(&request.url),
				    "https://api.example.com/2010/M.json?PageToken=PA1&Page=1");
		assert_string_equal(buf_text(&request.password), "12345");
	}
}

static void strange_ids_stay_inside_their_part_of_the_path(void **state)
{
	AUTO(http_request) request;

	(void)state;
	http_request_init(&request);
	registry_find(STR("somleng"))->compose_fetch(&account, STR("../x?y#z/é"), &request);
	assert_true(str_ends(buf_str(&request.url),
			     STR("/Messages/..%2Fx%3Fy%23z%2F%C3%A9.json")));
}

#define ACCOUNT "/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef"
#define MESSAGE ACCOUNT "/Messages/SM0123456789abcdef0123456789abcdef"
static const struct {
	const char *label, *method, *url, *body;
	bool is_allowed;
} requests[] = {
	{ "plain", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a", true },
	{ "two pictures", "POST", ACCOUNT "/Messages.json",
	  "To=%2B13125550177&From=12345&MediaUrl=https%3A%2F%2Fa.org&MediaUrl=https%3A%2F%2Fb.org", true },
	{ "cancel", "POST", MESSAGE ".json", "Status=canceled", true },
	{ "unknown", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a&Text=b", false },
	{ "case", "POST", ACCOUNT "/Messages.json", "to=%2B13125550177&From=12345&Body=a", false },
	{ "repeated", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a&Body=a", false },
	{ "no To", "POST", ACCOUNT "/Messages.json", "From=12345&Body=a", false },
	{ "no From", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&Body=a", false },
	{ "no Body", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345", false },
	{ "bare plus", "POST", ACCOUNT "/Messages.json", "To=+13125550177&From=12345&Body=a", false },
	{ "raw space", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a b", false },
	{ "bad UTF-8", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=%C3", false },
	{ "integer", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a&ValidityPeriod=1h", false },
	{ "too small", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a&ValidityPeriod=0", false },
	{ "too big", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a&ValidityPeriod=36001", false },
	{ "enum", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a&RiskCheck=no", false },
	{ "two l", "POST", MESSAGE ".json", "Status=cancelled", false },
	{ "uri", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a&StatusCallback=x_y", false },
	{ "underscore", "POST", ACCOUNT "/Messages.json", "To=%2B13125550177&From=12345&Body=a&StatusCallback=https%3A%2F%2Fx_y.org%2F", false },
	{ "page size", "GET", ACCOUNT "/Messages.json?PageSize=1001", "", false },
	{ "date", "GET", ACCOUNT "/Messages.json?DateSent%3E=yesterday", "", false },
	{ "no such key", "GET", ACCOUNT "/Messages.json?DateSent%3E%3D=2026-01-02", "", false },
	{ "method", "DELETE", ACCOUNT "/Messages.json", "", false },
	{ "path", "GET", ACCOUNT "/Message.json", "", false },
	{ "account", "GET", "/2010-04-01/Accounts/AC1/Messages.json", "", false },
	{ "longer path", "GET", MESSAGE ".json/x", "", false },
};

/* The judge itself is judged: what Twilio would refuse, it refuses. */
static void the_checker_refuses_what_the_provider_does_not_describe(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(requests); i++) {
		AUTO(buf) url;
		struct note note = { 0 };
		enum fault fault;

		buf_init(&url, 1024);
		buf_add_format(&url, "https://api.example.com%s", requests[i].url);
		fault = openapi_check(requests[i].method, buf_str(&url), "", str_of(requests[i].body), &note);
		if ((fault == FAULT_NONE) != requests[i].is_allowed)
			fail_msg("%s: %s", requests[i].label, note.text);
	}
}

static void the_checker_counts_1600_characters_and_no_more(void **state)
{
	AUTO(buf) long_text;

	(void)state;
	buf_init(&long_text, 4096);
	buf_add_text(&long_text, "To=%2B13125550177&From=12345&Body=");
	for (int i = 0; i < 1600; i++)
		buf_add_text(&long_text, "a");
	assert_int_equal(openapi_check("POST", STR("https://x" ACCOUNT "/Messages.json"), "",
				       buf_str(&long_text), NULL), FAULT_NONE);
	buf_add_text(&long_text, "a");
	assert_int_equal(openapi_check("POST", STR("https://x" ACCOUNT "/Messages.json"), "",
				       buf_str(&long_text), NULL), FAULT_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message_of_every_dialect_is_one_the_provider_describes),
		cmocka_unit_test(a_message_says_what_we_were_told),
		cmocka_unit_test(only_twilio_is_asked_to_retry_in_the_fragment),
		cmocka_unit_test(whatsapp_numbers_carry_their_channel_and_texts_do_not),
		cmocka_unit_test(a_text_is_valid_no_longer_than_asked_and_the_provider_allows),
		cmocka_unit_test(every_question_of_every_dialect_is_one_the_provider_describes),
		cmocka_unit_test(a_list_asks_from_the_second_on_and_by_the_right_key),
		cmocka_unit_test(the_next_page_is_at_the_host_not_behind_the_base_path),
		cmocka_unit_test(strange_ids_stay_inside_their_part_of_the_path),
		cmocka_unit_test(the_checker_refuses_what_the_provider_does_not_describe),
		cmocka_unit_test(the_checker_counts_1600_characters_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
