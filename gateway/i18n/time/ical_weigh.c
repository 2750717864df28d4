#include "ical_weigh.h"

#include <assert.h>

/* OPENING: a calendar of ICU's for each iterator.  Behind CALENDAR_REPEATS years everything
 * that can fit has fitted. */
enum { OPENING = 20, MONTH_COSTS = 3, YEAR_COSTS = 4, CALENDAR_REPEATS = 400, SHORT_MONTH = 28,
       WEEK_DAYS_MOST = 14 };

static int64_t entries(const short *list)
{
	int64_t count = 0;

	while (list[count] != ICAL_RECURRENCE_ARRAY_MAX)
		count++;
	return count;
}

static int64_t at_least_one(int64_t count)
{
	return count > 0 ? count : 1;
}

static bool is_monthly(const struct icalrecurrencetype *rule)
{
	return rule->freq == ICAL_MONTHLY_RECURRENCE;
}

/* --- what is looked for in vain ------------------------------------------------------ */

static int days_of_month(int month)
{
	return icaltime_days_in_month(month, 2000);
}

static bool fits_month(const struct icalrecurrencetype *rule, struct icaltimetype start, int month)
{
	const short *day = rule->by_month_day;

	if (!entries(day))
		return entries(rule->by_day) || start.day <= days_of_month(month);
	for (; *day != ICAL_RECURRENCE_ARRAY_MAX; day++)
		if (*day <= days_of_month(month) && -*day <= days_of_month(month))
			return true;
	return false;
}

static bool names_month(const struct icalrecurrencetype *rule, int month)
{
	const short *named = rule->by_month;

	if (!entries(named))
		return is_monthly(rule);
	while (*named != ICAL_RECURRENCE_ARRAY_MAX && *named != month)
		named++;
	return *named == month;
}

/* Is there a month on its way that it names and that has such a day? */
static bool meets_month(const struct icalrecurrencetype *rule, struct icaltimetype start)
{
	int64_t step = is_monthly(rule) ? rule->interval : 1;

	for (int64_t i = 0; i < 12; i++) {
		int month = (int)((start.month - 1 + i * step) % 12) + 1;

		if (names_month(rule, month) && fits_month(rule, start, month))
			return true;
	}
	return !is_monthly(rule) && !entries(rule->by_month) &&
	       (!entries(rule->by_month_day) || fits_month(rule, start, 1));
}

/* Different days of the month, forwards or backwards, that every month has. */
static int64_t days_named(const struct icalrecurrencetype *rule, int sign)
{
	uint32_t seen = 0;

	for (const short *day = rule->by_month_day; *day != ICAL_RECURRENCE_ARRAY_MAX; day++)
		if (*day * sign > 0 && *day * sign <= SHORT_MONTH)
			seen |= UINT32_C(1) << (*day * sign);
	return __builtin_popcount(seen);
}

/* Days that every month or year surely has of what is named, for BYSETPOS. */
static int64_t surely_set(const struct icalrecurrencetype *rule)
{
	int64_t forwards = days_named(rule, 1), backwards = days_named(rule, -1);
	uint32_t every = 0;

	if (entries(rule->by_month_day) && entries(rule->by_day))
		return 0;
	if (entries(rule->by_month_day))
		return forwards > backwards ? forwards : backwards;
	for (const short *day = rule->by_day; *day != ICAL_RECURRENCE_ARRAY_MAX; day++)
		if (!icalrecurrencetype_day_position(*day))
			every |= UINT32_C(1) << icalrecurrencetype_day_day_of_week(*day);
	if (!every)
		return entries(rule->by_day) > 0;
	return __builtin_popcount(every) * (is_monthly(rule) || entries(rule->by_month) ? 4 : 52);
}

static bool asks_place_without_day(const struct icalrecurrencetype *rule)
{
	int64_t most = surely_set(rule);

	for (const short *place = rule->by_set_pos; *place != ICAL_RECURRENCE_ARRAY_MAX; place++)
		if (*place > most || -*place > most)
			return true;
	return false;
}

/* "6MO" of a month; "2MO" that must also be a 20th. */
static bool asks_weekday_without_day(const struct icalrecurrencetype *rule)
{
	bool is_of_month = is_monthly(rule) || entries(rule->by_month);

	for (const short *day = rule->by_day; *day != ICAL_RECURRENCE_ARRAY_MAX; day++) {
		int place = icalrecurrencetype_day_position(*day);

		if (place && (entries(rule->by_month_day) || entries(rule->by_year_day) ||
			      entries(rule->by_week_no)))
			return true;
		if (is_of_month && (place > 5 || place < -5))
			return true;
	}
	return false;
}

