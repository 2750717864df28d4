/* Values that are right alone and wrong together. */
#include "written.h"

static enum fault load_with(const struct written *written, const char *more, struct config **config, struct note *note)
{
	AUTO(buf) yaml;

	buf_init(&yaml, 64 * 1024);
	buf_add_text(&yaml, LEAST);
	buf_add_text(&yaml, more);
	return load(written, buf_text(&yaml), config, note);
}

/* What is added to the least file, and whether it is fine: each rule from both sides of its edge. */
static const struct {
	const char *more;
	enum fault fault;
} edges[] = {
	{ "hours: {from: \"08:00\", to: \"08:01\"}", FAULT_NONE },
	{ "hours: {from: \"08:00\", to: \"08:00\"}", FAULT_CONFIG },
	{ "hours: {from: \"00:00\", to: \"24:00\"}", FAULT_NONE },
	{ "hours: {from: \"21:00\"}", FAULT_CONFIG },
	{ "timing: {settle: 25001ms, connect: 5s, request: 20s}", FAULT_NONE },
	{ "timing: {settle: 25000ms, connect: 5s, request: 20s}", FAULT_CONFIG },
	{ "timing: {request: 115s}", FAULT_CONFIG },
	{ "clock: practice\nclock_from: 2026-03-02T14:00:00Z", FAULT_CONFIG },
	{ "clock_from: 2026-03-02T14:00:00Z", FAULT_CONFIG },
	{ "limits: {connections: 16, kept_for_webhooks: 1, streams: 1}", FAULT_NONE },
	{ "limits: {connections: 15}", FAULT_CONFIG },
	{ "trusted_proxies: []", FAULT_NONE },
	{ "trusted_proxies: [127.0.0.1, \"::1\", 10.0.0.0/8, unix]\nforwarded_header: forwarded", FAULT_NONE },
	{ "forwarded_header: x-real-ip", FAULT_CONFIG },
};

static void each_rule_holds_to_its_edge(void **state)
{
	for (size_t i = 0; i < COUNT_OF(edges); i++) {
		struct config *config = NULL;
		struct note note = { .text = "" };

		if (load_with(*state, edges[i].more, &config, &note) != edges[i].fault)
			fail_msg("%s: %s", edges[i].more, note.text);
		assert_int_equal(note.line != 0, edges[i].fault != FAULT_NONE);
		config_free(&config);
	}
}

/* Narrower than the law is a district's choice; wider is nobody's. */
static void texting_hours_stay_within_the_law(void **state)
{
	static const struct { const char *hours; enum fault fault; } rows[] = {
		{ "08:00-21:00", FAULT_NONE }, { "09:00-19:00", FAULT_NONE }, { "", FAULT_NONE },
		{ "07:59-21:00", FAULT_CONFIG }, { "08:00-21:01", FAULT_CONFIG }, { "00:00-24:00", FAULT_CONFIG },
		{ "19:00-09:00", FAULT_CONFIG }, { "always", FAULT_CONFIG },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct config *config = NULL;
		struct note note = { .text = "" };
		char yaml[400];

		snprintf(yaml, sizeof(yaml), "district: {name: M, texting_hours: \"%s\"}\npublic_url: http://h\n" ADAPTER, rows[i].hours);
		assert_fault(load(*state, yaml, &config, &note), rows[i].fault);
		if (rows[i].fault) {
			assert_int_equal(note.line, 1);
			assert_int_equal(note.column, 36);
		}
		config_free(&config);
	}
}

#define PRACTICE "adapters:\n- account_sid: AC1\n  kind: practice\n  auth_token_file: @\n  lines: [{number: +13125550100}]\n"

