#include "tests/lib/test.h"

#include "adapters/adapter.h"
#include "adapters/registry.h"

/* guarantees.md §2.5, row by row, and what lies between the rows. */
#define SAID(code, status) "{\"code\": " code ", \"message\": \"no\", \"status\": " status "}"
#define DOC(code) SAID(code, "400")

static const struct {
	const char *label;
	enum http_fate fate;
	int status;
	const char *body;
	enum verdict verdict;
	enum remedy remedy;
	int code;
} replies[] = {
	{ "created", HTTP_ANSWERED, 201, "{\"sid\": \"SM1\", \"num_segments\": \"2\"}", VERDICT_ACCEPTED, 0, 0 },
	{ "a clone's 200", HTTP_ANSWERED, 200, "{\"sid\": \"c1b2-uuid\", \"num_segments\": 2}", VERDICT_ACCEPTED, 0, 0 },
	{ "poisoned echo", HTTP_ANSWERED, 201, "{\"sid\": \"SM1\", \"body\": \"\\ud83d \\u0000\", \"num_segments\": \"2\"}",
	  VERDICT_ACCEPTED, 0, 0 },
	{ "no byte left", HTTP_NOT_SENT, 0, "", VERDICT_NOT_SENT, 0, 0 },
	{ "too fast", HTTP_ANSWERED, 429, DOC("20429"), VERDICT_LATER, REMEDY_RETRY, 20429 },
	{ "too fast, no document", HTTP_ANSWERED, 429, "", VERDICT_LATER, REMEDY_RETRY, 0 },
	{ "too fast, a new code", HTTP_ANSWERED, 429, SAID("21999", "429"), VERDICT_LATER, REMEDY_RETRY, 21999 },
	{ "line's queue is full", HTTP_ANSWERED, 429, DOC("21611"), VERDICT_LATER, REMEDY_LINE, 21611 },
	{ "opted out", HTTP_ANSWERED, 400, DOC("21610"), VERDICT_REFUSED, REMEDY_STOPPED, 21610 },
	{ "code as text", HTTP_ANSWERED, 400, DOC("\"21610\""), VERDICT_REFUSED, REMEDY_STOPPED, 21610 },
	{ "a known code says enough", HTTP_ANSWERED, 403, "{\"code\": 21408}", VERDICT_REFUSED, REMEDY_DESTINATION, 21408 },
	{ "a new 21xxx", HTTP_ANSWERED, 400, DOC("21999"), VERDICT_REFUSED, REMEDY_NEVER, 21999 },
	{ "gone", HTTP_ANSWERED, 404, SAID("20404", "404"), VERDICT_REFUSED, REMEDY_NEVER, 20404 },
	{ "wrong key", HTTP_ANSWERED, 401, DOC("20003"), VERDICT_REFUSED, REMEDY_CONFIG, 20003 },
	{ "forbidden by a new code", HTTP_ANSWERED, 403, SAID("20990", "403"), VERDICT_REFUSED, REMEDY_SENDER, 20990 },
	{ "a wrong key by a new code", HTTP_ANSWERED, 401, SAID("20990", "401"), VERDICT_REFUSED, REMEDY_CONFIG, 20990 },
	{ "forbidden, opted out", HTTP_ANSWERED, 403, DOC("21610"), VERDICT_REFUSED, REMEDY_STOPPED, 21610 },
	/* everything else: nobody knows */
	{ "cut", HTTP_CUT, 0, "", VERDICT_UNKNOWN, 0, 0 },
	{ "cut with a status", HTTP_CUT, 201, "{\"sid\": \"SM1\"}", VERDICT_UNKNOWN, 0, 0 },
	{ "201 without sid", HTTP_ANSWERED, 201, "{}", VERDICT_UNKNOWN, 0, 0 },
	{ "201 with an empty sid", HTTP_ANSWERED, 201, "{\"sid\": \"\"}", VERDICT_UNKNOWN, 0, 0 },
	{ "201 with a number for sid", HTTP_ANSWERED, 201, "{\"sid\": 7}", VERDICT_UNKNOWN, 0, 0 },
	{ "201 half", HTTP_ANSWERED, 201, "{\"sid\": \"SM", VERDICT_UNKNOWN, 0, 0 },
	{ "201 list", HTTP_ANSWERED, 201, "[\"sid\"]", VERDICT_UNKNOWN, 0, 0 },
	{ "204", HTTP_ANSWERED, 204, "", VERDICT_UNKNOWN, 0, 0 },
	{ "302", HTTP_ANSWERED, 302, DOC("21610"), VERDICT_UNKNOWN, 0, 0 },
	{ "408", HTTP_ANSWERED, 408, DOC("21610"), VERDICT_UNKNOWN, 0, 0 },
	{ "409", HTTP_ANSWERED, 409, DOC("20409"), VERDICT_UNKNOWN, 0, 0 },
	{ "425", HTTP_ANSWERED, 425, DOC("21610"), VERDICT_UNKNOWN, 0, 0 },
	{ "a proxy's 400", HTTP_ANSWERED, 400, "<html>Bad Request</html>", VERDICT_UNKNOWN, 0, 0 },
	{ "a stranger's JSON", HTTP_ANSWERED, 400, "{\"message\": \"Missing Token\"}", VERDICT_UNKNOWN, 0, 0 },
	{ "no code inside", HTTP_ANSWERED, 400, "{\"code\": null}", VERDICT_UNKNOWN, 0, 0 },
	{ "an empty code", HTTP_ANSWERED, 400, "{\"code\": \"\"}", VERDICT_UNKNOWN, 0, 0 },
	{ "no errors inside", HTTP_ANSWERED, 400, "{\"errors\": []}", VERDICT_UNKNOWN, 0, 0 },
	{ "an empty 404", HTTP_ANSWERED, 404, "", VERDICT_UNKNOWN, 0, 0 },
	{ "500", HTTP_ANSWERED, 500, "", VERDICT_UNKNOWN, 0, 0 },
	{ "500 with a document", HTTP_ANSWERED, 500, DOC("20500"), VERDICT_UNKNOWN, 0, 0 },
	{ "503 with a refusal's code", HTTP_ANSWERED, 503, DOC("21610"), VERDICT_UNKNOWN, 0, 0 },
	{ "no status at all", HTTP_ANSWERED, 0, "", VERDICT_UNKNOWN, 0, 0 },
};

