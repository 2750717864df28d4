/* The command line, option by option. */
#include "tests/lib/test.h"

#include <stdio.h>

#include "adapters/carrier/dialect.h"
#include "adapters/carrier/options.h"
#include "tests/lib/fine.h"

static void the_command_line_is_understood(void **state)
{
	char *argv[] = { "x", "--webhook", "http://a/h", "--number", "+13125550100=http://b/,http://c/",
			 "--number", "+13125550101", "--account", "AC1:to:ken", "--seed", "7",
			 "--opt-out", "advanced", "--delay-ms", "0" };
	static struct carrier_settings settings;
	struct note note;
	bool is_help;

	(void)state;
	assert_int_equal(options_read((int)COUNT_OF(argv), argv, &settings, &is_help, &note),
			 FAULT_NONE);
	assert_int_equal(settings.line_count, 2);
	assert_string_equal(settings.lines[0].webhook, "http://b/");
	assert_string_equal(settings.lines[0].fallback, "http://c/");
	assert_string_equal(settings.lines[1].webhook, "http://a/h");
	assert_string_equal(settings.account_sid, "AC1");
	assert_string_equal(settings.token, "to:ken");
	assert_int_equal(settings.seed, 7);
	assert_int_equal(settings.opt_out, OPT_OUT_ADVANCED);
	assert_int_equal(settings.step_for, 0);
	assert_int_equal(settings.retry_for, 15000);
}

static void a_command_line_that_makes_no_sense_is_refused(void **state)
{
	static char *const bad[][3] = {
		{ "x", "--color", "red" },     { "x", "--listen", "" },
		{ "x", "--number", "12" },     { "x", "--seed", "-1" },
		{ "x", "--opt-out", "maybe" }, { "x", "--delay-ms", "soon" },
		{ "x", "--account", "AC1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		static struct carrier_settings settings;
		struct note note;
		bool is_help;

		print_message("%s %s\n", bad[i][1], bad[i][2]);
		assert_int_equal(options_read(3, (char **)bad[i], &settings, &is_help, &note),
				 FAULT_INVALID);
		assert_int_equal(options_read(2, (char **)bad[i], &settings, &is_help, &note),
				 FAULT_INVALID);
	}
}

static void a_dialect_brings_its_own_patience_unless_told_otherwise(void **state)
{
	static const struct {
		const char *argv[7];
		int argc;
		const char *name;
		int64_t retry_for;
	} rows[] = {
		{ { "x" }, 1, "twilio", 15000 },
		{ { "x", "--dialect", "twilio" }, 3, "twilio", 15000 },
		{ { "x", "--dialect", "telnyx" }, 3, "telnyx", 2000 },
		{ { "x", "--retry-ms", "900", "--dialect", "telnyx" }, 5, "telnyx", 900 },
	};
	static struct carrier_settings settings;
	bool is_help;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fine(options_read(rows[i].argc, (char **)rows[i].argv, &settings, &is_help,
					 NULL));
		assert_string_equal(settings.dialect->name, rows[i].name);
		assert_int_equal(settings.retry_for, rows[i].retry_for);
	}
	assert_fault(options_read(3, (char *[]){ "x", "--dialect", "vonage" }, &settings, &is_help,
				  NULL), FAULT_INVALID);
	assert_fault(options_read(3, (char *[]){ "x", "--key-file", "" }, &settings, &is_help,
				  NULL), FAULT_INVALID);
}

static struct carrier_settings settings;

static enum fault read_two(const char *name, const char *value)
{
	char *argv[] = { (char *)"x", (char *)name, (char *)value };
	struct note note;
	bool is_help;

	return options_read(3, argv, &settings, &is_help, &note);
}

static void without_options_anybody_can_start(void **state)
{
	char *argv[] = { (char *)"x" };
	uint64_t first;
	bool is_help = true;

	(void)state;
	assert_fine(options_read(1, argv, &settings, &is_help, NULL));
	assert_false(is_help);
	assert_string_equal(settings.listen, "127.0.0.1:8090");
	assert_string_equal(settings.account_sid, "AC00000000000000000000000000000000");
	assert_string_equal(settings.token, "practice");
	assert_int_equal(settings.line_count, 1);
	assert_string_equal(settings.lines[0].number, "+15005550006");
	assert_string_equal(settings.lines[0].webhook, "");
	assert_int_equal(settings.opt_out, OPT_OUT_OFF);
	assert_int_equal(settings.step_for, 50);
	assert_int_equal(settings.receipt_for, 50);
	assert_string_equal(settings.log_path, "");
	assert_string_equal(settings.key_path, "");
	first = settings.seed;
	assert_fine(options_read(1, argv, &settings, &is_help, NULL));
	assert_true(settings.seed != first);
}

