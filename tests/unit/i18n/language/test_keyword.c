#include "tests/lib/test.h"

#include "i18n/language/keyword.h"
#include "i18n/language/lang.h"
#include "i18n/language/lang_set.h"

static struct lang_set *set;

static int load(void **state)
{
	struct note note;

	(void)state;
	return lang_set_load("locales/languages.yaml", &set, &note) != FAULT_NONE;
}

static int unload(void **state)
{
	(void)state;
	lang_set_free(&set);
	return 0;
}

static const struct {
	const char *text, *preferred;
	enum lang_word word;
	const char *lang;
} words[] = {
	{ "STOP", NULL, LANG_STOP, "en" },
	{ "stop", "so", LANG_STOP, "en" },
	{ "stop", "fr", LANG_STOP, "fr" },
	{ " Stop. ", NULL, LANG_STOP, "en" },
	{ "STOP!!", NULL, LANG_STOP, "en" },
	{ "\"Stop\"", NULL, LANG_STOP, "en" },
	{ "ＳＴＯＰ", NULL, LANG_STOP, "en" },
	{ "opt  out", NULL, LANG_STOP, "en" },
	{ "«ALTO»", NULL, LANG_STOP, "es" },
	{ "¡ALTO!", NULL, LANG_STOP, "es" },
	{ "alto", "en", LANG_STOP, "es" },
	{ "no mas", NULL, LANG_STOP, "es" },
	{ "No Más", NULL, LANG_STOP, "es" },
	{ "NO MA\u0301S", NULL, LANG_STOP, "es" },
	{ "JOOJI", NULL, LANG_STOP, "so" },
	{ "jooji.", "es", LANG_STOP, "so" },
	{ "DỪNG", NULL, LANG_STOP, "vi" },
	{ "dừng lại", NULL, LANG_STOP, "vi" },
	/* typed without marks it is also "right" and a name: stop is the careful one */
	{ "dung", "vi", LANG_STOP, "vi" },
	{ "Đúng", "vi", LANG_WORDS, NULL },
	{ "Đúng rồi", "vi", LANG_YES, "vi" },
	{ "توقف", NULL, LANG_STOP, "ar" },
	{ "توقف", "fa", LANG_STOP, "fa" },
	{ "停止", NULL, LANG_STOP, "zh-Hans" },
	{ "停止。", "zh-Hant", LANG_STOP, "zh-Hant" },
	{ "СТОП", "uk", LANG_STOP, "uk" },
	{ "Arret", NULL, LANG_STOP, "fr" },
	{ "ARRÊT", NULL, LANG_STOP, "fr" },
	{ "START", NULL, LANG_START, "en" },
	{ "bat dau", NULL, LANG_START, "vi" },
	{ "komanse", NULL, LANG_START, "ht" },
	{ "ayuda", NULL, LANG_HELP, "es" },
	{ "informacion", NULL, LANG_HELP, "es" },
	{ "Español", NULL, LANG_ASK_FOR, "es" },
	{ "espanol", "en", LANG_ASK_FOR, "es" },
	{ "af-soomaali", NULL, LANG_ASK_FOR, "so" },
	{ "中文", NULL, LANG_ASK_FOR, "zh-Hans" },
	{ "gracias", NULL, LANG_THANKS, "es" },
	{ "¡Muchas gracias!", NULL, LANG_THANKS, "es" },
	{ "Gracias 👍🏽", NULL, LANG_THANKS, "es" },
	{ "gracias! 🙏🙏", NULL, LANG_THANKS, "es" },
	{ "👍", NULL, LANG_THANKS, "en" },
	{ "👍🏽", NULL, LANG_THANKS, "en" },
	{ "👍👍👍", NULL, LANG_THANKS, "en" },
	{ "❤", NULL, LANG_THANKS, "en" },
	{ "❤️", NULL, LANG_THANKS, "en" },
	{ "D’accord merci", NULL, LANG_THANKS, "fr" },
	{ "D'accord merci", NULL, LANG_THANKS, "fr" },
	{ "daccord merci", NULL, LANG_THANKS, "fr" },
	{ "mesi", NULL, LANG_THANKS, "ht" },
	{ "谢谢！", NULL, LANG_THANKS, "zh-Hans" },
	{ "好的，谢谢", NULL, LANG_THANKS, "zh-Hans" },
	{ "si", "es", LANG_YES, "es" },
	{ "SÍ", "es", LANG_YES, "es" },
	{ "haa", "so", LANG_YES, "so" },
	{ "yes", "so", LANG_YES, "en" },
	{ "no", "so", LANG_NO, "en" },
	{ "1", "so", LANG_YES, "so" },
	{ "1", NULL, LANG_YES, "en" },
	{ "2", NULL, LANG_NO, "en" },
	{ "hindi", "fil", LANG_NO, "fil" },
	/* yes and no of another language: "hindi" is a Hindi speaker's language */
	{ "hindi", "hi", LANG_WORDS, NULL },
	{ "haa", "es", LANG_WORDS, NULL },
	{ "یا", "ps", LANG_NO, "ps" },
	{ "یا", "fa", LANG_WORDS, NULL },
	/* sentences */
	{ "we must STOP this bill", NULL, LANG_WORDS, NULL },
	{ "please stop", NULL, LANG_WORDS, NULL },
	{ "stop it, he is crying", NULL, LANG_WORDS, NULL },
	{ "¿A qué hora es la parada?", NULL, LANG_WORDS, NULL },
	{ "Gracias por el mensaje, pero no entendí", NULL, LANG_WORDS, NULL },
	{ "gracias 😡", NULL, LANG_WORDS, NULL },
	{ "STOP 😂", NULL, LANG_WORDS, NULL },
	{ "👍😡", NULL, LANG_WORDS, NULL },
	{ "S T O P", NULL, LANG_WORDS, NULL },
	{ "", NULL, LANG_WORDS, NULL },
	{ "...", NULL, LANG_WORDS, NULL },
	{ "\xff\xfe", NULL, LANG_WORDS, NULL },
	/* a no, but not an English speaker's */
	{ "không", "en", LANG_WORDS, NULL },
	/* half of the marks is neither spelling */
	{ "NGỪNG NHAN TIN", NULL, LANG_WORDS, NULL },
	/* ابدا is "never", not "start" without its hamza */
	{ "ابدا", "ar", LANG_WORDS, NULL },
};

