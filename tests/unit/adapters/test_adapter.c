#include "tests/lib/test.h"

#include <stdio.h>

#include "adapters/adapter.h"
#include "adapters/hook_url.h"

static const char *const kinds[] = { "twilio", "signalwire", "somleng", "practice" };

static void every_kind_is_found_complete_and_nothing_else_is(void **state)
{
	static const char *const strangers[] = { "", "Twilio", "twilio ", "telnyx", "practic" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const struct adapter *adapter = registry_find(str_of(kinds[i]));

		assert_non_null(adapter);
		assert_string_equal(adapter->kind, kinds[i]);
		assert_true(adapter->can_list);
		assert_true(adapter->media_most <= ADAPTER_MEDIA);
		assert_non_null(adapter->compose);
		assert_non_null(adapter->judge);
		assert_non_null(adapter->compose_list);
		assert_non_null(adapter->read_list);
		assert_non_null(adapter->compose_fetch);
		assert_non_null(adapter->read_fetch);
		assert_non_null(adapter->compose_media);
		assert_non_null(adapter->read_media);
		assert_non_null(adapter->authentic);
		assert_non_null(adapter->signature_header);
		assert_non_null(adapter->interpret);
		assert_non_null(adapter->interpret_status);
		assert_non_null(adapter->acknowledge);
	}
	for (size_t i = 0; i < COUNT_OF(strangers); i++)
		assert_null(registry_find(str_of(strangers[i])));
}

static void our_addresses_are_those_of_the_contract(void **state)
{
	struct account account = { .name = "main line/1", .public_url = "https://hear.example.org" };
	AUTO(buf) url;

	(void)state;
	buf_init(&url, 256);
	hook_url_message(&account, &url);
	assert_string_equal(buf_text(&url), "https://hear.example.org/hooks/main%20line%2F1/message");
	buf_clear(&url);
	hook_url_status(&account, "00ff", &url);
	assert_string_equal(buf_text(&url),
			    "https://hear.example.org/hooks/main%20line%2F1/message-status/00ff");
}

/* xmllint, because another eye than ours should look. */
static int validate(const char *document)
{
	FILE *xmllint = popen("xmllint --noout --nonet --relaxng tests/contract/twiml.rng -"
			      " >/dev/null 2>&1", "w");

	assert_non_null(xmllint);
	fputs(document, xmllint);
	return pclose(xmllint);
}

static void every_answer_to_a_webhook_is_valid_and_says_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const char *content_type = NULL;
		struct str document = registry_find(str_of(kinds[i]))->acknowledge(&content_type);

		assert_string_equal(content_type, "text/xml; charset=utf-8");
		assert_int_equal(strlen(document.at), document.size);
		assert_true(str_starts(document, STR("<?xml ")));
		assert_int_equal(validate(document.at), 0);
		/* a reply in it would have no row, and a repeat would repeat it */
		assert_int_equal(str_find(document, STR("<Message")), document.size);
	}
}

static void the_validator_refuses_what_is_no_twiml(void **state)
{
	static const char *const wrong[] = {
		"<Response><message>hola</message></Response>", "<response/>",
		"<Response><Say/><Message/></Response>", "<Response>", "",
		"<Response><Gather numDigits=\"0\"/></Response>",
	};

	(void)state;
	assert_int_equal(validate("<Response><Message>hola</Message></Response>"), 0);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_not_equal(validate(wrong[i]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_found_complete_and_nothing_else_is),
		cmocka_unit_test(our_addresses_are_those_of_the_contract),
		cmocka_unit_test(every_answer_to_a_webhook_is_valid_and_says_nothing),
		cmocka_unit_test(the_validator_refuses_what_is_no_twiml),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