/* What stands between us and the provider answers in its place: nobody knows what became of
 * the request behind it.  With every status that a refusal may have, for every dialect. */
static const char *const strangers[] = {
	"", " ", "null", "[]", "{}", "<html>Request blocked</html>", "Forbidden", "error code: 1020",
	"{\"message\": \"Forbidden\"}", "{\"code\": 403, \"message\": \"Forbidden\", \"status\": 403}",
	"{\"code\": \"AccessDenied\", \"message\": \"no\"}", "{\"error\": {\"code\": 20003, \"message\": \"no\"}}",
	"{\"success\": false, \"errors\": [{\"code\": 1020, \"message\": \"Access denied\"}], \"messages\": []}",
	"{\"errors\": [{\"code\": 10000, \"message\": \"Authentication error\"}]}", "{\"errors\": []}", "{\"errors\": {}}",
	"{\"code\": null}", "{\"code\": \"\"}", "{\"code\": true, \"message\": \"no\", \"status\": 403}",
	"{\"code\": 7}", "{\"code\": -20003}", "{\"code\": 99999999999, \"message\": \"no\", \"status\": 403}",
	"{\"code\": 20990}", "{\"code\": 15011, \"message\": \"blocked\"}", "{\"code\": 15011, \"status\": 403}",
	"{\"code\": 20003", "\xef\xbb\xbf<!DOCTYPE html>", "{\"status\": 403, \"title\": \"Forbidden\"}",
	"{\"login\": \"https://portal.example/hotspot\"}",
};

