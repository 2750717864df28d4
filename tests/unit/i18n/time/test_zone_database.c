/* The system's tz database, judged by the C library's own reader: zdump.  ZONES=all looks at
 * every zone, which takes two minutes; ZONES=N at every Nth. */
#include "tests/lib/instant.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "i18n/time/zone.h"
#include "i18n/time/zone_database.h"

enum { NAMES_MOST = 1000, STRIDE = 24 };

/* Half hours, a day that never was, clocks set by seconds, summer time below the winter's,
 * rules given up and taken up again, and the countries whose law ICU does not know. */
static const char *const odd[] = {
	"America/Chicago", "America/Mexico_City", "America/Ciudad_Juarez", "Africa/Cairo",
	"America/Asuncion", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Monrovia",
	"Europe/Dublin", "Africa/Casablanca", "Antarctica/Troll", "Asia/Almaty", "America/Nuuk",
	"America/Scoresbysund", "UTC", "US/Central",
};

struct names {
	char at[NAMES_MOST][ZONE_FILE_NAME];
	size_t count;
};

/* Zones and links of tzdata.zi, which the system brings beside the compiled files. */
static void list_names(struct names *names)
{
	char line[512], path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/tzdata.zi", zone_file_folder());
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char first[80], second[80];

		assert_true(names->count < NAMES_MOST);
		if (sscanf(line, "Z %79s", first) == 1)
			snprintf(names->at[names->count++], ZONE_FILE_NAME, "%.63s", first);
		else if (sscanf(line, "L %79s %79s", first, second) == 2)
			snprintf(names->at[names->count++], ZONE_FILE_NAME, "%.63s", second);
	}
	fclose(file);
	assert_true(names->count > 400);
}

static void every_zone_of_the_system_is_known_but_for_those_without_summer(void **state)
{
	static const char refused[] = " EST HST MST Factory ";
	static struct names names;

	(void)state;
	list_names(&names);
	for (size_t i = 0; i < names.count; i++) {
		char word[ZONE_FILE_NAME + 2];

		snprintf(word, sizeof(word), " %s ", names.at[i]);
		if ((zone_find(str_of(names.at[i])) == NULL) != (strstr(refused, word) != NULL))
			fail_msg("%s", names.at[i]);
	}
}

