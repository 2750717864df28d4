#include "tests/lib/test.h"

#include "adapters/carrier/retry.h"
#include "adapters/carrier/sign.h"

#define MYCOMPANY "https://mycompany.com/myapp.php?foo=1&bar=2"
#define P                                                                              \
	{ STR("CallSid"), STR("CA1234567890ABCDE") }, { STR("Caller"), STR("+14158675309") }, \
	{ STR("Digits"), STR("1234") }, { STR("From"), STR("+14158675309") },          \
	{ STR("To"), STR("+18005551212") }

/* reference/twilio-wire.md §4; the number is the vector's. */
static const struct {
	int vector;
	const char *token;
	const char *url;
	struct form_field fields[10];
	const char *signature;
} vectors[] = {
	{ 1, "12345", MYCOMPANY, { P }, "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ 7, "12345", MYCOMPANY,
	  { { STR("Sid"), STR("CA123") }, { STR("SidAccount"), STR("AC123") },
	    { STR("Digits"), STR("5678") }, { STR("Digits"), STR("1234") },
	    { STR("Digits"), STR("1234") } }, "IK+Dwps556ElfBT0I3Rgjkr1wJU=" },
	{ 13, "12345", MYCOMPANY, { { STR_NONE, STR_NONE } }, "zYQTYrRWXE7LtzbG4PfP7/bkkGo=" },
	{ 14, "12345", "https://mycompany.com/myapp.php", { P }, "1xaxFBvyzXYvWplzNOSs28HWO94=" },
	{ 15, "12345", MYCOMPANY,
	  { { STR("Message"), STR("Hello & goodbye! @#$%^*()") },
	    { STR("From"), STR("+1 (415) 867-5309") },
	    { STR("Special"), STR("unicode: ñáéíóú") } }, "dCPiR4WtQ6QFN6pJh81CtlCcWLQ=" },
	{ 16, "12345", MYCOMPANY,
	  { { STR("Digits"), STR("") }, { STR("CallSid"), STR("CA1234567890ABCDE") },
	    { STR("EmptyParam"), STR("") } }, "9HHp/OqQMEwdrVebHDdA/+tqjX8=" },
	{ 17, "12345", MYCOMPANY,
	  { { STR("callSid"), STR("lowercase") }, { STR("CallSid"), STR("uppercase") },
	    { STR("CALLSID"), STR("allcaps") } }, "jDK7WKT8wiNrwggd4ceTv4e1MJ4=" },
	{ 19, "12345", MYCOMPANY,
	  { P, { STR("ReasonConferenceEnded"), STR("test") },
	    { STR("Reason"), STR("Participant") } }, "vOEb5UThFn24KEfnOFLQY2AE5FY=" },
	{ 22, "6789", "https://gw.example.org/hook/sms",
	  { { STR("MessageSid"), STR("SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
	    { STR("AccountSid"), STR("ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb") },
	    { STR("From"), STR("+14133881111") }, { STR("To"), STR("+12028831111") },
	    { STR("Body"), STR("¿Habrá clases mañana? 😀") }, { STR("NumMedia"), STR("0") },
	    { STR("NumSegments"), STR("1") } }, "PtlVXd+R52miz59gSjxDqkZ5v/s=" },
};

static size_t count_fields(const struct form_field *fields)
{
	size_t count = 0;

	while (fields[count].name.size)
		count++;
	return count;
}

static void signatures_are_those_of_the_fact_sheet(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(vectors); i++) {
		char signature[SIGN_SIZE];

		print_message("vector %d\n", vectors[i].vector);
		sign_form(str_of(vectors[i].token), str_of(vectors[i].url), vectors[i].fields,
			  count_fields(vectors[i].fields), signature);
		assert_string_equal(signature, vectors[i].signature);
	}
}

static void a_fragment_is_not_signed(void **state)
{
	char signature[SIGN_SIZE];

	(void)state;
	sign_form(STR("12345"), STR(MYCOMPANY "#rc=3&rp=all"), vectors[0].fields, 5, signature);
	assert_string_equal(signature, vectors[0].signature);
}

static void another_token_or_value_makes_another_signature(void **state)
{
	const struct form_field changed[] = { P };
	char signature[SIGN_SIZE];

	(void)state;
	sign_form(STR("12346"), STR(MYCOMPANY), vectors[0].fields, 5, signature);
	assert_string_not_equal(signature, vectors[0].signature);
	sign_form(STR("12345"), STR(MYCOMPANY), changed, 4, signature);
	assert_string_not_equal(signature, vectors[0].signature);
}

/* --- retries ------------------------------------------------------------------- */

static const struct {
	const char *url;
	int most;
	unsigned causes;
} rules[] = {
	{ "http://a/", 1, RETRY_CONNECT },
	{ "http://a/#rc=3", 3, RETRY_CONNECT },
	{ "http://a/#rc=0&rp=all", 0, RETRY_4XX | RETRY_5XX | RETRY_CONNECT | RETRY_READ },
	{ "http://a/?x=1#rc=5&rp=5xx,ct,rt", 5, RETRY_5XX | RETRY_CONNECT | RETRY_READ },
	{ "http://a/#rp=4xx", 1, RETRY_4XX },
	{ "http://a/#rc=6", 1, RETRY_CONNECT },
	{ "http://a/#rc=x&e=ashburn&ct=500", 1, RETRY_CONNECT },
	{ "http://a/#", 1, RETRY_CONNECT },
};

static void a_fragment_says_how_often_and_why_to_try_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		struct retry retry = retry_of(str_of(rules[i].url));

		print_message("%s\n", rules[i].url);
		assert_int_equal(retry.most, rules[i].most);
		assert_int_equal(retry.causes, rules[i].causes);
	}
}

static const struct {
	enum http_fate fate;
	int status;
	unsigned cause; /* 0: never again */
} ends[] = {
	{ HTTP_ANSWERED, 200, 0 },          { HTTP_ANSWERED, 204, 0 },
	{ HTTP_ANSWERED, 302, 0 },          { HTTP_ANSWERED, 403, RETRY_4XX },
	{ HTTP_ANSWERED, 503, RETRY_5XX },  { HTTP_NOT_SENT, 0, RETRY_CONNECT },
	{ HTTP_CUT, 0, RETRY_READ },
};

static void an_attempt_is_repeated_for_its_cause_and_for_no_other(void **state)
{
	(void)state;
	for (unsigned causes = 0; causes < 16; causes++)
		for (size_t i = 0; i < COUNT_OF(ends); i++) {
			struct retry retry = { .most = 1, .causes = causes };
			struct http_reply reply = { .fate = ends[i].fate,
						    .status = ends[i].status };

			assert_int_equal(retry_wants(&retry, &reply),
					 (causes & ends[i].cause) != 0);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_are_those_of_the_fact_sheet),
		cmocka_unit_test(a_fragment_is_not_signed),
		cmocka_unit_test(another_token_or_value_makes_another_signature),
		cmocka_unit_test(a_fragment_says_how_often_and_why_to_try_again),
		cmocka_unit_test(an_attempt_is_repeated_for_its_cause_and_for_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
