#include "tests/lib/test.h"

#include <pthread.h>

#include "i18n/language/catalog.h"
#include "i18n/language/lang_set.h"
#include "tests/unit/i18n/scratch.h"

static struct lang_set *set;
static struct catalog *catalog;

static int load(void **state)
{
	struct note note = { .text = "" };

	if (scratch_new(state) || lang_set_load("locales/languages.yaml", &set, &note) ||
	    catalog_load("locales", set, &catalog, &note)) {
		print_error("%s: %s\n", note.file, note.text);
		return 1;
	}
	return 0;
}

static int unload(void **state)
{
	catalog_free(&catalog);
	lang_set_free(&set);
	scratch_remove("languages.yaml");
	scratch_remove("en.po");
	scratch_remove("es.po");
	scratch_remove("ht.po");
	return scratch_free(state);
}

static const char *const sentences[] = {
	"ack.known",   "ack.unknown",	 "ack.closed",	"language.ask",	 "language.set",
	"digit.wrong", "hours.ask",	 "hours.set",	"help",
	"stop.confirmed", "start.confirmed", "late.update",
	"answered.ask", "answered.no",	 "thanks",	"media.failed",
};

#define ALL_ARGS                                                                       \
	{                                                                              \
		ARG_TEXT("district", STR("Lakeside Schools")),                         \
			ARG_TEXT("name", STR("Rosa")), ARG_TEXT("owner", STR("Ms. Diaz")), \
			ARG_TEXT("owned", STR("yes")), ARG_TEXT("known", STR("yes")),  \
			ARG_TEXT("reachable", STR("yes")),                             \
			ARG_TEXT("due", STR("Tuesday")), ARG_TEXT("choices", STR("1 Soomaali")), \
			ARG_TEXT("from", STR("6:00 PM")), ARG_TEXT("to", STR("9:00 PM")), \
			ARG_TEXT("hours", STR("HOURS")), \
			ARG_TEXT("language", STR("Soomaali")), ARG_TEXT("digit", STR("7")), \
			ARG_TEXT("stop", STR("STOP")), ARG_TEXT("start", STR("START")), \
			ARG_TEXT("phone", STR("(312) 555-0100")), ARG_NUMBER("count", 3), \
	}

static void every_sentence_is_said_in_every_shipped_language(void **state)
{
	const struct catalog_arg args[] = ALL_ARGS;

	(void)state;
	for (size_t i = 0; i < lang_count(set); i++)
		for (size_t s = 0; s < COUNT_OF(sentences); s++) {
			const struct lang *lang = lang_at(set, i);
			const struct lang *said_in = NULL;
			AUTO(buf) said;

			buf_init(&said, 4000);
			if (catalog_say(catalog, lang, sentences[s], args, COUNT_OF(args), &said,
					&said_in))
				fail_msg("%s: %s", lang->tag, sentences[s]);
			if (said_in != lang || said.size < 10 ||
			    str_find(buf_str(&said), STR("{")) < said.size ||
			    str_find(buf_str(&said), STR("\u202f")) < said.size)
				fail_msg("%s: %s: %s", lang->tag, sentences[s], buf_text(&said));
			assert_true(catalog_has(catalog, lang, sentences[s]));
		}
}

/* 0 to 21 pass through every plural category that these languages have. */
static void every_number_finds_its_plural(void **state)
{
	(void)state;
	for (size_t i = 0; i < lang_count(set); i++)
		for (int n = 0; n <= 21; n++) {
			const struct catalog_arg args[] = { ARG_TEXT("district", STR("D")),
							    ARG_NUMBER("count", n) };
			AUTO(buf) said;

			buf_init(&said, 4000);
			assert_int_equal(catalog_say(catalog, lang_at(set, i), "media.failed", args,
						     2, &said, NULL),
					 FAULT_NONE);
		}
}

