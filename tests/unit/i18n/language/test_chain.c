/* A sentence that is missing goes on, whole, along the chain of its language; and what
 * stands in it is set apart from what a stranger put there. */
#include "tests/lib/fine.h"

#include "i18n/language/catalog.h"
#include "i18n/language/lang_set.h"
#include "tests/lib/chance.h"
#include "tests/unit/i18n/scratch.h"

#define BLOCK(tag, direction, fallback)                                                   \
	"  - tag: \"" tag "\"\n    name: \"N\"\n    autonym: \"A\"\n    script: \"Latn\"\n" \
	"    direction: \"" direction "\"\n    recognised_as: []\n    icu_locale: \"" tag "\"\n" \
	"    fallback: " fallback "\n    voice: \"\"\n    speech: \"\"\n"                   \
	"    stop: [\"" tag "S\"]\n    start: [\"" tag "B\"]\n    help: [\"" tag "H\"]\n"   \
	"    hours: [\"" tag "W\"]\n    ask_for: []\n    thanks: []\n    \"yes\": []\n"     \
	"    \"no\": []\n    weekdays: []\n    months: []\n    reviewed: \"no\"\n"

static const char languages[] = "languages:\n" BLOCK("en", "ltr", "[]")
	BLOCK("fr", "ltr", "[\"en\"]") BLOCK("es", "ltr", "[\"fr\", \"en\"]")
	BLOCK("pt", "ltr", "[\"es\", \"fr\", \"en\"]") BLOCK("ur", "rtl", "[\"pt\", \"en\"]")
	BLOCK("vi", "ltr", "[]");

/* Along these a sentence goes on; the source is behind every one. */
static const struct {
	const char *tag, *chain[5];
} chains[] = {
	{ "fr", { "fr", "en" } }, { "es", { "es", "fr", "en" } }, { "pt", { "pt", "es", "fr", "en" } },
	{ "ur", { "ur", "pt", "en" } }, { "vi", { "vi", "en" } },
};
enum { SENTENCES = 12 };

#define PO_HEAD "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"

static struct lang_set *set;

static int load(void **state)
{
	if (scratch_new(state))
		return 1;
	scratch_write("languages.yaml", languages);
	return lang_set_load(scratch_path("languages.yaml"), &set, NULL) != FAULT_NONE;
}

static int unload(void **state)
{
	for (size_t i = 0; i < lang_count(set); i++) {
		char name[40];

		snprintf(name, sizeof(name), "%s.po", lang_at(set, i)->tag);
		scratch_remove(name);
	}
	scratch_remove("languages.yaml");
	lang_set_free(&set);
	return scratch_free(state);
}

static struct catalog *load_catalog(void)
{
	struct catalog *catalog = NULL;
	struct note note = { .text = "" };

	if (catalog_load(scratch, set, &catalog, &note))
		fail_msg("%s:%d: %s", note.file, note.line, note.text);
	return catalog;
}

/* Each sentence says which language it is in, and says it at its beginning and its end. */
static void write_po(const char *tag, const bool has[SENTENCES], struct chance *chance)
{
	char name[40];
	AUTO(buf) text;

	buf_init(&text, 1 << 16);
	buf_add_text(&text, PO_HEAD);
	for (int i = 0; i < SENTENCES; i++) {
		/* missing: not there at all, or not approved */
		if (!has[i] && chance_below(chance, 2))
			continue;
		buf_add_format(&text, "%smsgctxt \"s%d\"\nmsgid \"x\"\nmsgstr \"%s %d {who} %s\"\n", has[i] ? "" : "#, fuzzy\n", i,
			       tag, i, tag);
	}
	snprintf(name, sizeof(name), "%s.po", tag);
	scratch_write(name, buf_text(&text));
}

static bool has_of(bool has[][SENTENCES], const char *tag, int sentence)
{
	for (size_t i = 0; i < lang_count(set); i++)
		if (strcmp(lang_at(set, i)->tag, tag) == 0)
			return has[i][sentence];
	fail();
	return false;
}

