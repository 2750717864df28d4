/* What the cache says is what reply_compose says, whatever was said before. */
#include "tests/unit/work/bench.h"

#include "i18n/text/segment.h"
#include "tests/lib/chance.h"
#include "work/txn/reply_cache.h"

static const char *const sentences[] = { "ack", "ack", "ack", "language.set", "digit.wrong", "help", "hours.set", "hours.ask",
					 "late.update", "media.failed", "answered.no", "language.ask", "no such sentence" };
static const char *const tags[] = { "en", "es", "so", "ar", "ru", "zh-Hans" };
static const char *const names[] = { "", "Rosa", "Gutiérrez", "Rosa Gutiérrez" };
static const char *const zones[] = { "America/Chicago", "America/Denver" };

static const struct lang *lang(const struct txn *txn, uint64_t which)
{
	return lang_find(txn->locale->languages, str_of(tags[which]));
}

/* Each argument is one of so few that most come again, and seldom all together. */
static void make(const struct txn *txn, struct chance *chance, struct reply_facts *facts,
		 struct classification *classification)
{
	*facts = (struct reply_facts){
		.catalog = txn->locale->catalog, .languages = txn->locale->languages,
		.zone = zone_find(str_of(zones[chance_below(chance, 2)])),
		.district = str_of(chance_below(chance, 8) ? "Maple Schools" : "Elm Schools"),
		.district_phone = str_of(chance_below(chance, 8) ? "(312) 555-0100" : ""),
		.contact_name = str_of(names[chance_below(chance, COUNT_OF(names))]),
		.owner_name = str_of(names[chance_below(chance, COUNT_OF(names))]),
		.due_at = chance_below(chance, 8) ? INT64_C(1768426200000) + (int64_t)chance_below(chance, 180) * SECOND_MS : 0,
		.is_open_now = chance_below(chance, 2),
		.media_failed = (int)chance_below(chance, 3), .digit = (int)chance_below(chance, 3),
	};
	*classification = (struct classification){
		.sentence = sentences[chance_below(chance, COUNT_OF(sentences))],
		.language = lang(txn, chance_below(chance, COUNT_OF(tags))),
		.second = chance_below(chance, 4) ? NULL : lang(txn, chance_below(chance, 2)),
		.ask = chance_below(chance, 4) ? QUESTION_NONE : QUESTION_LANGUAGE,
		.choice_count = (int)chance_below(chance, 3),
		.choices = { lang(txn, chance_below(chance, 2)), lang(txn, 2) },
		.sets_hours = chance_below(chance, 2),
		.shown = { 480, 1200 + 30 * (int)chance_below(chance, 2) },
		.menu = { .count = (int)chance_below(chance, 2), .shown = { { 480, 1200 + 30 * (int)chance_below(chance, 2) } } },
	};
}

static void check(const struct txn *txn, const struct reply_facts *facts, const struct classification *classification,
		  size_t ceiling)
{
	const struct lang *lang = NULL;
	struct reply_said said = { .lang = NULL };
	AUTO(buf) kept;
	AUTO(buf) fresh;
	enum fault expected, fault;

	buf_init(&kept, ceiling);
	buf_init(&fresh, ceiling);
	expected = reply_compose(facts, classification, &fresh, &lang);
	fault = reply_cache_compose(txn, facts, classification, &kept, &said);
	assert_fault(fault, expected);
	assert_ptr_equal(said.lang, lang);
	if (fault)
		return;
	assert_string_equal(buf_text(&kept), buf_text(&fresh));
	assert_int_equal(said.segments, segment_count(buf_str(&fresh)).segments);
}

static struct txn begin(struct bench *bench)
{
	struct txn txn = bench_txn(bench);

	txn.agenda = &bench->agenda;
	assert_fine(db_begin(bench->db));
	return txn;
}

static void end(struct bench *bench)
{
	assert_fine(db_commit(bench->db));
	bench_done(bench);
}

static void whatever_was_said_before_a_reply_is_what_it_would_be_fresh(void **unused)
{
	struct chance chance = { 1312 };
	struct bench bench;
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	txn = begin(&bench);
	for (int round = 0; round < 6000; round++) {
		struct reply_facts facts;
		struct classification classification;

		make(&txn, &chance, &facts, &classification);
		/* at once again, and with too little room for it */
		check(&txn, &facts, &classification, 6400);
		check(&txn, &facts, &classification, 6400);
		check(&txn, &facts, &classification, 20);
		check(&txn, &facts, &classification, 6400);
	}
	assert_true(reply_cache_hits(bench.core->replies) > 6000);
	end(&bench);
}

static struct reply_facts maple(const struct txn *txn)
{
	return (struct reply_facts){
		.catalog = txn->locale->catalog, .languages = txn->locale->languages,
		.zone = zone_find(STR("America/Chicago")), .district = STR("Maple Schools"),
		.district_phone = STR("(312) 555-0100"), .contact_name = STR("Rosa"), .owner_name = STR("Ana"),
		.due_at = INT64_C(1768426200000), .is_open_now = true, .media_failed = 2, .digit = 7 };
}

static struct classification asking(const struct txn *txn, size_t sentence)
{
	return (struct classification){
		.sentence = sentences[sentence], .language = lang(txn, 0), .ask = QUESTION_LANGUAGE, .choice_count = 2,
		.choices = { lang(txn, 1), lang(txn, 2) }, .sets_hours = true, .shown = { 480, 1200 } };
}

