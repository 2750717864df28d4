#include "tests/lib/test.h"

#include "adapters/registry.h"
#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_account.h"

/* Vectors: twilio-wire.md §4, numbered as there. */
#define P "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309" \
	  "&To=%2B18005551212"
#define PATH "/myapp.php?foo=1&bar=2"
#define JSON "{\"property\": \"value\", \"boolean\": true}"
#define H "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
#define EMPTY_H "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
#define A32 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B32 "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define COM "https://mycompany.com"

struct vector {
	const char *label;
	const char *token;
	const char *origin;
	const char *target;
	const char *form;   /* urlencoded; NULL: the body is no form */
	const char *body;   /* when it is no form */
	const char *signature;
};

static const struct vector good[] = {
	{ "1",  "12345", COM, PATH, P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "2 at its own address", "12345", COM ":443", PATH, P, "", "kvajT1Ptam85bY51eRf/AJRuM3w=" },
	{ "2 at 1's address", "12345", COM, PATH, P, "", "kvajT1Ptam85bY51eRf/AJRuM3w=" },
	{ "1 at 2's address", "12345", COM ":443", PATH, P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "3 at its own address", "12345", "http://mycompany.com:80", PATH, P, "", "0ZXoZLH/DfblKGATFgpif+LLRf4=" },
	{ "3 without port", "12345", "http://mycompany.com", PATH, P, "", "0ZXoZLH/DfblKGATFgpif+LLRf4=" },
	{ "4",  "12345", "http://mycompany.com:1234", PATH, P, "", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=" },
	{ "5",  "12345", COM, PATH "&bodySHA256=" H, NULL, JSON, "a9nBmqA0ju/hNViExpshrM61xv4=" },
	{ "6",  "12345", COM, "/myapp.php?bodySHA256=" H, NULL, JSON, "y77kIzt2vzLz71DgmJGsen2scGs=" },
	{ "7",  "12345", COM, PATH, "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234", "",
	  "IK+Dwps556ElfBT0I3Rgjkr1wJU=" },
	{ "8",  "12345", COM, PATH, "MessagingBinding.Address=%2B1325xxxxxxx&MessagingBinding.Address=%2B1415xxxxxxx", "",
	  "83O6e2vORAoJHUNzJjDWN1jz+BA=" },
	{ "8 the other way", "12345", COM, PATH,
	  "MessagingBinding.Address=%2B1415xxxxxxx&MessagingBinding.Address=%2B1325xxxxxxx", "",
	  "83O6e2vORAoJHUNzJjDWN1jz+BA=" },
	{ "9",  "12345", "https://user:pass@mycompany.com", PATH, P, "", "CukzLTc1tT5dXEDIHm/tKBanW10=" },
	{ "10", "12345", "https://user:pass@mycompany.com:443", PATH, P, "", "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=" },
	{ "10 without port", "12345", "https://user:pass@mycompany.com", PATH, P, "", "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=" },
	{ "11", "12345", "https://user@mycompany.com", PATH, P, "", "2YRLlVAflCqxaNicjMpJcSTgzSs=" },
	{ "12", "12345", "https://user@mycompany.com:443", PATH, P, "", "aZfj4hyX1MLZhSS6QIL18Vn2/RA=" },
	{ "12 without port", "12345", "https://user@mycompany.com", PATH, P, "", "aZfj4hyX1MLZhSS6QIL18Vn2/RA=" },
	{ "13", "12345", COM, PATH, "", "", "zYQTYrRWXE7LtzbG4PfP7/bkkGo=" },
	{ "13 without form", "12345", COM, PATH, NULL, "", "zYQTYrRWXE7LtzbG4PfP7/bkkGo=" },
	{ "14", "12345", COM, "/myapp.php", P, "", "1xaxFBvyzXYvWplzNOSs28HWO94=" },
	{ "15", "12345", COM, PATH,
	  "Message=Hello+%26+goodbye%21+%40%23%24%25%5E%2A%28%29&From=%2B1+%28415%29+867-5309"
	  "&Special=unicode%3A+%C3%B1%C3%A1%C3%A9%C3%AD%C3%B3%C3%BA", "", "dCPiR4WtQ6QFN6pJh81CtlCcWLQ=" },
	{ "16", "12345", COM, PATH, "Digits=&CallSid=CA1234567890ABCDE&EmptyParam=", "",
	  "9HHp/OqQMEwdrVebHDdA/+tqjX8=" },
	{ "17", "12345", COM, PATH, "callSid=lowercase&CallSid=uppercase&CALLSID=allcaps", "",
	  "jDK7WKT8wiNrwggd4ceTv4e1MJ4=" },
	{ "18", "12345", COM, "/myapp.php?foo=hello%20world&bar=test%2Bvalue", P, "",
	  "er2tvAP1Wx+iuTTE2BPgvEaN1cs=" },
	{ "19", "12345", COM, PATH, P "&ReasonConferenceEnded=test&Reason=Participant", "",
	  "vOEb5UThFn24KEfnOFLQY2AE5FY=" },
	{ "20", "12345", COM ":443", "//myapp.php?foo=1&bar=2", P, "", "A9lH3u16NjyiiM/+wylw5rirFUs=" },
	{ "21", "12345", COM ":443", PATH "&bodySHA256=" EMPTY_H, NULL, "{}", "Ldidvp12m26NI7eqEvxnEpkd9Hc=" },
	{ "21 without port", "12345", COM, PATH "&bodySHA256=" EMPTY_H, NULL, "{}",
	  "Ldidvp12m26NI7eqEvxnEpkd9Hc=" },
	{ "22", "6789", "https://gw.example.org", "/hook/sms",
	  "MessageSid=SM" A32 "&AccountSid=AC" B32 "&From=%2B14133881111&To=%2B12028831111"
	  "&Body=%C2%BFHabr%C3%A1+clases+ma%C3%B1ana%3F+%F0%9F%98%80&NumMedia=0&NumSegments=1", "",
	  "PtlVXd+R52miz59gSjxDqkZ5v/s=" },
	{ "23", "6789", "https://gw.example.org", "/hook/sms",
	  "MessageSid=SM" A32 "&Body=a+b%2Bc%2520%26%3D%0A", "", "/g9sKEZeKca/prsNJEB36j7Heew=" },
};

static const struct vector forged[] = {
	{ "a parameter changed", "12345", COM, PATH,
	  "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1235&From=%2B14158675309&To=%2B18005551212",
	  "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "From missing", "12345", COM, PATH,
	  "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&To=%2B18005551212",
	  "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "a query longer", "12345", COM, PATH "&x=1", P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "truncated", "12345", COM, PATH, P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8" },
	{ "empty", "12345", COM, PATH, P, "", "" },
	{ "too long", "12345", COM, PATH, P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8==" },
	{ "other case", "12345", COM, PATH, P, "", "rSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "wrong order", "12345", COM, PATH, P "&ReasonConferenceEnded=test&Reason=Participant", "",
	  "95+Bu0JVPi0r/SsESZCVf0dWAjw=" },
	{ "another token", "12346", COM, PATH, P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "another host", "12345", "https://mycompany.org", PATH, P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "another scheme", "12345", "http://mycompany.com", PATH, P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	{ "another body", "12345", COM, PATH "&bodySHA256=" H, NULL, "{}", "a9nBmqA0ju/hNViExpshrM61xv4=" },
	{ "no body", "12345", COM, PATH "&bodySHA256=" H, NULL, "", "a9nBmqA0ju/hNViExpshrM61xv4=" },
	{ "a body nobody signed", "12345", COM, PATH, NULL, "{}", "zYQTYrRWXE7LtzbG4PfP7/bkkGo=" },
	{ "a body without a name that nobody signed", "12345", COM, PATH, NULL, "&&", "zYQTYrRWXE7LtzbG4PfP7/bkkGo=" },
	{ "no secret", "", COM, PATH, P, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8=" },
	/* HMAC of vector 1 with an empty key: what a missing secret would accept */
	{ "signed with nothing", "", COM, PATH, P, "", "aXngMTP07D4c4hkO+r0Kb5Oe528=" },
};

static struct str header_of(const struct adapter *adapter)
{
	return str_is(STR("signalwire"), adapter->account.word) ? STR("X-SignalWire-Signature") :
								  STR("X-Twilio-Signature");
}

static enum fault judge(const struct adapter *adapter, const struct vector *vector,
			const char *const *secrets)
{
	struct account account = { .name = "main", .public_url = vector->origin,
				   .options = { [TWILIO_AUTH_TOKEN] = { { vector->token }, 1 } } };
	struct account_values *values = &account.options[TWILIO_WEBHOOK_SECRETS];
	const struct http_header header = { header_of(adapter), str_of(vector->signature) };
	struct webhook webhook = {
		.address = WEBHOOK_MESSAGE_STATUS, .target = str_of(vector->target),
		.headers = &header, .header_count = 1,
		.body = str_of(vector->form ? vector->form : vector->body),
	};
	AUTO(arena) arena;
	struct webhook_events events = { .arena = &arena };

	arena_init(&arena, 64 * 1024);
	for (; secrets && secrets[values->count]; values->count++)
		values->at[values->count] = secrets[values->count];
	/* authentic, and then no status of any message: the vectors are of calls */
	return adapter->open(&account, &webhook, &events, NULL) == FAULT_UNSIGNED ?
	       FAULT_UNSIGNED : FAULT_NONE;
}

static void every_vector_is_authentic(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		if (judge(registry_find(STR("twilio")), &good[i], NULL))
			fail_msg("vector %s is refused", good[i].label);
}

static void every_forgery_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(forged); i++)
		if (judge(registry_find(STR("twilio")), &forged[i], NULL) != FAULT_UNSIGNED)
			fail_msg("forgery %s is taken", forged[i].label);
}

static void any_character_changed_breaks_the_signature(void **state)
{
	struct vector vector = good[0];
	char changed[64];

	(void)state;
	for (size_t i = 0; i < strlen(good[0].signature); i++) {
		strcpy(changed, good[0].signature);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		vector.signature = changed;
		assert_int_equal(judge(registry_find(STR("twilio")), &vector, NULL), FAULT_UNSIGNED);
	}
}

static void every_secret_is_tried_and_secrets_replace_the_token(void **state)
{
	static const char *const rotations[][ACCOUNT_VALUES + 1] = {
		{ "12345", NULL }, { "new", "12345", NULL }, { "a", "b", "12345", NULL },
		{ "a", "b", "c", "12345", NULL }, { "12345", "new", NULL },
		{ "a", "12345", "b", NULL }, { "12345", "a", "b", "c", NULL },
	};
	static const char *const others[] = { "a", "b", NULL };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rotations); i++) {
		struct vector vector = good[0];

		vector.token = "of the API only";
		assert_int_equal(judge(registry_find(STR("twilio")), &vector, rotations[i]), FAULT_NONE);
	}
	assert_int_equal(judge(registry_find(STR("twilio")), &good[0], others), FAULT_UNSIGNED);
}

