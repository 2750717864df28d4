/* Random rules at random instants in every zone of the system, judged by another calculator:
 * abroad.py.  CASES=100000 is the battery's figure (guarantees.md §4, zones); SEED replays. */
#include "tests/lib/chance.h"
#include "tests/lib/instant.h"

#include <stdio.h>
#include <stdlib.h>

#include "domain/hours.h"
#include "domain/school.h"
#include "i18n/time/zone_file.h"

enum { CASES = 4000, ZONES_MOST = 1000 };

struct abroad {
	const struct zone *zones[ZONES_MOST];
	size_t count;
	struct chance chance;
	FILE *judge;
};

static void list_zones(struct abroad *abroad)
{
	char path[512], line[512], first[64], second[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/tzdata.zi", zone_file_folder());
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		const struct zone *zone = NULL;

		if (sscanf(line, "Z %63s", first) == 1)
			zone = zone_find(str_of(first));
		else if (sscanf(line, "L %63s %63s", first, second) == 2)
			zone = zone_find(str_of(second));
		if (zone && abroad->count < ZONES_MOST)
			abroad->zones[abroad->count++] = zone;
	}
	fclose(file);
	assert_true(abroad->count > 400);
}

static int offset_of(const struct zone *zone, int64_t now)
{
	struct zone_time time = zone_read(zone, now), utc = zone_read(zone_find(STR("UTC")), now);

	return (time.minute - utc.minute) + 1440 * (time.weekday - utc.weekday);
}

/* From 1975, when the last country gave up seconds, to 2040: half of them near a change of the
 * clock, when one comes within a year. */
static int64_t roll_instant(struct abroad *abroad, const struct zone *zone)
{
	int64_t now = chance_between(&abroad->chance, 157766400, 2208988800) * SECOND_MS;

	if (chance_below(&abroad->chance, 2))
		return now;
	for (int day = 0; day < 366; day++)
		if (offset_of(zone, now + day * DAY_MS) != offset_of(zone, now + (day + 1) * DAY_MS))
			return now + day * DAY_MS + chance_between(&abroad->chance, -43200, 43200) * 2 * SECOND_MS;
	return now;
}

static int roll_minute(struct abroad *abroad)
{
	return (int)chance_below(&abroad->chance, 1440);
}

static void tell(FILE *judge, int64_t at)
{
	fprintf(judge, " %lld", (long long)(at == NEVER ? NEVER : at / SECOND_MS));
}

static void ask_hours(struct abroad *abroad, const struct zone *zone, int64_t now)
{
	struct hours_facts facts = { .zone = zone, .law_from = 480, .law_to = 1260,
				     .kind = KIND_OUTREACH, .purpose = PURPOSE_SCHOOL };
	struct hours_verdict verdict;

	if (chance_below(&abroad->chance, 3) == 0) {
		facts.district_from = roll_minute(abroad);
		facts.district_to = roll_minute(abroad);
	}
	if (chance_below(&abroad->chance, 3)) {
		facts.own_from = roll_minute(abroad);
		facts.own_to = roll_minute(abroad);
	}
	verdict = hours_check(&facts, now);
	fprintf(abroad->judge, "hours %s %lld %d %d %d %d %d %d %d", zone_name(zone), (long long)(now / SECOND_MS),
		facts.law_from, facts.law_to, facts.district_from, facts.district_to, facts.own_from,
		facts.own_to, verdict.may_leave);
	tell(abroad->judge, verdict.from_at);
	tell(abroad->judge, verdict.until_at);
	fputc('\n', abroad->judge);
}

static void ask_school(struct abroad *abroad, const struct zone *zone, int64_t now)
{
	struct school_week week = { .zone = zone };
	int from = (int)chance_below(&abroad->chance, 1400), to = (int)chance_between(&abroad->chance, from + 1, 1440);
	int days = (int)chance_between(&abroad->chance, 1, 127);
	int64_t span = chance_between(&abroad->chance, 1, 5 * (to - from) * 60);

	for (int day = 0; day < 7; day++)
		if (days >> day & 1) {
			week.spans[day][0].from = from;
			week.spans[day][0].to = to;
		}
	fprintf(abroad->judge, "school %s %lld %d %d %d %lld", zone_name(zone), (long long)(now / SECOND_MS),
		from, to, days, (long long)span);
	tell(abroad->judge, school_after(&week, now, span * SECOND_MS));
	fputc('\n', abroad->judge);
}

static void every_rule_in_every_zone_is_as_another_calculator_says(void **state)
{
	static struct abroad abroad;
	const char *cases = getenv("CASES"), *seed = getenv("SEED");
	long most = cases ? atol(cases) : CASES;

	(void)state;
	abroad.chance.state = seed ? (uint64_t)atoll(seed) : 20261129;
	list_zones(&abroad);
	fflush(NULL);
	abroad.judge = popen("python3 tests/unit/domain/abroad.py", "w");
	assert_non_null(abroad.judge);
	for (long i = 0; i < most; i++) {
		const struct zone *zone = abroad.zones[chance_below(&abroad.chance, abroad.count)];
		int64_t now = roll_instant(&abroad, zone);

		if (chance_below(&abroad.chance, 4))
			ask_hours(&abroad, zone, now);
		else
			ask_school(&abroad, zone, now);
	}
	assert_int_equal(pclose(abroad.judge), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_in_every_zone_is_as_another_calculator_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
