#include "tests/lib/test.h"

#include "i18n/language/lang.h"
#include "i18n/language/lang_set.h"
#include "tests/unit/i18n/scratch.h"

static struct lang_set *set;

static int load(void **state)
{
	struct note note;

	return scratch_new(state) || lang_set_load("locales/languages.yaml", &set, &note);
}

static int unload(void **state)
{
	lang_set_free(&set);
	scratch_remove("languages.yaml");
	return scratch_free(state);
}

static void the_shipped_languages_are_all_there_and_complete(void **state)
{
	static const char *const shipped[] = {
		"en", "es", "so", "vi", "ar", "zh-Hans", "zh-Hant", "ht", "pt-BR",
		"ru", "uk", "fr", "ko", "fil", "fa",	  "ps",	     "ur", "hi",
		"ne", "sw", "am", "my", "mww", "bn",	  "pa",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(shipped); i++) {
		const struct lang *lang = lang_find(set, str_of(shipped[i]));

		if (!lang)
			fail_msg("%s is missing", shipped[i]);
		for (size_t kind = 0; kind < LANG_WORDS; kind++)
			assert_non_null(lang->words[kind][0]);
		assert_true(str_is_utf8(str_of(lang->autonym)));
		if (strcmp(lang->tag, "en") != 0)
			assert_non_null(lang->fallback[0]);
		assert_int_equal(lang->weekdays != NULL, lang->icu_locale[0] == '\0');
	}
	assert_true(lang_find(set, STR("ur"))->is_rtl);
	assert_false(lang_find(set, STR("es"))->is_rtl);
	assert_ptr_equal(lang_find(set, STR("ZH-hant")), lang_find(set, STR("zh-Hant")));
	assert_null(lang_find(set, STR("xx")));
}

static const struct {
	const char *wanted, *shipped; /* NULL: refused */
} matches[] = {
	{ "es", "es" },		 { "es-MX", "es" },	{ "ES_mx", "es" },
	{ "es-419", "es" },	 { "spa", "es" },	{ "som", "so" },
	{ "so-SO", "so" },	 { "zh", "zh-Hans" },	{ "zh-CN", "zh-Hans" },
	{ "zh-TW", "zh-Hant" },	 { "zh-HK", "zh-Hant" }, { "zh-Hant-HK", "zh-Hant" },
	{ "yue", "zh-Hant" },	 { "yue-HK", "zh-Hant" }, { "yue-Hans", "zh-Hans" },
	{ "yue-Hans-CN", "zh-Hans" }, { "cmn", "zh-Hans" }, { "cmn-TW", "zh-Hant" },
	{ "cmn-Hans", "zh-Hans" }, { "pt", "pt-BR" },	{ "pt-PT", "pt-BR" },
	{ "fr-CA", "fr" },	 { "fr-HT", "fr" },	{ "ht", "ht" },
	{ "hat", "ht" },	 { "tl", "fil" },	{ "tl-PH", "fil" },
	{ "hmn", "mww" },	 { "hnj", "mww" },	{ "mww-US", "mww" },
	{ "prs", "fa" },	 { "fa-AF", "fa" },	{ "pes-IR", "fa" },
	{ "ps-AF", "ps" },	 { "pbt", "ps" },	{ "uk-UA", "uk" },
	{ "ar-IQ", "ar" },	 { "arb", "ar" },	{ "swh", "sw" },
	{ "pa", "pa" },		 { "pa-IN", "pa" },	{ "en-US", "en" },
	{ "ur-PK", "ur" },	 { "ne-NP", "ne" },	{ "npi", "ne" },
	/* ICU would say en to most of these */
	{ "ti", NULL },		 { "de", NULL },	{ "mam", NULL },
	{ "be", NULL },		 { "as", NULL },	{ "ku", NULL },
	/* the same language in letters that its reader did not learn */
	{ "pa-PK", NULL },	 { "pa-Arab", NULL },	{ "hi-Latn", NULL },
	{ "", NULL },		 { "-", NULL },		{ "x", NULL },
	{ "und", NULL },	 { "not a tag", NULL },	{ "\xff", NULL },
	{ "es-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa", NULL },
};

static void a_tag_finds_its_language_and_never_another(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(matches); i++) {
		const struct lang *lang = lang_match(set, str_of(matches[i].wanted));
		const char *tag = lang ? lang->tag : "none";

		if (strcmp(tag, matches[i].shipped ? matches[i].shipped : "none") != 0)
			fail_msg("%s became %s", matches[i].wanted, tag);
	}
	for (size_t i = 0; i < lang_count(set); i++)
		assert_ptr_equal(lang_match(set, str_of(lang_at(set, i)->tag)), lang_at(set, i));
}

/* ---- broken files ----------------------------------------------------------------- */