static void a_message_that_is_one_of_our_words_says_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		const struct lang *preferred =
			words[i].preferred ? lang_find(set, str_of(words[i].preferred)) : NULL;
		const struct lang *lang = NULL;
		enum lang_word word = LANG_WORDS;

		keyword_read(set, str_of(words[i].text), preferred, &word, &lang);
		if (word != words[i].word)
			fail_msg("\"%s\" says %d", words[i].text, (int)word);
		if (word != LANG_WORDS && strcmp(lang->tag, words[i].lang) != 0)
			fail_msg("\"%s\" is %s", words[i].text, lang->tag);
	}
}

/* Whatever the file says, it reads so: for STOP above all, from any family. */
static void every_written_word_is_read_as_what_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < lang_count(set); i++)
		for (size_t kind = 0; kind < LANG_WORDS; kind++)
			for (const char *const *at = lang_at(set, i)->words[kind]; *at; at++) {
				const struct lang *other = lang_at(set, (i + 7) % lang_count(set));
				enum lang_word word = LANG_WORDS;
				const struct lang *lang = NULL;

				if (!keyword_read(set, str_of(*at), lang_at(set, i), &word, &lang) ||
				    word != (enum lang_word)kind || lang != lang_at(set, i))
					fail_msg("%s: %s", lang_at(set, i)->tag, *at);
				if (kind == LANG_YES || kind == LANG_NO)
					continue;
				assert_true(keyword_read(set, str_of(*at), other, &word, NULL));
				assert_int_equal(word, kind);
			}
}

static const struct {
	const char *text;
	int digit;
} digits[] = {
	{ "1", 1 },	{ "2", 2 },	{ " 2. ", 2 },	{ "(3)", 3 },	{ "#1", 1 },
	{ "٢", 2 },	{ "۲", 2 },	{ "２", 2 },	{ "२", 2 },	{ "২", 2 },
	{ "੨", 2 },	{ "၂", 2 },	{ "1️⃣", 1 },	{ "12", 12 },	{ "999", 999 },
	{ "0", 0 },	{ "007", 7 },	{ "«1»", 1 },	{ "1!", 1 },	{ "\u200f١", 1 },
	{ "1000", -1 },	{ "", -1 },	{ "x", -1 },	{ "1a", -1 },	{ "1 2", -1 },
	{ "1,5", -1 },	{ "2:30", -1 },	{ "½", -1 },	{ "①", -1 },	{ "²", -1 },
	{ "一", -1 },	{ "\xff", -1 },	{ "$5", -1 },	{ "️", -1 },
};

static void a_menu_answer_is_digits_of_any_script_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(digits); i++)
		if (keyword_read_digit(str_of(digits[i].text)) != digits[i].digit)
			fail_msg("\"%s\" is %d", digits[i].text,
				 keyword_read_digit(str_of(digits[i].text)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_that_is_one_of_our_words_says_it),
		cmocka_unit_test(every_written_word_is_read_as_what_it_is),
		cmocka_unit_test(a_menu_answer_is_digits_of_any_script_alone),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
