#include "fuzz.h"

#include <stdio.h>

#include "i18n/intent/opt_out_set.h"
#include "i18n/intent/text_hours_set.h"
#include "i18n/language/detect.h"
#include "i18n/language/keyword.h"
#include "i18n/language/lang.h"
#include "i18n/language/lang_set.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
static struct lang_set *languages;
static struct opt_out_set *opt_outs;
static struct text_hours_set *hours;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct note note;

	(void)argc;
	(void)argv;
	if (lang_set_load("locales/languages.yaml", &languages, &note) ||
	    opt_out_set_load("locales/opt_out.yaml", languages, &opt_outs, &note) ||
	    text_hours_set_load("locales/hours.yaml", languages, &hours, &note)) {
		fprintf(stderr, "%s\n", note.text);
		abort();
	}
	return 0;
}

/* A phrase is short, says hours of a day, and what was read once is read again. */
static void check_phrases(struct str text)
{
	const struct lang *lang = NULL, *again = NULL;
	struct text_hours said;
	enum opt_out opt_out = opt_out_read(opt_outs, text, &lang);

	assert(opt_out == opt_out_read(opt_outs, text, &again) && lang == again);
	assert(opt_out == OPT_OUT_NONE || (lang && text.size <= OPT_OUT_LONGEST));
	if (text_hours_read(hours, text, &said)) {
		assert(said.lang && text.size <= TEXT_HOURS_LONGEST);
		assert(said.from >= 0 && said.from < 1440 && said.to >= 0 && said.to < 1440);
	}
}

/* What a family writes: a keyword, a digit, a phrase, a language. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = { (const char *)bytes, size };
	const struct lang *lang = NULL;
	enum lang_word word = LANG_WORDS;
	int digit = keyword_read_digit(text);

	assert(digit >= -1 && digit <= 999);
	if (keyword_read(languages, text, NULL, &word, &lang))
		assert(word < LANG_WORDS && lang != NULL);
	check_phrases(text);
	if (size < 400)
		(void)detect_language(languages, text, NULL, 0);
	return 0;
}