static void a_practice_clock_may_begin_at_any_time_that_is_one(void **state)
{
	static const struct { const char *from; enum fault fault; } rows[] = {
		{ "2026-03-02T14:00:00Z", FAULT_NONE }, { "2026-03-02", FAULT_NONE }, { "\"\"", FAULT_NONE },
		{ "2026-03-02T14:00:00-06:00", FAULT_NONE }, { "tomorrow", FAULT_CONFIG }, { "2026-02-30", FAULT_CONFIG },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct config *config = NULL;
		char yaml[600];

		snprintf(yaml, sizeof(yaml), HEAD "clock: practice\nclock_from: %s\n" PRACTICE, rows[i].from);
		if (load(*state, yaml, &config, NULL) != rows[i].fault)
			fail_msg("%s", rows[i].from);
		config_free(&config);
	}
}

/* One real account among practice ones is enough to forbid winding the clock. */
static void one_adapter_elsewhere_forbids_the_practice_clock(void **state)
{
	static const struct { const char *second; enum fault fault; } rows[] = {
		{ "kind: practice", FAULT_NONE }, { "kind: usual\n  base_url: http://127.0.0.1:1", FAULT_NONE },
		{ "kind: usual", FAULT_CONFIG }, { "base_url: http://127.0.0.10:1", FAULT_CONFIG },
		{ "base_url: http://localhostile", FAULT_CONFIG },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct config *config = NULL;
		char yaml[800];

		snprintf(yaml, sizeof(yaml), HEAD "clock: practice\n" PRACTICE "- name: two\n  account_sid: AC2\n  auth_token_file: @\n"
			 "  lines: [{number: +13125550101}]\n  %s\n", rows[i].second);
		if (load(*state, yaml, &config, NULL) != rows[i].fault)
			fail_msg("%s", rows[i].second);
		config_free(&config);
	}
}

static void each_kind_knows_its_address_or_asks_for_it(void **state)
{
	static const struct { const char *more; const char *url; } rows[] = {
		{ "  kind: usual\n", "https://api.usual.example" }, { "  kind: practice\n", "http://127.0.0.1:8090" },
		{ "  kind: usual\n  base_url: http://127.0.0.1:9\n", "http://127.0.0.1:9" },
		{ "  kind: homeless\n  base_url: https://s\n", "https://s" }, { "  kind: homeless\n", NULL },
		{ "  kind: nobody\n", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct config *config = NULL;
		enum fault fault = load_with(*state, rows[i].more, &config, NULL);

		assert_fault(fault, rows[i].url ? FAULT_NONE : FAULT_CONFIG);
		if (rows[i].url)
			assert_string_equal(config->adapters[0].base_url, rows[i].url);
		config_free(&config);
	}
}

static void add_adapter(struct buf *yaml, int no, int lines)
{
	buf_add_format(yaml, "- name: a%d\n  account_sid: AC1\n  auth_token_file: @\n  lines:\n", no);
	for (int i = 0; i < lines; i++)
		buf_add_format(yaml, "  - number: +1312555%d%03d\n", no + 1, i + 100);
}

static void sixty_four_lines_are_the_most_over_all_adapters(void **state)
{
	static const struct { int first, second; enum fault fault; } rows[] = {
		{ 64, 0, FAULT_NONE }, { 32, 32, FAULT_NONE }, { 32, 33, FAULT_CONFIG }, { 65, 0, FAULT_CONFIG },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct config *config = NULL;
		AUTO(buf) yaml;

		buf_init(&yaml, 64 * 1024);
		buf_add_text(&yaml, HEAD "adapters:\n");
		add_adapter(&yaml, 0, rows[i].first);
		if (rows[i].second)
			add_adapter(&yaml, 1, rows[i].second);
		assert_fault(load(*state, buf_text(&yaml), &config, NULL), rows[i].fault);
		config_free(&config);
	}
}

/* Up to four while they rotate, in the order of the file, and wiped when the settings go. */
static void webhook_secrets_are_read_in_their_order(void **state)
{
	struct config *config = NULL;

	assert_fine(load_with(*state, "  webhook_secret_files: [@, @, @, @]\n", &config, NULL));
	assert_int_equal(config->adapters[0].options[2].count, 4);
	for (int i = 0; i < 4; i++)
		assert_string_equal(config->adapters[0].options[2].at[i], "sesame");
	config_free(&config);
	assert_fault(load_with(*state, "  webhook_secret_files: [@, @, @, @, @]\n", &config, NULL), FAULT_CONFIG);
	assert_fine(load_with(*state, "  webhook_secret_files: []\n", &config, NULL));
	config_free(&config);
}

/* The one that is missing is named, at its own place in the list. */
static void a_missing_secret_is_told_where_it_is_named(void **state)
{
	struct config *config = NULL;
	struct note note;

	assert_fault(load_with(*state, "  webhook_secret_files:\n  - @\n  - /none\n", &config, &note), FAULT_CONFIG);
	assert_int_equal(note.line, 10);
	assert_int_equal(note.column, 5);
	assert_non_null(strstr(note.text, "/none"));
	assert_null(config);
}

static void a_secret_longer_than_its_place_is_refused_and_not_cut(void **state)
{
	static const struct { int size; enum fault fault; } rows[] = {
		{ CONFIG_SECRET_SIZE - 1, FAULT_NONE }, { CONFIG_SECRET_SIZE, FAULT_CONFIG },
	};
	const struct written *written = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct config *config = NULL;
		FILE *file = fopen(written->secret, "w");

		for (int k = 0; k < rows[i].size; k++)
			fputc('s', file);
		fclose(file);
		assert_fault(load(written, LEAST, &config, NULL), rows[i].fault);
		if (config)
			assert_int_equal(strlen(config->adapters[0].options[1].at[0]), rows[i].size);
		config_free(&config);
	}
}

