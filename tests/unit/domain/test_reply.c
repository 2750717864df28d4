#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "domain/inbound/reply.h"
#include "i18n/language/lang_set.h"
#include "i18n/text/segment.h"

/* Wednesday, 14 January 2026, 15:30 in Chicago */
#define DUE INT64_C(1768426200000)

static struct lang_set *languages;
static struct catalog *catalog;

static const char *const sentences[] = {
	"ack.known", "ack.unknown", "ack.closed", "language.ask", "language.set", "digit.wrong",
	"help", "stop.confirmed", "start.confirmed", "late.update", "answered.ask",
	"answered.no", "thanks", "media.failed",
};

static const struct lang *lang(const char *tag)
{
	const struct lang *found = lang_find(languages, str_of(tag));

	assert_non_null(found);
	return found;
}

static int load(void **unused)
{
	struct note note = { .text = "" };
	enum fault fault;

	(void)unused;
	fault = lang_set_load("locales/languages.yaml", &languages, &note);
	if (fault == FAULT_NONE)
		fault = catalog_load("locales", languages, &catalog, &note);
	if (fault != FAULT_NONE)
		print_error("%s:%d %s\n", note.file, note.line, note.text);
	return fault == FAULT_NONE ? 0 : -1;
}

static int unload(void **unused)
{
	(void)unused;
	catalog_free(&catalog);
	lang_set_free(&languages);
	return 0;
}

static struct reply_facts maple(void)
{
	return (struct reply_facts){
		.catalog = catalog, .languages = languages,
		.zone = zone_find(STR("America/Chicago")),
		.district = STR("Maple Schools"), .district_phone = STR("(312) 555-0100"),
		.contact_name = STR("Rosa"), .owner_name = STR("Ana Ruiz"),
		.due_at = DUE, .is_open_now = true, .media_failed = 2, .digit = 7,
	};
}

static struct classification classification_of(const char *sentence, const char *tag)
{
	return (struct classification){ .sentence = sentence, .language = lang(tag) };
}

static const char *compose(const struct reply_facts *facts, const struct classification *classification)
{
	static char text[4096];
	const struct lang *said_in = NULL;
	AUTO(buf) into;

	buf_init(&into, sizeof(text) - 1);
	assert_int_equal(reply_compose(facts, classification, &into, &said_in), FAULT_NONE);
	assert_non_null(said_in);
	str_put(text, sizeof(text), buf_str(&into));
	return text;
}

static void check_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in \"%s\"", part, text);
}

static void check_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" is in \"%s\"", part, text);
}

/* --- every sentence, every language ------------------------------------------------ */

static void every_sentence_comes_out_whole_in_every_language(void **unused)
{
	(void)unused;
	for (size_t l = 0; l < lang_count(languages); l++) {
		for (size_t s = 0; s < COUNT_OF(sentences); s++) {
			struct reply_facts facts = maple();
			const struct lang *said_in = NULL;
			AUTO(buf) text;
			struct str said;

			buf_init(&text, 8192);
			assert_int_equal(reply_say(&facts, sentences[s], lang_at(languages, l),
						   &text, &said_in), FAULT_NONE);
			assert_ptr_equal(said_in, lang_at(languages, l));
			said = buf_str(&text);
			assert_true(said.size > 10);
			assert_true(str_equals(str_trim(said), said));
			assert_true(str_is_utf8(said));
			assert_null(strpbrk(buf_text(&text), "{}"));
			assert_true(segment_count(said).characters <= 480);
		}
	}
}

static void dates_and_keywords_are_of_the_language_itself(void **unused)
{
	(void)unused;
	for (size_t l = 0; l < lang_count(languages); l++) {
		const struct lang *spoken = lang_at(languages, l);
		struct reply_facts facts = maple();
		struct classification classification = { .sentence = "ack", .language = spoken };
		AUTO(buf) due;
		AUTO(buf) folded;

		buf_init(&due, 400);
		buf_init(&folded, 1600);
		zone_spell(facts.zone, spoken, DUE, &due);
		segment_fold(buf_str(&due), &folded);
		check_has(compose(&facts, &classification), buf_text(&folded));
		classification.sentence = "stop.confirmed";
		buf_clear(&folded);
		segment_fold(str_of(spoken->words[LANG_START][0]), &folded);
		check_has(compose(&facts, &classification), buf_text(&folded));
	}
}