static void what_is_not_the_providers_own_document_refuses_nothing(void **state)
{
	static const char *const kinds[] = { "twilio", "practice" };
	struct account account = { .name = "main" };

	(void)state;
	for (size_t k = 0; k < COUNT_OF(kinds); k++)
		for (int status = 400; status < 500; status++)
			for (size_t i = 0; i < COUNT_OF(strangers); i++) {
				struct http_reply reply = { .fate = HTTP_ANSWERED, .status = status,
							    .body = str_of(strangers[i]) };
				enum verdict verdict = registry_find(str_of(kinds[k]))->judge(&account, &reply).verdict;

				if (verdict != (status == 429 ? VERDICT_LATER : VERDICT_UNKNOWN))
					fail_msg("%s %d %s: verdict %d", kinds[k], status, strangers[i], verdict);
			}
}

/* SignalWire wraps errors and has words for codes, Somleng has letters in them; with a status
 * that a firewall has too, words prove nothing. */
static void the_clones_own_documents_are_known_too(void **state)
{
	static const struct {
		const char *kind;
		int status;
		const char *body;
		enum verdict verdict;
		enum remedy remedy;
	} rows[] = {
		{ "signalwire", 422, "{\"errors\": [{\"code\": \"21211\", \"message\": \"bad\"}]}", VERDICT_REFUSED, REMEDY_BAD_NUMBER },
		{ "signalwire", 422, "{\"errors\": [{\"code\": \"missing_to\", \"message\": \"bad\"}]}", VERDICT_REFUSED, REMEDY_NEVER },
		{ "signalwire", 400, DOC("21610"), VERDICT_REFUSED, REMEDY_STOPPED },
		{ "signalwire", 403, "{\"errors\": [{\"code\": \"forbidden\", \"message\": \"no\"}]}", VERDICT_UNKNOWN, 0 },
		{ "signalwire", 403, "{\"errors\": [{\"code\": 1020, \"message\": \"no\"}]}", VERDICT_UNKNOWN, 0 },
		{ "signalwire", 403, "<html>", VERDICT_UNKNOWN, 0 },
		{ "signalwire", 401, "", VERDICT_UNKNOWN, 0 },
		{ "somleng", 422, SAID("\"S1001\"", "422"), VERDICT_REFUSED, REMEDY_NEVER },
		{ "somleng", 401, "{\"message\": \"Unauthorized\"}", VERDICT_UNKNOWN, 0 },
		{ "somleng", 403, SAID("\"AccessDenied\"", "403"), VERDICT_UNKNOWN, 0 },
		{ "twilio", 422, SAID("\"S1001\"", "422"), VERDICT_UNKNOWN, 0 },
		{ "twilio", 422, "{\"errors\": [{\"code\": 21211, \"message\": \"bad\"}]}", VERDICT_UNKNOWN, 0 },
	};
	struct account account = { .name = "main" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_reply reply = { .fate = HTTP_ANSWERED, .status = rows[i].status,
					    .body = str_of(rows[i].body) };
		struct judgement judgement = registry_find(str_of(rows[i].kind))->judge(&account, &reply);

		if (judgement.verdict != rows[i].verdict ||
		    (judgement.verdict == VERDICT_REFUSED && judgement.remedy != rows[i].remedy))
			fail_msg("%s %d %s", rows[i].kind, rows[i].status, rows[i].body);
	}
}

static struct judgement judge(int i)
{
	struct account account = { .name = "main" };
	struct http_reply reply = { .fate = replies[i].fate, .status = replies[i].status,
				    .body = str_of(replies[i].body), .retry_after_for = 1500 };

	return registry_find(STR("twilio"))->judge(&account, &reply);
}

