#include "tests/lib/test.h"

#include <stdio.h>

#include "base/file.h"
#include "i18n/intent/text_hours.h"
#include "i18n/intent/text_hours_set.h"
#include "i18n/language/lang_set.h"
#include "tests/unit/i18n/scratch.h"

static struct lang_set *languages;
static struct text_hours_set *hours_words;

static int load(void **state)
{
	struct note note;

	return scratch_new(state) || lang_set_load("locales/languages.yaml", &languages, &note) ||
	       text_hours_set_load("locales/hours.yaml", languages, &hours_words, &note);
}

static int unload(void **unused)
{
	(void)unused;
	text_hours_set_free(&hours_words);
	lang_set_free(&languages);
	(void)rmdir(scratch);
	return 0;
}

/* "18:00-00:00", or "none" */
static void tell(struct str text, char *into, size_t room)
{
	struct text_hours text_hours;

	if (!text_hours_read(hours_words, text, &text_hours))
		snprintf(into, room, "none");
	else
		snprintf(into, room, "%02d:%02d-%02d:%02d", text_hours.from / 60, text_hours.from % 60,
			 text_hours.to / 60, text_hours.to % 60);
}

/* Recall may be below one in languages that nobody has read yet, but here it is not. */
static void the_corpus_says_what_is_a_wish_and_what_is_not(void **unused)
{
	size_t count = 0, wrong = 0, missed = 0, swallowed = 0;
	AUTO(buf) file;
	struct str rest, line;
	struct note note;

	(void)unused;
	buf_init(&file, 1 << 20);
	assert_int_equal(file_read("tests/corpus/hours.tsv", &file, &note), FAULT_NONE);
	rest = buf_str(&file);
	while (rest.size && str_next(&rest, '\n', &line)) {
		struct str wanted = STR_NONE, tag = STR_NONE;
		char told[32];

		if (line.size == 0)
			continue;
		assert_true(str_next(&line, '\t', &wanted) && str_next(&line, '\t', &tag));
		assert_non_null(lang_find(languages, tag));
		tell(line, told, sizeof(told));
		count++;
		if (str_is(wanted, told))
			continue;
		wrong++;
		missed += str_is(STR("none"), told);
		swallowed += str_is(wanted, "none");
		print_error("%.*s %.*s: wanted %.*s, told %s\n", STR_ARG(tag), STR_ARG(line),
			    STR_ARG(wanted), told);
	}
	print_message("hours corpus: %zu texts, %zu wrong (%zu missed, %zu swallowed)\n", count,
		      wrong, missed, swallowed);
	assert_true(count >= 120);
	assert_int_equal(wrong, 0);
}

static void a_wish_is_sure_when_it_speaks_of_texts(void **unused)
{
	static const struct {
		const char *text, *tag;
		bool is_sure;
	} rows[] = {
		{ "after 6", "en", false },
		{ "text me after 6", "en", true },
		{ "después de las 6", "es", false },
		{ "escríbame después de las 6", "es", true },
		{ "après 18h", "fr", false },
		{ "晚上6点以后", "zh-Hans", false },
		{ "后6点发短信", "zh-Hans", true },
		{ "any time", "en", false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text_hours text_hours;

		if (!text_hours_read(hours_words, str_of(rows[i].text), &text_hours))
			fail_msg("%s", rows[i].text);
		if (text_hours.is_sure != rows[i].is_sure)
			fail_msg("%s", rows[i].text);
		assert_string_equal(text_hours.lang->tag, rows[i].tag);
	}
}

static void what_is_no_text_says_nothing(void **unused)
{
	static const char *const texts[] = { "", " ", "?", "...", "\xff\xfe", "after \xff 6", "-", "6-",
					     "after 6 after 6 after 6 after 6 after 6 after 6 after 6 "
					     "after 6 after 6 after 6 after 6 after 6 after 6 after 6 "
					     "after 6 after 6 after 6 after 6 after 6 after 6 after 6",
					     "please please please please please please please please "
					     "please please please please please please please please "
					     "please please text" };
	struct text_hours text_hours;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (text_hours_read(hours_words, str_of(texts[i]), &text_hours))
			fail_msg("%s", texts[i]);
}

static void a_bad_file_is_refused_with_its_place(void **unused)
{
	static const struct {
		const char *label, *text, *complaint;
	} rows[] = {
		{ "no rows", "hours: []\n", "" },
		{ "unknown key", "hours:\n  - tag: \"en\"\n    aftr: \"after\"\n", "" },
		{ "unknown clock", "hours:\n  - tag: \"en\"\n    clock: \"odd\"\n", "" },
		{ "not shipped", "hours:\n  - tag: \"xx\"\n    after: \"a\"\n",
		  "\"xx\" is not in languages.yaml" },
		{ "twice", "hours:\n  - tag: \"en\"\n    after: \"a\"\n  - tag: \"en\"\n    after: \"b\"\n",
		  "\"en\" stands there twice" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text_hours_set *set = NULL;
		struct note note = { .text = "" };

		scratch_write("hours.yaml", rows[i].text);
		if (text_hours_set_load(scratch_path("hours.yaml"), languages, &set, &note) != FAULT_CONFIG)
			fail_msg("%s", rows[i].label);
		assert_null(set);
		if (!strstr(note.text, rows[i].complaint))
			fail_msg("%s: %s", rows[i].label, note.text);
	}
	scratch_remove("hours.yaml");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_corpus_says_what_is_a_wish_and_what_is_not),
		cmocka_unit_test(a_wish_is_sure_when_it_speaks_of_texts),
		cmocka_unit_test(what_is_no_text_says_nothing),
		cmocka_unit_test(a_bad_file_is_refused_with_its_place),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