/* --- which acknowledgement ------------------------------------------------------------ */

static void the_acknowledgement_names_who_answers_and_by_when(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("ack", "en");

	(void)unused;
	assert_string_equal(compose(&facts, &classification),
			    "Maple Schools: Thank you, Rosa. We heard you. Ana Ruiz will answer "
			    "you by Wednesday, January 14 at 3:30 PM.");
	facts.owner_name = STR("");
	check_has(compose(&facts, &classification), "We will answer you by Wednesday");
	facts.contact_name = STR("  ");
	check_has(compose(&facts, &classification), "Thank you for your message.");
	facts.is_open_now = false;
	check_has(compose(&facts, &classification), "Thank you. We heard you. Our schools are closed now.");
	facts.contact_name = STR("Rosa");
	check_has(compose(&facts, &classification), "Thank you, Rosa. We heard you. Our schools are closed");
	classification.language = lang("es");
	check_has(compose(&facts, &classification), "Rosa");
	check_has(compose(&facts, &classification), "14 de enero");
}

static void an_english_text_costs_one_segment(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("ack", "en");
	struct segment_count count = segment_count(str_of(compose(&facts, &classification)));

	(void)unused;
	assert_int_equal(count.alphabet, SEGMENT_GSM7);
	assert_int_equal(count.segments, 1);
}

static void help_says_the_phone_only_when_there_is_one(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("help", "en");

	(void)unused;
	check_has(compose(&facts, &classification), "reply STOP. To talk to a person, call (312) 555-0100.");
	facts.district_phone = STR("");
	check_lacks(compose(&facts, &classification), "call");
	check_has(compose(&facts, &classification), "reply STOP.");
}

/* --- two languages ------------------------------------------------------------------------ */

static void a_guess_is_said_in_both_and_may_be_chosen(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("ack", "so");
	const char *text;

	(void)unused;
	facts.contact_name = STR("");
	classification.second = lang("en");
	classification.ask = QUESTION_LANGUAGE;
	classification.choices[0] = lang("so");
	classification.choices[1] = lang("en");
	classification.choice_count = 2;
	text = compose(&facts, &classification);
	check_has(text, "1 Soomaali, 2 English\n\nMaple Schools: Thank you for your message.");
	check_has(text, "reply with a number: 1 Soomaali, 2 English");
	check_has(text, "Waan helnay");
	assert_true(strstr(text, "helnay") < strstr(text, "Thank you"));
}

static void a_stranger_s_choice_lists_the_district_s_languages(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("ack", "en");

	(void)unused;
	facts.contact_name = STR("");
	classification.ask = QUESTION_LANGUAGE;
	classification.choices[0] = lang("en");
	classification.choices[1] = lang("es");
	classification.choices[2] = lang("vi");
	classification.choice_count = 3;
	check_has(compose(&facts, &classification), "by Wednesday, January 14 at 3:30 PM.\nTo choose your language");
	check_has(compose(&facts, &classification), "1 English, 2 Español, 3 Tiếng Việt");
}

static void a_change_of_language_is_told_in_both(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("language.set", "so");

	(void)unused;
	classification.second = lang("en");
	check_has(compose(&facts, &classification), "From now on we will write to you in Soomaali.");
	check_has(compose(&facts, &classification), "luqadda Soomaali");
}

static void the_same_language_is_not_said_twice(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("thanks", "en");

	(void)unused;
	classification.second = lang("en");
	assert_string_equal(compose(&facts, &classification),
			    "You are welcome. Thank you for writing to us!");
}

