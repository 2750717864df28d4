/* Who says stop is left alone: keywords, phrases, the provider's own word, and what a
 * number that has stopped us may still say. */
#include "classifier.h"

/* What the loop thread asks of every text before it queues. */
static bool reads_stop(const struct opt_out_set *known, struct str text)
{
	AUTO(classify_read) read;

	classify_read(&(struct classify_words){ .languages = languages, .opt_outs = known }, text, &read);
	return read.is_stop;
}

/* --- keywords ------------------------------------------------------------------------- */

/* Complaints 24, 26, 28, 29: whatever stands open, for every family. */
static void every_stop_word_of_every_language_stops_every_family(void **unused)
{
	int words = 0;

	(void)unused;
	for (size_t l = 0; l < lang_count(languages); l++) {
		const char *const *word = lang_at(languages, l)->words[LANG_STOP];

		for (; *word; word++, words++) {
			assert_true(reads_stop(opt_outs, str_of(*word)));
			for (size_t family = 0; family < lang_count(languages); family++) {
				struct classify_facts facts = rosa(*word);
				struct classification classification;

				facts.language = lang_at(languages, family);
				asked_whether_answered(&facts);
				facts.media_count = family % 2;
				classification = judge(&facts);
				assert_int_equal(classification.meaning, MEANING_STOP);
				assert_int_equal(classification.consent, CLASSIFY_CONSENT_STOP);
				check_sentence(&classification, "stop.confirmed");
				assert_ptr_equal(classification.language, facts.language);
				assert_int_equal(classification.language_source, LANGUAGE_TOLD);
			}
		}
	}
	assert_true(words > 150);
}

static void spelling_and_dress_of_a_stop_word_do_not_matter(void **unused)
{
	static const char *const texts[] = { "stop", "Stop.", " STOP! ", "alto", "ALTO", "¡Alto!",
					     "jooji", "DỪNG", "dừng", "توقف", "停止", "ｓｔｏｐ" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct classify_facts facts = rosa(texts[i]);

		assert_int_equal(judge(&facts).meaning, MEANING_STOP);
		assert_true(reads_stop(opt_outs, facts.text));
	}
}

static void a_stop_word_inside_a_sentence_is_an_input(void **unused)
{
	static const char *const texts[] = {
		"we must STOP this bill", "Please stop the bus at our corner", "STOP 12345",
		"el alto de la escuela", "Can you start the class later?", "help my son with math",
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct classify_facts facts = rosa(texts[i]);
		struct classification classification = judge(&facts);

		assert_int_equal(classification.meaning, MEANING_INPUT);
		assert_int_equal(classification.consent, CLASSIFY_CONSENT_SAME);
		assert_false(reads_stop(opt_outs, facts.text));
	}
}

static void a_second_stop_is_silent(void **unused)
{
	struct classify_facts facts = rosa("ALTO");
	struct classification classification;

	(void)unused;
	facts.is_stopped = true;
	classification = judge(&facts);
	assert_int_equal(classification.meaning, MEANING_STOP);
	assert_int_equal(classification.consent, CLASSIFY_CONSENT_SAME);
	check_sentence(&classification, NULL);
	assert_false(classification.needs_person);
}

static void start_brings_back_and_says_so(void **unused)
{
	static const char *const texts[] = { "START", "start", "INICIAR" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		for (int stopped = 0; stopped < 2; stopped++) {
			struct classify_facts facts = rosa(texts[i]);
			struct classification classification;

			facts.is_stopped = stopped;
			classification = judge(&facts);
			assert_int_equal(classification.meaning, MEANING_START);
			assert_int_equal(classification.consent, CLASSIFY_CONSENT_START);
			check_sentence(&classification, "start.confirmed");
			assert_false(classification.needs_person);
		}
	}
}

