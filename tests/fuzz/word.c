#include "fuzz.h"

#include <stdio.h>

#include "i18n/language/detect.h"
#include "i18n/language/keyword.h"
#include "i18n/language/lang.h"
#include "i18n/language/lang_set.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
static struct lang_set *languages;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct note note;

	(void)argc;
	(void)argv;
	if (lang_set_load("locales/languages.yaml", &languages, &note)) {
		fprintf(stderr, "%s\n", note.text);
		abort();
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = { (const char *)bytes, size };
	const struct lang *lang = NULL;
	enum lang_word word = LANG_WORDS;
	int digit = keyword_read_digit(text);

	assert(digit >= -1 && digit <= 999);
	if (keyword_read(languages, text, NULL, &word, &lang))
		assert(word < LANG_WORDS && lang != NULL);
	if (size < 400)
		(void)detect_language(languages, text, NULL, 0);
	return 0;
}