const char *ical_weigh_refusal(const struct icalrecurrencetype *rule, struct icaltimetype start)
{
	assert(rule);

	bool is_by_days = is_monthly(rule) || rule->freq == ICAL_YEARLY_RECURRENCE;
	int ways = (entries(rule->by_month) || entries(rule->by_month_day)) +
		   (entries(rule->by_year_day) > 0) + (entries(rule->by_week_no) > 0);

	if (rule->rscale)
		return "only the Gregorian calendar repeats here";
	if (rule->interval < 1)
		return "INTERVAL counts from 1";
	if (!is_by_days)
		return NULL;
	if (ways > 1)
		return "days are named by month, by week or by day of the year: one way in a rule";
	if (asks_place_without_day(rule))
		return "BYSETPOS asks for more days than the rule surely has";
	if (asks_weekday_without_day(rule))
		return "BYDAY asks for a weekday that is never there";
	if (entries(rule->by_week_no) * at_least_one(entries(rule->by_day)) > WEEK_DAYS_MOST)
		return "BYWEEKNO names too many days";
	if (!entries(rule->by_year_day) && !entries(rule->by_week_no) && !meets_month(rule, start))
		return "there is never such a day";
	return NULL;
}

/* --- what it costs --------------------------------------------------------------------- */

/* A day that some months or years do not have. */
static bool asks_rare_day(const struct icalrecurrencetype *rule, struct icaltimetype start)
{
	for (const short *day = rule->by_month_day; *day != ICAL_RECURRENCE_ARRAY_MAX; day++)
		if (*day > SHORT_MONTH || *day < -SHORT_MONTH)
			return true;
	for (const short *day = rule->by_day; *day != ICAL_RECURRENCE_ARRAY_MAX; day++)
		if (icalrecurrencetype_day_position(*day) > 4 || icalrecurrencetype_day_position(*day) < -4)
			return true;
	return start.day > SHORT_MONTH || entries(rule->by_year_day) || entries(rule->by_week_no) ||
	       (entries(rule->by_month_day) && entries(rule->by_day));
}

/* Days that are set down for one month or year; each takes a part of a look. */
static int64_t days_set(const struct icalrecurrencetype *rule)
{
	int64_t weekdays = entries(rule->by_day);
	int64_t of_months = is_monthly(rule) ? 1 : at_least_one(entries(rule->by_month));
	int64_t weeks = is_monthly(rule) || entries(rule->by_month) ? 5 : 53;

	if (entries(rule->by_month_day) && !is_monthly(rule) && !entries(rule->by_month))
		of_months = 12;
	return of_months * (entries(rule->by_month_day) + weekdays * weeks) + entries(rule->by_year_day) +
	       entries(rule->by_week_no) * (1 + weekdays) + entries(rule->by_set_pos);
}

/* Periods until one fits: at the beginning, and behind the end. */
static int64_t search(const struct icalrecurrencetype *rule, struct icaltimetype start)
{
	if (!asks_rare_day(rule, start))
		return 2 * (entries(rule->by_month) ? 12 : 1);
	return is_monthly(rule) ? 2 * 12 * 8 : 2 * CALENDAR_REPEATS / 10;
}

static int64_t weigh_periods(const struct icalrecurrencetype *rule, struct icaltimetype start,
			     int64_t days)
{
	int64_t period = is_monthly(rule) ? SHORT_MONTH : 365;
	int64_t periods = days / (period * rule->interval) + 1;
	int64_t set = at_least_one(days_set(rule));
	int64_t costs = (is_monthly(rule) ? MONTH_COSTS : YEAR_COSTS) + set / 2;

	/* each day that comes out is looked at again */
	return (periods + search(rule, start)) * costs + periods * (set < 366 ? set : 366);
}

int64_t ical_weigh_rule(const struct icalrecurrencetype *rule, struct icaltimetype start,
			int64_t days)
{
	assert(rule && rule->interval > 0);
	assert(days >= 0);

	int64_t each = at_least_one(entries(rule->by_hour)) * at_least_one(entries(rule->by_minute)) *
		       at_least_one(entries(rule->by_second));

	switch (rule->freq) {
	case ICAL_DAILY_RECURRENCE:
		return OPENING + (days / rule->interval + 1) * each;
	case ICAL_WEEKLY_RECURRENCE:
		return OPENING + (days / (7 * rule->interval) + 1) * (1 + entries(rule->by_day)) * each;
	default:
		return OPENING + weigh_periods(rule, start, days) * each;
	}
}

bool ical_weigh_is_of_zone(const struct icalrecurrencetype *rule)
{
	assert(rule);
	return rule->freq == ICAL_YEARLY_RECURRENCE && !rule->rscale && rule->interval == 1 &&
	       !entries(rule->by_second) && !entries(rule->by_minute) && !entries(rule->by_hour) &&
	       !entries(rule->by_week_no) && !entries(rule->by_year_day) &&
	       !entries(rule->by_set_pos) && entries(rule->by_month) <= 12 &&
	       entries(rule->by_day) <= 7 && entries(rule->by_month_day) <= 31;
}

int64_t ical_weigh_changes(const struct icalrecurrencetype *rule)
{
	assert(rule && rule->freq == ICAL_YEARLY_RECURRENCE);

	int64_t months = entries(rule->by_month), each = entries(rule->by_month_day);

	for (const short *day = rule->by_day; *day != ICAL_RECURRENCE_ARRAY_MAX; day++)
		each += icalrecurrencetype_day_position(*day) ? 1 : 5;
	if (!months)
		months = each > 0 ? 12 : 1;
	return months * at_least_one(each);
}