static void what_the_provider_has_confirmed_we_confirm_no_second_time(void **unused)
{
	static const struct {
		int provider;
		bool is_stopped;
		enum meaning meaning;
		int consent;
	} rows[] = {
		{ CLASSIFY_PROVIDER_STOP, false, MEANING_STOP, CLASSIFY_CONSENT_STOP },
		{ CLASSIFY_PROVIDER_STOP, true, MEANING_STOP, CLASSIFY_CONSENT_SAME },
		{ CLASSIFY_PROVIDER_START, false, MEANING_START, CLASSIFY_CONSENT_START },
		{ CLASSIFY_PROVIDER_START, true, MEANING_START, CLASSIFY_CONSENT_START },
		{ CLASSIFY_PROVIDER_HELP, false, MEANING_HELP, CLASSIFY_CONSENT_SAME },
		{ CLASSIFY_PROVIDER_HELP, true, MEANING_HELP, CLASSIFY_CONSENT_SAME },
	};
	static const char *const texts[] = { "STOP", "YES", "my own word", "" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t t = 0; t < COUNT_OF(texts); t++) {
			struct classify_facts facts = rosa(texts[t]);
			struct classification classification;

			facts.provider = (unsigned)rows[i].provider;
			facts.is_stopped = rows[i].is_stopped;
			classification = judge(&facts);
			assert_int_equal(classification.meaning, rows[i].meaning);
			assert_int_equal(classification.consent, rows[i].consent);
			check_sentence(&classification, NULL);
			assert_false(classification.is_capped);
		}
	}
}

/* --- a number that has stopped us ----------------------------------------------------- */

