/* Families choose their hours: what is left of them, the menu, and what a text means. */
#include "tests/lib/test.h"

#include <stdio.h>

#include "domain/inbound/classify.h"
#include "domain/inbound/reply.h"
#include "i18n/intent/opt_out_set.h"
#include "i18n/intent/text_hours_set.h"
#include "i18n/language/lang_set.h"

#define NOW (INT64_C(20500) * DAY_MS)

static struct lang_set *languages;
static struct opt_out_set *opt_outs;
static struct text_hours_set *hours_words;
static struct catalog *catalog;
static const struct lang *district[3];

static const struct lang *lang(const char *tag)
{
	const struct lang *found = lang_find(languages, str_of(tag));

	assert_non_null(found);
	return found;
}

static int load(void **unused)
{
	struct note note;

	(void)unused;
	if (lang_set_load("locales/languages.yaml", &languages, &note) ||
	    opt_out_set_load("locales/opt_out.yaml", languages, &opt_outs, &note) ||
	    text_hours_set_load("locales/hours.yaml", languages, &hours_words, &note) ||
	    catalog_load("locales", languages, &catalog, &note))
		return -1;
	district[0] = lang("en");
	district[1] = lang("es");
	district[2] = lang("so");
	return 0;
}

static int unload(void **unused)
{
	(void)unused;
	catalog_free(&catalog);
	text_hours_set_free(&hours_words);
	opt_out_set_free(&opt_outs);
	lang_set_free(&languages);
	return 0;
}

static struct classify_facts rosa(const char *text)
{
	return (struct classify_facts){
		.now = NOW, .text = str_of(text), .language = lang("es"), .is_known = true,
		.language_source = LANGUAGE_TOLD, .languages = languages, .opt_outs = opt_outs,
		.text_hours = hours_words, .allowed = district, .allowed_count = COUNT_OF(district),
		.hours = { .zone = zone_find(STR("America/Chicago")), .law_from = 480,
			   .law_to = 1260 },
	};
}

static struct classification judge(const struct classify_facts *facts)
{
	struct classification classification;

	classify(facts, &classification);
	return classification;
}

static void asked(struct classify_facts *facts)
{
	facts->question = QUESTION_HOURS;
	facts->asked_at = NOW - HOUR_MS;
	hours_menu_make(&facts->hours, &facts->menu);
}

static void what_law_and_district_leave_is_one_piece_or_nothing(void **unused)
{
	static const struct {
		const char *label;
		int law[2], district[2], own[2], from, to; /* to 0: they do not meet */
	} rows[] = {
		{ "law alone", { 480, 1260 }, { 0, 0 }, { 0, 0 }, 480, 1260 },
		{ "district", { 480, 1260 }, { 540, 1140 }, { 0, 0 }, 540, 1140 },
		{ "after 6 PM", { 480, 1260 }, { 0, 0 }, { 1080, 0 }, 1080, 1260 },
		{ "before noon", { 480, 1260 }, { 540, 1140 }, { 0, 720 }, 540, 720 },
		{ "district and family never meet", { 480, 1260 }, { 540, 1020 }, { 1080, 0 }, 0, 0 },
		{ "after the law", { 480, 1260 }, { 0, 0 }, { 1260, 0 }, 0, 0 },
		{ "one minute", { 480, 1260 }, { 0, 0 }, { 1259, 0 }, 1259, 1260 },
		{ "two pieces", { 480, 1260 }, { 0, 0 }, { 1200, 600 }, 0, 0 },
		{ "the whole day", { 0, 1440 }, { 0, 0 }, { 0, 0 }, 0, 1440 },
		{ "until midnight", { 0, 1440 }, { 0, 0 }, { 1080, 0 }, 1080, 1440 },
		{ "over midnight", { 0, 1440 }, { 0, 0 }, { 1320, 360 }, 0, 0 },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct hours_facts facts = {
			.law_from = rows[i].law[0], .law_to = rows[i].law[1],
			.district_from = rows[i].district[0], .district_to = rows[i].district[1],
			.own_from = rows[i].own[0], .own_to = rows[i].own[1] };
		struct hours_window window = { 0, 0 };

		if (hours_meet(&facts, &window) != (rows[i].to > 0) || window.from != rows[i].from ||
		    window.to != rows[i].to)
			fail_msg("%s: %d-%d", rows[i].label, window.from, window.to);
	}
}

