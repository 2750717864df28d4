/* All occurrences of an event: RRULE and RDATE, without EXDATE and what was moved. */
#include "ical_repeat.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "ical_weigh.h"

/* Over 200 years of days: who needs more has made a mistake. */
enum { STEPS_MOST = 80000, DATES_MOST = 2000 };

/* --- what is taken out ------------------------------------------------------------- */

static int compare_overrides(const void *left, const void *right)
{
	const struct ical_override *a = left, *b = right;

	return a->at != b->at ? (a->at < b->at ? -1 : 1) : strcmp(a->uid, b->uid);
}

void ical_repeat_sort(struct ical_reader *reader)
{
	assert(reader && reader->overrides);
	qsort(reader->overrides, reader->override_count, sizeof(*reader->overrides), compare_overrides);
}

static bool is_moved(const struct ical_reader *reader, const struct ical_event *event,
		     int64_t at)
{
	const struct ical_override asked = { event->uid, at };

	return !event->is_override && event->uid &&
	       bsearch(&asked, reader->overrides, reader->override_count, sizeof(asked),
		       compare_overrides);
}

/* A component has one place for whoever walks it, so each walk is made first. */
struct found {
	icalproperty **items;
	int count;
};

static enum fault find_all(const struct ical_reader *reader, icalcomponent *component,
			   icalproperty_kind kind, struct found *found)
{
	int count = icalcomponent_count_properties(component, kind);

	*found = (struct found){ .count = 0 };
	if (count > DATES_MOST)
		return ical_parts_complain(reader, icalproperty_kind_to_string(kind),
					   "there are too many");
	found->items = arena_take(reader->arena, (size_t)(count + 1) * sizeof(*found->items));
	if (!found->items)
		return FAULT_TOO_LARGE;
	for (icalproperty *one = icalcomponent_get_first_property(component, kind);
	     one && found->count < count; one = icalcomponent_get_next_property(component, kind))
		found->items[found->count++] = one;
	return FAULT_NONE;
}

/* An event and what is taken out of it, sorted: instants, and days as 20261126. */
struct series {
	struct ical_reader *reader;
	const struct ical_event *event;
	struct found excepts;
	int64_t *instants, *days;
	size_t instant_count, day_count;
};

