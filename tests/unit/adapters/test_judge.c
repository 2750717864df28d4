#include "tests/lib/test.h"

#include "adapters/adapter.h"
#include "adapters/registry.h"

/* guarantees.md §2.5, row by row, and what lies between the rows. */
#define DOC(code) "{\"code\": " code ", \"message\": \"no\", \"status\": 400}"

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
	{ "too fast, a new code", HTTP_ANSWERED, 429, DOC("21999"), VERDICT_LATER, REMEDY_RETRY, 21999 },
	{ "line's queue is full", HTTP_ANSWERED, 429, DOC("21611"), VERDICT_LATER, REMEDY_LINE, 21611 },
	{ "opted out", HTTP_ANSWERED, 400, DOC("21610"), VERDICT_REFUSED, REMEDY_STOPPED, 21610 },
	{ "code as text", HTTP_ANSWERED, 400, DOC("\"21610\""), VERDICT_REFUSED, REMEDY_STOPPED, 21610 },
	{ "SignalWire", HTTP_ANSWERED, 422, "{\"errors\": [{\"code\": \"21211\", \"message\": \"bad\"}]}",
	  VERDICT_REFUSED, REMEDY_BAD_NUMBER, 21211 },
	{ "SignalWire in words", HTTP_ANSWERED, 422, "{\"errors\": [{\"code\": \"missing_to\"}]}", VERDICT_REFUSED, REMEDY_NEVER, 0 },
	{ "Somleng", HTTP_ANSWERED, 422, DOC("\"S1001\""), VERDICT_REFUSED, REMEDY_NEVER, 0 },
	{ "a new 21xxx", HTTP_ANSWERED, 400, DOC("21999"), VERDICT_REFUSED, REMEDY_NEVER, 21999 },
	{ "gone", HTTP_ANSWERED, 404, DOC("20404"), VERDICT_REFUSED, REMEDY_NEVER, 20404 },
	{ "huge code", HTTP_ANSWERED, 400, DOC("99999999999"), VERDICT_REFUSED, REMEDY_NEVER, 0 },
	{ "wrong key", HTTP_ANSWERED, 401, DOC("20003"), VERDICT_REFUSED, REMEDY_CONFIG, 20003 },
	{ "wrong key, no document", HTTP_ANSWERED, 401, "<html>", VERDICT_REFUSED, REMEDY_CONFIG, 0 },
	{ "forbidden", HTTP_ANSWERED, 403, "", VERDICT_REFUSED, REMEDY_CONFIG, 0 },
	{ "forbidden by a new code", HTTP_ANSWERED, 403, DOC("20990"), VERDICT_REFUSED, REMEDY_CONFIG, 20990 },
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reply_is_judged_by_the_outcome_table),
		cmocka_unit_test(only_2xx_accepts_and_only_4xx_refuses),
		cmocka_unit_test(the_longest_id_is_kept_whole_and_a_longer_one_is_no_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