static void a_menu_offers_only_what_may_be_kept(void **unused)
{
	static const struct {
		const char *label, *choices;
		int district_from, district_to;
	} rows[] = {
		{ "law alone", "0-0,900-0,1080-0,0-720", 0, 0 },
		{ "nothing after 5 PM", "0-0,900-0,0-720", 480, 1020 },
		{ "afternoons are all there is", "0-0,1080-0", 900, 1200 },
		{ "mornings are all there is", "0-0", 480, 720 },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct hours_facts facts = { .law_from = 480, .law_to = 1260,
					     .district_from = rows[i].district_from,
					     .district_to = rows[i].district_to };
		struct hours_menu menu, again;
		AUTO(buf) choices;

		buf_init(&choices, 159);
		hours_menu_make(&facts, &menu);
		hours_menu_write(&menu, &choices);
		assert_string_equal(buf_text(&choices), rows[i].choices);
		hours_menu_read(buf_str(&choices), &facts, &again);
		assert_memory_equal(&again, &menu, sizeof(menu));
	}
}

static void a_stale_or_broken_menu_offers_nothing_new(void **unused)
{
	static const char *const broken[] = { "", "x", "es,en", "1-", "-", "1-2-3", "0-9999" };
	struct hours_facts facts = { .law_from = 480, .law_to = 1260, .district_from = 480,
				     .district_to = 1020 };
	struct hours_menu menu;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		hours_menu_read(str_of(broken[i]), &facts, &menu);
		assert_int_equal(menu.count, 0);
	}
	hours_menu_read(STR("0-0,1080-0"), &facts, &menu);
	assert_int_equal(menu.count, 2);
	assert_int_equal(menu.shown[1].from, menu.shown[1].to);
}

static void the_keyword_asks_and_a_digit_sets(void **unused)
{
	struct classify_facts facts = rosa("Horas");
	struct classification classification = judge(&facts);

	(void)unused;
	assert_int_equal(classification.meaning, MEANING_HOURS);
	assert_int_equal(classification.ask, QUESTION_HOURS);
	assert_string_equal(classification.sentence, "hours.ask");
	assert_int_equal(classification.menu.count, 4);
	assert_false(classification.sets_hours);
	facts = rosa("٣");
	asked(&facts);
	classification = judge(&facts);
	assert_int_equal(classification.meaning, MEANING_HOURS);
	assert_true(classification.sets_hours && classification.clears_question);
	assert_int_equal(classification.own.from, 1080);
	assert_int_equal(classification.own.to, 0);
	assert_int_equal(classification.shown.to, 1260);
	assert_string_equal(classification.sentence, "hours.set");
}

static void a_digit_counts_only_where_the_menu_stands(void **unused)
{
	static const char *const wrong[] = { "0", "5", "12" };
	struct classify_facts facts;
	struct classification classification;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		facts = rosa(wrong[i]);
		asked(&facts);
		classification = judge(&facts);
		assert_int_equal(classification.meaning, MEANING_WRONG_DIGIT);
		assert_int_equal(classification.menu.count, 4);
		assert_false(classification.sets_hours || classification.clears_question);
	}
	facts = rosa("2");
	asked(&facts);
	facts.asked_at = NOW - CLASSIFY_QUESTION_FOR;
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
	facts = rosa("2");
	asked(&facts);
	facts.question = QUESTION_ANSWERED; /* another question came behind it */
	assert_int_equal(judge(&facts).meaning, MEANING_ANSWERED_NO);
	facts = rosa("2");
	asked(&facts);
	hours_menu_read(STR("0-0,1300-0"), &facts.hours, &facts.menu); /* a choice that means nothing now */
	assert_int_equal(judge(&facts).meaning, MEANING_WRONG_DIGIT);
	facts = rosa("2");
	asked(&facts);
	facts.media_count = 1;
	assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
}