static void right_to_left_sentences_keep_foreign_words_apart(void **state)
{
	const struct catalog_arg args[] = {
		ARG_TEXT("district", STR("Lakeside")), ARG_TEXT("name", STR("محمد")),
		ARG_TEXT("owned", STR("no")),	       ARG_TEXT("due", STR("الثلاثاء 3")),
	};
	AUTO(buf) said;

	(void)state;
	buf_init(&said, 4000);
	assert_int_equal(catalog_say(catalog, lang_find(set, STR("ar")), "ack.known", args, 4,
				     &said, NULL),
			 FAULT_NONE);
	assert_true(str_find(buf_str(&said), STR("\u2068Lakeside\u2069")) < said.size);
	assert_true(str_find(buf_str(&said), STR("\u2068محمد")) == said.size);
	buf_clear(&said);
	assert_int_equal(catalog_say(catalog, lang_find(set, STR("es")), "ack.known", args, 4,
				     &said, NULL),
			 FAULT_NONE);
	assert_true(str_find(buf_str(&said), STR("\u2068")) == said.size);
}

static void what_strangers_put_into_a_name_stays_harmless(void **state)
{
	const struct catalog_arg args[] = {
		ARG_TEXT("district", STR("D")),
		ARG_TEXT("name", STR("{due}'{\x01\u202e\u2066\nRosa\u0301 }")),
		ARG_TEXT("owned", STR("no")),
		ARG_TEXT("due", STR("Tuesday")),
	};
	AUTO(buf) said;

	(void)state;
	buf_init(&said, 4000);
	assert_int_equal(catalog_say(catalog, lang_find(set, STR("en")), "ack.known", args, 4,
				     &said, NULL),
			 FAULT_NONE);
	assert_string_equal(buf_text(&said), "D: Thank you, {due}'{ Rosá }. We heard you. "
					     "We will answer you by Tuesday.");
}

static void a_missing_argument_is_our_fault_and_leaves_nothing(void **state)
{
	const struct catalog_arg without_choice[] = { ARG_TEXT("district", STR("D")),
						      ARG_TEXT("name", STR("R")),
						      ARG_TEXT("due", STR("T")) };
	const struct catalog_arg without_owner[] = {
		ARG_TEXT("district", STR("D")), ARG_TEXT("name", STR("R")),
		ARG_TEXT("due", STR("T")), ARG_TEXT("owned", STR("yes"))
	};
	const struct lang *en = lang_find(set, STR("en"));
	AUTO(buf) said;

	(void)state;
	buf_init(&said, 4000);
	assert_int_equal(catalog_say(catalog, en, "ack.known", NULL, 0, &said, NULL), FAULT_BROKEN);
	assert_int_equal(catalog_say(catalog, en, "ack.known", without_choice, 3, &said, NULL),
			 FAULT_BROKEN);
	assert_int_equal(catalog_say(catalog, en, "ack.known", without_owner, 4, &said, NULL),
			 FAULT_BROKEN);
	assert_int_equal(catalog_say(catalog, en, "no.such", NULL, 0, &said, NULL), FAULT_MISSING);
	assert_false(catalog_has(catalog, en, "no.such"));
	assert_int_equal(said.size, 0);
}

static void a_text_beyond_all_measure_is_refused(void **state)
{
	static char huge[40000];
	const struct catalog_arg args[] = { ARG_TEXT("district", ((struct str){ huge, sizeof(huge) })),
					    ARG_NUMBER("count", 1) };
	AUTO(buf) said;

	(void)state;
	memset(huge, 'a', sizeof(huge));
	buf_init(&said, 4000);
	assert_int_equal(catalog_say(catalog, lang_at(set, 0), "media.failed", args, 2, &said, NULL),
			 FAULT_TOO_LARGE);
}

static void *chatter(void *unused)
{
	const struct catalog_arg args[] = ALL_ARGS;

	for (int i = 0; i < 300; i++) {
		AUTO(buf) said;

		buf_init(&said, 4000);
		if (catalog_say(catalog, lang_at(set, (size_t)i % lang_count(set)), "media.failed",
				args, COUNT_OF(args), &said, NULL) ||
		    said.size == 0)
			return catalog;
	}
	return unused;
}

static void threads_may_speak_at_the_same_time(void **state)
{
	pthread_t threads[4];
	void *wrong = NULL;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, chatter, NULL), 0);
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		assert_int_equal(pthread_join(threads[i], &wrong), 0);
		assert_null(wrong);
	}
}