static void every_option_has_its_range_to_the_end(void **state)
{
	static const struct {
		const char *name, *value;
		bool is_taken;
	} rows[] = {
		{ "--delay-ms", "0", true },           { "--delay-ms", "86400000", true },
		{ "--delay-ms", "86400001", false },   { "--delay-ms", "-1", false },
		{ "--delay-ms", "", false },           { "--delay-ms", "1.5", false },
		{ "--receipt-delay-ms", "0", true },   { "--receipt-delay-ms", "86400001", false },
		{ "--retry-ms", "30", true },          { "--retry-ms", "29", false },
		{ "--retry-ms", "86400000", true },    { "--retry-ms", "0", false },
		{ "--seed", "0", true },               { "--seed", "9223372036854775807", true },
		{ "--seed", "9223372036854775808", false }, { "--seed", "0x1", false },
		{ "--opt-out", "off", true },          { "--opt-out", "default", true },
		{ "--opt-out", "advanced", true },     { "--opt-out", "OFF", false },
		{ "--opt-out", "", false },            { "--dialect", "twilio", true },
		{ "--dialect", "telnyx", true },       { "--dialect", "Telnyx", false },
		{ "--dialect", "", false },            { "--account", "A:b", true },
		{ "--account", "A:", false },          { "--account", ":b", false },
		{ "--account", "", false },            { "--number", "+13125550100", true },
		{ "--number", "+13125550100=", true }, { "--number", "+13125550100=http://a,", true },
		{ "--number", "13125550100", false },  { "--number", "=http://a", false },
		{ "--number", "", false },             { "--webhook", "http://a", true },
		{ "--webhook", "", false },            { "--log", "", false },
		{ "--key-file", "", false },           { "--listen", "", false },
		{ "-delay-ms", "1", false },           { "--delay", "1", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if ((read_two(rows[i].name, rows[i].value) == FAULT_NONE) != rows[i].is_taken)
			fail_msg("%s %s", rows[i].name, rows[i].value);
}

static void what_is_too_long_is_refused_and_not_cut(void **state)
{
	static const struct {
		const char *name;
		size_t room;
	} rows[] = { { "--listen", CARRIER_WORD }, { "--log", CARRIER_URL }, { "--key-file", CARRIER_URL },
		     { "--webhook", CARRIER_URL } };
	char value[CARRIER_URL + 1];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		memset(value, 'a', sizeof(value));
		value[rows[i].room] = '\0';
		assert_fault(read_two(rows[i].name, value), FAULT_INVALID);
		value[rows[i].room - 1] = '\0';
		assert_fine(read_two(rows[i].name, value));
	}
}

static void an_option_given_twice_is_the_second_and_lines_add_up(void **state)
{
	char *argv[] = { (char *)"x", (char *)"--seed", (char *)"1", (char *)"--seed", (char *)"2",
			 (char *)"--number", (char *)"+13125550100=http://a",
			 (char *)"--number", (char *)"+13125550101",
			 (char *)"--number", (char *)"+13125550100=http://b" };
	bool is_help;

	(void)state;
	assert_fine(options_read((int)COUNT_OF(argv), argv, &settings, &is_help, NULL));
	assert_int_equal(settings.seed, 2);
	assert_int_equal(settings.line_count, 2);
	assert_string_equal(settings.lines[0].webhook, "http://b");
}

static void a_hundred_lines_are_enough(void **state)
{
	static char numbers[CARRIER_LINES + 1][20];
	static char *argv[2 * CARRIER_LINES + 3] = { (char *)"x" };
	bool is_help;

	(void)state;
	for (int i = 0; i <= CARRIER_LINES; i++) {
		snprintf(numbers[i], sizeof(numbers[i]), "+1312555%04d", i);
		argv[2 * i + 1] = (char *)"--number";
		argv[2 * i + 2] = numbers[i];
	}
	assert_fine(options_read(2 * CARRIER_LINES + 1, argv, &settings, &is_help, NULL));
	assert_int_equal(settings.line_count, CARRIER_LINES);
	assert_fault(options_read(2 * CARRIER_LINES + 3, argv, &settings, &is_help, NULL), FAULT_FULL);
}

static void who_asks_for_help_gets_it_and_nothing_else(void **state)
{
	static const char *const asks[] = { "--help", "-h" };
	bool is_help;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(asks); i++) {
		char *argv[] = { (char *)"x", (char *)"--seed", (char *)"1", (char *)asks[i],
				 (char *)"--colour" };

		is_help = false;
		assert_fine(options_read((int)COUNT_OF(argv), argv, &settings, &is_help, NULL));
		assert_true(is_help);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_command_line_is_understood),
		cmocka_unit_test(a_command_line_that_makes_no_sense_is_refused),
		cmocka_unit_test(a_dialect_brings_its_own_patience_unless_told_otherwise),
		cmocka_unit_test(without_options_anybody_can_start),
		cmocka_unit_test(every_option_has_its_range_to_the_end),
		cmocka_unit_test(what_is_too_long_is_refused_and_not_cut),
		cmocka_unit_test(an_option_given_twice_is_the_second_and_lines_add_up),
		cmocka_unit_test(a_hundred_lines_are_enough),
		cmocka_unit_test(who_asks_for_help_gets_it_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