/* What a phrase means beside what stands between us. */
static void a_bare_wish_is_one_only_where_nobody_asked_something(void **unused)
{
	static const struct {
		const char *label, *text;
		bool is_waiting, staff_wrote, is_asked, is_stopped, sets;
	} rows[] = {
		{ "bare, nothing going on", "después de las 6", false, false, false, false, true },
		{ "bare, staff wrote", "después de las 6", false, true, false, false, false },
		{ "bare, an input waits", "después de las 6", true, false, false, false, false },
		{ "bare, asked for hours", "después de las 6", true, true, true, false, true },
		{ "sure, staff wrote", "escríbame después de las 6", true, true, false, false, true },
		{ "stopped", "escríbame después de las 6", false, false, false, true, false },
		{ "any time, bare", "a cualquier hora", false, false, false, false, false },
		{ "any time, asked", "a cualquier hora", false, false, true, false, true },
		{ "any time, sure", "mensajes a cualquier hora", false, false, false, false, true },
		{ "a question", "¿después de las 6?", false, false, true, false, false },
		{ "law leaves nothing", "text me after 10 pm", false, false, true, false, false },
		{ "unless it stops", "no me escriban después de las 6", false, true, false, false, true },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct classify_facts facts = rosa(rows[i].text);
		struct classification classification;

		if (rows[i].is_asked)
			asked(&facts);
		if (rows[i].is_waiting) {
			facts.last_promise.n = 4;
			facts.last_state = PROMISE_OPEN;
			facts.last_input_at = NOW - HOUR_MS;
		}
		facts.staff_wrote_at = rows[i].staff_wrote ? NOW - DAY_MS : NOW - 4 * DAY_MS;
		facts.is_stopped = rows[i].is_stopped;
		classification = judge(&facts);
		if (classification.sets_hours != rows[i].sets)
			fail_msg("%s", rows[i].label);
		assert_int_equal(classification.meaning, rows[i].sets ? MEANING_HOURS : MEANING_INPUT);
		assert_int_equal(classification.needs_person, rows[i].is_stopped);
		assert_int_equal(classification.consent, CLASSIFY_CONSENT_SAME);
	}
}

static void a_question_about_hours_is_a_question(void **unused)
{
	static const char *const texts[] = { "hours?", "What are your hours?", "¿Horas?" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct classify_facts facts = rosa(texts[i]);

		assert_int_equal(judge(&facts).meaning, MEANING_INPUT);
	}
}

static void say(const struct classify_facts *facts, struct buf *text)
{
	struct classification classification = judge(facts);
	struct reply_facts reply = { .catalog = catalog, .languages = languages,
				     .zone = facts->hours.zone, .district = STR("Maple") };
	const struct lang *said_in;

	buf_clear(text);
	assert_int_equal(reply_compose(&reply, &classification, text, &said_in), FAULT_NONE);
}

static void the_menu_and_the_confirmation_tell_the_truth_in_every_language(void **unused)
{
	AUTO(buf) text;

	(void)unused;
	buf_init(&text, 6400);
	for (size_t i = 0; i < lang_count(languages); i++) {
		const struct lang *one = lang_at(languages, i);
		struct classify_facts facts = rosa(one->words[LANG_HOURS][0]);
		AUTO(buf) six;

		buf_init(&six, 80);
		facts.language = one;
		say(&facts, &text);
		zone_spell_minute(one, 1080, &six);
		if (!strstr(buf_text(&text), buf_text(&six)) || !strstr(buf_text(&text), "4: "))
			fail_msg("%s: %s", one->tag, buf_text(&text));
		facts = rosa("3");
		facts.language = one;
		asked(&facts);
		say(&facts, &text);
		if (!strstr(buf_text(&text), buf_text(&six)) ||
		    !strstr(buf_text(&text), one->words[LANG_HOURS][0]))
			fail_msg("%s: %s", one->tag, buf_text(&text));
	}
	{
		struct classify_facts facts = rosa("hours");

		facts.language = lang("en");
		say(&facts, &text);
		assert_string_equal(buf_text(&text),
				    "Maple: When may we text you? Reply with a number. 1: 8:00 AM-9:00 PM, "
				    "2: 3:00 PM-9:00 PM, 3: 6:00 PM-9:00 PM, 4: 8:00 AM-12:00 PM");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_law_and_district_leave_is_one_piece_or_nothing),
		cmocka_unit_test(a_menu_offers_only_what_may_be_kept),
		cmocka_unit_test(a_stale_or_broken_menu_offers_nothing_new),
		cmocka_unit_test(the_keyword_asks_and_a_digit_sets),
		cmocka_unit_test(a_digit_counts_only_where_the_menu_stands),
		cmocka_unit_test(a_bare_wish_is_one_only_where_nobody_asked_something),
		cmocka_unit_test(a_question_about_hours_is_a_question),
		cmocka_unit_test(the_menu_and_the_confirmation_tell_the_truth_in_every_language),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
