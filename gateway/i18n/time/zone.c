#include "zone.h"

#include <assert.h>

#include "base/clock.h"
#include "i18n/text/shim.h"

const struct zone *zone_find(struct str name)
{
	return shim_icu_zone_find(name);
}

const char *zone_name(const struct zone *zone)
{
	assert(zone);
	return shim_icu_zone_id(zone);
}

static int64_t divide_down(int64_t number, int64_t by)
{
	return number / by - (number % by < 0);
}

/*
 * Days since 1970 of a Gregorian date and back.  The year begins in March here,
 * so that the leap day is its last; an era is the 400 years (146,097 days) after
 * which the calendar repeats.
 */
static int64_t days_of(int64_t year, int month, int64_t day)
{
	int64_t months = year * 12 + month - 3;
	int64_t from_march = months - 12 * divide_down(months, 12);

	year = divide_down(months, 12);
	return 365 * year + divide_down(year, 4) - divide_down(year, 100) +
	       divide_down(year, 400) + (153 * from_march + 2) / 5 + day - 1 - 719468;
}

static void read_date(int64_t days, struct zone_time *time)
{
	int64_t since = days + 719468;
	int64_t era = divide_down(since, 146097);
	int64_t of_era = since - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;

	time->day = (int)(of_year - (153 * month + 2) / 5 + 1);
	time->month = (int)(month < 10 ? month + 3 : month - 9);
	time->year = (int)(era * 400 + year + (time->month <= 2));
	/* 1 January 1970 was a Thursday */
	time->weekday = (int)(days + 4 - 7 * divide_down(days + 4, 7));
}

struct zone_time zone_read(const struct zone *zone, int64_t at)
{
	int64_t local = at + shim_icu_zone_offset(zone, at);
	int64_t days = divide_down(local, DAY_MS);
	int64_t of_day = local - days * DAY_MS;
	struct zone_time time = {
		.minute = (int)(of_day / MINUTE_MS),
		.second = (int)(of_day % MINUTE_MS / SECOND_MS),
	};

	read_date(days, &time);
	return time;
}

/* The instant in (low, high] at which the clock is changed. */
static int64_t find_change(const struct zone *zone, int64_t low, int64_t high)
{
	int64_t offset = shim_icu_zone_offset(zone, low);

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (shim_icu_zone_offset(zone, middle) == offset)
			low = middle;
		else
			high = middle;
	}
	return high;
}

int64_t zone_instant(const struct zone *zone, int year, int month, int day, int minute)
{
	int64_t local = days_of(year, month, day) * DAY_MS + minute * MINUTE_MS;
	int64_t before, after;

	assert(zone);
	shim_icu_zone_offsets_local(zone, local, &before, &after);
	/* The clock jumped over this time when the instant that the old rules name
	 * is already under new ones. */
	if (shim_icu_zone_offset(zone, local - before) != before)
		return find_change(zone, local - after, local - before);
	return local - before;
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

	if (lang->weekdays || !shim_icu_spell_time(zone, lang->icu_locale, at, into))
		spell_from_words(lang, &time, into);
}

void zone_spell_minute(const struct lang *lang, int minute, struct buf *into)
{
	assert(lang && into);
	assert(minute >= 0 && minute <= 24 * 60);
	if (lang->weekdays || !shim_icu_spell_minute(lang->icu_locale, minute % (24 * 60), into))
		spell_minute_plain(minute, into);
}