static void a_stopped_number_is_heard_and_told_nothing(void **unused)
{
	static const struct {
		const char *text;
		enum meaning meaning;
		bool needs_person;
	} rows[] = {
		{ "¿Hay clases mañana?", MEANING_INPUT, true },
		{ "AYUDA", MEANING_INPUT, true },
		{ "7", MEANING_INPUT, true },
		{ "2", MEANING_ANSWERED_NO, true },
		{ "1", MEANING_ANSWERED_YES, false },
		{ "gracias", MEANING_THANKS, false },
		{ "ENGLISH", MEANING_LANGUAGE, false },
		{ "STOP", MEANING_STOP, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct classify_facts facts = rosa(rows[i].text);
		struct classification classification;

		asked_whether_answered(&facts);
		facts.is_stopped = true;
		classification = judge(&facts);
		assert_int_equal(classification.meaning, rows[i].meaning);
		assert_int_equal(classification.needs_person, rows[i].needs_person);
		check_sentence(&classification, NULL);
		assert_false(classification.is_capped);
		assert_int_equal(classification.consent, CLASSIFY_CONSENT_SAME);
	}
}

static void a_stopped_stranger_is_asked_nothing_and_more_goes_to_a_person(void **unused)
{
	struct classify_facts facts = stranger("?");
	struct classification classification;

	(void)unused;
	facts.is_stopped = true;
	classification = judge(&facts);
	assert_int_equal(classification.ask, QUESTION_NONE);
	assert_true(classification.needs_person);
	facts.last_promise.n = 3;
	facts.last_input_at = NOW;
	classification = judge(&facts);
	assert_int_equal(classification.meaning, MEANING_MORE);
	assert_true(classification.needs_person);
	asked_for_language(&facts);
	facts.text = STR("9");
	assert_int_equal(judge(&facts).meaning, MEANING_MORE);
}

/* --- phrases -------------------------------------------------------------------------- */

static void a_phrase_stops_at_once_and_asks_the_scope_once(void **unused)
{
	struct classify_facts facts = rosa("ya no me manden mensajes por favor");
	struct classification classification = judge(&facts);

	(void)unused;
	assert_true(reads_stop(opt_outs, facts.text));
	assert_false(reads_stop(NULL, facts.text));
	assert_int_equal(classification.meaning, MEANING_STOP);
	assert_int_equal(classification.consent, CLASSIFY_CONSENT_STOP);
	assert_true(classification.is_phrase);
	assert_int_equal(classification.ask, QUESTION_SCOPE);
	assert_string_equal(classification.sentence, "stop.scope");
	facts.is_stopped = true;
	classification = judge(&facts);
	assert_int_equal(classification.meaning, MEANING_STOP);
	assert_int_equal(classification.consent, CLASSIFY_CONSENT_SAME);
	assert_null(classification.sentence);
	assert_int_equal(classification.ask, QUESTION_NONE);
	facts.opt_outs = NULL; /* keywords only */
	facts.is_stopped = false;
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
}

static void the_scope_is_taken_silently(void **unused)
{
	static const struct {
		const char *text;
		bool is_stopped;
		int64_t asked_for;
		enum meaning meaning;
		int consent;
	} rows[] = {
		{ "1", true, HOUR_MS, MEANING_SCOPE, CLASSIFY_CONSENT_SAME },
		{ "2", true, HOUR_MS, MEANING_SCOPE, CLASSIFY_CONSENT_EMERGENCY },
		{ "٢", true, HOUR_MS, MEANING_SCOPE, CLASSIFY_CONSENT_EMERGENCY },
		{ "3", true, HOUR_MS, MEANING_INPUT, CLASSIFY_CONSENT_SAME },
		{ "2", true, 80 * HOUR_MS, MEANING_INPUT, CLASSIFY_CONSENT_SAME },
		{ "2", false, HOUR_MS, MEANING_INPUT, CLASSIFY_CONSENT_SAME },
		{ "START", true, HOUR_MS, MEANING_START, CLASSIFY_CONSENT_START },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct classify_facts facts = rosa(rows[i].text);
		struct classification classification;

		facts.is_stopped = rows[i].is_stopped;
		facts.question = QUESTION_SCOPE;
		facts.asked_at = NOW - rows[i].asked_for;
		classification = judge(&facts);
		assert_int_equal(classification.meaning, rows[i].meaning);
		assert_int_equal(classification.consent, rows[i].consent);
		assert_int_equal(classification.clears_question, rows[i].meaning != MEANING_INPUT);
		if (rows[i].meaning == MEANING_SCOPE)
			assert_null(classification.sentence);
	}
}

static void what_may_be_a_stop_is_an_input_in_doubt(void **unused)
{
	struct classify_facts facts = rosa("I don't want any more of this");
	struct classification classification = judge(&facts);

	(void)unused;
	assert_int_equal(classification.meaning, MEANING_INPUT);
	assert_true(classification.is_doubtful);
	assert_string_equal(classification.sentence, "ack");
	assert_int_equal(classification.consent, CLASSIFY_CONSENT_SAME);
	facts.last_promise.n = 9;
	facts.last_state = PROMISE_OPEN;
	facts.last_input_at = NOW - 1000;
	classification = judge(&facts);
	assert_int_equal(classification.meaning, MEANING_MORE);
	assert_true(classification.is_doubtful);
	facts.is_stopped = true; /* who has stopped us is in no doubt */
	assert_false(judge(&facts).is_doubtful);
}

/* Complaint 26 the other way round: no ordinary word of any list stops anybody. */
static void no_other_word_of_any_language_is_a_stop(void **unused)
{
	(void)unused;
	for (size_t l = 0; l < lang_count(languages); l++) {
		for (int w = 0; w < LANG_WORDS; w++) {
			const char *const *word = lang_at(languages, l)->words[w];

			for (; w != LANG_STOP && *word; word++)
				assert_false(reads_stop(opt_outs, str_of(*word)));
		}
	}
	assert_false(reads_stop(opt_outs, STR_NONE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_stop_word_of_every_language_stops_every_family),
		cmocka_unit_test(spelling_and_dress_of_a_stop_word_do_not_matter),
		cmocka_unit_test(a_stop_word_inside_a_sentence_is_an_input),
		cmocka_unit_test(a_second_stop_is_silent),
		cmocka_unit_test(start_brings_back_and_says_so),
		cmocka_unit_test(what_the_provider_has_confirmed_we_confirm_no_second_time),
		cmocka_unit_test(a_stopped_number_is_heard_and_told_nothing),
		cmocka_unit_test(a_stopped_stranger_is_asked_nothing_and_more_goes_to_a_person),
		cmocka_unit_test(a_phrase_stops_at_once_and_asks_the_scope_once),
		cmocka_unit_test(the_scope_is_taken_silently),
		cmocka_unit_test(what_may_be_a_stop_is_an_input_in_doubt),
		cmocka_unit_test(no_other_word_of_any_language_is_a_stop),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
