#include "settings/config_check.h"
#include "settings/config_kinds.h"
#include "settings/config_sample.h"
#include "written.h"


static void a_least_configuration_gets_every_default(void **state)
{
	struct config *config;
	struct note note;

	if (load(*state, LEAST, &config, &note))
		fail_msg("%d:%d %s", note.line, note.column, note.text);
	assert_string_equal(config->district.name, "Maple");
	assert_string_equal(config->district.time_zone, "America/Chicago");
	assert_int_equal(config->district.languages_count, 1);
	assert_string_equal(config->district.languages[0], "en");
	assert_string_equal(config->district.phone, "");
	assert_string_equal(config->listen[0], "127.0.0.1:8080");
	assert_string_equal(config->hours.to, "21:00");
	assert_int_equal(config->timing.settle, 120000);
	assert_int_equal(config->timing.receipt, 72 * 3600000);
	assert_int_equal(config->timing.poll_scale_percent, 100);
	assert_string_equal(config->adapters[0].name, "main");
	assert_string_equal(config->adapters[0].base_url, "https://api.usual.example");
	assert_string_equal(config->adapters[0].kind, "usual");
	assert_string_equal(account_option_value(config->adapters[0].options, 0), "AC1");
	assert_string_equal(account_option_value(config->adapters[0].options, 1), "sesame");
	assert_int_equal(config->adapters[0].options[2].count, 0);
	assert_string_equal(account_option_value(config->adapters[0].options, 2), "");
	assert_string_equal(config->adapters[0].lines[0].number, "+13125550100");
	assert_string_equal(config->adapters[0].lines[0].channels[0], "sms");
	assert_true(config->adapters[0].lines[0].per_second > 0.99);
	config_free(&config);
	assert_null(config);
}

static void no_is_a_language_and_not_false(void **state)
{
	struct config *config;

	assert_false(load(*state, "public_url: http://h\ndistrict:\n  name: Oslo\n"
			  "  languages: [no, \"no\", y, en]\n" ADAPTER, &config, NULL) == FAULT_NONE);
	assert_int_equal(load(*state, "public_url: http://h\ndistrict:\n  name: no\n"
			      "  languages: [no, \"no\", en]\n" ADAPTER, &config, NULL), FAULT_NONE);
	assert_string_equal(config->district.languages[0], "no");
	assert_string_equal(config->district.languages[1], "no");
	assert_string_equal(config->district.name, "no");
	config_free(&config);
}

