/*
 * classifier - who writes to us, a stranger or Rosa, and what is heard in it.
 */
#ifndef DOMAIN_CLASSIFIER_H
#define DOMAIN_CLASSIFIER_H

#include "tests/lib/test.h"

#include "domain/inbound/classify.h"
#include "i18n/intent/opt_out_set.h"
#include "i18n/language/lang_set.h"

#define NOW (INT64_C(20500) * DAY_MS)

static struct lang_set *languages;
static struct opt_out_set *opt_outs;
static const struct lang *district[5];

static inline const struct lang *lang(const char *tag)
{
	const struct lang *found = lang_find(languages, str_of(tag));

	assert_non_null(found);
	return found;
}

static inline int load(void **unused)
{
	static const char *const tags[] = { "en", "es", "so", "vi", "ar" };
	struct note note;

	(void)unused;
	if (lang_set_load("locales/languages.yaml", &languages, &note) != FAULT_NONE ||
	    opt_out_set_load("locales/opt_out.yaml", languages, &opt_outs, &note) != FAULT_NONE)
		return -1;
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		district[i] = lang(tags[i]);
	return 0;
}

static inline int unload(void **unused)
{
	(void)unused;
	opt_out_set_free(&opt_outs);
	lang_set_free(&languages);
	return 0;
}

/* A number nobody knows writes for the first time. */
static inline struct classify_facts stranger(const char *text)
{
	return (struct classify_facts){
		.now = NOW, .text = str_of(text), .language = lang("en"),
		.language_source = LANGUAGE_DEFAULT, .languages = languages, .opt_outs = opt_outs,
		.allowed = district, .allowed_count = COUNT_OF(district),
	};
}

/* Rosa, whose language we were told. */
static inline struct classify_facts rosa(const char *text)
{
	struct classify_facts facts = stranger(text);

	facts.is_known = true;
	facts.language = lang("es");
	facts.language_source = LANGUAGE_TOLD;
	return facts;
}

static inline void answered(struct classify_facts *facts)
{
	facts->last_promise.n = 9;
	facts->last_state = PROMISE_KEPT;
	facts->last_answer_at = NOW - HOUR_MS;
	facts->last_input_at = NOW - 5 * HOUR_MS;
}

static inline void asked_whether_answered(struct classify_facts *facts)
{
	answered(facts);
	facts->question = QUESTION_ANSWERED;
	facts->asked_at = NOW - HOUR_MS;
	facts->asked_of.n = 9;
}

static inline void asked_for_language(struct classify_facts *facts)
{
	facts->question = QUESTION_LANGUAGE;
	facts->asked_at = NOW - HOUR_MS;
	facts->choices[0] = lang("so");
	facts->choices[1] = lang("en");
	facts->choice_count = 2;
}

/* The same whether the text was read before, on the loop thread, or is now. */
static inline struct classification judge(const struct classify_facts *facts)
{
	struct classify_facts again = *facts;
	struct classification classification, other;
	AUTO(classify_read) read;

	memset(&classification, 0x5a, sizeof(classification));
	memset(&other, 0xa5, sizeof(other));
	classify(facts, &classification);
	classify_read(&(struct classify_words){ facts->languages, facts->opt_outs, facts->text_hours },
		      facts->text, &read);
	again.read = &read;
	classify(&again, &other);
	assert_int_equal(other.meaning, classification.meaning);
	assert_int_equal(other.consent, classification.consent);
	assert_int_equal(other.is_phrase, classification.is_phrase);
	assert_int_equal(other.is_doubtful, classification.is_doubtful);
	assert_ptr_equal(other.sentence, classification.sentence);
	assert_ptr_equal(other.language, classification.language);
	assert_ptr_equal(other.second, classification.second);
	return classification;
}

static inline void check_sentence(const struct classification *classification, const char *sentence)
{
	if (!sentence) {
		assert_null(classification->sentence);
		return;
	}
	assert_non_null(classification->sentence);
	assert_string_equal(classification->sentence, sentence);
}

#endif