#define HEAD "languages:\n"
#define BLOCK_LOCALE(tag, fallback, locale, stop, more)                                  \
	"  - tag: \"" tag "\"\n    name: \"N\"\n    autonym: \"A\"\n    script: \"Latn\"\n" \
	"    direction: \"ltr\"\n    recognised_as: []\n    icu_locale: \"" locale "\"\n"  \
	"    fallback: " fallback "\n    voice: \"\"\n    speech: \"\"\n"                   \
	"    stop: " stop "\n    start: [\"" tag "-START\"]\n    help: [\"" tag "-HELP\"]\n" \
	"    hours: [\"" tag "-HOURS\"]\n" \
	"    ask_for: []\n    thanks: []\n    \"yes\": [\"" tag "Y\"]\n    \"no\": [\"" tag \
	"N\"]\n    weekdays: []\n    months: []\n    reviewed: \"no\"\n" more
#define BLOCK(tag, fallback, stop) BLOCK_LOCALE(tag, fallback, "en", stop, "")

static const struct {
	const char *label, *text, *place, *says;
} broken[] = {
	{ "no YAML", "languages: [\n", ":1:12", "libyaml" },
	{ "a tab", "languages:\n\t- tag: x\n", ":1:", "soon after this place" },
	{ "empty", "", "", "" },
	{ "no languages", "languages: []\n", ":1:", "" },
	{ "unknown key", HEAD BLOCK("en", "[]", "[\"STOP\"]") "    colour: \"red\"\n", ":23:5:",
	  "Unexpected key: colour" },
	{ "missing key", HEAD "  - tag: \"en\"\n", ":2:", "" },
	{ "a number of directions", HEAD "  - tag: \"en\"\n    direction: \"up\"\n", ":3:", "" },
	{ "unknown fallback", HEAD BLOCK("en", "[\"xx\"]", "[\"STOP\"]"), ":9:16",
	  "en: xx: this fallback is no language of this file" },
	{ "circle",
	  HEAD BLOCK("en", "[\"es\"]", "[\"STOP\"]") BLOCK("es", "[\"en\"]", "[\"ALTO\"]"), ":",
	  "circle" },
	{ "itself", HEAD BLOCK("en", "[\"en\"]", "[\"STOP\"]"), ":2:", "circle" },
	{ "twice", HEAD BLOCK("en", "[]", "[\"STOP\"]") BLOCK("en", "[]", "[\"STOP\"]"), ":2:",
	  "twice" },
	{ "no stop word", HEAD BLOCK("en", "[]", "[]"), ":2:", "at least one word to stop" },
	{ "punctuation", HEAD BLOCK("en", "[]", "[\"!!\"]"), ":12:", "nothing but punctuation" },
	{ "two meanings",
	  HEAD BLOCK("en", "[]", "[\"STOP\"]") BLOCK("es", "[]", "[\"En-Help!\"]"), ":14:12",
	  "one word, two meanings: \"en-HELP\" is stop in es and help in en" },
	{ "stop is no", HEAD BLOCK("en", "[]", "[\"STOP\"]") BLOCK("es", "[]", "[\"enN\"]"), ":19:",
	  "two meanings" },
	{ "ICU has no Haitian", HEAD BLOCK_LOCALE("ht", "[]", "ht", "[\"KANPE\"]", ""), ":8:",
	  "ICU has no data" },
	{ "no words for dates", HEAD BLOCK_LOCALE("ht", "[]", "", "[\"KANPE\"]", ""), ":2:",
	  "7 weekdays and 12 months" },
};

static void a_broken_file_is_refused_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		struct lang_set *made = NULL;
		struct note note = { .text = "" };
		char said[600];

		scratch_write("languages.yaml", broken[i].text);
		assert_int_equal(lang_set_load(scratch_path("languages.yaml"), &made, &note),
				 FAULT_CONFIG);
		assert_null(made);
		note_text(&note, FAULT_CONFIG, said, sizeof(said));
		if (!strstr(said, "languages.yaml") || !strstr(said, broken[i].place) ||
		    !strstr(said, broken[i].says))
			fail_msg("%s: %s", broken[i].label, said);
	}
}

static void a_missing_file_says_so(void **state)
{
	struct lang_set *made = NULL;
	struct note note = { .text = "" };

	(void)state;
	assert_int_equal(lang_set_load("/nonexistent.yaml", &made, &note), FAULT_MISSING);
	assert_string_equal(note.file, "/nonexistent.yaml");
}

static void a_sound_small_file_is_taken(void **state)
{
	struct lang_set *made = NULL;
	struct note note = { .text = "" };

	(void)state;
	scratch_write("languages.yaml", HEAD BLOCK("en", "[]", "[\"STOP\"]")
					    BLOCK("es", "[\"en\"]", "[\"ALTO\"]"));
	assert_int_equal(lang_set_load(scratch_path("languages.yaml"), &made, &note), FAULT_NONE);
	assert_int_equal(lang_count(made), 2);
	assert_ptr_equal(lang_at(made, 1)->fallback[0], lang_at(made, 0));
	lang_set_free(&made);
	assert_null(made);
	lang_set_free(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_languages_are_all_there_and_complete),
		cmocka_unit_test(a_tag_finds_its_language_and_never_another),
		cmocka_unit_test(a_broken_file_is_refused_with_its_place),
		cmocka_unit_test(a_missing_file_says_so),
		cmocka_unit_test(a_sound_small_file_is_taken),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