static const char *tag_by_hand(bool has[][SENTENCES], size_t chain, int sentence)
{
	for (const char *const *tag = chains[chain].chain; *tag; tag++)
		if (has_of(has, *tag, sentence))
			return *tag;
	return "en";
}

static void expect_sentence(const struct catalog *catalog, const char *tag, int sentence,
			    const char *wanted)
{
	const struct catalog_arg who = ARG_TEXT("who", STR("Ana"));
	const struct lang *said_in = NULL;
	char name[16], all[64];
	AUTO(buf) said;

	buf_init(&said, 200);
	snprintf(name, sizeof(name), "s%d", sentence);
	assert_fine(catalog_say(catalog, lang_find(set, str_of(tag)), name, &who, 1, &said, &said_in));
	assert_string_equal(said_in->tag, wanted);
	snprintf(all, sizeof(all), strcmp(wanted, "ur") ? "%s %d Ana %s" : "%s %d \u2068Ana\u2069 %s", wanted,
		 sentence, wanted);
	assert_string_equal(buf_text(&said), all);
}

/* Whatever is missing where: the first of the chain that has it says all of it. */
static void a_missing_sentence_is_said_whole_by_the_first_of_the_chain_that_has_it(void **state)
{
	struct chance chance = { 8 };
	int gone_on = 0;

	(void)state;
	for (int round = 0; round < 40; round++) {
		bool has[6][SENTENCES];
		struct catalog *catalog;

		for (size_t i = 0; i < lang_count(set); i++) {
			for (int s = 0; s < SENTENCES; s++)
				has[i][s] = i == 0 || chance_below(&chance, 2);
			write_po(lang_at(set, i)->tag, has[i], &chance);
		}
		catalog = load_catalog();
		for (size_t chain = 0; chain < COUNT_OF(chains); chain++) {
			for (int s = 0; s < SENTENCES; s++) {
				const char *wanted = tag_by_hand(has, chain, s);
				char name[16];

				snprintf(name, sizeof(name), "s%d", s);
				expect_sentence(catalog, chains[chain].tag, s, wanted);
				assert_int_equal(catalog_has(catalog, lang_find(set, str_of(chains[chain].tag)), name),
						 strcmp(wanted, chains[chain].tag) == 0);
				gone_on += strcmp(wanted, chains[chain].tag) != 0;
			}
		}
		catalog_free(&catalog);
		assert_null(catalog);
	}
	assert_true(gone_on > 500);
}

/* gettext takes two of a name for two messages when their msgids differ: which of them would
 * be said? */
static void a_name_that_stands_there_twice_is_refused_with_its_line(void **state)
{
	static const char *const files[] = { "en.po", "fr.po" };
	bool has[SENTENCES] = { true };
	struct chance chance = { 18 };

	(void)state;
	for (size_t file = 0; file < COUNT_OF(files); file++) {
		struct catalog *catalog = NULL;
		struct note note = { .text = "" };

		for (size_t i = 0; i < lang_count(set); i++)
			write_po(lang_at(set, i)->tag, has, &chance);
		scratch_write(files[file], PO_HEAD "msgctxt \"s0\"\nmsgid \"x\"\nmsgstr \"{who} one\"\n"
						   "msgctxt \"s0\"\nmsgid \"y\"\nmsgstr \"{who} two\"\n");
		assert_fault(catalog_load(scratch, set, &catalog, &note), FAULT_CONFIG);
		assert_null(catalog);
		assert_string_equal(note.text, "s0 is there twice");
		assert_non_null(strstr(note.file, files[file]));
		assert_int_equal(note.line, 6);
	}
}

/* --- what a stranger puts into a name --------------------------------------------------- */

static void say_to(const char *tag, struct str who, struct buf *said)
{
	bool has[SENTENCES] = { true };
	struct chance chance = { 9 };
	const struct catalog_arg arg = ARG_TEXT("who", who);
	struct catalog *catalog;

	for (size_t i = 0; i < lang_count(set); i++)
		write_po(lang_at(set, i)->tag, has, &chance);
	catalog = load_catalog();
	assert_fine(catalog_say(catalog, lang_find(set, str_of(tag)), "s0", &arg, 1, said, NULL));
	catalog_free(&catalog);
}

