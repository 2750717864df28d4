#include "zone.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/clock.h"
#include "i18n/text/shim.h"
#include "zone_database.h"

const struct zone *zone_find(struct str name)
{
	return zone_database_find(name);
}

/* What Americans write, and the place whose clock that is; of two, the one with summer time first. */
const char *zone_advice(struct str name)
{
	static const struct {
		const char *names, *advice;
	} advices[] = {
		{ " EST EDT ET EASTERN ", "EST has no summer time: America/New_York has, America/Panama has none" },
		{ " CST CDT CT CENTRAL ", "CST is the clock of several countries: in the United States it is America/Chicago" },
		{ " MST MDT MT MOUNTAIN ", "MST has no summer time: America/Denver has, America/Phoenix (Arizona) has none" },
		{ " PST PDT PT PACIFIC ", "PST is the clock of several countries: in the United States it is America/Los_Angeles" },
		{ " AKST AKDT ALASKA ", "a zone is a place: Alaska's is America/Anchorage" },
		{ " HST HDT HAWAII ", "HST is the clock of two: Pacific/Honolulu is Hawaii, America/Adak the Aleutians with summer time" },
		{ " AST ADT ATLANTIC ", "a zone is a place: Puerto Rico's is America/Puerto_Rico" },
	};
	char word[16];
	size_t size = name.size < sizeof(word) - 2 ? name.size : 0;

	word[0] = ' ';
	for (size_t i = 0; i < size; i++)
		word[1 + i] = (char)toupper((unsigned char)name.at[i]);
	word[1 + size] = ' ';
	word[2 + size] = '\0';
	for (size_t i = 0; size && !memchr(word + 1, ' ', size) && i < COUNT_OF(advices); i++)
		if (strstr(advices[i].names, word))
			return advices[i].advice;
	return "no such time zone; they read like America/Chicago";
}

const char *zone_name(const struct zone *zone)
{
	return zone_database_name(zone);
}

static struct shim_wall wall_of(const struct zone *zone, int64_t at)
{
	int64_t second = at / SECOND_MS - (at % SECOND_MS < 0);

	return shim_zone_wall(zone_database_rules(zone), second);
}

struct zone_time zone_read(const struct zone *zone, int64_t at)
{
	const struct shim_wall wall = wall_of(zone, at);

	return (struct zone_time){
		.year = (int)wall.year, .month = wall.month, .day = wall.day,
		.weekday = wall.weekday, .minute = wall.second / 60, .second = wall.second % 60,
	};
}

int64_t zone_instant(const struct zone *zone, int year, int month, int day, int minute)
{
	const struct shim_date date = { year, month, day };

	return shim_zone_second(zone_database_rules(zone), &date, minute) * SECOND_MS;
}

static void spell_minute_plain(int minute, struct buf *into)
{
	int hour = minute / 60 % 24;

	buf_add_format(into, "%d:%02d %s", hour % 12 ? hour % 12 : 12, minute % 60,
		       hour < 12 ? "AM" : "PM");
}

/* Where ICU knows nothing: weekday, day, month, and the time as it stands on
 * American school doors, for these families' clocks have AM and PM on them. */
static void spell_from_words(const struct lang *lang, const struct zone_time *time,
			     struct buf *into)
{
	buf_add_format(into, "%s %d %s, ",
		       lang->weekdays ? lang->weekdays[time->weekday] : "", time->day,
		       lang->months ? lang->months[time->month - 1] : "");
	spell_minute_plain(time->minute, into);
}

void zone_spell(const struct zone *zone, const struct lang *lang, int64_t at,
		struct buf *into)
{
	assert(zone && lang && into);

	struct zone_time time = zone_read(zone, at);
	int64_t shown = at + wall_of(zone, at).offset * SECOND_MS;

	if (lang->weekdays || !shim_icu_spell_time(lang->icu_locale, shown, into))
		spell_from_words(lang, &time, into);
}

void zone_spell_minute(const struct lang *lang, int minute, struct buf *into)
{
	assert(lang && into);
	assert(minute >= 0 && minute <= 24 * 60);
	if (lang->weekdays || !shim_icu_spell_minute(lang->icu_locale, minute % (24 * 60), into))
		spell_minute_plain(minute, into);
}
