/* Wishes to stop and wishes for hours, in 25 languages and in disguise: what they are does
 * not hang on what stands around them, and with a stranger's word among them they are none. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "corpus.h"
#include "i18n/intent/opt_out.h"
#include "i18n/intent/opt_out_set.h"
#include "i18n/intent/text_hours.h"
#include "i18n/intent/text_hours_set.h"
#include "i18n/language/lang_set.h"
#include "i18n/text/unicode.h"
#include "tests/lib/chance.h"

static struct lang_set *languages;
static struct opt_out_set *opt_outs;
static struct text_hours_set *hours_set;
static int checked;

static int load(void **state)
{
	struct note note = { .text = "" };

	(void)state;
	return lang_set_load("locales/languages.yaml", &languages, &note) ||
	       opt_out_set_load("locales/opt_out.yaml", languages, &opt_outs, &note) ||
	       text_hours_set_load("locales/hours.yaml", languages, &hours_set, &note);
}

static int unload(void **state)
{
	(void)state;
	text_hours_set_free(&hours_set);
	opt_out_set_free(&opt_outs);
	lang_set_free(&languages);
	return 0;
}

static void check_all(const char *path, void (*each)(const struct corpus_line *line), int least)
{
	checked = 0;
	assert_true(corpus_each(path, each) > 200);
	if (checked < least)
		fail_msg("only %d were checked", checked);
}

/* --- to stop -------------------------------------------------------------------------------- */

static void disguise_opt_out(const struct corpus_line *line)
{
	enum opt_out plain = opt_out_read(opt_outs, line->text, NULL);

	if (plain == OPT_OUT_NONE)
		return;
	for (size_t how = 0; how < COUNT_OF(disguises); how++) {
		const struct lang *lang = NULL;
		enum opt_out found;
		AUTO(buf) text;

		buf_init(&text, 2000);
		disguise(line->text, how, &text);
		found = opt_out_read(opt_outs, buf_str(&text), &lang);
		if (found != plain || !lang)
			fail_msg("%s is %d, not %d", buf_text(&text), found, plain);
	}
	checked++;
}

static void an_opt_out_is_one_whatever_stands_around_it(void **state)
{
	(void)state;
	check_all("tests/corpus/consent.tsv", disguise_opt_out, 300);
}

/* One that has no clause of its own beside the stranger's word. */
static bool is_one_clause(struct str text)
{
	uint32_t rune;

	while (unicode_next(&text, &rune))
		if (rune != ' ' && rune != '\'' && rune != 0x2019 && unicode_is_outer(rune))
			return false;
	return true;
}

static void add_stranger(const struct corpus_line *line)
{
	if (opt_out_read(opt_outs, line->text, NULL) != OPT_OUT_CLEAR || !is_one_clause(line->text))
		return;
	for (int behind = 0; behind < 2; behind++) {
		AUTO(buf) text;

		buf_init(&text, 2000);
		buf_add_format(&text, behind ? "%.*s qworblix" : "qworblix %.*s", STR_ARG(line->text));
		if (opt_out_read(opt_outs, buf_str(&text), NULL) == OPT_OUT_CLEAR)
			fail_msg("%s stops", buf_text(&text));
	}
	checked++;
}

/* "We must stop this bill": with one word that nobody knows a person has to read it. */
static void an_opt_out_with_a_strangers_word_in_it_stops_nothing(void **state)
{
	(void)state;
	check_all("tests/corpus/consent.tsv", add_stranger, 150);
}

/* Between the words and within them. */
static void add_unseen(const struct corpus_line *line)
{
	static const char *const unseen[] = { "\u200d", "\u200c", "\u202e", "\u2068", "\u00ad", "\ufe0f", "\u2060" };
	static struct chance chance = { 12 };
	enum opt_out plain = opt_out_read(opt_outs, line->text, NULL);

	for (int round = 0; round < 5; round++) {
		AUTO(buf) text;

		buf_init(&text, 4000);
		for (struct str rest = line->text; rest.size;) {
			struct str here = rest;
			uint32_t rune;

			unicode_next(&rest, &rune);
			buf_add(&text, str_slice(here, 0, here.size - rest.size));
			if (chance_below(&chance, 5) == 0)
				buf_add_text(&text, unseen[chance_below(&chance, COUNT_OF(unseen))]);
		}
		if (text.size <= OPT_OUT_LONGEST && opt_out_read(opt_outs, buf_str(&text), NULL) != plain)
			fail_msg("%s is no more %d", buf_text(&text), plain);
	}
	checked++;
}

/* Neither does a wish hide behind what is not seen, nor is one made by it. */
static void what_is_not_seen_changes_no_wish(void **state)
{
	(void)state;
	check_all("tests/corpus/consent.tsv", add_unseen, 800);
}

static struct str salad[4000];
static size_t salad_size;

static void cut_up(const struct corpus_line *line)
{
	struct str rest = line->text, word;

	while (str_next(&rest, ' ', &word) && salad_size < COUNT_OF(salad)) {
		char *kept = strndup(word.at, word.size);

		assert_non_null(kept);
		salad[salad_size++] = (struct str){ kept, word.size };
	}
}

/* Words of all languages thrown together: the answer is the same each time it is asked, and
 * past the ceilings there is none. */