static void every_reply_is_judged_by_the_outcome_table(void **state)
{
	(void)state;
	for (int i = 0; i < (int)COUNT_OF(replies); i++) {
		struct judgement judgement = judge(i);

		if (judgement.verdict != replies[i].verdict)
			fail_msg("%s: verdict %d", replies[i].label, judgement.verdict);
		if (judgement.verdict == VERDICT_UNKNOWN)
			continue;
		if (judgement.remedy != replies[i].remedy || judgement.code != replies[i].code)
			fail_msg("%s: remedy %s, code %d", replies[i].label,
				 remedy_word(judgement.remedy), judgement.code);
		assert_int_equal(judgement.retry_after_for, 1500);
		if (judgement.verdict == VERDICT_ACCEPTED) {
			assert_int_equal(judgement.segments, 2);
			assert_true(judgement.id[0] != '\0');
		} else {
			assert_string_equal(judgement.id, "");
		}
	}
}

/* G5 rests on it: a status that says nothing of acceptance never means "send
 * again", whatever stands in its body. */
static void only_2xx_accepts_and_only_4xx_refuses(void **state)
{
	static const char *const bodies[] = { "", "{\"sid\": \"SM1\"}", DOC("21610"), "<html>" };
	const struct adapter *adapter = registry_find(STR("twilio"));
	struct account account = { .name = "main" };

	(void)state;
	for (int status = 100; status < 1000; status++) {
		for (size_t i = 0; i < COUNT_OF(bodies); i++) {
			struct http_reply reply = { .fate = HTTP_ANSWERED, .status = status,
						    .body = str_of(bodies[i]) };
			enum verdict verdict = adapter->judge(&account, &reply).verdict;

			assert_int_not_equal(verdict, VERDICT_NOT_SENT);
			if (status / 100 != 2)
				assert_int_not_equal(verdict, VERDICT_ACCEPTED);
			if (status / 100 != 4)
				assert_int_not_equal(verdict, VERDICT_REFUSED);
			assert_true((verdict == VERDICT_LATER) == (status == 429));
		}
	}
}

static void the_longest_id_is_kept_whole_and_a_longer_one_is_no_id(void **state)
{
	const struct adapter *adapter = registry_find(STR("twilio"));
	struct account account = { .name = "main" };

	(void)state;
	for (int size = ADAPTER_ID; size <= ADAPTER_ID + 1; size++) {
		struct http_reply reply = { .fate = HTTP_ANSWERED, .status = 201 };
		struct judgement judgement;
		AUTO(buf) body;

		buf_init(&body, 1024);
		buf_add_format(&body, "{\"sid\": \"%0*d\"}", size, 7);
		reply.body = buf_str(&body);
		judgement = adapter->judge(&account, &reply);
		assert_int_equal(judgement.verdict,
				 size == ADAPTER_ID ? VERDICT_ACCEPTED : VERDICT_UNKNOWN);
		if (size == ADAPTER_ID)
			assert_int_equal(strlen(judgement.id), ADAPTER_ID);
	}
}

/* Whatever the provider calls it, that is its name; and where it is asked for by it, no path. */
static void an_id_is_opaque_and_leads_nowhere(void **state)
{
	static const struct {
		const char *json, *id, *address;
	} rows[] = {
		{ "SM\\u0007\\n1", "SM\a\n1", "SM%07%0A1" }, { "../../Accounts/B", "../../Accounts/B", "..%2F..%2FAccounts%2FB" },
		{ "a b?c#d&e%2f", "a b?c#d&e%2f", "a%20b%3Fc%23d%26e%252f" }, { "\\u202e\\u00e9", "\u202e\u00e9", "%E2%80%AE%C3%A9" },
		{ "\r\nHost: evil.example", NULL, NULL },
	};
	const struct adapter *adapter = registry_find(STR("twilio"));
	struct account account = { .name = "main", .base_url = "https://api.example.com" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_reply reply = { .fate = HTTP_ANSWERED, .status = 201 };
		struct judgement judgement;
		AUTO(http_request) request;
		AUTO(buf) body;
		AUTO(buf) end;

		http_request_init(&request);
		buf_init(&body, 1024);
		buf_init(&end, 1024);
		buf_add_format(&body, "{\"sid\": \"%s\"}", rows[i].json);
		reply.body = buf_str(&body);
		judgement = adapter->judge(&account, &reply);
		/* a bare control character is no JSON */
		assert_int_equal(judgement.verdict, rows[i].id ? VERDICT_ACCEPTED : VERDICT_UNKNOWN);
		if (!rows[i].id)
			continue;
		assert_string_equal(judgement.id, rows[i].id);
		adapter->compose_fetch(&account, str_of(judgement.id), &request);
		buf_add_format(&end, "/Messages/%s.json", rows[i].address);
		assert_true(str_ends(buf_str(&request.url), buf_str(&end)));
	}
}