static struct classification offering(const struct txn *txn, size_t sentence)
{
	return (struct classification){
		.sentence = sentences[sentence], .language = lang(txn, 1), .second = lang(txn, 0),
		.menu = { .count = 2, .shown = { { 480, 1200 }, { 540, 1080 } } } };
}

/* One argument is another; false: there is no such one any more. */
static bool change(const struct txn *txn, int which, struct reply_facts *facts, struct classification *classification)
{
	struct hours_menu *menu = &classification->menu;

	switch (which) {
	case 0: facts->zone = zone_find(STR("America/Denver")); return true;
	case 1: facts->district = STR("Elm Schools"); return true;
	case 2: facts->district_phone = STR_NONE; return true;
	case 3: facts->contact_name = STR("Rosalía"); return true;
	case 4: facts->owner_name = STR_NONE; return true;
	case 5: facts->due_at += MINUTE_MS; return true;
	case 6: facts->due_at += 365 * DAY_MS; return true;
	case 7: facts->due_at = 0; return true;
	case 8: facts->is_open_now = false; return true;
	case 9: facts->media_failed = 1; return true;
	case 10: facts->digit = 8; return true;
	/* what stands behind the other reads as one */
	case 11: facts->contact_name = STR("RosaAna"), facts->owner_name = STR_NONE; return true;
	case 12: facts->district_phone = STR("(312) 555-0100Rosa"), facts->contact_name = STR_NONE; return true;
	case 13: classification->language = lang(txn, 3); return true;
	case 14: classification->second = classification->second ? NULL : lang(txn, 1); return true;
	case 15: classification->ask = classification->ask ? QUESTION_NONE : QUESTION_LANGUAGE; return true;
	case 16: classification->choice_count = 1; classification->choices[0] = lang(txn, 1); return true;
	case 17: classification->choices[1] = lang(txn, 4); return true;
	case 18: classification->sets_hours = !classification->sets_hours; return true;
	case 19: classification->shown.from = 510; return true;
	case 20: classification->shown.to = 1170; return true;
	case 21: menu->count = menu->count ? 1 : 0; return true;
	case 22: menu->shown[0].from = 510; return true;
	case 23: menu->shown[1].to = 1110; return true;
	default: return false;
	}
}

static void no_argument_of_a_reply_is_forgotten(void **unused)
{
	struct bench bench;
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	txn = begin(&bench);
	for (size_t i = 0; i < 2 * COUNT_OF(sentences); i++) {
		for (int which = 0;; which++) {
			struct reply_facts facts = maple(&txn);
			struct classification classification = i % 2 ? asking(&txn, i / 2) : offering(&txn, i / 2);

			check(&txn, &facts, &classification, 6400);
			if (!change(&txn, which, &facts, &classification))
				break;
			check(&txn, &facts, &classification, 6400);
		}
	}
	assert_true(reply_cache_hits(bench.core->replies) > 0);
	end(&bench);
}

static void a_reload_says_its_own_words_at_once(void **unused)
{
	struct bench bench;
	struct classification classification = { .sentence = "ack" };
	struct locale *old, *fresh;
	struct reply_facts facts;
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	txn = begin(&bench);
	facts = maple(&txn);
	classification.language = lang(&txn, 1);
	check(&txn, &facts, &classification, 6400);
	check(&txn, &facts, &classification, 6400);
	assert_int_equal(reply_cache_hits(bench.core->replies), 1);
	/* the same words, read again, are others: what is kept of the old ones is not said */
	assert_fine(locale_load(&(struct locale_ask){ "locales", tags, COUNT_OF(tags), "en" }, &fresh, NULL, &bench.note));
	assert_int_not_equal(fresh->edition, bench.core->locale->edition);
	old = bench.core->locale;
	bench.core->locale = fresh;
	txn.locale = fresh;
	facts.catalog = fresh->catalog;
	facts.languages = fresh->languages;
	classification.language = lang(&txn, 1);
	check(&txn, &facts, &classification, 6400);
	assert_int_equal(reply_cache_hits(bench.core->replies), 1);
	locale_free(&old);
	check(&txn, &facts, &classification, 6400);
	assert_int_equal(reply_cache_hits(bench.core->replies), 2);
	end(&bench);
}

static void what_is_too_long_to_be_kept_is_said_all_the_same(void **unused)
{
	struct bench bench;
	struct classification classification = { .sentence = "ack" };
	struct reply_facts facts;
	struct txn txn;
	AUTO(buf) name;

	(void)unused;
	buf_init(&name, 4000);
	while (name.size < 2 * REPLY_CACHE_KEY)
		buf_add_text(&name, "Rosa ");
	bench_new(&bench, TUESDAY_TEN);
	txn = begin(&bench);
	facts = maple(&txn);
	facts.contact_name = buf_str(&name);
	classification.language = lang(&txn, 0);
	for (int i = 0; i < 3; i++)
		check(&txn, &facts, &classification, 6400);
	assert_int_equal(reply_cache_hits(bench.core->replies), 0);
	end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_was_said_before_a_reply_is_what_it_would_be_fresh),
		cmocka_unit_test(no_argument_of_a_reply_is_forgotten),
		cmocka_unit_test(a_reload_says_its_own_words_at_once),
		cmocka_unit_test(what_is_too_long_to_be_kept_is_said_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