/* Computed with an independent implementation: token 12345, vector 7's form with
 * every repeat, in the order it came. */
static void clones_sign_repeats_as_often_as_they_come(void **state)
{
	struct vector vector = good[9];

	(void)state;
	assert_string_equal(vector.label, "7");
	vector.signature = "eMV0TTCyejiqoUSkV7IwWuk0CRc=";
	assert_int_equal(judge(registry_find(STR("signalwire")), &vector, NULL), FAULT_NONE);
	assert_int_equal(judge(registry_find(STR("somleng")), &vector, NULL), FAULT_NONE);
	assert_int_equal(judge(registry_find(STR("twilio")), &vector, NULL), FAULT_UNSIGNED);
}

static void every_dialect_agrees_where_nothing_repeats(void **state)
{
	static const char *const kinds[] = { "twilio", "signalwire", "somleng", "practice" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		assert_int_equal(judge(registry_find(str_of(kinds[i])), &good[0], NULL), FAULT_NONE);
}

/* Also computed apart: the address with %27 was signed, with ' it arrives. */
static void a_quote_in_the_query_may_be_signed_escaped(void **state)
{
	struct vector vector = { "quote", "12345", COM, "/my'app?name=O'Neil", P, "",
				 "Tj5G73vHHwUVhwRbKolnI5S5d2o=" };

	(void)state;
	assert_int_equal(judge(registry_find(STR("twilio")), &vector, NULL), FAULT_NONE);
	vector.signature = "goJRwn5ce594rymAlJ7yylCoZrc=";
	assert_int_equal(judge(registry_find(STR("twilio")), &vector, NULL), FAULT_NONE);
}

/* And these: an IPv6 host's colons are no port, a path in front belongs to it. */
static void ports_are_found_where_they_are(void **state)
{
	struct vector six = { "IPv6", "12345", "https://[2001:db8::1]", "/x", P, "", "e75RTzPdaY3LyoUN7u+lGPWWHmw=" };
	struct vector six_port = { "IPv6", "12345", "https://[2001:db8::1]", "/x", P, "", "tABzCyVIU9oFdpoXNGid1KNFDeg=" };
	struct vector deep = { "path", "12345", COM "/hear", "/x", P, "", "FgbqHHtLACfeiQ4klqC0thS2+LY=" };

	(void)state;
	assert_int_equal(judge(registry_find(STR("twilio")), &six, NULL), FAULT_NONE);
	assert_int_equal(judge(registry_find(STR("twilio")), &six_port, NULL), FAULT_NONE);
	assert_int_equal(judge(registry_find(STR("twilio")), &deep, NULL), FAULT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_vector_is_authentic),
		cmocka_unit_test(every_forgery_is_refused),
		cmocka_unit_test(any_character_changed_breaks_the_signature),
		cmocka_unit_test(every_secret_is_tried_and_secrets_replace_the_token),
		cmocka_unit_test(clones_sign_repeats_as_often_as_they_come),
		cmocka_unit_test(every_dialect_agrees_where_nothing_repeats),
		cmocka_unit_test(a_quote_in_the_query_may_be_signed_escaped),
		cmocka_unit_test(ports_are_found_where_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
