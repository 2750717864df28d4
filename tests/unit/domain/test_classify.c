/* What a text means: an input, an answer to our question, thanks, one more of the same. */
#include "classifier.h"

static void a_text_of_a_known_family_is_an_input_and_acknowledged(void **unused)
{
	struct classify_facts facts = rosa("¿Hay clases mañana?");
	struct classification classification = judge(&facts);

	(void)unused;
	assert_int_equal(classification.meaning, MEANING_INPUT);
	check_sentence(&classification, "ack");
	assert_ptr_equal(classification.language, lang("es"));
	assert_int_equal(classification.language_source, LANGUAGE_TOLD);
	assert_null(classification.second);
	assert_int_equal(classification.ask, QUESTION_NONE);
	assert_int_equal(classification.consent, CLASSIFY_CONSENT_SAME);
	assert_false(classification.clears_question || classification.is_capped || classification.needs_person);
	assert_int_equal(classification.joins.n, 0);
	assert_int_equal(classification.follows.n, 0);
}

static void help_is_answered_but_not_with_a_picture(void **unused)
{
	struct classify_facts facts = rosa("AYUDA");
	struct classification classification = judge(&facts);

	(void)unused;
	assert_int_equal(classification.meaning, MEANING_HELP);
	check_sentence(&classification, "help");
	facts.media_count = 1;
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
}

/* --- digits --------------------------------------------------------------------------- */

static void yes_and_no_answer_the_question_in_digits_or_own_words(void **unused)
{
	static const struct {
		const char *text;
		enum meaning meaning;
	} rows[] = {
		{ "1", MEANING_ANSWERED_YES }, { "2", MEANING_ANSWERED_NO },
		{ "١", MEANING_ANSWERED_YES }, { "sí", MEANING_ANSWERED_YES },
		{ "No", MEANING_ANSWERED_NO }, { "3", MEANING_WRONG_DIGIT },
		{ "0", MEANING_WRONG_DIGIT }, { "12", MEANING_WRONG_DIGIT },
		{ "haa", MEANING_INPUT }, { "maya", MEANING_INPUT },
		{ "no, todavía no", MEANING_INPUT }, { "1234", MEANING_INPUT },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct classify_facts facts = rosa(rows[i].text);
		struct classification classification;

		asked_whether_answered(&facts);
		classification = judge(&facts);
		assert_int_equal(classification.meaning, rows[i].meaning);
		assert_int_equal(classification.clears_question,
				 rows[i].meaning == MEANING_ANSWERED_YES ||
				 rows[i].meaning == MEANING_ANSWERED_NO);
		assert_int_equal(classification.follows.n,
				 rows[i].meaning == MEANING_ANSWERED_NO ? 9 : 0);
	}
}

static void the_answers_are_acknowledged(void **unused)
{
	struct classify_facts facts = rosa("1");
	struct classification classification;

	(void)unused;
	asked_whether_answered(&facts);
	classification = judge(&facts);
	check_sentence(&classification, "thanks");
	facts.is_thanked = true;
	classification = judge(&facts);
	check_sentence(&classification, NULL);
	facts.text = STR("2");
	classification = judge(&facts);
	check_sentence(&classification, "answered.no");
	facts.text = STR("7");
	classification = judge(&facts);
	check_sentence(&classification, "digit.wrong");
	assert_int_equal(classification.choice_count, 0);
}

static void a_digit_that_was_not_offered_leaves_the_question_open(void **unused)
{
	static const char *const texts[] = { "3", "0", "99" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct classify_facts facts = stranger(texts[i]);
		struct classification classification;

		asked_for_language(&facts);
		classification = judge(&facts);
		assert_int_equal(classification.meaning, MEANING_WRONG_DIGIT);
		check_sentence(&classification, "digit.wrong");
		assert_false(classification.clears_question);
		assert_int_equal(classification.ask, QUESTION_NONE);
		assert_int_equal(classification.choice_count, 2);
		assert_ptr_equal(classification.choices[0], lang("so"));
	}
}