static void names_that_are_no_zones_are_refused(void **state)
{
	static const char *const names[] = {
		"", "/", "//", ".", "..", "America", "America/", "/America/Chicago", "America//Chicago",
		"../../etc/passwd", "America/../America/Chicago", "/usr/share/zoneinfo/America/Chicago",
		"./America/Chicago", "America/Chicago/", "america/chicago", "AMERICA/CHICAGO", "America/chicago",
		" America/Chicago", "America/Chicago ", "America/Chicago\n", "America\\Chicago", "America/New York",
		"posixrules", "Factory", "localtime", "posix/America/Chicago", "right/America/Chicago",
		"leapseconds", "tzdata.zi", "zone.tab", "iso3166.tab", "+VERSION", "TZif", ":America/Chicago",
		"EST", "MST", "HST", "CST", "PST", "utc", "Utc", "UTC+5", "UTC-05:00", "GMT+5", "+05:00",
		"CST6CDT,M3.2.0,M11.1.0", "<-03>3", "Etc/Unknown", "Fixed/UTC+05:00:00", "SystemV/CST6CDT",
		"America/Chicgo", "Am\xc3\xa9rica/Chicago", "%s%n", "~/zone", "$HOME/zone", "-/zone", "America/-",
	};
	char long_name[5000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (zone_find(str_of(names[i])))
			fail_msg("\"%s\" was found", names[i]);
	memset(long_name, 'A', sizeof(long_name));
	long_name[7] = '/';
	assert_null(zone_find((struct str){ long_name, sizeof(long_name) }));
	/* a NUL ends a path, but no name */
	assert_null(zone_find((struct str){ "America/Chicago\0x", 17 }));
	assert_null(zone_find((struct str){ "UTC\0", 4 }));
}

static void names_of_before_are_the_zones_of_today(void **state)
{
	static const char *const pairs[][2] = {
		{ "US/Central", "America/Chicago" }, { "US/Pacific", "America/Los_Angeles" },
		{ "Navajo", "America/Denver" },      { "Cuba", "America/Havana" },
		{ "Asia/Calcutta", "Asia/Kolkata" }, { "Etc/Zulu", "UTC" },
		{ "America/Indianapolis", "America/Indiana/Indianapolis" },
		{ "Europe/Kiev", "Europe/Kyiv" },    { "GB", "Europe/London" }, { "GMT", "Etc/GMT" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		const struct zone *before = zone_find(str_of(pairs[i][0]));
		const struct zone *today = zone_find(str_of(pairs[i][1]));

		assert_non_null(before);
		assert_non_null(today);
		assert_string_equal(zone_name(before), pairs[i][0]);
		for (int month = 1; month <= 12; month++)
			assert_int_equal(zone_instant(before, 2026, month, 1, 600),
					 zone_instant(today, 2026, month, 1, 600));
	}
}

/* What the laws of the last years say, which a library of 2022 does not know. */
static void the_clocks_of_july_are_those_of_the_law_in_force(void **state)
{
	static const struct {
		const char *zone;
		int hour;            /* at noon UTC of 15 July 2026 */
	} rows[] = {
		{ "America/Mexico_City", 6 }, { "America/Ciudad_Juarez", 6 }, { "Africa/Cairo", 15 },
		{ "America/Asuncion", 9 },    { "Asia/Almaty", 17 },          { "America/Nuuk", 11 },
		{ "America/Chicago", 7 },     { "Asia/Amman", 15 },           { "Asia/Tehran", 15 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct zone *zone = zone_find(str_of(rows[i].zone));

		assert_non_null(zone);
		if (zone_read(zone, at("2026-07-15T12:00:00Z")).minute / 60 != rows[i].hour)
			fail_msg("%s", rows[i].zone);
	}
}

/* --- zdump ------------------------------------------------------------------------- */

/* One of zdump's lines: the instant, and what is shown. */
struct shown {
	int64_t second;
	int offset;
	struct zone_time time;
};

static bool read_shown(const char *line, struct shown *shown)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	static const char days[] = "SunMonTueWedThuFriSat";
	char month[2][4], day[2][4], utc[40];
	int date[2], hour[2], minute[2], second[2], year[2];
	const char *from = strstr(line, "  ");

	if (!from || sscanf(from, " %3s %3s %d %d:%d:%d %d UT = %3s %3s %d %d:%d:%d %d %*s isdst=%*d gmtoff=%d",
			    day[0], month[0], &date[0], &hour[0], &minute[0], &second[0], &year[0],
			    day[1], month[1], &date[1], &hour[1], &minute[1], &second[1], &year[1],
			    &shown->offset) != 15)
		return false;
	snprintf(utc, sizeof(utc), "%04d-%02d-%02dT%02d:%02d:%02dZ", year[0],
		 (int)(strstr(months, month[0]) - months) / 3 + 1, date[0], hour[0], minute[0], second[0]);
	shown->second = at(utc) / SECOND_MS;
	shown->time = (struct zone_time){
		.year = year[1], .month = (int)(strstr(months, month[1]) - months) / 3 + 1, .day = date[1],
		.weekday = (int)(strstr(days, day[1]) - days) / 3, .minute = hour[1] * 60 + minute[1],
		.second = second[1],
	};
	return true;
}

static void compare_reading(const char *name, const struct zone *zone, const struct shown *shown)
{
	struct zone_time time = zone_read(zone, shown->second * SECOND_MS);
	struct zone_time late = zone_read(zone, shown->second * SECOND_MS + 999);

	if (memcmp(&time, &shown->time, sizeof(time)) != 0 || memcmp(&late, &time, sizeof(time)) != 0)
		fail_msg("%s at %lld: %d-%d-%d (%d) minute %d:%d", name, (long long)shown->second,
			 time.year, time.month, time.day, time.weekday, time.minute, time.second);
}

/* A minute of the wall, as seconds since 1970 of a clock in UTC; asked as our callers do: a
 * date and a minute of the day. */
static void compare_wall(const char *name, const struct zone *zone, int64_t wall, int64_t expected)
{
	struct zone_time date = zone_read(zone_find(STR("UTC")), wall * SECOND_MS);
	int64_t found = zone_instant(zone, date.year, date.month, date.day, date.minute);

	if (found != expected * SECOND_MS)
		fail_msg("%s: %d-%d-%d minute %d is %lld, not %lld", name, date.year, date.month, date.day,
			 date.minute, (long long)(found / SECOND_MS), (long long)expected);
}

static int64_t minute_up(int64_t second)
{
	return (second + 59) / 60 * 60;
}

static int64_t minute_down(int64_t second)
{
	return second / 60 * 60;
}

/* The wall's minutes around the change from `before` to `after`, which hold for an hour and
 * more: in a gap the change itself, of two equal ones the first. */
static void compare_change(const char *name, const struct zone *zone, const struct shown *before,
			   const struct shown *after)
{
	int64_t change = after->second, old = before->offset, fresh = after->offset;
	int64_t low = change + (old < fresh ? old : fresh), high = change + (old < fresh ? fresh : old);

	compare_wall(name, zone, minute_down(low - 1), minute_down(low - 1) - old);
	compare_wall(name, zone, minute_up(high), minute_up(high) - fresh);
	for (int64_t wall = minute_up(low); wall < high; wall += 7 * 60)
		compare_wall(name, zone, wall, old < fresh ? change : wall - old);
	if (minute_down(high - 1) >= low)
		compare_wall(name, zone, minute_down(high - 1),
			     old < fresh ? change : minute_down(high - 1) - old);
}

static int compare_zone(const char *name)
{
	const struct zone *zone = zone_find(str_of(name));
	struct shown before = { .second = 0 }, shown;
	char line[512];
	int changes = 0;
	FILE *dump;

	assert_non_null(zone);
	snprintf(line, sizeof(line), "zdump -v -c 1970,2041 %s", name);
	dump = popen(line, "r");
	assert_non_null(dump);
	while (fgets(line, sizeof(line), dump)) {
		if (!read_shown(line, &shown))
			continue;
		compare_reading(name, zone, &shown);
		/* both lines of one change; no other lies within a day */
		if (before.second == shown.second - 1 && before.offset != shown.offset) {
			compare_change(name, zone, &before, &shown);
			changes++;
		}
		before = shown;
	}
	assert_int_equal(pclose(dump), 0);
	return changes;
}

static void every_change_of_the_clocks_is_as_zdump_says(void **state)
{
	static struct names names;
	const char *told = getenv("ZONES");
	size_t stride = told && strcmp(told, "all") ? (size_t)atoi(told) : told ? 1 : STRIDE;
	int changes = 0, zones = 0;

	(void)state;
	list_names(&names);
	for (size_t i = 0; i < COUNT_OF(odd); i++, zones++)
		changes += compare_zone(odd[i]);
	for (size_t i = 0; i < names.count; i += stride ? stride : 1)
		if (zone_find(str_of(names.at[i]))) {
			changes += compare_zone(names.at[i]);
			zones++;
		}
	print_message("%d zones, %d changes between 1970 and 2040\n", zones, changes);
	assert_true(changes > 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_zone_of_the_system_is_known_but_for_those_without_summer),
		cmocka_unit_test(names_that_are_no_zones_are_refused),
		cmocka_unit_test(names_of_before_are_the_zones_of_today),
		cmocka_unit_test(the_clocks_of_july_are_those_of_the_law_in_force),
		cmocka_unit_test(every_change_of_the_clocks_is_as_zdump_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
