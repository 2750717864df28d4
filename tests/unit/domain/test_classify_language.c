/* In which language we speak to whom: guessed, doubted, chosen, told. */
#include "classifier.h"

static void a_stranger_s_language_is_recognised_and_confirmed_in_english(void **unused)
{
	struct classify_facts facts = stranger("Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa");
	struct classification classification = judge(&facts);

	(void)unused;
	assert_int_equal(classification.meaning, MEANING_INPUT);
	check_sentence(&classification, "ack");
	assert_ptr_equal(classification.language, lang("so"));
	assert_int_equal(classification.language_source, LANGUAGE_RECOGNISED);
	assert_ptr_equal(classification.second, lang("en"));
	assert_int_equal(classification.ask, QUESTION_LANGUAGE);
	assert_int_equal(classification.choice_count, 2);
	assert_ptr_equal(classification.choices[0], lang("so"));
	assert_ptr_equal(classification.choices[1], lang("en"));
}

static void a_stranger_who_writes_english_is_asked_nothing(void **unused)
{
	struct classify_facts facts = stranger("Good morning, is there any school tomorrow for the children?");
	struct classification classification = judge(&facts);

	(void)unused;
	assert_ptr_equal(classification.language, lang("en"));
	assert_int_equal(classification.language_source, LANGUAGE_RECOGNISED);
	assert_null(classification.second);
	assert_int_equal(classification.ask, QUESTION_NONE);
}

static void a_stranger_who_cannot_be_guessed_may_choose(void **unused)
{
	static const char *const texts[] = { "?", "", "Bus 12", "xyz qqq" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct classify_facts facts = stranger(texts[i]);
		struct classification classification;

		facts.media_count = 1;
		classification = judge(&facts);
		assert_int_equal(classification.meaning, MEANING_INPUT);
		assert_ptr_equal(classification.language, lang("en"));
		assert_int_equal(classification.language_source, LANGUAGE_DEFAULT);
		assert_null(classification.second);
		assert_int_equal(classification.ask, QUESTION_LANGUAGE);
		assert_int_equal(classification.choice_count, 5);
		for (int c = 0; c < 5; c++)
			assert_ptr_equal(classification.choices[c], district[c]);
		/* asked once: not again while it stands open, and again after 72 hours */
		asked_for_language(&facts);
		assert_int_equal(judge(&facts).ask, QUESTION_NONE);
		facts.asked_at = NOW - CLASSIFY_QUESTION_FOR;
		assert_int_equal(judge(&facts).ask, QUESTION_LANGUAGE);
		/* staff know who it is: they can ask */
		facts.is_known = true;
		assert_int_equal(judge(&facts).ask, QUESTION_NONE);
		/* nothing to choose from */
		facts.is_known = false;
		facts.allowed_count = 1;
		assert_int_equal(judge(&facts).ask, QUESTION_NONE);
	}
}

static void no_more_than_six_languages_are_offered(void **unused)
{
	const struct lang *many[8];
	struct classify_facts facts = stranger("?");

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = lang_at(languages, i);
	facts.allowed = many;
	facts.allowed_count = COUNT_OF(many);
	assert_int_equal(judge(&facts).choice_count, CLASSIFY_CHOICES);
	assert_ptr_equal(judge(&facts).choices[5], many[5]);
}

/* Complaint 22: detection flips the language. */
static void a_language_that_somebody_told_us_is_never_switched(void **unused)
{
	static const enum language_source sources[] = { LANGUAGE_RECOGNISED, LANGUAGE_ROSTER,
							LANGUAGE_STAFF, LANGUAGE_TOLD };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(sources); i++) {
		struct classify_facts facts = rosa("Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa");
		struct classification classification;

		facts.language_source = sources[i];
		classification = judge(&facts);
		assert_ptr_equal(classification.language, lang("es"));
		assert_int_equal(classification.language_source, sources[i]);
		assert_null(classification.second);
		assert_int_equal(classification.ask, QUESTION_NONE);
	}
}

static void a_guess_is_doubted_in_english_until_the_choice_lapses(void **unused)
{
	struct classify_facts facts = stranger("Mahadsanid macallin, berri ma iman doono");
	struct classification classification;

	(void)unused;
	facts.language = lang("so");
	facts.language_source = LANGUAGE_RECOGNISED;
	asked_for_language(&facts);
	classification = judge(&facts);
	assert_ptr_equal(classification.second, lang("en"));
	assert_int_equal(classification.ask, QUESTION_NONE);
	assert_int_equal(classification.choice_count, 0);
	facts.asked_at = NOW - CLASSIFY_QUESTION_FOR;
	assert_null(judge(&facts).second);
}

static void a_guess_does_not_push_another_question_aside(void **unused)
{
	struct classify_facts facts = stranger("Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa");
	struct classification classification;

	(void)unused;
	asked_whether_answered(&facts);
	classification = judge(&facts);
	assert_ptr_equal(classification.language, lang("so"));
	assert_ptr_equal(classification.second, lang("en"));
	assert_int_equal(classification.ask, QUESTION_NONE);
}

