/* What we ask Telnyx, and what its answers come to. */
#include "telnyx_signed.h"

#include "base/json.h"

#define DOC(code) "{\"errors\":[{\"code\":\"" code "\",\"title\":\"t\",\"detail\":\"d\"}]}"
#define CALLBACK "https://hear.example.org/hooks/main/message-status/0042"

static void assert_str(struct str have, const char *want)
{
	if (!str_is(have, want))
		fail_msg("have \"%.*s\", want \"%s\"", STR_ARG(have), want);
}

static void a_message_says_what_we_were_told_and_nothing_more(void **state)
{
	struct account account = telnyx_account;
	struct outgoing outgoing = { .from = "+13125550100", .to = "+13125550177", .channel = CHANNEL_SMS,
				     .text = STR("¿Hay clases? \"Sí\" \\ 😀\n"), .callback_url = CALLBACK, .valid_for = HOUR_MS };

	(void)state;
	for (int with = 0; with < 2; with++) {
		AUTO(http_request) request;
		AUTO_JSON *order = NULL;

		http_request_init(&request);
		if (with) {
			account.options[TELNYX_PROFILE] = (struct account_values){ { "p-1" }, 1 };
			outgoing.media[0] = STR("https://hear.example.org/a.jpg");
			outgoing.media_count = 1;
		}
		telnyx_adapter.compose(&account, &outgoing, &request);
		assert_int_equal(request.method, HTTP_POST);
		assert_string_equal(buf_text(&request.url), "https://api.example.com/v2/messages");
		assert_string_equal(request.content_type, "application/json");
		assert_string_equal(buf_text(&request.bearer), "KEY1");
		assert_int_equal(request.user.size + request.headers.size, 0);
		assert_true(request.is_once);
		assert_int_equal(json_read(buf_str(&request.body), &order, NULL), FAULT_NONE);
		assert_str(json_str(order, "from"), "+13125550100");
		assert_str(json_str(order, "to"), "+13125550177");
		assert_str(json_str(order, "text"), "¿Hay clases? \"Sí\" \\ 😀\n");
		assert_str(json_str(order, "webhook_url"), CALLBACK);
		assert_true(json_is_false(json_object_get(order, "use_profile_webhooks")));
		assert_str(json_str(order, "messaging_profile_id"), with ? "p-1" : "");
		assert_int_equal(json_array_size(json_object_get(order, "media_urls")), with);
		assert_int_equal(json_object_size(order), with ? 7 : 5);
	}
}

static void one_message_is_asked_for_by_its_id_and_no_other_path(void **state)
{
	AUTO(http_request) request;
	AUTO(http_request) media;

	(void)state;
	http_request_init(&request);
	http_request_init(&media);
	telnyx_adapter.compose_fetch(&telnyx_account, STR("../x?y#z"), &request);
	telnyx_adapter.compose_media(&telnyx_account, STR("m-1"), &media);
	assert_string_equal(buf_text(&request.url), "https://api.example.com/v2/messages/..%2Fx%3Fy%23z");
	assert_string_equal(buf_text(&media.url), "https://api.example.com/v2/messages/m-1");
	assert_int_equal(request.method, HTTP_GET);
	assert_false(request.is_once);
	assert_string_equal(buf_text(&request.bearer), "KEY1");
}