static int compare_numbers(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static int64_t day_of(struct icaltimetype time)
{
	return time.year * 10000 + time.month * 100 + time.day;
}

/* EXDATE as a date takes every occurrence of that day. */
static enum fault read_excepts(struct series *series)
{
	size_t room = ((size_t)series->excepts.count + 1) * sizeof(int64_t);
	enum fault fault = FAULT_NONE;

	series->instants = arena_take(series->reader->arena, room);
	series->days = arena_take(series->reader->arena, room);
	if (!series->instants || !series->days)
		return FAULT_TOO_LARGE;
	for (int i = 0; i < series->excepts.count && !fault; i++) {
		icalproperty *property = series->excepts.items[i];
		struct icaltimetype except = icalproperty_get_exdate(property);

		if (except.is_date)
			series->days[series->day_count++] = day_of(except);
		else
			fault = ical_parts_instant(series->reader, except, ical_parts_tzid(property),
						   "EXDATE", &series->instants[series->instant_count++]);
	}
	qsort(series->instants, series->instant_count, sizeof(int64_t), compare_numbers);
	qsort(series->days, series->day_count, sizeof(int64_t), compare_numbers);
	return fault;
}

static bool is_excepted(const struct series *series, struct icaltimetype start, int64_t at)
{
	int64_t day = day_of(start);

	return bsearch(&at, series->instants, series->instant_count, sizeof(at), compare_numbers) ||
	       bsearch(&day, series->days, series->day_count, sizeof(day), compare_numbers);
}

static enum fault keep_unless(struct series *series, struct icaltimetype start)
{
	struct ical_reader *reader = series->reader;
	const struct ical_event *event = series->event;
	int64_t at;
	enum fault fault = ical_parts_instant(reader, start, event->tzid, "DTSTART", &at);

	if (fault || at + event->days * DAY_MS + event->length_for < reader->horizon->from_at)
		return fault;
	/* read when the first is needed: what takes nothing out is not judged */
	if (!series->instants)
		fault = read_excepts(series);
	if (fault || is_excepted(series, start, at) || is_moved(reader, event, at))
		return fault;
	return ical_parts_keep(reader, event, start);
}

static enum fault walk(struct series *series, icalrecur_iterator *iterator)
{
	struct ical_reader *reader = series->reader;
	enum fault fault = FAULT_NONE;

	for (struct icaltimetype next = icalrecur_iterator_next(iterator);
	     !fault && !icaltime_is_null_time(next); next = icalrecur_iterator_next(iterator)) {
		int64_t at;

		if (++reader->steps > STEPS_MOST)
			return ical_parts_complain(reader, "RRULE", "this repeats too often");
		fault = ical_parts_instant(reader, next, series->event->tzid, "DTSTART", &at);
		if (!fault && at >= reader->horizon->to_at)
			break;
		if (!fault)
			fault = keep_unless(series, next);
	}
	return fault;
}

/* Two days behind the horizon in any zone.  libical looks at no day behind it. */
static struct icaltimetype end_of(const struct ical_reader *reader)
{
	struct zone_time day = zone_read(reader->zone, reader->horizon->to_at + 2 * DAY_MS);
	struct icaltimetype end = { .year = day.year, .month = day.month, .day = day.day, .is_date = 1 };

	return end;
}

/* Days and weeks are all alike, so what lies before the horizon is stepped over. */
static struct icaltimetype start_of(const struct series *series, const struct icalrecurrencetype *rule)
{
	const struct ical_event *event = series->event;
	struct icaltimetype start = event->start;
	int64_t before = series->reader->horizon->from_at - event->length_for - event->start_at;
	int64_t step = rule->interval * (rule->freq == ICAL_WEEKLY_RECURRENCE ? 7 : 1);
	int64_t days = before / DAY_MS - event->days - 2;

	if (!rule->count && days > step &&
	    (rule->freq == ICAL_DAILY_RECURRENCE || rule->freq == ICAL_WEEKLY_RECURRENCE))
		icaltime_adjust(&start, (int)(days / step * step), 0, 0, 0);
	return start;
}

/* Counts what libical will look at, and bounds it by the horizon. */
static enum fault weigh(const struct series *series, struct icalrecurrencetype *rule,
			struct icaltimetype start)
{
	struct ical_reader *reader = series->reader;
	struct icaltimetype end = end_of(reader);
	const char *refusal = ical_weigh_refusal(rule, start);
	int64_t days;

	if (refusal)
		return ical_parts_complain(reader, "RRULE", refusal);
	if (icaltime_is_null_time(rule->until) || day_of(rule->until) > day_of(end))
		rule->until = end;
	days = (int64_t)(rule->until.year - start.year + 1) * 366;
	return ical_parts_work(reader, "RRULE", ical_weigh_rule(rule, start, days > 0 ? days : 0));
}

static enum fault follow_rule(struct series *series, icalproperty *property)
{
	struct ical_reader *reader = series->reader;
	struct icalrecurrencetype rule = icalproperty_get_rrule(property);
	struct icaltimetype start;
	icalrecur_iterator *iterator;
	enum fault fault;

	if (rule.freq != ICAL_DAILY_RECURRENCE && rule.freq != ICAL_WEEKLY_RECURRENCE &&
	    rule.freq != ICAL_MONTHLY_RECURRENCE && rule.freq != ICAL_YEARLY_RECURRENCE)
		return ical_parts_complain(reader, "RRULE",
					   "a closure repeats by days, weeks, months or years");
	start = start_of(series, &rule);
	fault = weigh(series, &rule, start);
	if (fault)
		return fault;
	iterator = icalrecur_iterator_new(rule, start);
	if (!iterator)
		return ical_parts_complain(reader, "RRULE", "this rule cannot be followed");
	fault = walk(series, iterator);
	icalrecur_iterator_free(iterator);
	return fault;
}

static enum fault follow_date(struct series *series, icalproperty *property)
{
	struct icaldatetimeperiodtype date = icalproperty_get_rdate(property);
	struct icaltimetype start = icaltime_is_null_time(date.time) ? date.period.start : date.time;

	/* a whole day comes again as one: with an hour it would have no length */
	start.is_date |= series->event->start.is_date;
	return icaltime_is_null_time(start) ?
		ical_parts_complain(series->reader, "RDATE", "this is no date") :
		keep_unless(series, start);
}

enum fault ical_repeat(struct ical_reader *reader, const struct ical_event *event)
{
	assert(reader && event && event->component);
	assert(event->days >= 1);

	struct series series = { .reader = reader, .event = event };
	struct found rules = { .count = 0 }, dates = { .count = 0 };
	enum fault fault = find_all(reader, event->component, ICAL_EXDATE_PROPERTY, &series.excepts);

	if (!fault)
		fault = find_all(reader, event->component, ICAL_RRULE_PROPERTY, &rules);
	if (!fault)
		fault = find_all(reader, event->component, ICAL_RDATE_PROPERTY, &dates);
	if (!fault && rules.count == 0)
		fault = keep_unless(&series, event->start);
	for (int i = 0; !fault && i < rules.count; i++)
		fault = follow_rule(&series, rules.items[i]);
	for (int i = 0; !fault && i < dates.count; i++)
		fault = follow_date(&series, dates.items[i]);
	return fault;
}