/* ---- broken catalogs -------------------------------------------------------------- */

#define BLOCK(tag, fallback, locale, days)                                               \
	"  - tag: \"" tag "\"\n    name: \"N\"\n    autonym: \"A\"\n    script: \"Latn\"\n" \
	"    direction: \"ltr\"\n    recognised_as: []\n    icu_locale: \"" locale "\"\n"  \
	"    fallback: " fallback "\n    voice: \"\"\n    speech: \"\"\n"                   \
	"    stop: [\"" tag "S\"]\n    start: [\"" tag "B\"]\n    help: [\"" tag "H\"]\n"   \
	"    hours: [\"" tag "W\"]\n" \
	"    ask_for: []\n    thanks: []\n    \"yes\": []\n    \"no\": []\n" days           \
	"    reviewed: \"no\"\n"
#define NO_DAYS "    weekdays: []\n    months: []\n"
#define DAYS                                                                           \
	"    weekdays: [a, b, c, d, e, f, g]\n"                                        \
	"    months: [a, b, c, d, e, f, g, h, i, j, k, l]\n"

static const char small_file[] = "languages:\n" BLOCK("en", "[]", "en", NO_DAYS)
	BLOCK("es", "[\"ht\", \"en\"]", "es", NO_DAYS) BLOCK("ht", "[\"en\"]", "", DAYS);

#define PO_HEAD "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
#define PO(name, text) "msgctxt \"" name "\"\nmsgid \"x\"\nmsgstr \"" text "\"\n"
#define ENGLISH PO_HEAD PO("hi", "Hi {name}") PO("count", "{n, plural, one {# day} other {# days}}")
#define TEN PO("zz", "a") PO("zz", "b") PO("zz", "a") PO("zz", "b") PO("zz", "c") PO("zz", "a") \
	PO("zz", "b") PO("zz", "c") PO("zz", "a") PO("zz", "b")

static struct lang_set *load_small(void)
{
	struct lang_set *small = NULL;
	struct note note = { .text = "" };

	scratch_write("languages.yaml", small_file);
	if (lang_set_load(scratch_path("languages.yaml"), &small, &note))
		fail_msg("%s", note.text);
	scratch_write("en.po", ENGLISH);
	scratch_write("es.po", PO_HEAD);
	scratch_write("ht.po", PO_HEAD);
	return small;
}

static const struct {
	const char *label, *file, *text, *says;
} broken[] = {
	{ "syntax", "es.po", PO_HEAD "msgctxt \"hi\"\nmsgid \"x\"\nmsgstr x\n", "es.po:5:" },
	{ "open quote", "es.po", PO_HEAD "msgctxt \"hi\nmsgid \"x\"\nmsgstr \"y\"\n", "es.po:4:" },
	{ "twice", "es.po", PO_HEAD PO("hi", "{name}") PO("hi", "{name}"), "es.po:7:" },
	{ "more errors than the reader bears", "es.po", PO_HEAD TEN TEN TEN, "es.po:" },
	{ "pattern", "es.po", PO_HEAD PO("hi", "Hola {name"), "es.po:3:0: hi: the pattern" },
	{ "unknown argument", "es.po", PO_HEAD PO("hi", "Hola {name} {nombre}"),
	  "es.po:3:0: hi: {nombre} is not in the source" },
	{ "missing argument", "es.po", PO_HEAD PO("hi", "Hola"),
	  "es.po:3:0: hi: {name} of the source is missing" },
	{ "quoted argument", "es.po", PO_HEAD PO("hi", "Hola '{name}'"), "is missing" },
	{ "numbered argument", "es.po", PO_HEAD PO("hi", "Hola {0}"), "not numbers" },
	{ "a type of the translator's", "es.po", PO_HEAD PO("hi", "Hola {name, number}"), "only {name}" },
	{ "plural category", "es.po",
	  PO_HEAD PO("hi", "{name}") PO("count", "{n, plural, one {# día} other {# días}}"),
	  "es.po:6:0: count: the plural lacks \"many\"" },
	{ "plural without other", "es.po", PO_HEAD PO("count", "{n, plural, one {# día}}"), "count" },
	{ "unknown sentence", "es.po", PO_HEAD PO("bye", "Adiós"), "es.po:3:0: bye is no sentence of en.po" },
	{ "no name", "es.po", PO_HEAD "msgid \"x\"\nmsgstr \"y\"\n", "without msgctxt" },
	{ "gettext plural", "es.po",
	  PO_HEAD "msgctxt \"hi\"\nmsgid \"x\"\nmsgid_plural \"y\"\nmsgstr[0] \"z\"\nmsgstr[1] \"z\"\n",
	  "msgid_plural is not used" },
	{ "not UTF-8", "es.po",
	  "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n"
	  PO("hi", "ma\xf1" "ana {name}"), "es.po" },
	{ "no source", "en.po", PO_HEAD, "en.po has no sentences" },
	{ "broken source", "en.po", PO_HEAD PO("hi", "Hi {"), "en.po:3:0: hi" },
};

