/* Sentences that have nothing but names and selects are said without ICU: as ICU says them. */
#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <glob.h>

#include "i18n/files/po.h"
#include "i18n/text/shim.h"

static const char *const names[] = {
	"district", "name", "known", "owner", "owned", "phone", "reachable", "due", "choices", "from", "to", "hours",
	"language", "stop", "start", "digit", "count", "n", "a", "b",
};

static const char *const words[] = {
	"", "yes", "no", "other", "Rosa", "Gutiérrez", "O'Brien", "{name}", "''", "'{'", "الأربعاء", "学校", "a\xff" "b",
	"1\u202f000", "x\uffffy", "#", "YES", "yes ", "\u2068Rosa\u2069",
};

/* Both refuse, or both say the same. */
static void check(const struct shim_message *message, const struct shim_arg *args, size_t count, const char *what)
{
	struct note note;
	AUTO(buf) fast;
	AUTO(buf) slow;
	enum fault fault, expected;

	buf_init(&fast, 16 << 10);
	buf_init(&slow, 16 << 10);
	fault = shim_message_say(message, args, count, &fast, &note);
	expected = shim_message_say_by_icu(message, args, count, &slow, &note);
	if (fault != expected || strcmp(buf_text(&fast), buf_text(&slow)))
		fail_msg("%s: %s \"%s\", ICU %s \"%s\"", what, fault_word(fault), buf_text(&fast), fault_word(expected),
			 buf_text(&slow));
}

static void check_often(const struct shim_message *message, struct chance *chance, int rounds, const char *what)
{
	for (int round = 0; round < rounds; round++) {
		struct shim_arg args[COUNT_OF(names)];
		size_t count = 0;

		for (size_t i = 0; i < COUNT_OF(names); i++) {
			bool is_number = chance_below(chance, 30) == 0;

			/* now and then one is missing, or not the text that it should be */
			if (chance_below(chance, 40) == 0)
				continue;
			is_number |= !strcmp(names[i], "count") || !strcmp(names[i], "n");
			args[count++] = (struct shim_arg){
				names[i], str_of(words[chance_below(chance, chance_below(chance, 3) ? 6 : COUNT_OF(words))]),
				(int64_t)chance_below(chance, 2000), is_number };
		}
		check(message, args, count, what);
	}
}

struct checker {
	struct po_reader reader;
	struct chance chance;
	int sentences;
	const char *path;
};

static enum fault take(struct po_reader *reader, struct str name, struct str text, struct note *note)
{
	struct checker *checker = container_of(reader, struct checker, reader);
	struct str path = str_from(str_of(checker->path), strlen("locales/"));
	struct shim_message *message = NULL;
	char tag[32];
	AUTO(buf) what;

	buf_init(&what, 400);
	buf_add_format(&what, "%s %.*s", checker->path, STR_ARG(name));
	/* ICU has no data for some languages: those count as English does */
	str_put(tag, sizeof(tag), str_slice(path, 0, str_find(path, STR(".po"))));
	if (shim_message_new(text, tag, &message, note))
		assert_fine(shim_message_new(text, "", &message, note));
	check_often(message, &checker->chance, 40, buf_text(&what));
	shim_message_free(&message);
	checker->sentences++;
	return FAULT_NONE;
}

static void every_sentence_of_every_language_is_said_as_icu_says_it(void **state)
{
	struct checker checker = { .reader = { take }, .chance = { 72 } };
	struct note note;
	glob_t files;

	(void)state;
	assert_int_equal(glob("locales/*.po", 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		checker.path = files.gl_pathv[i];
		assert_fine(po_read(checker.path, &checker.reader, &note));
	}
	globfree(&files);
	assert_true(checker.sentences > 25 * 15);
}

static void any_pattern_is_said_as_icu_says_it(void **state)
{
	static const char *const pieces[] = {
		"Hello ", "{name}", "{owner}", "''", "'{'", "it's ", "#", "|", " {due} ", "{a, select, yes {", "{b, select, other {",
		"} other {", "}}", "} yes {", "{n, plural, one {# text} other {# texts}}", "'", "{ name }", "ñ", "}", "{known, select, a{1} other{}}",
	};
	struct chance chance = { 73 };
	int patterns = 0;
	AUTO(buf) pattern;

	(void)state;
	buf_init(&pattern, 4000);
	for (int round = 0; round < 60000; round++) {
		struct shim_message *message = NULL;
		struct note note;

		buf_clear(&pattern);
		for (uint64_t left = chance_below(&chance, 9); left > 0; left--)
			buf_add_text(&pattern, pieces[chance_below(&chance, COUNT_OF(pieces))]);
		if (shim_message_new(buf_str(&pattern), "en", &message, &note))
			continue;
		check_often(message, &chance, 6, buf_text(&pattern));
		shim_message_free(&message);
		patterns++;
	}
	assert_true(patterns > 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sentence_of_every_language_is_said_as_icu_says_it),
		cmocka_unit_test(any_pattern_is_said_as_icu_says_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