static void media_come_from_the_provider_and_our_key_stays_at_home(void **state)
{
	static const struct {
		const char *base_url, *url;
		bool may_fetch, is_outside;
	} rows[] = {
		{ "https://api.telnyx.com", "https://media.telnyx.com/a/b.jpg", true, true },
		{ "https://api.telnyx.com", "http://media.telnyx.com/a", false, false },
		{ "https://api.telnyx.com", "https://media.telnyx.com.evil.org/a", false, false },
		{ "https://api.telnyx.com", "https://media.telnyx.com@evil.org/a", false, false },
		{ "https://api.telnyx.com", "https://media.telnyx.com:444/a", false, false },
		{ "https://api.telnyx.com", "https://evil.org/https://media.telnyx.com/", false, false },
		{ "https://api.telnyx.com", "https://api.telnyx.com/v2/x", true, false },
		{ "https://api.telnyx.com", "https://api.telnyx.com.evil.org/x", false, false },
		{ "https://api.telnyx.com", "https://api.telnyx.com", false, false },
		{ "https://api.telnyx.com", "https://169.254.169.254/x", false, false },
		{ "https://api.telnyx.com", "file:///etc/passwd", false, false },
		{ "https://api.telnyx.com", "", false, false },
		{ "http://127.0.0.1:8090", "http://127.0.0.1:8090/media/m/1", true, false },
		{ "http://127.0.0.1:8090", "http://127.0.0.1:80901/x", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct account account = telnyx_account;
		AUTO(http_request) request;

		account.base_url = rows[i].base_url;
		http_request_init(&request);
		if (telnyx_adapter.authorize_fetch(&account, str_of(rows[i].url), &request) !=
		    (rows[i].may_fetch ? FAULT_NONE : FAULT_UNSIGNED))
			fail_msg("%s", rows[i].url);
		assert_int_equal(request.is_outside, rows[i].is_outside);
		assert_int_equal(request.bearer.size + request.user.size + request.password.size, 0);
		assert_string_equal(buf_text(&request.url), rows[i].may_fetch ? rows[i].url : "");
	}
}

static const struct {
	const char *label;
	enum http_fate fate;
	int status;
	const char *body;
	enum verdict verdict;
	int code;
	enum remedy remedy;
} replies[] = {
	{ "created", HTTP_ANSWERED, 200, "{\"data\":{\"id\":\"m-1\",\"parts\":2}}", VERDICT_ACCEPTED, 0, 0 },
	{ "poisoned echo", HTTP_ANSWERED, 200, "{\"data\":{\"id\":\"m-1\",\"text\":\"\\ud83d\",\"parts\":2}}", VERDICT_ACCEPTED, 0, 0 },
	{ "200 without data", HTTP_ANSWERED, 200, "{}", VERDICT_UNKNOWN, 0, 0 },
	{ "200 without id", HTTP_ANSWERED, 200, "{\"data\":{}}", VERDICT_UNKNOWN, 0, 0 },
	{ "200 with a number for id", HTTP_ANSWERED, 200, "{\"data\":{\"id\":7}}", VERDICT_UNKNOWN, 0, 0 },
	{ "200 half", HTTP_ANSWERED, 200, "{\"data\":{\"id\":\"m", VERDICT_UNKNOWN, 0, 0 },
	{ "200 empty", HTTP_ANSWERED, 200, "", VERDICT_UNKNOWN, 0, 0 },
	{ "opted out", HTTP_ANSWERED, 400, DOC("40300"), VERDICT_REFUSED, 40300, REMEDY_STOPPED },
	{ "opted out, said with 403", HTTP_ANSWERED, 403, DOC("40300"), VERDICT_REFUSED, 40300, REMEDY_STOPPED },
	{ "opted out, said with 422", HTTP_ANSWERED, 422, DOC("40300"), VERDICT_REFUSED, 40300, REMEDY_STOPPED },
	{ "invalid to", HTTP_ANSWERED, 400, DOC("40310"), VERDICT_REFUSED, 40310, REMEDY_BAD_NUMBER },
	{ "queue full", HTTP_ANSWERED, 400, DOC("40318"), VERDICT_REFUSED, 40318, REMEDY_LINE },
	{ "not our number", HTTP_ANSWERED, 400, DOC("40305"), VERDICT_REFUSED, 40305, REMEDY_SENDER },
	{ "a code nobody knows", HTTP_ANSWERED, 400, DOC("40399"), VERDICT_REFUSED, 40399, REMEDY_NEVER },
	{ "a region", HTTP_ANSWERED, 400, DOC("40309"), VERDICT_REFUSED, 40309, REMEDY_DESTINATION },
	{ "no key", HTTP_ANSWERED, 401, DOC("10009"), VERDICT_REFUSED, 10009, REMEDY_CONFIG },
	{ "not allowed, by a new code", HTTP_ANSWERED, 403, DOC("10990"), VERDICT_REFUSED, 10990, REMEDY_SENDER },
	{ "a known code says enough", HTTP_ANSWERED, 403, "{\"errors\":[{\"code\":\"10010\"}]}", VERDICT_REFUSED, 10010, REMEDY_CONFIG },
	{ "too many", HTTP_ANSWERED, 429, DOC("10011"), VERDICT_LATER, 10011, REMEDY_RETRY },
	{ "too many, without a word", HTTP_ANSWERED, 429, "", VERDICT_LATER, 0, REMEDY_RETRY },
	{ "a proxy's 404", HTTP_ANSWERED, 404, "<html>", VERDICT_UNKNOWN, 0, 0 },
	{ "no errors inside", HTTP_ANSWERED, 400, "{\"errors\":[]}", VERDICT_UNKNOWN, 0, 0 },
	{ "timed out", HTTP_ANSWERED, 408, DOC("10008"), VERDICT_UNKNOWN, 0, 0 },
	{ "timed out, said with 400", HTTP_ANSWERED, 400, DOC("10008"), VERDICT_UNKNOWN, 10008, 0 },
	{ "unexpected, said with 422", HTTP_ANSWERED, 422, DOC("10007"), VERDICT_UNKNOWN, 10007, 0 },
	{ "conflict", HTTP_ANSWERED, 409, DOC("40310"), VERDICT_UNKNOWN, 0, 0 },
	{ "down", HTTP_ANSWERED, 503, DOC("40310"), VERDICT_UNKNOWN, 0, 0 },
	{ "a redirect", HTTP_ANSWERED, 302, "", VERDICT_UNKNOWN, 0, 0 },
	{ "no reply at all", HTTP_CUT, 0, "", VERDICT_UNKNOWN, 0, 0 },
	{ "cut with a status", HTTP_CUT, 200, "{\"data\":{\"id\":\"m-1\"}}", VERDICT_UNKNOWN, 0, 0 },
	{ "not sent", HTTP_NOT_SENT, 0, "", VERDICT_NOT_SENT, 0, 0 },
};

static void every_reply_is_judged_by_the_outcome_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		struct http_reply reply = { .fate = replies[i].fate, .status = replies[i].status,
					    .body = str_of(replies[i].body), .retry_after_for = 7000 };
		struct judgement judgement = telnyx_adapter.judge(&telnyx_account, &reply);

		if (judgement.verdict != replies[i].verdict || judgement.code != replies[i].code)
			fail_msg("%s: verdict %d, code %d", replies[i].label, judgement.verdict, judgement.code);
		if (judgement.verdict == VERDICT_REFUSED || judgement.verdict == VERDICT_LATER)
			assert_int_equal(judgement.remedy, replies[i].remedy);
		assert_string_equal(judgement.id, judgement.verdict == VERDICT_ACCEPTED ? "m-1" : "");
		assert_int_equal(judgement.segments, judgement.verdict == VERDICT_ACCEPTED ? 2 : 0);
		assert_int_equal(judgement.retry_after_for, 7000);
	}
}

