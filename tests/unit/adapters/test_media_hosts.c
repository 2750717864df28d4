#include "tests/lib/test.h"

#include "adapters/registry.h"
#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_account.h"

static void media_come_from_the_provider_and_nowhere_else(void **state)
{
	static const struct {
		const char *kind, *base_url, *url;
		bool may_fetch, is_api;
	} rows[] = {
		{ "twilio", "https://api.twilio.com", "https://api.twilio.com/2010-04-01/x", true, true },
		{ "twilio", "https://api.twilio.com", "https://mms.twiliocdn.com/a/b", true, false },
		{ "twilio", "https://api.twilio.com", "http://mms.twiliocdn.com/a/b", false, false },
		{ "twilio", "https://api.twilio.com", "https://api.twilio.com.evil.org/x", false, false },
		{ "twilio", "https://api.twilio.com", "https://api.twilio.com", false, false },
		{ "twilio", "https://api.twilio.com", "https://evil.org/?.twiliocdn.com", false, false },
		{ "twilio", "https://api.twilio.com", "https://a@evil.org/.twiliocdn.com", false, false },
		{ "twilio", "https://api.twilio.com", "https://127.0.0.1:80.twiliocdn.com/x", false, false },
		{ "twilio", "https://api.twilio.com", "https://169.254.169.254/x", false, false },
		{ "twilio", "https://api.twilio.com", "file:///etc/passwd", false, false },
		{ "twilio", "https://api.twilio.com", "", false, false },
		{ "somleng", "https://api.somleng.org", "https://mms.twiliocdn.com/a", false, false },
		{ "practice", "http://127.0.0.1:8090", "http://127.0.0.1:8090/2010-04-01/x", true, true },
		{ "practice", "http://127.0.0.1:8090", "http://127.0.0.1:80901/x", false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct account account = { .base_url = rows[i].base_url };
		AUTO(http_request) request;

		account.options[TWILIO_ACCOUNT_SID] = (struct account_values){ { "AC1" }, 1 };
		account.options[TWILIO_AUTH_TOKEN] = (struct account_values){ { "token" }, 1 };
		http_request_init(&request);
		assert_int_equal(registry_find(str_of(rows[i].kind))->authorize_fetch(
					 &account, str_of(rows[i].url), &request),
				 rows[i].may_fetch ? FAULT_NONE : FAULT_UNSIGNED);
		assert_string_equal(buf_text(&request.url), rows[i].may_fetch ? rows[i].url : "");
		assert_string_equal(buf_text(&request.user), rows[i].is_api ? "AC1" : "");
		assert_string_equal(buf_text(&request.password), rows[i].is_api ? "token" : "");
		assert_int_equal(request.is_outside, rows[i].may_fetch && !rows[i].is_api);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_come_from_the_provider_and_nowhere_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