static void any_words_in_any_order_get_one_answer(void **state)
{
	struct chance chance = { 13 };

	(void)state;
	salad_size = 0;
	corpus_each("tests/corpus/consent.tsv", cut_up);
	for (int round = 0; round < 3000; round++) {
		size_t words = 1 + chance_below(&chance, 45);
		const struct lang *lang = NULL;
		enum opt_out found;
		AUTO(buf) text;

		buf_init(&text, 1 << 14);
		for (size_t i = 0; i < words; i++) {
			buf_add(&text, salad[chance_below(&chance, salad_size)]);
			buf_add_char(&text, ' ');
		}
		found = opt_out_read(opt_outs, buf_str(&text), &lang);
		assert_int_equal(opt_out_read(opt_outs, buf_str(&text), NULL), found);
		assert_true(found == OPT_OUT_NONE || lang);
		if (text.size > OPT_OUT_LONGEST || words > OPT_OUT_WORDS)
			assert_int_equal(found, OPT_OUT_NONE);
	}
	while (salad_size)
		free((void *)salad[--salad_size].at);
}

/* At the ceiling it is read, a byte beyond it is for a person. */
static void a_text_over_its_ceiling_says_nothing(void **state)
{
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 1000);
	buf_add_text(&text, "stop texting me");
	while (text.size < OPT_OUT_LONGEST)
		buf_add_char(&text, ' ');
	assert_int_equal(opt_out_read(opt_outs, buf_str(&text), NULL), OPT_OUT_CLEAR);
	buf_add_char(&text, ' ');
	assert_int_equal(opt_out_read(opt_outs, buf_str(&text), NULL), OPT_OUT_NONE);
	assert_int_equal(opt_out_read(opt_outs, STR_NONE, NULL), OPT_OUT_NONE);
	assert_int_equal(opt_out_read(opt_outs, STR("?!…👍"), NULL), OPT_OUT_NONE);
}

/* Where no space tells words apart, what nobody knows is one word up to the next that is. */
static void a_strangers_word_between_joined_ones_is_seen(void **state)
{
	static const struct { const char *text; bool stops; } rows[] = {
		{ "不要再给我发短信", true }, { "不要再给我龘龘龘发短信", false }, { "龘不要再给我发短信", false },
		{ "不要再给我发短信龘", false }, { "제 번호를 삭제해 주세요", true }, { "제 번호를 쀍쀍 삭제해 주세요", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if ((opt_out_read(opt_outs, str_of(rows[i].text), NULL) == OPT_OUT_CLEAR) != rows[i].stops)
			fail_msg("%s", rows[i].text);
}

/* --- hours ------------------------------------------------------------------------------------- */

static bool hours_of(struct str label, struct text_hours *hours)
{
	int from, from_minute, to, to_minute;
	char text[16];

	str_put(text, sizeof(text), label);
	if (sscanf(text, "%d:%d-%d:%d", &from, &from_minute, &to, &to_minute) != 4)
		return false;
	hours->from = from * 60 + from_minute;
	hours->to = to * 60 + to_minute;
	return true;
}

static void disguise_hours(const struct corpus_line *line)
{
	struct text_hours wanted = { .from = 0 }, found;
	bool is_wish = hours_of(line->label, &wanted);

	for (size_t how = 0; how < COUNT_OF(disguises); how++) {
		bool is_read;
		AUTO(buf) text;

		buf_init(&text, 2000);
		disguise(line->text, how, &text);
		is_read = text_hours_read(hours_set, buf_str(&text), &found);
		if (text.size > TEXT_HOURS_LONGEST)
			continue;
		if (is_read != is_wish || (is_read && (found.from != wanted.from || found.to != wanted.to)))
			fail_msg("%s is read as %d %d-%d", buf_text(&text), is_read, found.from, found.to);
	}
	checked++;
}

static void a_wish_for_hours_is_one_whatever_stands_around_it(void **state)
{
	(void)state;
	check_all("tests/corpus/hours.tsv", disguise_hours, 250);
}

static void spoil_hours(const struct corpus_line *line)
{
	static const char *const spoils[] = { " qworblix", "?", " 3 5 7", " qworblix?", " 99" };
	struct text_hours found = { .from = 77 };

	if (!hours_of(line->label, &found))
		return;
	for (size_t i = 0; i < COUNT_OF(spoils); i++) {
		AUTO(buf) text;

		buf_init(&text, 2000);
		buf_add(&text, line->text);
		buf_add_text(&text, spoils[i]);
		if (text_hours_read(hours_set, buf_str(&text), &found))
			fail_msg("%s is read as %d-%d", buf_text(&text), found.from, found.to);
	}
	checked++;
}

/* A word that nobody knows, a question, one time too many: an input that a person reads. */
static void a_wish_with_anything_else_in_it_is_none(void **state)
{
	(void)state;
	check_all("tests/corpus/hours.tsv", spoil_hours, 140);
}

static void a_wish_over_its_ceiling_says_nothing(void **state)
{
	struct text_hours found;
	AUTO(buf) text;

	(void)state;
	buf_init(&text, 1000);
	buf_add_text(&text, "text me after 6 pm");
	while (text.size < TEXT_HOURS_LONGEST)
		buf_add_char(&text, ' ');
	assert_true(text_hours_read(hours_set, buf_str(&text), &found));
	buf_add_char(&text, ' ');
	assert_false(text_hours_read(hours_set, buf_str(&text), &found));
	assert_false(text_hours_read(hours_set, STR_NONE, &found));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_opt_out_is_one_whatever_stands_around_it),
		cmocka_unit_test(an_opt_out_with_a_strangers_word_in_it_stops_nothing),
		cmocka_unit_test(what_is_not_seen_changes_no_wish),
		cmocka_unit_test(any_words_in_any_order_get_one_answer),
		cmocka_unit_test(a_text_over_its_ceiling_says_nothing),
		cmocka_unit_test(a_strangers_word_between_joined_ones_is_seen),
		cmocka_unit_test(a_wish_for_hours_is_one_whatever_stands_around_it),
		cmocka_unit_test(a_wish_with_anything_else_in_it_is_none),
		cmocka_unit_test(a_wish_over_its_ceiling_says_nothing),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