static void a_file_that_cannot_be_read_is_a_wrong_configuration(void **state)
{
	struct config *config = NULL;
	struct note note = { .text = "" };

	(void)state;
	assert_fault(config_load("/none/hearback.yaml", written_kinds, &config, &note), FAULT_CONFIG);
	assert_string_equal(note.file, "/none/hearback.yaml");
	assert_fault(config_load("/tmp", written_kinds, &config, &note), FAULT_CONFIG);
	assert_null(config);
	config_free(&config);
}

/* Given, then the environment's, then the installed one; an empty word is none. */
static void the_file_that_was_named_goes_before_the_environment(void **state)
{
	(void)state;
	assert_int_equal(setenv("HEARBACK_CONFIG", "/from/environment", 1), 0);
	assert_string_equal(config_find("/given"), "/given");
	assert_string_equal(config_find(NULL), "/from/environment");
	assert_int_equal(setenv("HEARBACK_CONFIG", "", 1), 0);
	assert_string_equal(config_find(NULL), config_find(""));
	assert_int_equal(unsetenv("HEARBACK_CONFIG"), 0);
	assert_string_not_equal(config_find(NULL), "");
}

#define WRITTEN(claim) cmocka_unit_test_setup_teardown(claim, open_written, close_written)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WRITTEN(each_rule_holds_to_its_edge),
		WRITTEN(texting_hours_stay_within_the_law),
		WRITTEN(a_practice_clock_may_begin_at_any_time_that_is_one),
		WRITTEN(one_adapter_elsewhere_forbids_the_practice_clock),
		WRITTEN(each_kind_knows_its_address_or_asks_for_it),
		WRITTEN(sixty_four_lines_are_the_most_over_all_adapters),
		WRITTEN(webhook_secrets_are_read_in_their_order),
		WRITTEN(a_missing_secret_is_told_where_it_is_named),
		WRITTEN(a_secret_longer_than_its_place_is_refused_and_not_cut),
		cmocka_unit_test(a_file_that_cannot_be_read_is_a_wrong_configuration),
		cmocka_unit_test(the_file_that_was_named_goes_before_the_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