static void a_wrong_digit_is_told_what_was_offered(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("digit.wrong", "en");

	(void)unused;
	check_has(compose(&facts, &classification), "the answer 7. Please reply with one of these numbers: 1, 2");
	classification.choices[0] = lang("ar");
	classification.choices[1] = lang("en");
	classification.choice_count = 2;
	check_has(compose(&facts, &classification), "2 English");
}

static void silence_adds_nothing(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = { .language = lang("so") };
	const struct lang *said_in = NULL;
	AUTO(buf) text;

	(void)unused;
	buf_init(&text, 100);
	assert_int_equal(reply_compose(&facts, &classification, &text, &said_in), FAULT_NONE);
	assert_int_equal(text.size, 0);
	assert_ptr_equal(said_in, lang("so"));
}

static void single_sentences_count_and_need_no_date(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("media.failed", "en");

	(void)unused;
	facts.due_at = 0;
	check_has(compose(&facts, &classification), "your 2 pictures");
	facts.media_failed = 1;
	check_has(compose(&facts, &classification), "your picture.");
}

/* --- too much, or too little ----------------------------------------------------------------- */

static void a_name_that_never_ends_is_cut(void **unused)
{
	static char name[5000];
	struct reply_facts facts = maple();
	struct classification classification = classification_of("ack", "so");

	(void)unused;
	for (size_t i = 0; i + 2 < sizeof(name); i += 2)
		memcpy(name + i, "ñ", 2);
	facts.contact_name = facts.owner_name = facts.district = str_of(name);
	classification.second = lang("en");
	assert_true(str_is_utf8(str_of(compose(&facts, &classification))));
	assert_true(segment_count(str_of(compose(&facts, &classification))).characters < 1600);
	check_has(compose(&facts, &classification), "Wednesday");
}

/* A choice whose name has `size` letters. */
static struct classification asking(const struct lang *odd)
{
	struct classification classification = classification_of("ack", "so");

	classification.second = lang("en");
	classification.ask = QUESTION_LANGUAGE;
	classification.choices[0] = odd;
	classification.choice_count = 1;
	return classification;
}

static void what_two_languages_exceed_is_said_in_the_first(void **unused)
{
	static char name[20001];
	struct reply_facts facts = maple();
	struct lang odd = *lang("so");
	const struct lang *said_in = NULL;
	struct classification classification = asking(&odd);
	AUTO(buf) text;

	(void)unused;
	buf_init(&text, 32768);
	odd.autonym = name;
	memset(name, 'x', 1000);
	check_has(compose(&facts, &classification), "1 xxx");
	check_lacks(compose(&facts, &classification), "To choose your language");
	/* not even one fits: the caller hears of it, the outputs stay */
	memset(name, 'x', 2000);
	assert_int_equal(reply_compose(&facts, &classification, &text, &said_in), FAULT_TOO_LARGE);
	memset(name, 'x', 9000);
	assert_int_equal(reply_compose(&facts, &classification, &text, &said_in), FAULT_TOO_LARGE);
	memset(name, 'x', 20000);
	assert_int_equal(reply_compose(&facts, &classification, &text, &said_in), FAULT_TOO_LARGE);
	assert_int_equal(text.size, 0);
	assert_null(said_in);
}

static void a_buf_that_is_too_small_is_no_reply(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("ack", "en");
	const struct lang *said_in = NULL;
	AUTO(buf) text;

	(void)unused;
	buf_init(&text, 10);
	assert_int_equal(reply_compose(&facts, &classification, &text, &said_in), FAULT_TOO_LARGE);
	assert_null(said_in);
}

static void an_unknown_sentence_is_missing(void **unused)
{
	struct reply_facts facts = maple();
	const struct lang *said_in = NULL;
	AUTO(buf) text;

	(void)unused;
	buf_init(&text, 1000);
	assert_int_equal(reply_say(&facts, "poem", lang("so"), &text, &said_in), FAULT_MISSING);
	assert_int_equal(text.size, 0);
}

/* --- sentences that a language lacks ------------------------------------------------------------ */