/* What stands between us and the provider answers in its place. */
static void what_is_not_the_providers_own_document_refuses_nothing(void **state)
{
	static const char *const strangers[] = {
		"", "null", "[]", "{}", "<html>Request blocked</html>", "{\"message\":\"Forbidden\"}", "{\"errors\":[]}",
		"{\"code\":20003,\"message\":\"no\",\"status\":401}", "{\"errors\":[{\"code\":1020,\"message\":\"Access denied\"}]}",
		"{\"success\":false,\"errors\":[{\"code\":10000,\"message\":\"Authentication error\"}]}",
		"{\"errors\":[{\"code\":\"403\",\"title\":\"Forbidden\"}]}", "{\"errors\":[{\"title\":\"Forbidden\"}]}",
		"{\"errors\":[{\"code\":\"AccessDenied\",\"title\":\"no\"}]}", "{\"errors\":[{\"code\":\"10990\"}]}",
		"{\"errors\":{\"code\":\"10009\"}}", "{\"errors\":[{\"code\":\"999990\",\"title\":\"no\"}]}", "{\"errors\":[{\"code\":\"10009\"",
	};

	(void)state;
	for (int status = 400; status < 500; status++)
		for (size_t i = 0; i < COUNT_OF(strangers); i++) {
			struct http_reply reply = { .fate = HTTP_ANSWERED, .status = status, .body = str_of(strangers[i]) };
			enum verdict verdict = telnyx_adapter.judge(&telnyx_account, &reply).verdict;

			if (verdict != (status == 429 ? VERDICT_LATER : VERDICT_UNKNOWN))
				fail_msg("%d %s: verdict %d", status, strangers[i], verdict);
		}
}

