#include "bare.h"

#include "adapters/carrier/dialect_telnyx_hook.h"

static void every_refusal_has_a_code_a_status_and_words_in_every_dialect(void **state)
{
	(void)state;
	for (int dialect = 0; dialect < DIALECTS; dialect++) {
		for (int i = REFUSAL_NONE + 1; i < REFUSALS; i++) {
			enum refusal refusal = (enum refusal)i;
			int status = refusal_status((enum dialect_id)dialect, refusal);

			assert_in_range(refusal_code((enum dialect_id)dialect, refusal), 10000,
					49999);
			assert_in_range(status, 400, 599);
			assert_true(strlen(refusal_text((enum dialect_id)dialect, refusal)) > 5);
		}
		assert_int_equal(refusal_code((enum dialect_id)dialect, REFUSAL_NONE), 0);
	}
}

static void the_codes_that_decide_are_the_reference_s(void **state)
{
	static const struct {
		enum refusal refusal;
		int status;
		const char *code;
	} rows[] = {
		{ REFUSAL_CREDENTIALS, 401, "10009" }, { REFUSAL_LIMIT, 429, "10011" },
		{ REFUSAL_SERVER, 500, "10007" },      { REFUSAL_STOPPED, 400, "40300" },
		{ REFUSAL_TO_INVALID, 400, "40310" },  { REFUSAL_QUEUE_FULL, 400, "40318" },
		{ REFUSAL_MISSING, 404, "10005" },     { REFUSAL_EXPIRED, 400, "40014" },
	};
	static const char *code[3] = { "errors", "0", "code" };
	static const char *detail[3] = { "errors", "0", "detail" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO_JSON *json = dialect_telnyx.refuse(rows[i].refusal, "why");

		assert_string_equal(text_at(json, code), rows[i].code);
		assert_string_equal(text_at(json, detail), "why");
		assert_int_equal(refusal_status(DIALECT_TELNYX, rows[i].refusal), rows[i].status);
	}
}

static void each_provider_hears_its_own_words_only(void **state)
{
	static const struct {
		const char *text;
		enum opt_out_word twilio, telnyx;
	} rows[] = {
		{ "STOP", OPT_OUT_STOP, OPT_OUT_STOP },
		{ " cancel ", OPT_OUT_STOP, OPT_OUT_STOP },
		{ "stop all", OPT_OUT_NO_WORD, OPT_OUT_STOP },
		{ "REVOKE", OPT_OUT_STOP, OPT_OUT_NO_WORD },
		{ "optout", OPT_OUT_STOP, OPT_OUT_NO_WORD },
		{ "unstop", OPT_OUT_START, OPT_OUT_START },
		{ "YES", OPT_OUT_START, OPT_OUT_NO_WORD },
		{ "help", OPT_OUT_HELP, OPT_OUT_HELP },
		{ "alto", OPT_OUT_NO_WORD, OPT_OUT_NO_WORD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str text = str_of(rows[i].text);

		assert_int_equal(opt_out_read(DIALECT_TWILIO, text), rows[i].twilio);
		assert_int_equal(opt_out_read(DIALECT_TELNYX, text), rows[i].telnyx);
	}
}

static void an_event_is_tried_again_after_everything_but_2xx(void **state)
{
	static const struct {
		enum http_fate fate;
		int status;
		bool again;
	} rows[] = {
		{ HTTP_ANSWERED, 200, false }, { HTTP_ANSWERED, 204, false },
		{ HTTP_ANSWERED, 302, true },  { HTTP_ANSWERED, 404, true },
		{ HTTP_ANSWERED, 503, true },  { HTTP_NOT_SENT, 0, true },
		{ HTTP_CUT, 0, true },
	};
	struct retry retry = dialect_telnyx_hook_retry(STR("http://gw/hook#rc=5&rp=all"));

	(void)state;
	assert_int_equal(retry.most, 2);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_reply reply = { .fate = rows[i].fate, .status = rows[i].status };

		assert_int_equal(retry_wants(&retry, &reply), rows[i].again);
		assert_int_equal(dialect_telnyx_hook_judge(*state, HOOK_STATUS, 1, &reply) != 0,
				 rows[i].again);
	}
}

static void gaps_grow_evenly_at_one_provider_and_double_at_the_other(void **state)
{
	struct retry telnyx = dialect_telnyx_hook_retry(STR("http://gw/"));
	struct retry twilio = retry_of(STR("http://gw/"));

	(void)state;
	assert_int_equal(retry_gap(&telnyx, 1, 2000), 1000);
	assert_int_equal(retry_gap(&telnyx, 2, 2000), 2000);
	assert_int_equal(retry_gap(&twilio, 1, 15000), 1000);
	assert_int_equal(retry_gap(&twilio, 3, 15000), 3000);
}

static void an_id_without_letters_is_a_uuid_and_finds_its_record(void **state)
{
	struct carrier *carrier = *state;

	for (int i = 0; i < 300; i++) {
		const struct record *record = records_add(carrier->records, i % 2 ? "" : "SM");

		assert_int_equal(strlen(record->sid), i % 2 ? 36 : 34);
		assert_ptr_equal(records_find(carrier->records, str_of(record->sid)), record);
		if (i % 2 == 0)
			continue;
		assert_int_equal(record->sid[14], '4');
		assert_int_equal(record->sid[19], 'a');
		for (int dash = 8; dash <= 23; dash += 5)
			assert_int_equal(record->sid[dash], '-');
	}
	assert_null(records_find(carrier->records, STR("")));
	assert_null(records_find(carrier->records, STR("00000001")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(every_refusal_has_a_code_a_status_and_words_in_every_dialect),
		CLAIM(the_codes_that_decide_are_the_reference_s),
		CLAIM(each_provider_hears_its_own_words_only),
		CLAIM(an_event_is_tried_again_after_everything_but_2xx),
		CLAIM(gaps_grow_evenly_at_one_provider_and_double_at_the_other),
		CLAIM(an_id_without_letters_is_a_uuid_and_finds_its_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