/* Members twice, numbers without end, nested without end, two documents: nobody knows (§2.5). */
static void a_document_that_was_made_to_mislead_says_nothing(void **state)
{
	static const char *const accepted[] = {
		"{\"sid\": \"SM1\", \"sid\": \"SM2\"}", "{\"sid\": \"SM1\", \"num_segments\": 9223372036854775808}",
		"{\"sid\": \"SM1\", \"price\": 1e999}", "{\"sid\": \"SM1\"}{\"sid\": \"SM2\"}", "{\"sid\": {\"sid\": \"SM1\"}}",
		"{\"\\u0000\": 1, \"sid\": \"SM1\", \"sid\": \"SM1\"}", "{\"SID\": \"SM1\"}",
	};
	static const char *const refused[] = {
		"{\"code\": 21610, \"code\": 20003, \"message\": \"no\", \"status\": 400}",
		"{\"code\": 9223372036854775808, \"message\": \"no\", \"status\": 400}",
		"{\"code\": 9223372036854775807, \"message\": \"no\", \"status\": 400}",
		"{\"code\": -9223372036854775808, \"message\": \"no\", \"status\": 400}",
		"{\"code\": 21610.0, \"message\": \"no\", \"status\": 400}", "{\"code\": [21610], \"message\": \"no\"}",
	};
	const struct adapter *adapter = registry_find(STR("twilio"));
	struct account account = { .name = "main" };
	struct http_reply reply = { .fate = HTTP_ANSWERED, .status = 201 };
	AUTO(buf) deep;

	(void)state;
	buf_init(&deep, 1 << 20);
	buf_add_text(&deep, "{\"sid\": \"SM1\", \"code\": 21610, \"x\": ");
	while (deep.size < 100000)
		buf_add_char(&deep, '[');
	for (size_t i = 0; i <= COUNT_OF(accepted); i++) {
		reply.body = i < COUNT_OF(accepted) ? str_of(accepted[i]) : buf_str(&deep);
		if (adapter->judge(&account, &reply).verdict != VERDICT_UNKNOWN)
			fail_msg("201: %zu", i);
	}
	reply.status = 400;
	for (size_t i = 0; i <= COUNT_OF(refused); i++) {
		reply.body = i < COUNT_OF(refused) ? str_of(refused[i]) : buf_str(&deep);
		if (adapter->judge(&account, &reply).verdict != VERDICT_UNKNOWN)
			fail_msg("400: %zu", i);
	}
	reply.status = 201;
	reply.body = STR("{\"sid\": \"SM1\", \"num_segments\": 9223372036854775807}");
	assert_int_equal(adapter->judge(&account, &reply).segments, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reply_is_judged_by_the_outcome_table),
		cmocka_unit_test(what_is_not_the_providers_own_document_refuses_nothing),
		cmocka_unit_test(the_clones_own_documents_are_known_too),
		cmocka_unit_test(only_2xx_accepts_and_only_4xx_refuses),
		cmocka_unit_test(an_id_is_opaque_and_leads_nowhere),
		cmocka_unit_test(a_document_that_was_made_to_mislead_says_nothing),
		cmocka_unit_test(the_longest_id_is_kept_whole_and_a_longer_one_is_no_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