/* A mistake, where it stands, and a word of what was expected. */
static const struct {
	const char *yaml;
	int line, column;
	const char *says;
} mistakes[] = {
	{ "", 1, 1, "is empty" },
	{ "a: [1\nb", 3, 1, "is not YAML" },
	{ "- 1\n", 1, 1, "key: value" },
	{ "district: {name: M}\n" ADAPTER, 1, 1, "public_url is missing" },
	{ HEAD, 1, 1, "adapters is missing" },
	{ "public_url: http://h\n" ADAPTER, 1, 1, "name is missing" },
	{ HEAD "lisen: []\n" ADAPTER, 3, 1, "no key that stands here; known are district hours" },
	{ HEAD "clock: real\nclock: real\n" ADAPTER, 4, 1, "clock stands here twice" },
	{ HEAD "clock: sundial\n" ADAPTER, 3, 8, "clock should be one of: real practice" },
	{ HEAD "listen: 127.0.0.1:80\n" ADAPTER, 3, 9, "should be a list" },
	{ HEAD "listen: []\n" ADAPTER, 3, 9, "at least one" },
	{ HEAD "listen: [\"1.2.3.4\"]\n" ADAPTER, 3, 10, "an address and a port" },
	{ HEAD "listen: [\"1.2.3.4:70000\"]\n" ADAPTER, 3, 10, "an address and a port" },
	{ HEAD "timing: {settle: 120}\n" ADAPTER, 3, 18, "a span such as 500ms, 120s" },
	{ HEAD "timing:\n  inbound_poll: 30d\n" ADAPTER, 4, 17, "from 100ms to 24h" },
	{ HEAD "timing:\n  sweep: 30d\n" ADAPTER, 4, 10, "inbound_poll should be" },
	{ HEAD "timing:\n  inbound_poll: 1s\n  sweep: 2s\n" ADAPTER, 5, 3, "inbound_poll stands here twice" },
	{ HEAD "sweep: 1s\n" ADAPTER, 3, 1, "no key that stands here" },
	{ HEAD "timing:\n  settle: 25s\n" ADAPTER, 4, 11, "longer than connect and request" },
	{ HEAD "timing:\n  poll_scale_percent: 0\n" ADAPTER, 4, 23, "a whole number from 1 to 1000" },
	{ HEAD "hours: {from: \"21:00\", to: \"08:00\"}\n" ADAPTER, 3, 28, "later than hours.from" },
	{ HEAD "hours: {from: 8}\n" ADAPTER, 3, 15, "a time of the day" },
	{ HEAD "store: mysql://x\n" ADAPTER, 3, 8, "sqlite:/path" },
	{ HEAD "clock: practice\n" ADAPTER, 3, 8, "only for adapters of kind practice" },
	{ "district:\n  name: M\n  time_zone: America/Chicgo\npublic_url: http://h\n" ADAPTER,
	  3, 14, "a time zone such as" },
	{ "district:\n  name: M\n  languages: [espanol]\npublic_url: http://h\n" ADAPTER,
	  3, 15, "a language tag" },
	{ "district:\n  name: M\n  region: us\npublic_url: http://h\n" ADAPTER, 3, 11, "capital letters" },
	{ "district:\n  name: {a: 1}\npublic_url: http://h\n" ADAPTER, 2, 9, "should be text" },
	{ "district: {name: M}\npublic_url: https://hear.example.org/\n" ADAPTER, 2, 13, "no slash at its end" },
	{ "district: {name: M}\npublic_url: hear.example.org\n" ADAPTER, 2, 13, "http:// or https://" },
	{ HEAD "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  lines:\n  - number: 3125550100\n",
	  7, 13, "a telephone number" },
	{ HEAD "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  lines:\n  - channels: [sms]\n",
	  7, 5, "number is missing" },
	{ HEAD "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  lines:\n  - {number: +13125550100, channels: [fax]}\n",
	  7, 39, "one of: sms voice whatsapp" },
	{ LEAST "  - number: +13125550100\n", 8, 13, "already a line" },
	{ LEAST "- account_sid: AC2\n  auth_token_file: @\n  lines: [{number: +13125550101}]\n",
	  8, 3, "already has this name" },
	{ LEAST "- account_sid: AC2\n  name: two\n  auth_token_file: @\n  lines: [{number: +13125550100}]\n",
	  11, 20, "already a line" },
	{ LEAST "- account_sid: AC2\n  name: two\n  kind: homeless\n  auth_token_file: @\n  lines: [{number: +13125550101}]\n",
	  10, 9, "needs its base_url" },
	{ HEAD "adapters:\n- account_sid: AC1\n  auth_token_file: /none\n  lines:\n  - number: +13125550100\n",
	  5, 20, "/none: cannot be opened" },
	{ LEAST "---\nx: 1\n", 0, 0, "one document" },
	{ HEAD "adapters:\n- kind: usua\n  key_file: @\n", 4, 9, "kind should be one of: usual homeless practice other" },
	{ HEAD "adapters:\n- kind: [usual]\n", 4, 9, "kind should be one of: usual homeless" },
	{ HEAD "adapters:\n- kind: other\n  account_sid: AC1\n", 5, 3, "known are name kind base_url key_file profile names secrets max_concurrency lines" },
	{ HEAD "adapters:\n- key_file: @\n", 4, 3, "known are name kind base_url account_sid auth_token_file" },
	{ HEAD "adapters:\n- kind: other\n  lines: [{number: +13125550100}]\n", 4, 3, "key_file is missing" },
	{ HEAD "adapters:\n- kind: other\n  key_file: /none\n  secrets: [x]\n  lines: [{number: +13125550100}]\n", 5, 13, "/none: cannot be opened" },
	{ HEAD "adapters:\n- kind: other\n  key_file: @\n  names: [a, b, c, d, e]\n", 6, 10, "more entries than we take" },
	{ HEAD "adapters:\n- kind: other\n  key_file: @\n  names: a\n", 6, 10, "should be a list" },
	{ HEAD "adapters:\n- kind: other\n  key_file: @\n  names: [\"\"]\n", 6, 11, "names should be text of 1 to 128 bytes" },
	{ HEAD "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  webhook_secret_files: [@, /none]\n  lines: [{number: +13125550100}]\n",
	  6, 0, "/none: cannot be opened" },
	{ HEAD "adapters:\n- kind: other\n  key_file: @\n  lines: [{number: +13125550100}]\n", 4, 3, "secrets is missing, and it must be given" },
	{ HEAD "adapters:\n- kind: other\n  key_file: @\n  secrets: []\n", 6, 12, "needs at least one entry" },
	{ HEAD "adapters:\n- just words\n", 4, 3, "key: value" },
};

static void each_mistake_is_told_with_its_place(void **state)
{
	for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
		struct config *config = NULL;
		struct note note = { .text = "" };

		assert_int_equal(load(*state, mistakes[i].yaml, &config, &note), FAULT_CONFIG);
		assert_null(config);
		if (!strstr(note.text, mistakes[i].says))
			fail_msg("row %zu says \"%s\", not \"%s\"", i, note.text, mistakes[i].says);
		if (mistakes[i].line &&
		    (note.line != mistakes[i].line ||
		     (mistakes[i].column && note.column != mistakes[i].column)))
			fail_msg("row %zu (%s) is told at %d:%d", i, note.text, note.line, note.column);
		assert_non_null(strstr(note.file, "hearback.yaml"));
	}
}