/* Complaint 3: an answer on the next day is understood, one after a week is a text. */
static void digits_mean_nothing_without_an_open_question(void **unused)
{
	static const char *const texts[] = { "1", "2", "sí", "NO" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct classify_facts facts = rosa(texts[i]);

		assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
		asked_whether_answered(&facts);
		facts.asked_at = NOW - CLASSIFY_QUESTION_FOR + 1;
		assert_int_not_equal(judge(&facts).meaning, MEANING_INPUT);
		facts.asked_at = NOW - CLASSIFY_QUESTION_FOR;
		assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
		/* a picture with a number is not an answer */
		facts.asked_at = NOW;
		facts.media_count = 1;
		assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
	}
}

/* --- courtesy and company ------------------------------------------------------------- */

static void thanks_after_an_answer_open_nothing_and_are_returned_once(void **unused)
{
	static const char *const texts[] = { "gracias", "¡Muchas gracias!", "👍", "thank you",
					     "mahadsanid", "Gracias 🙏" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct classify_facts facts = rosa(texts[i]);
		struct classification classification;

		answered(&facts);
		classification = judge(&facts);
		assert_int_equal(classification.meaning, MEANING_THANKS);
		check_sentence(&classification, "thanks");
		facts.is_thanked = true;
		classification = judge(&facts);
		assert_int_equal(classification.meaning, MEANING_THANKS);
		check_sentence(&classification, NULL);
		assert_false(classification.is_capped);
	}
}

static void thanks_that_overtake_the_receipt_are_thanks(void **unused)
{
	struct classify_facts facts = rosa("gracias");

	(void)unused;
	facts.last_promise.n = 9;
	facts.last_state = PROMISE_ANSWERED;
	assert_int_equal(judge(&facts).meaning, MEANING_THANKS);
}

static void thanks_without_an_answer_before_them_are_an_input(void **unused)
{
	struct classify_facts facts = rosa("gracias");

	(void)unused;
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
	answered(&facts);
	facts.last_answer_at = NOW - CLASSIFY_QUESTION_FOR;
	assert_int_equal(judge(&facts).meaning, MEANING_THANKS);
	facts.last_answer_at--;
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
	/* a question with thanks in it, and thanks with a picture, are inputs */
	facts.last_answer_at = NOW;
	facts.text = STR("gracias, ¿y el autobús?");
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
	facts.text = STR("gracias");
	facts.media_count = 1;
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
}

static void thanks_while_an_input_waits_join_it_silently(void **unused)
{
	static const enum promise_state waiting[] = { PROMISE_OPEN, PROMISE_TAKEN };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(waiting); i++) {
		struct classify_facts facts = rosa("gracias");
		struct classification classification;

		answered(&facts);
		facts.last_promise.n = 10;
		facts.last_state = waiting[i];
		classification = judge(&facts);
		assert_int_equal(classification.meaning, MEANING_MORE);
		assert_int_equal(classification.joins.n, 10);
		check_sentence(&classification, NULL);
	}
}

static void texts_within_two_minutes_join_one_promise_silently(void **unused)
{
	static const struct {
		enum promise_state state;
		int64_t ago_for;
		enum meaning meaning;
	} rows[] = {
		{ PROMISE_OPEN, 0, MEANING_MORE },
		{ PROMISE_OPEN, CLASSIFY_JOIN_FOR - 1, MEANING_MORE },
		{ PROMISE_OPEN, CLASSIFY_JOIN_FOR, MEANING_INPUT },
		{ PROMISE_TAKEN, MINUTE_MS, MEANING_MORE },
		{ PROMISE_ANSWERED, MINUTE_MS, MEANING_INPUT },
		{ PROMISE_KEPT, MINUTE_MS, MEANING_INPUT },
		{ PROMISE_EXCUSED, MINUTE_MS, MEANING_INPUT },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct classify_facts facts = rosa("y otra cosa");
		struct classification classification;

		facts.last_promise.n = 12;
		facts.last_state = rows[i].state;
		facts.last_input_at = NOW - rows[i].ago_for;
		classification = judge(&facts);
		assert_int_equal(classification.meaning, rows[i].meaning);
		assert_int_equal(classification.joins.n, rows[i].meaning == MEANING_MORE ? 12 : 0);
		check_sentence(&classification, rows[i].meaning == MEANING_MORE ? NULL : "ack");
	}
}

/* --- silence -------------------------------------------------------------------------- */