static void languages_outside_the_district_are_not_recognised(void **unused)
{
	struct classify_facts facts = stranger("Завтра в школе будут занятия для детей или нет?");
	struct classification classification = judge(&facts);

	(void)unused;
	assert_ptr_equal(classification.language, lang("en"));
	assert_int_equal(classification.language_source, LANGUAGE_DEFAULT);
	facts.allowed_count = 0;
	assert_ptr_equal(judge(&facts).language, lang("ru"));
}

static void a_keyword_of_a_stranger_is_answered_in_its_language_and_ours(void **unused)
{
	static const struct {
		const char *text, *sentence;
	} rows[] = { { "JOOJI", "stop.confirmed" }, { "CAAWI", "help" } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct classify_facts facts = stranger(rows[i].text);
		struct classification classification = judge(&facts);

		check_sentence(&classification, rows[i].sentence);
		assert_ptr_equal(classification.language, lang("so"));
		assert_ptr_equal(classification.second, lang("en"));
		assert_int_equal(classification.language_source, LANGUAGE_DEFAULT);
		/* not a language of this district */
		facts.allowed_count = 2;
		classification = judge(&facts);
		assert_ptr_equal(classification.language, lang("en"));
		assert_null(classification.second);
		/* any shipped one will do where none is named */
		facts.allowed_count = 0;
		assert_ptr_equal(judge(&facts).language, lang("so"));
	}
}

static void who_asks_for_a_language_gets_it_and_is_told_in_both(void **unused)
{
	struct classify_facts facts = rosa("Somali");
	struct classification classification;

	(void)unused;
	facts.text = str_of(lang("so")->words[LANG_ASK_FOR][0]);
	classification = judge(&facts);
	assert_int_equal(classification.meaning, MEANING_LANGUAGE);
	assert_ptr_equal(classification.language, lang("so"));
	assert_int_equal(classification.language_source, LANGUAGE_TOLD);
	assert_ptr_equal(classification.second, lang("es"));
	check_sentence(&classification, "language.set");
	assert_false(classification.clears_question);
	asked_for_language(&facts);
	assert_true(judge(&facts).clears_question);
	facts.language = lang("so");
	assert_null(judge(&facts).second);
	facts.media_count = 2;
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
}

static void a_choice_of_language_is_taken_in_any_digits(void **unused)
{
	static const struct {
		const char *text, *tag;
	} rows[] = { { "1", "so" }, { "2", "en" }, { " 1. ", "so" }, { "٢", "en" }, { "２", "en" } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct classify_facts facts = stranger(rows[i].text);
		struct classification classification;

		asked_for_language(&facts);
		classification = judge(&facts);
		assert_int_equal(classification.meaning, MEANING_LANGUAGE);
		assert_ptr_equal(classification.language, lang(rows[i].tag));
		assert_int_equal(classification.language_source, LANGUAGE_TOLD);
		assert_true(classification.clears_question);
		check_sentence(&classification, "language.set");
		assert_null(classification.second);
	}
}

static void words_do_not_choose_a_language(void **unused)
{
	struct classify_facts facts = stranger("yes");

	(void)unused;
	asked_for_language(&facts);
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
}

static void the_second_text_may_tell_the_language(void **unused)
{
	struct classify_facts facts = stranger("Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa");
	struct classification classification;

	(void)unused;
	facts.last_promise.n = 12;
	facts.last_state = PROMISE_OPEN;
	facts.last_input_at = NOW - MINUTE_MS;
	classification = judge(&facts);
	assert_int_equal(classification.meaning, MEANING_MORE);
	assert_ptr_equal(classification.language, lang("so"));
	assert_int_equal(classification.language_source, LANGUAGE_RECOGNISED);
	check_sentence(&classification, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stranger_s_language_is_recognised_and_confirmed_in_english),
		cmocka_unit_test(a_stranger_who_writes_english_is_asked_nothing),
		cmocka_unit_test(a_stranger_who_cannot_be_guessed_may_choose),
		cmocka_unit_test(no_more_than_six_languages_are_offered),
		cmocka_unit_test(a_language_that_somebody_told_us_is_never_switched),
		cmocka_unit_test(a_guess_is_doubted_in_english_until_the_choice_lapses),
		cmocka_unit_test(a_guess_does_not_push_another_question_aside),
		cmocka_unit_test(languages_outside_the_district_are_not_recognised),
		cmocka_unit_test(a_keyword_of_a_stranger_is_answered_in_its_language_and_ours),
		cmocka_unit_test(who_asks_for_a_language_gets_it_and_is_told_in_both),
		cmocka_unit_test(a_choice_of_language_is_taken_in_any_digits),
		cmocka_unit_test(words_do_not_choose_a_language),
		cmocka_unit_test(the_second_text_may_tell_the_language),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
