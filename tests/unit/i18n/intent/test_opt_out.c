#include "tests/lib/test.h"

#include "i18n/intent/opt_out.h"
#include "i18n/intent/opt_out_set.h"
#include "i18n/language/lang_set.h"
#include "tests/unit/i18n/scratch.h"

static struct lang_set *languages;
static struct opt_out_set *opt_outs;

static int load(void **state)
{
	struct note note;

	return scratch_new(state) || lang_set_load("locales/languages.yaml", &languages, &note) ||
	       opt_out_set_load("locales/opt_out.yaml", languages, &opt_outs, &note);
}

static int unload(void **unused)
{
	(void)unused;
	opt_out_set_free(&opt_outs);
	lang_set_free(&languages);
	(void)rmdir(scratch);
	return 0;
}

static void a_text_says_what_it_asks_for(void **unused)
{
	static const struct {
		const char *text;
		enum opt_out opt_out;
		const char *tag;
	} rows[] = {
		{ "please lose my number", OPT_OUT_CLEAR, "en" },
		{ "PLEASE!!! Lose my number...", OPT_OUT_CLEAR, "en" },
		{ "stopppp texting meee", OPT_OUT_CLEAR, "en" },
		{ "ya no me manden más mensajes", OPT_OUT_CLEAR, "es" },
		{ "no mas mensajes, please", OPT_OUT_CLEAR, "es" },
		{ "不要再给我发短信", OPT_OUT_CLEAR, "zh-Hans" },
		{ "제 번호를 삭제해 주세요", OPT_OUT_CLEAR, "ko" },
		{ "لا أريد رسائل", OPT_OUT_CLEAR, "ar" },
		{ "Can you please stop texting me?", OPT_OUT_CLEAR, "en" },
		{ "no more messages?", OPT_OUT_UNCLEAR, "en" },
		{ "stop texting me after nine", OPT_OUT_UNCLEAR, "en" },
		{ "I don't want to stop getting your messages", OPT_OUT_NONE, "" },
		{ "Please don't stop texting me", OPT_OUT_NONE, "" },
		{ "you don't text me", OPT_OUT_NONE, "" },
		{ "please don't remove me from the list", OPT_OUT_NONE, "" },
		{ "No! Stop texting me", OPT_OUT_CLEAR, "en" },
		{ "ya basta", OPT_OUT_UNCLEAR, "es" },
		{ "we must stop this bill", OPT_OUT_NONE, "" },
		{ "el alto de la escuela", OPT_OUT_NONE, "" },
		{ "please stop the school", OPT_OUT_NONE, "" },
		{ "i dont want to miss any texts", OPT_OUT_UNCLEAR, "en" },
		{ "no quiero nada más, gracias", OPT_OUT_UNCLEAR, "es" },
		{ "My son Ahmed graduated. Please stop texting us", OPT_OUT_CLEAR, "en" },
		{ "please stop texting me, call me after 5", OPT_OUT_UNCLEAR, "en" },
		{ "I can't come. Text me", OPT_OUT_NONE, "" },
		{ "don't call, text me", OPT_OUT_UNCLEAR, "en" },
		{ "stop calling my son names", OPT_OUT_NONE, "" },
		{ "remove my old number, use this one", OPT_OUT_NONE, "" },
		{ "no quiero molestar, gracias", OPT_OUT_UNCLEAR, "es" },
		{ "delete my message", OPT_OUT_UNCLEAR, "en" },
		{ "la escuela no manda mensajes", OPT_OUT_NONE, "" },
		{ "only text me in an emergency", OPT_OUT_UNCLEAR, "en" },
		{ "ok muchas gracias maestra", OPT_OUT_THANKS, "es" },
		{ "ok thanks what time", OPT_OUT_NONE, "" },
		{ "thanks?", OPT_OUT_NONE, "" },
		{ "can you not send them to me", OPT_OUT_UNCLEAR, "en" },
		{ "hello", OPT_OUT_NONE, "" },
		{ "...", OPT_OUT_NONE, "" },
		{ "", OPT_OUT_NONE, "" },
		{ "\xff\xfe stop \xc3", OPT_OUT_CLEAR, "en" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct lang *lang = NULL;
		enum opt_out opt_out = opt_out_read(opt_outs, str_of(rows[i].text), &lang);

		if (opt_out != rows[i].opt_out || (lang && strcmp(lang->tag, rows[i].tag) != 0))
			fail_msg("\"%s\" says %d in %s", rows[i].text, (int)opt_out,
				 lang ? lang->tag : "none");
		assert_int_equal(opt_out_read(opt_outs, str_of(rows[i].text), NULL), opt_out);
	}
}

static void long_texts_are_for_reading(void **unused)
{
	AUTO(buf) text;

	(void)unused;
	buf_init(&text, 4000);
	for (int i = 0; i < OPT_OUT_WORDS / 4; i++)
		buf_add_text(&text, "please stop texting me ");
	assert_int_equal(opt_out_read(opt_outs, buf_str(&text), NULL), OPT_OUT_CLEAR);
	buf_add_text(&text, "please stop");
	assert_int_equal(opt_out_read(opt_outs, buf_str(&text), NULL), OPT_OUT_NONE);
	buf_clear(&text);
	buf_add_text(&text, "stop texting me");
	while (text.size <= OPT_OUT_LONGEST)
		buf_add_char(&text, '!');
	assert_int_equal(opt_out_read(opt_outs, buf_str(&text), NULL), OPT_OUT_NONE);
}

static void files_that_make_no_sense_are_refused_with_a_reason(void **unused)
{
	static const struct {
		const char *text, *reason;
	} rows[] = {
		{ "opt_out:\n  - tag: \"en\"\n    seize: \"stop\"\n", "seize" },
		{ "opt_out:\n  - tag: \"xx\"\n", "xx" },
		{ "opt_out:\n  - tag: \"en\"\n  - tag: \"en\"\n", "twice" },
		{ "opt_out:\n  - cease: \"stop\"\n", "tag" },
		{ "", "opt_out" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct opt_out_set *set = NULL;
		struct note note = { .text = "" };

		scratch_write("opt_out.yaml", rows[i].text);
		assert_int_equal(opt_out_set_load(scratch_path("opt_out.yaml"), languages, &set, &note),
				 FAULT_CONFIG);
		assert_null(set);
		if (!strstr(note.text, rows[i].reason))
			fail_msg("says \"%s\", not %s", note.text, rows[i].reason);
	}
	scratch_remove("opt_out.yaml");
}

/* A set without English judges each language alone. */
static void a_small_set_will_do(void **unused)
{
	struct opt_out_set *set = NULL;
	struct note note;

	(void)unused;
	scratch_write("opt_out.yaml", "opt_out:\n  - tag: \"es\"\n    cease: \"paren\"\n"
				    "    thing: \"mensaj*\"\n    clear: [\"adiós amigos\"]\n");
	assert_int_equal(opt_out_set_load(scratch_path("opt_out.yaml"), languages, &set, &note),
			 FAULT_NONE);
	assert_int_equal(opt_out_read(set, STR("paren mensajitos"), NULL), OPT_OUT_CLEAR);
	assert_int_equal(opt_out_read(set, STR("Amigos, adios"), NULL), OPT_OUT_CLEAR);
	assert_int_equal(opt_out_read(set, STR("paren texts"), NULL), OPT_OUT_NONE);
	opt_out_set_free(&set);
	scratch_remove("opt_out.yaml");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_says_what_it_asks_for),
		cmocka_unit_test(long_texts_are_for_reading),
		cmocka_unit_test(files_that_make_no_sense_are_refused_with_a_reason),
		cmocka_unit_test(a_small_set_will_do),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
