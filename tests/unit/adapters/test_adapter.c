#include "tests/lib/test.h"

#include <stdio.h>

#include "adapters/adapter.h"
#include "adapters/registry.h"

static const char *const kinds[] = { "twilio", "signalwire", "somleng", "practice", "telnyx" };

static void every_kind_is_found_complete_and_nothing_else_is(void **state)
{
	static const char *const strangers[] = { "", "Twilio", "twilio ", "telnyxx", "practic" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const struct adapter *adapter = registry_find(str_of(kinds[i]));

		assert_non_null(adapter);
		assert_string_equal(adapter->account.word, kinds[i]);
		assert_true(adapter->media_most <= ADAPTER_MEDIA);
		assert_non_null(adapter->compose);
		assert_non_null(adapter->judge);
		assert_int_equal(adapter->can_list, adapter->compose_list && adapter->read_list);
		assert_non_null(adapter->compose_fetch);
		assert_non_null(adapter->read_fetch);
		assert_non_null(adapter->compose_media);
		assert_non_null(adapter->read_media);
		assert_non_null(adapter->authorize_fetch);
		assert_non_null(adapter->open);
		assert_non_null(adapter->reply);
		assert_non_null(adapter->webhook_overrides);
	}
	for (size_t i = 0; i < COUNT_OF(strangers); i++)
		assert_null(registry_find(str_of(strangers[i])));
}

/* guarantees.md §2.10: theirs repeat a webhook only when its address asks for it; Telnyx repeats by
 * itself, and knows no such words. */
static void who_repeats_only_when_asked_is_asked_to(void **state)
{
	static const char *const asked[] = { "twilio", "signalwire", "somleng", "practice" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(asked); i++)
		assert_string_equal(registry_find(str_of(asked[i]))->webhook_overrides, "#rc=5&rp=all");
	assert_string_equal(registry_find(STR("telnyx"))->webhook_overrides, "");
}

/* The daemon hands these to the settings: a table that a stranger could not read is none. */
static void every_kind_s_options_are_rows_that_can_be_given(void **state)
{
	const struct account_kind *const *all = registry_kinds();
	size_t count = 0;

	(void)state;
	for (; all[count]; count++) {
		size_t rows = 0;

		assert_ptr_equal(registry_find(str_of(all[count]->word)), registry_find(str_of(kinds[count])));
		assert_true(!all[count]->base_url[0] || str_starts(str_of(all[count]->base_url), STR("http")));
		for (const struct account_option *row = all[count]->options; row->key; row++, rows++) {
			assert_non_null(row->help);
			assert_true(!row->is_needed || row->example);
			for (const struct account_option *other = all[count]->options; other < row; other++)
				assert_string_not_equal(other->key, row->key);
		}
		assert_in_range(rows, 1, ACCOUNT_OPTIONS);
	}
	assert_int_equal(count, COUNT_OF(kinds));
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

static const char *const documents[] = { "twilio", "signalwire", "somleng", "practice" };

static void every_document_that_answers_a_text_is_valid_and_says_nothing(void **state)
{
	const struct webhook webhook = { .address = WEBHOOK_MESSAGE };
	const struct webhook_events none = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct webhook_reply reply = registry_find(str_of(documents[i]))->reply(
			&(struct webhook_result){ &webhook, &none });

		assert_int_equal(reply.status, 200);
		assert_string_equal(reply.content_type, "text/xml; charset=utf-8");
		assert_int_equal(strlen(reply.body.at), reply.body.size);
		assert_true(str_starts(reply.body, STR("<?xml ")));
		assert_int_equal(validate(reply.body.at), 0);
		/* a reply in it would have no row, and a repeat would repeat it */
		assert_int_equal(str_find(reply.body, STR("<Message")), reply.body.size);
	}
}

static void every_answer_to_a_status_is_2xx_without_a_word(void **state)
{
	const struct webhook webhook = { .address = WEBHOOK_MESSAGE_STATUS };
	const struct webhook_events none = { .count = 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct webhook_reply reply = registry_find(str_of(kinds[i]))->reply(
			&(struct webhook_result){ &webhook, &none });

		assert_in_range(reply.status, 200, 299);
		assert_null(reply.content_type);
		assert_int_equal(reply.body.size, 0);
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
		cmocka_unit_test(who_repeats_only_when_asked_is_asked_to),
		cmocka_unit_test(every_kind_s_options_are_rows_that_can_be_given),
		cmocka_unit_test(every_document_that_answers_a_text_is_valid_and_says_nothing),
		cmocka_unit_test(every_answer_to_a_status_is_2xx_without_a_word),
		cmocka_unit_test(the_validator_refuses_what_is_no_twiml),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