static void a_key_of_the_version_before_is_read_and_told(void **state)
{
	struct config *config;
	const struct config_renamed *renamed;
	struct note note = { .text = "" };

	if (load(*state, HEAD "timing:\n  sweep: 7s\n  deep_inbound_poll: 9h\n" ADAPTER, &config, &note))
		fail_msg("%d:%d %s", note.line, note.column, note.text);
	assert_int_equal(config->timing.inbound_poll, 7000);
	assert_int_equal(config->timing.deep_inbound_poll, 9 * 3600 * 1000);
	renamed = config->renamed;
	assert_string_equal(renamed->before, "sweep");
	assert_string_equal(renamed->key, "inbound_poll");
	assert_int_equal(renamed->line, 4);
	assert_null(renamed->next);
	config_free(&config);
	if (load(*state, HEAD "timing:\n  inbound_poll: 7s\n" ADAPTER, &config, &note))
		fail_msg("%d:%d %s", note.line, note.column, note.text);
	assert_null(config->renamed);
	config_free(&config);
}

static void each_kind_brings_its_own_options(void **state)
{
	struct config *config;
	struct note note = { .text = "" };
	const struct account_values *values;

	if (load(*state, LEAST "- name: two\n  kind: other\n  key_file: @\n  secrets: [x]\n  names: [Ana Torres, Omar]\n"
		 "  lines: [{number: +13125550101}]\n"
		 "- name: three\n  kind: other\n  key_file: @\n  secrets: [x, y]\n  profile: p-1\n"
		 "  lines: [{number: +13125550102}]\n", &config, &note))
		fail_msg("%d:%d %s", note.line, note.column, note.text);
	values = config->adapters[1].options;
	assert_string_equal(config->adapters[1].base_url, "https://api.other.example");
	assert_string_equal(account_option_value(values, 0), "sesame");
	assert_int_equal(values[1].count, 0);
	assert_int_equal(values[2].count, 2);
	assert_string_equal(values[2].at[1], "Omar");
	values = config->adapters[2].options;
	assert_string_equal(account_option_value(values, 1), "p-1");
	assert_int_equal(values[2].count, 0);
	/* and the first is what it was */
	assert_string_equal(account_option_value(config->adapters[0].options, 0), "AC1");
	config_free(&config);
}

static void a_secret_that_everybody_may_read_is_refused(void **state)
{
	struct written *written = *state;
	struct config *config;
	struct note note;

	chmod(written->secret, 0644);
	assert_int_equal(load(written, LEAST, &config, &note), FAULT_CONFIG);
	assert_int_equal(note.line, 5);
	assert_non_null(strstr(note.text, "chmod 640"));
	assert_null(strstr(note.text, "sesame"));
}

static void practice_is_allowed_on_this_machine_only(void **state)
{
	static const struct {
		const char *adapter;
		enum fault fault;
	} cases[] = {
		{ "kind: practice", FAULT_NONE },
		{ "base_url: http://127.0.0.1:8090", FAULT_NONE },
		{ "base_url: http://localhost:8090", FAULT_NONE },
		{ "base_url: http://[::1]:8090/base", FAULT_NONE },
		{ "base_url: http://127.0.0.1.example.org", FAULT_CONFIG },
		{ "base_url: http://localhost.example.org:80", FAULT_CONFIG },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct config *config = NULL;
		char yaml[512];

		snprintf(yaml, sizeof(yaml), HEAD "clock: practice\n%s  %s\n",
			 "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  lines: [{number: +13125550100}]\n",
			 cases[i].adapter);
		assert_int_equal(load(*state, yaml, &config, NULL), cases[i].fault);
		config_free(&config);
	}
}