static void a_broken_catalog_is_refused_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		struct lang_set *small = load_small();
		struct catalog *made = NULL;
		struct note note = { .text = "" };
		char said[600];

		scratch_write(broken[i].file, broken[i].text);
		assert_int_equal(catalog_load(scratch, small, &made, &note), FAULT_CONFIG);
		assert_null(made);
		note_text(&note, FAULT_CONFIG, said, sizeof(said));
		if (!strstr(said, broken[i].says))
			fail_msg("%s: %s", broken[i].label, said);
		lang_set_free(&small);
	}
}

static void a_missing_file_is_named(void **state)
{
	struct lang_set *small = load_small();
	struct catalog *made = NULL;
	struct note note = { .text = "" };

	(void)state;
	scratch_remove("ht.po");
	assert_int_equal(catalog_load(scratch, small, &made, &note), FAULT_CONFIG);
	assert_non_null(strstr(note.file, "ht.po"));
	lang_set_free(&small);
}

static void a_sentence_that_is_missing_is_said_whole_in_the_next_language(void **state)
{
	struct lang_set *small = load_small();
	const struct catalog_arg args[] = { ARG_TEXT("name", STR("Ana")), ARG_NUMBER("n", 1) };
	const struct lang *said_in = NULL;
	struct catalog *made = NULL;
	struct note note = { .text = "" };
	AUTO(buf) said;

	(void)state;
	buf_init(&said, 1000);
	/* fuzzy and empty mean missing */
	scratch_write("es.po", PO_HEAD "#, fuzzy\n" PO("hi", "Hola {name}") PO("count", ""));
	scratch_write("ht.po", PO_HEAD PO("count", "{n, plural, one {yon jou} other {# jou}}"));
	assert_int_equal(catalog_load(scratch, small, &made, &note), FAULT_NONE);
	assert_false(catalog_has(made, lang_at(small, 1), "hi"));
	assert_int_equal(catalog_say(made, lang_at(small, 1), "hi", args, 2, &said, &said_in),
			 FAULT_NONE);
	assert_string_equal(buf_text(&said), "Hi Ana");
	assert_string_equal(said_in->tag, "en");
	buf_clear(&said);
	assert_int_equal(catalog_say(made, lang_at(small, 1), "count", args, 2, &said, &said_in),
			 FAULT_NONE);
	/* ICU has no Haitian, but one is one */
	assert_string_equal(buf_text(&said), "yon jou");
	assert_string_equal(said_in->tag, "ht");
	catalog_free(&made);
	lang_set_free(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sentence_is_said_in_every_shipped_language),
		cmocka_unit_test(every_number_finds_its_plural),
		cmocka_unit_test(right_to_left_sentences_keep_foreign_words_apart),
		cmocka_unit_test(what_strangers_put_into_a_name_stays_harmless),
		cmocka_unit_test(a_missing_argument_is_our_fault_and_leaves_nothing),
		cmocka_unit_test(a_text_beyond_all_measure_is_refused),
		cmocka_unit_test(threads_may_speak_at_the_same_time),
		cmocka_unit_test(a_broken_catalog_is_refused_with_its_place),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(a_sentence_that_is_missing_is_said_whole_in_the_next_language),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
