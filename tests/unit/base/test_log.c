#include "tests/lib/fine.h"

#include "tests/lib/journal.h"

#include "base/buf.h"
#include "base/log.h"

static const char *line_of(struct journal *journal, const char *word)
{
	journal_open(journal);
	log_fact(LOG_INFO, "event", LOG_WORD("word", word));
	return journal_close(journal);
}

static void a_fact_is_one_line_with_its_priority(void **state)
{
	struct journal journal;

	(void)state;
	journal_open(&journal);
	log_fact(LOG_ALARM, "store.lost", LOG_ID("msg", INT64_MAX), LOG_COUNT("took_us", -3), LOG_WORD("fault", "disk"));
	log_fact(LOG_WARN, "outbox.slow", LOG_NOTE("over 7 s"));
	assert_string_equal(journal_close(&journal), "<1>store.lost msg=9223372036854775807 took_us=-3 fault=disk\n"
			    "<4>outbox.slow note=\"over 7 s\"\n");
}

static void what_is_below_the_level_is_not_written(void **state)
{
	struct journal journal;
	char expected[5] = "";

	(void)state;
	for (int level = LOG_ALARM; level <= LOG_DEBUG; level++) {
		journal_open(&journal);
		log_set_level((enum log_level)level);
		for (int each = LOG_ALARM; each <= LOG_DEBUG; each++)
			log_fact((enum log_level)each, "e", LOG_COUNT("n", each));
		log_set_level(LOG_INFO);
		strcat(expected, (const char *[]){ "1", "4", "6", "7" }[level]);
		journal_close(&journal);
		for (size_t i = 0, lines = 0; i < strlen(journal.text); i++)
			if (journal.text[i] == '<')
				assert_int_equal(journal.text[i + 1], expected[lines++]);
		assert_int_equal(strlen(journal.text), strlen("<1>e n=0\n") * strlen(expected));
	}
}

/* A reader splits at spaces and at the first "=": no value may bring one of its own. */
static void a_value_cannot_begin_another_value_or_line(void **state)
{
	static const struct { const char *word; const char *written; } rows[] = {
		{ "plain", "plain" }, { "", "\"\"" }, { "two words", "\"two words\"" }, { "a=b", "\"a=b\"" },
		{ "say \"no\"", "\"say 'no'\"" }, { "\"", "\"'\"" }, { "a\nb", "\"a b\"" }, { "a\tb", "\"a b\"" },
		{ "a\rb", "\"a b\"" }, { "\x1b[2Jx", "\" [2Jx\"" }, { "año", "año" },
	};
	struct journal journal;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char expected[100] = "<6>event word=";

		strcat(strcat(expected, rows[i].written), "\n");
		assert_string_equal(line_of(&journal, rows[i].word), expected);
	}
}

/* Cut, but still one line: what comes behind it begins a line of its own. */
static void a_fact_over_the_ceiling_still_ends_its_line(void **state)
{
	static char endless[6000];
	struct journal journal;
	const char *end;

	(void)state;
	memset(endless, 'e', sizeof(endless) - 1);
	journal_open(&journal);
	log_fact(LOG_INFO, "first", LOG_WORD("word", endless), LOG_COUNT("n", 1));
	log_fact(LOG_INFO, "second", LOG_COUNT("n", 2));
	end = strchr(journal_close(&journal), '\n');
	assert_non_null(end);
	assert_string_equal(end, "\n<6>second n=2\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fact_is_one_line_with_its_priority),
		cmocka_unit_test(what_is_below_the_level_is_not_written),
		cmocka_unit_test(a_value_cannot_begin_another_value_or_line),
		cmocka_unit_test(a_fact_over_the_ceiling_still_ends_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