/* Marks that nobody sees would turn our own words around, or pass a name off as one that
 * runs the other way. */
static void marks_of_direction_in_a_name_are_dropped_and_decide_nothing(void **state)
{
	static const char *const marks[] = { "\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d",
					     "\u202e", "\u2066", "\u2067", "\u2068", "\u2069" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		AUTO(buf) name;
		AUTO(buf) to_ur;
		AUTO(buf) to_en;

		buf_init(&name, 100);
		buf_init(&to_ur, 200);
		buf_init(&to_en, 200);
		buf_add_format(&name, "%sAna%s Li%s", marks[i], marks[i], marks[i]);
		say_to("ur", buf_str(&name), &to_ur);
		assert_string_equal(buf_text(&to_ur), "ur 0 \u2068Ana Li\u2069 ur");
		say_to("en", buf_str(&name), &to_en);
		assert_string_equal(buf_text(&to_en), "en 0 Ana Li en");
	}
}

/* Joiners hold a family of emoji and Persian letters together: they stay. */
static void what_holds_letters_together_stays(void **state)
{
	static const char *const names[] = { "\U0001f468\u200d\U0001f469\u200d\U0001f467", "می\u200cخواهم",
					     "e\u0301z" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		AUTO(buf) said;

		buf_init(&said, 200);
		say_to("en", str_of(names[i]), &said);
		if (i < 2)
			assert_true(str_find(buf_str(&said), str_of(names[i])) < said.size);
		else
			assert_string_equal(buf_text(&said), "en 0 éz en");
	}
}

/* A name that runs as the sentence does needs no walls; digits and signs run nowhere. */
static void a_name_is_set_apart_when_it_runs_the_other_way(void **state)
{
	static const struct { const char *name; bool is_apart; } rows[] = {
		{ "Ana", true }, { "علی", false }, { "דוד", false }, { "123", true }, { "-!", true },
		{ "1 علی", false }, { "1 Ana علی", true }, { "ሰላም", true }, { "😀", true }, { "😀 علی", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) said;

		buf_init(&said, 200);
		say_to("ur", str_of(rows[i].name), &said);
		assert_int_equal(str_find(buf_str(&said), STR("\u2068")) < said.size, rows[i].is_apart);
	}
}

static void a_language_of_another_set_is_answered_in_its_own_name_or_the_source(void **state)
{
	struct lang_set *shipped = NULL;
	struct catalog *catalog;
	bool has[SENTENCES] = { true };
	struct chance chance = { 10 };
	const struct catalog_arg who = ARG_TEXT("who", STR("Ana"));
	const struct lang *said_in = NULL;

	(void)state;
	for (size_t i = 0; i < lang_count(set); i++)
		write_po(lang_at(set, i)->tag, has, &chance);
	catalog = load_catalog();
	assert_fine(lang_set_load("locales/languages.yaml", &shipped, NULL));
	for (size_t i = 0; i < lang_count(shipped); i++) {
		const struct lang *ours = lang_find(set, str_of(lang_at(shipped, i)->tag));
		AUTO(buf) said;

		buf_init(&said, 200);
		assert_fine(catalog_say(catalog, lang_at(shipped, i), "s0", &who, 1, &said, &said_in));
		assert_string_equal(said_in->tag, ours ? ours->tag : "en");
		assert_int_equal(catalog_has(catalog, lang_at(shipped, i), "s0"), ours != NULL);
	}
	lang_set_free(&shipped);
	catalog_free(&catalog);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_missing_sentence_is_said_whole_by_the_first_of_the_chain_that_has_it),
		cmocka_unit_test(a_name_that_stands_there_twice_is_refused_with_its_line),
		cmocka_unit_test(marks_of_direction_in_a_name_are_dropped_and_decide_nothing),
		cmocka_unit_test(what_holds_letters_together_stays),
		cmocka_unit_test(a_name_is_set_apart_when_it_runs_the_other_way),
		cmocka_unit_test(a_language_of_another_set_is_answered_in_its_own_name_or_the_source),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