static void spans_are_numbers_with_a_unit(void **state)
{
	static const struct {
		const char *text;
		int64_t span_for;
	} cases[] = { { "0s", 0 }, { "500ms", 500 }, { "120s", 120000 }, { "30m", 1800000 },
		      { "72h", 259200000 }, { "", -1 }, { "s", -1 }, { "1d", -1 }, { "-1s", -1 },
		      { "1.5s", -1 }, { "1 s", -1 }, { "99999999999999h", -1 }, { "12", -1 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int64_t span_for = -1;
		struct note note = { .text = "" };
		enum fault fault = config_kinds_span(str_of(cases[i].text), &span_for, &note);

		assert_int_equal(span_for, cases[i].span_for);
		assert_int_equal(fault, cases[i].span_for < 0 ? FAULT_INVALID : FAULT_NONE);
	}
}

static void the_control_socket_is_found_without_secrets(void **state)
{
	struct written *written = *state;
	struct config *config;
	char socket[108];

	assert_int_equal(load(written, "control_socket: /tmp/x.sock\n", &config, NULL), FAULT_CONFIG);
	assert_int_equal(config_peek(written->path, "control_socket", socket, sizeof(socket), NULL), FAULT_NONE);
	assert_string_equal(socket, "/tmp/x.sock");
	assert_int_equal(load(written, "clock: real\n", &config, NULL), FAULT_CONFIG);
	assert_int_equal(config_peek(written->path, "control_socket", socket, sizeof(socket), NULL), FAULT_NONE);
	assert_string_equal(socket, "/run/hearback/control.sock");
	assert_int_equal(config_peek("/none", "control_socket", socket, sizeof(socket), NULL), FAULT_MISSING);
}

static void the_zone_is_found_without_secrets(void **state)
{
	struct written *written = *state;
	struct config *config;
	char zone[64];

	assert_int_equal(load(written, "district:\n  time_zone: America/Denver\n", &config, NULL), FAULT_CONFIG);
	assert_int_equal(config_peek(written->path, "district.time_zone", zone, sizeof(zone), NULL), FAULT_NONE);
	assert_string_equal(zone, "America/Denver");
	assert_int_equal(load(written, "district: nonsense\n", &config, NULL), FAULT_CONFIG);
	assert_int_equal(config_peek(written->path, "district.time_zone", zone, sizeof(zone), NULL), FAULT_NONE);
	assert_string_equal(zone, "America/Chicago");
}

static void blame_finds_the_place_of_a_value(void **state)
{
	struct config *config;
	struct note note;

	assert_int_equal(load(*state, "public_url: http://h\ndistrict:\n  name: M\n  school_hours: never\n"
			      ADAPTER, &config, NULL), FAULT_NONE);
	assert_int_equal(fault_because(FAULT_INVALID, &note, "no hours"), FAULT_INVALID);
	assert_int_equal(config_check_blame(config, &config->district.school_hours, &note), FAULT_CONFIG);
	assert_int_equal(note.line, 4);
	assert_int_equal(note.column, 17);
	assert_string_equal(note.text, "no hours");
	config_free(&config);
}

/* The first kind is written out, and loads but for its secret; what others need, and the
 * first does not, stands beside it. */
static void the_sample_has_every_kind_s_options(void **state)
{
	AUTO(buf) printed;
	struct config *config;
	struct note note;

	buf_init(&printed, 64 * 1024);
	config_sample(written_kinds, &printed);
	assert_int_equal(buf_check(&printed, NULL), FAULT_NONE);
	assert_non_null(strstr(buf_text(&printed), "(usual homeless practice other)\n    kind: usual\n"));
	assert_non_null(strstr(buf_text(&printed), "    base_url: https://api.usual.example\n"));
	assert_non_null(strstr(buf_text(&printed), "    # kind other has instead:\n"
			       "    #   key_file: /none/key  (the key; must be given)\n"
			       "    #   profile: \"\"  (one of several)\n"
			       "    #   names: []  (up to four)\n"
			       "    #   secrets: [abc]  (one at least; must be given)\n"));
	assert_null(strstr(buf_text(&printed), "kind homeless has"));
	assert_int_equal(load(*state, buf_text(&printed), &config, &note), FAULT_CONFIG);
	assert_non_null(strstr(note.text, "main.token: cannot be opened"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_least_configuration_gets_every_default, open_written, close_written),
		cmocka_unit_test_setup_teardown(no_is_a_language_and_not_false, open_written, close_written),
		cmocka_unit_test_setup_teardown(each_mistake_is_told_with_its_place, open_written, close_written),
		cmocka_unit_test_setup_teardown(a_key_of_the_version_before_is_read_and_told, open_written, close_written),
		cmocka_unit_test_setup_teardown(each_kind_brings_its_own_options, open_written, close_written),
		cmocka_unit_test_setup_teardown(a_secret_that_everybody_may_read_is_refused, open_written, close_written),
		cmocka_unit_test_setup_teardown(practice_is_allowed_on_this_machine_only, open_written, close_written),
		cmocka_unit_test_setup_teardown(the_control_socket_is_found_without_secrets, open_written, close_written),
		cmocka_unit_test_setup_teardown(the_zone_is_found_without_secrets, open_written, close_written),
		cmocka_unit_test_setup_teardown(blame_finds_the_place_of_a_value, open_written, close_written),
		cmocka_unit_test(spans_are_numbers_with_a_unit),
		cmocka_unit_test_setup_teardown(the_sample_has_every_kind_s_options, open_written, close_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
