/* Times as families read them: in every language each minute and each day has its own words. */
#include "tests/lib/fine.h"

#include <stdlib.h>

#include "base/clock.h"
#include "i18n/language/lang.h"
#include "i18n/language/lang_set.h"
#include "i18n/text/segment.h"
#include "i18n/text/unicode.h"
#include "i18n/time/zone.h"

enum { DAY_MINUTES = 24 * 60, SPELLED = 160 };

static struct lang_set *set;

static int load(void **state)
{
	(void)state;
	return lang_set_load("locales/languages.yaml", &set, NULL) != FAULT_NONE;
}

static int unload(void **state)
{
	(void)state;
	lang_set_free(&set);
	return 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void keep(const struct buf *said, char into[SPELLED])
{
	assert_true(said->size > 0 && said->size < SPELLED);
	memcpy(into, buf_text(said), said->size + 1);
}

static void expect_all_different(char (*texts)[SPELLED], size_t count, const struct lang *lang)
{
	qsort(texts, count, SPELLED, by_text);
	for (size_t i = 1; i < count; i++)
		if (strcmp(texts[i - 1], texts[i]) == 0)
			fail_msg("%s says two times as %s", lang->tag, texts[i]);
}

/* A family that reads "6:00" must know which of the two it is. */
static void no_two_minutes_of_a_day_are_spelled_alike(void **state)
{
	static char texts[DAY_MINUTES][SPELLED];

	(void)state;
	for (size_t i = 0; i < lang_count(set); i++) {
		const struct lang *lang = lang_at(set, i);

		for (int minute = 0; minute < DAY_MINUTES; minute++) {
			AUTO(buf) said;

			buf_init(&said, 1000);
			zone_spell_minute(lang, minute, &said);
			keep(&said, texts[minute]);
		}
		expect_all_different(texts, DAY_MINUTES, lang);
	}
}

static void midnight_at_the_end_of_a_day_is_that_of_its_beginning(void **state)
{
	(void)state;
	for (size_t i = 0; i < lang_count(set); i++) {
		AUTO(buf) end;
		AUTO(buf) beginning;

		buf_init(&end, 1000);
		buf_init(&beginning, 1000);
		zone_spell_minute(lang_at(set, i), DAY_MINUTES, &end);
		zone_spell_minute(lang_at(set, i), 0, &beginning);
		assert_string_equal(buf_text(&end), buf_text(&beginning));
	}
}

/* Nobody comes on the wrong day: a year's days at one hour are all told apart. */
static void no_two_days_of_a_year_are_spelled_alike(void **state)
{
	static char texts[366][SPELLED];
	const struct zone *zone = zone_find(STR("America/Chicago"));

	(void)state;
	for (size_t i = 0; i < lang_count(set); i++) {
		for (int day = 0; day < 366; day++) {
			AUTO(buf) said;

			buf_init(&said, 1000);
			zone_spell(zone, lang_at(set, i), zone_instant(zone, 2028, 1, day + 1, 14 * 60 + 30), &said);
			keep(&said, texts[day]);
		}
		expect_all_different(texts, 366, lang_at(set, i));
	}
}

/* Digits that a telephone has, no sign that is not seen, and of one day never the weekday of
 * another: the same instant in two zones is two texts. */
static void a_spelled_time_is_plain_and_is_of_its_zone(void **state)
{
	const struct zone *here = zone_find(STR("America/Chicago")), *there = zone_find(STR("Asia/Kathmandu"));
	int64_t now = zone_instant(here, 2026, 7, 4, 20 * 60 + 5);

	(void)state;
	for (size_t i = 0; i < lang_count(set); i++) {
		struct str rest;
		uint32_t rune;
		AUTO(buf) said;
		AUTO(buf) other;

		buf_init(&said, 1000);
		buf_init(&other, 1000);
		zone_spell(here, lang_at(set, i), now, &said);
		zone_spell(there, lang_at(set, i), now, &other);
		assert_string_not_equal(buf_text(&said), buf_text(&other));
		assert_true(str_is_utf8(buf_str(&said)));
		assert_true(str_find(buf_str(&said), STR("4")) < said.size);
		assert_true(str_find(buf_str(&said), STR("05")) < said.size);
		assert_true(segment_count(buf_str(&said)).segments <= 1);
		for (rest = buf_str(&said); unicode_next(&rest, &rune);)
			assert_true(rune >= ' ' && rune != 0x202f && rune != 0xa0 && rune != 0x2009 && rune != 0xfffd &&
				    rune != 0x200e && rune != 0x200f);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_two_minutes_of_a_day_are_spelled_alike),
		cmocka_unit_test(midnight_at_the_end_of_a_day_is_that_of_its_beginning),
		cmocka_unit_test(no_two_days_of_a_year_are_spelled_alike),
		cmocka_unit_test(a_spelled_time_is_plain_and_is_of_its_zone),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