/* A copy of locales/ in which Somali's sentence is fuzzy. */
static struct catalog *lacking(const char *sentence)
{
	char folder[] = "/tmp/hearback-reply-XXXXXX";
	char command[400];
	struct catalog *copy = NULL;
	struct note note;

	assert_non_null(mkdtemp(folder));
	snprintf(command, sizeof(command),
		 "cp locales/*.po %s && sed -i '/^msgctxt \"%s\"/i #, fuzzy' %s/so.po", folder,
		 sentence, folder);
	assert_int_equal(system(command), 0);
	assert_int_equal(catalog_load(folder, languages, &copy, &note), FAULT_NONE);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	assert_int_equal(system(command), 0);
	return copy;
}

static void a_missing_sentence_is_said_whole_in_the_next_language(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = classification_of("ack", "so");
	const struct lang *said_in = NULL;
	struct catalog *copy = lacking("ack.known");
	AUTO(buf) text;

	(void)unused;
	facts.catalog = copy;
	buf_init(&text, 2000);
	/* the date is English too, and the English block comes once */
	classification.second = lang("en");
	assert_int_equal(reply_compose(&facts, &classification, &text, &said_in), FAULT_NONE);
	assert_ptr_equal(said_in, lang("en"));
	assert_string_equal(buf_text(&text),
			    "Maple Schools: Thank you, Rosa. We heard you. Ana Ruiz will answer "
			    "you by Wednesday, January 14 at 3:30 PM.");
	catalog_free(&copy);
}

static void a_choice_that_is_missing_is_asked_in_the_next_language(void **unused)
{
	struct reply_facts facts = maple();
	struct classification classification = asking(lang("so"));
	struct catalog *copy = lacking("language.ask");

	(void)unused;
	facts.catalog = copy;
	classification.second = NULL;
	check_has(compose(&facts, &classification), "Mahadsanid, Rosa");
	check_has(compose(&facts, &classification), "\nTo choose your language, reply with a number: 1 Soomaali");
	catalog_free(&copy);
}

static void choices_are_numbered_and_called_by_their_own_names(void **unused)
{
	const struct lang *choices[] = { lang("so"), lang("en"), lang("zh-Hans") };
	AUTO(buf) text;

	(void)unused;
	buf_init(&text, 200);
	reply_choices(choices, 2, &text);
	assert_string_equal(buf_text(&text), "1 Soomaali, 2 English");
	buf_clear(&text);
	reply_choices(choices, 0, &text);
	assert_string_equal(buf_text(&text), "");
	reply_choices(choices, 3, &text);
	check_has(buf_text(&text), ", 3 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sentence_comes_out_whole_in_every_language),
		cmocka_unit_test(dates_and_keywords_are_of_the_language_itself),
		cmocka_unit_test(the_acknowledgement_names_who_answers_and_by_when),
		cmocka_unit_test(an_english_text_costs_one_segment),
		cmocka_unit_test(help_says_the_phone_only_when_there_is_one),
		cmocka_unit_test(a_guess_is_said_in_both_and_may_be_chosen),
		cmocka_unit_test(a_stranger_s_choice_lists_the_district_s_languages),
		cmocka_unit_test(a_change_of_language_is_told_in_both),
		cmocka_unit_test(the_same_language_is_not_said_twice),
		cmocka_unit_test(a_wrong_digit_is_told_what_was_offered),
		cmocka_unit_test(silence_adds_nothing),
		cmocka_unit_test(single_sentences_count_and_need_no_date),
		cmocka_unit_test(a_name_that_never_ends_is_cut),
		cmocka_unit_test(what_two_languages_exceed_is_said_in_the_first),
		cmocka_unit_test(a_buf_that_is_too_small_is_no_reply),
		cmocka_unit_test(an_unknown_sentence_is_missing),
		cmocka_unit_test(a_missing_sentence_is_said_whole_in_the_next_language),
		cmocka_unit_test(a_choice_that_is_missing_is_asked_in_the_next_language),
		cmocka_unit_test(choices_are_numbered_and_called_by_their_own_names),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