static void two_robots_do_not_talk_for_ever(void **unused)
{
	static const struct {
		int hour, day;
		bool is_capped;
	} rows[] = {
		{ CLASSIFY_REPLIES_AN_HOUR - 1, CLASSIFY_REPLIES_A_DAY - 1, false },
		{ CLASSIFY_REPLIES_AN_HOUR, CLASSIFY_REPLIES_AN_HOUR, true },
		{ 0, CLASSIFY_REPLIES_A_DAY, true },
	};
	static const char *const texts[] = { "I am a robot and I speak", "AYUDA", "START" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t t = 0; t < COUNT_OF(texts); t++) {
			struct classify_facts facts = rosa(texts[t]);
			struct classification classification;

			facts.replies_last_hour = rows[i].hour;
			facts.replies_last_day = rows[i].day;
			classification = judge(&facts);
			assert_int_equal(classification.is_capped, rows[i].is_capped);
			assert_int_equal(classification.sentence == NULL, rows[i].is_capped);
		}
	}
}

static void past_the_cap_all_is_kept_and_stop_is_still_confirmed(void **unused)
{
	struct classify_facts facts = stranger("Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa");
	struct classification classification;

	(void)unused;
	facts.replies_last_hour = 100;
	facts.replies_last_day = 100;
	classification = judge(&facts);
	assert_int_equal(classification.meaning, MEANING_INPUT);
	assert_true(classification.is_capped);
	assert_ptr_equal(classification.language, lang("so"));
	/* what was never said was never asked */
	assert_int_equal(classification.ask, QUESTION_NONE);
	assert_int_equal(classification.choice_count, 0);
	assert_null(classification.second);
	facts.text = STR("STOP");
	classification = judge(&facts);
	assert_false(classification.is_capped);
	check_sentence(&classification, "stop.confirmed");
	/* there would have been none: not capped */
	facts = rosa("otra cosa");
	facts.replies_last_day = 100;
	facts.last_promise.n = 3;
	facts.last_input_at = NOW;
	assert_false(judge(&facts).is_capped);
}

static void words_lead_back_to_their_constants(void **unused)
{
	enum question question = QUESTION_NONE;
	enum meaning meaning = MEANING_INPUT;
	enum language_source source = LANGUAGE_DEFAULT;

	(void)unused;
	for (int i = 0; i < QUESTION_COUNT; i++) {
		assert_true(question_of(str_of(question_word((enum question)i)), &question));
		assert_int_equal(question, i);
	}
	for (int i = 0; i < MEANING_COUNT; i++) {
		assert_true(meaning_of(str_of(meaning_word((enum meaning)i)), &meaning));
		assert_int_equal(meaning, i);
	}
	for (int i = 0; i < LANGUAGE_SOURCE_COUNT; i++) {
		assert_true(language_source_of(
			str_of(language_source_word((enum language_source)i)), &source));
		assert_int_equal(source, i);
	}
	assert_false(question_of(STR("what"), &question));
	assert_false(meaning_of(STR("nothing"), &meaning));
	assert_false(language_source_of(STR("heaven"), &source));
	assert_true(LANGUAGE_DEFAULT < LANGUAGE_RECOGNISED && LANGUAGE_STAFF < LANGUAGE_TOLD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_of_a_known_family_is_an_input_and_acknowledged),
		cmocka_unit_test(help_is_answered_but_not_with_a_picture),
		cmocka_unit_test(yes_and_no_answer_the_question_in_digits_or_own_words),
		cmocka_unit_test(the_answers_are_acknowledged),
		cmocka_unit_test(a_digit_that_was_not_offered_leaves_the_question_open),
		cmocka_unit_test(digits_mean_nothing_without_an_open_question),
		cmocka_unit_test(thanks_after_an_answer_open_nothing_and_are_returned_once),
		cmocka_unit_test(thanks_that_overtake_the_receipt_are_thanks),
		cmocka_unit_test(thanks_without_an_answer_before_them_are_an_input),
		cmocka_unit_test(thanks_while_an_input_waits_join_it_silently),
		cmocka_unit_test(texts_within_two_minutes_join_one_promise_silently),
		cmocka_unit_test(two_robots_do_not_talk_for_ever),
		cmocka_unit_test(past_the_cap_all_is_kept_and_stop_is_still_confirmed),
		cmocka_unit_test(words_lead_back_to_their_constants),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
