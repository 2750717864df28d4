#include "period.h"

#include <assert.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"

struct day {
	int year, month, day;
};

static struct day day_of(const struct zone *zone, int64_t at)
{
	struct zone_time time = zone_read(zone, at);

	return (struct day){ time.year, time.month, time.day };
}

static int64_t day_at(const struct zone *zone, struct day day)
{
	return zone_instant(zone, day.year, day.month, day.day, 0);
}

/* 32 January is 1 February; noon exists every day. */
static struct day day_after(const struct zone *zone, struct day day, int days)
{
	return day_of(zone, zone_instant(zone, day.year, day.month, day.day + days, 12 * 60));
}

static struct day month_after(struct day day, int months)
{
	int number = day.year * 12 + day.month - 1 + months;

	return (struct day){ number / 12, number % 12 + 1, 1 };
}

static int months_between(struct day from, struct day to)
{
	return (to.year - from.year) * 12 + to.month - from.month;
}

static void spell_day(struct day day, char into[PERIOD_DAY])
{
	snprintf(into, PERIOD_DAY, "%04d-%02d-%02d", day.year % 10000, day.month % 100,
		 day.day % 100);
}

static enum fault read_day(struct str text, struct day *day, struct note *note)
{
	int64_t year, month, date, at;

	if (text.size != 10 || date_parse_rfc3339(text, &at) ||
	    str_number(str_slice(text, 0, 4), 2000, 9000, &year) ||
	    str_number(str_slice(text, 5, 2), 1, 12, &month) ||
	    str_number(str_slice(text, 8, 2), 1, 31, &date))
		return fault_because(FAULT_INVALID, note, "a day is written like 2026-03-31");
	*day = (struct day){ (int)year, (int)month, (int)date };
	return FAULT_NONE;
}

static enum fault too_long(struct note *note)
{
	return fault_because(FAULT_INVALID, note, "that is too long: at most %d days, or %d months",
			     PERIOD_DAYS_MOST, REPORT_MONTHS);
}

/* --- days ------------------------------------------------------------------------------- */

static enum fault in_days(const struct period_ask *ask, struct day from, struct day to,
			  struct period *period, struct note *note)
{
	const struct zone *zone = ask->zone;

	if (ask->to.size == 0)
		to = day_of(zone, ask->now);
	if (ask->from.size == 0)
		from = day_after(zone, to, 1 - PERIOD_DAYS_USUAL);
	period->from_at = day_at(zone, from);
	period->to_at = day_at(zone, day_after(zone, to, 1));
	if (period->from_at >= period->to_at)
		return fault_because(FAULT_INVALID, note, "the first day is behind the last");
	if (period->to_at - period->from_at > (PERIOD_DAYS_MOST + 1) * DAY_MS)
		return too_long(note);
	spell_day(from, period->from);
	spell_day(to, period->to);
	return FAULT_NONE;
}

/* --- months ----------------------------------------------------------------------------- */

static void set_months(const struct zone *zone, struct day from, struct period *period)
{
	for (int i = 0; i <= period->months; i++) {
		struct day first = month_after(from, i);

		period->month_at[i] = day_at(zone, first);
		if (i < period->months)
			snprintf(period->month[i], sizeof(period->month[i]), "%04d-%02d",
				 first.year, first.month);
	}
	period->from_at = period->month_at[0];
	period->to_at = period->month_at[period->months];
	spell_day(from, period->from);
	spell_day(day_after(zone, month_after(from, period->months), -1), period->to);
}

static enum fault in_months(const struct period_ask *ask, struct day from, struct day to,
			    struct period *period, struct note *note)
{
	struct day over = month_after(day_of(ask->zone, ask->now), -1);

	to = ask->to.size && months_between(to, over) > 0 ? month_after(to, 0) : over;
	from = ask->from.size ? month_after(from, 0) : to;
	period->months = months_between(from, to) + 1;
	if (ask->from.size && months_between(from, over) < 0)
		return fault_because(FAULT_INVALID, note, "that month is not over yet: whole months "
				     "are shown, so that nobody stands out");
	if (period->months < 1)
		return fault_because(FAULT_INVALID, note, "the first day is behind the last");
	if (period->months > REPORT_MONTHS)
		return too_long(note);
	set_months(ask->zone, from, period);
	return FAULT_NONE;
}

enum fault period_read(const struct period_ask *ask, struct period *period, struct note *note)
{
	assert(ask && ask->zone && period);
	assert(ask->now > 0);

	struct day from = { 0 }, to = { 0 };
	struct period read = { .months = 0 };
	enum fault fault = ask->from.size ? read_day(ask->from, &from, note) : FAULT_NONE;

	if (!fault && ask->to.size)
		fault = read_day(ask->to, &to, note);
	if (!fault)
		fault = ask->is_in_months ? in_months(ask, from, to, &read, note) :
					    in_days(ask, from, to, &read, note);
	if (!fault)
		*period = read;
	return fault;
}

int period_month(const struct period *period, int64_t at)
{
	int month = 0;

	assert(period);
	assert(period->months >= 0 && period->months <= REPORT_MONTHS);
	while (month + 1 < period->months && at >= period->month_at[month + 1])
		month++;
	return month;
}