static void a_fetched_message_tells_its_status(void **state)
{
	struct http_reply reply = { .fate = HTTP_ANSWERED, .status = 200, .body = STR(
		"{\"data\":{\"record_type\":\"message\",\"direction\":\"outbound\",\"id\":\"m-1\",\"from\":{\"phone_number\":\"+13125550100\"},"
		"\"to\":[{\"phone_number\":\"+13125550177\",\"status\":\"delivery_failed\"}],\"text\":\"hola\",\"media\":[{}],"
		"\"received_at\":\"2024-01-15T20:16:07.588+00:00\",\"errors\":[{\"code\":\"40001\"}]}}") };
	struct listed listed;
	struct note note;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	assert_int_equal(telnyx_adapter.read_fetch(&reply, &arena, &listed, &note), FAULT_NONE);
	assert_str(listed.id, "m-1");
	assert_str(listed.receipt.id, "m-1");
	assert_str(listed.to, "+13125550177");
	assert_str(listed.text, "hola");
	assert_false(listed.is_inbound);
	assert_int_equal(listed.media_count, 1);
	assert_int_equal(listed.created_at, 1705349767588);
	assert_int_equal(listed.receipt.event, ON_UNDELIVERED);
	assert_int_equal(listed.receipt.remedy, REMEDY_BAD_NUMBER);
}

static void a_reply_that_is_no_message_says_what_to_do_next(void **state)
{
	static const struct {
		int status;
		const char *body;
		enum fault fault;
	} rows[] = {
		{ 200, "{}", FAULT_INVALID }, { 200, "{\"data\":[]}", FAULT_INVALID }, { 200, "", FAULT_INVALID },
		{ 200, "{\"data\":{\"text\":\"x\"}}", FAULT_INVALID }, { 404, DOC("10005"), FAULT_MISSING },
		{ 401, DOC("10009"), FAULT_CONFIG }, { 429, "", FAULT_AGAIN }, { 503, "", FAULT_AGAIN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_reply reply = { .fate = HTTP_ANSWERED, .status = rows[i].status, .body = str_of(rows[i].body) };
		struct listed listed = { .media_count = 9 };
		struct inbound inbound = { .media_count = 9 };
		AUTO(arena) arena;

		arena_init(&arena, 1 << 16);
		assert_int_equal(telnyx_adapter.read_fetch(&reply, &arena, &listed, NULL), rows[i].fault);
		assert_int_equal(telnyx_adapter.read_media(&telnyx_account, &reply, &arena, &inbound, NULL), rows[i].fault);
		assert_int_equal(listed.media_count + (int)inbound.media_count, 18);
	}
}

static void a_message_s_pictures_are_read_and_nothing_else_of_it(void **state)
{
	struct http_reply reply = { .fate = HTTP_ANSWERED, .status = 200, .body = STR(
		"{\"data\":{\"id\":\"m\",\"text\":\"x\",\"media\":[{\"url\":\"https://media.telnyx.com/1\",\"content_type\":\"image/png\"}]}}") };
	struct inbound inbound = { .text = STR("kept") };
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	assert_int_equal(telnyx_adapter.read_media(&telnyx_account, &reply, &arena, &inbound, NULL), FAULT_NONE);
	assert_int_equal(inbound.media_count, 1);
	assert_str(inbound.media[0], "https://media.telnyx.com/1");
	assert_str(inbound.media_type[0], "image/png");
	assert_str(inbound.text, "kept");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_says_what_we_were_told_and_nothing_more),
		cmocka_unit_test(one_message_is_asked_for_by_its_id_and_no_other_path),
		cmocka_unit_test(media_come_from_the_provider_and_our_key_stays_at_home),
		cmocka_unit_test(every_reply_is_judged_by_the_outcome_table),
		cmocka_unit_test(what_is_not_the_providers_own_document_refuses_nothing),
		cmocka_unit_test(a_fetched_message_tells_its_status),
		cmocka_unit_test(a_reply_that_is_no_message_says_what_to_do_next),
		cmocka_unit_test(a_message_s_pictures_are_read_and_nothing_else_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
