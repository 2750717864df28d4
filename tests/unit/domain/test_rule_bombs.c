/* Rules and texts that were written to be slow: what is counted ends them, not a clock. */
#include "ruled.h"

#include <string.h>

static void add_times(struct buf *text, const char *piece, int times)
{
	while (times-- > 0)
		buf_add_text(text, piece);
}

/* The first thing said is the bound, with its place; nothing else is looked for. */
static void a_document_that_asks_too_much_of_its_reader_is_refused_where_it_does(void **state)
{
	static const struct {
		const char *before, *piece, *reason;
		int times, line, column;
	} bombs[] = {
		{ "", "[", "nested too deep", 48000, 1, 17 },
		{ "", "{", "nested too deep", 48000, 1, 17 },
		{ "", "- ", "nested too deep", 24000, 1, 33 },
		{ "rules:\n ", "[a,", "nested too deep", 10000, 2, 47 },
		{ "", "? ", "nested too deep", 24000, 1, 33 },
		{ "rules: &a [x]\nb: ", "[*a, *a, *a]", "aliases", 1, 2, 5 },
		{ "", "- &abc x\n", "64 anchors", 5000, 65, 3 },
		{ "", "rules: 1\n", "more lines than", 5000, 1, 1 },
		{ "", "x: 1\n", "more lines than", 9000, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bombs); i++) {
		struct rule_findings findings;
		struct rule_book *book = NULL;
		AUTO(buf) text;

		buf_init(&text, RULE_DOCUMENT);
		buf_add_text(&text, bombs[i].before);
		add_times(&text, bombs[i].piece, bombs[i].times);
		assert_false(text.is_stale);
		assert_int_equal(rule_read(buf_str(&text), &findings, &book), FAULT_INVALID);
		if (!strstr(findings.list[0].reason, bombs[i].reason) ||
		    findings.list[0].spot.line != bombs[i].line ||
		    findings.list[0].spot.column != bombs[i].column)
			fail_msg("%zu: %d:%d %s", i, findings.list[0].spot.line,
				 findings.list[0].spot.column, findings.list[0].reason);
		assert_true(findings.count <= 2);
	}
}

static void every_word_of_the_most_topics_is_compared_with_its_neighbour_only(void **state)
{
	struct rule_findings findings;
	struct rule_book *book = NULL;
	AUTO(buf) text;

	(void)state;
	buf_init(&text, RULE_DOCUMENT);
	buf_add_text(&text, "rules:\n" LAST "topics:\n");
	for (int topic = 0; topic < 30; topic++) {
		buf_add_format(&text, "  t%d: [", topic);
		for (int word = 0; word < RULE_TOPIC_WORDS_MOST - 10; word++)
			buf_add_format(&text, "%c%c,", 'a' + word % 26, 'a' + word / 26);
		buf_add_text(&text, "]\n");
	}
	assert_false(text.is_stale);
	assert_int_equal(rule_read(buf_str(&text), &findings, &book), FAULT_NONE);
	assert_int_equal(findings.warnings, 29 * (RULE_TOPIC_WORDS_MOST - 10) + 1);
	assert_string_equal(rule_topic(book, STR("aa")), "t0");
	rule_book_free(&book);
}

/* "aaaa…" is found at each letter and is a word nowhere. */
static void a_text_made_to_be_found_everywhere_falls_under_the_last_rule(void **state)
{
	struct rule_book *book;
	struct rule_facts facts = { .channel = CHANNEL_SMS };
	AUTO(buf) rules;
	AUTO(buf) text;

	(void)state;
	buf_init(&rules, RULE_DOCUMENT);
	buf_init(&text, 10000);
	buf_add_text(&rules, "rules:\n");
	for (int rule = 0; rule < 90; rule++) {
		buf_add_format(&rules, "  - {name: r%d, answer_within: 1 school day, when: {keyword: [", rule);
		add_times(&rules, "a,", RULE_WORDS_MOST);
		buf_add_text(&rules, "]}}\n");
	}
	buf_add_text(&rules, "  - {name: zebra, answer_within: 1 school day, when: {keyword: zebra}}\n" LAST);
	assert_false(rules.is_stale);
	book = read_book(buf_text(&rules));
	add_times(&text, "a", 6000);
	buf_add_text(&text, " zebra");
	facts.text = buf_str(&text);
	assert_string_equal(rule_match(book, &facts)->name, "rest");
	/* and the next one has its looks again */
	facts.text = STR("aaaaaa zebra");
	assert_string_equal(rule_match(book, &facts)->name, "zebra");
	rule_book_free(&book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_that_asks_too_much_of_its_reader_is_refused_where_it_does),
		cmocka_unit_test(every_word_of_the_most_topics_is_compared_with_its_neighbour_only),
		cmocka_unit_test(a_text_made_to_be_found_everywhere_falls_under_the_last_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
