/* All occurrences of an event: RRULE and RDATE, without EXDATE and what was moved. */
#include "ical_repeat.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"

/* Over 200 years of days: who needs more has made a mistake. */
enum { STEPS_MOST = 80000, DATES_MOST = 2000 };

/* EXDATE as a date takes every occurrence of that day. */
static enum fault excludes(const struct ical_reader *reader, icalproperty *property,
			   struct icaltimetype start, int64_t at, bool *is_out)
{
	struct icaltimetype except = icalproperty_get_exdate(property);
	int64_t except_at = 0;
	enum fault fault;

	if (except.is_date) {
		*is_out = except.year == start.year && except.month == start.month &&
			  except.day == start.day;
		return FAULT_NONE;
	}
	fault = ical_parts_instant(reader, except, ical_parts_tzid(property), "EXDATE",
				   &except_at);
	*is_out = !fault && except_at == at;
	return fault;
}

static bool is_moved(const struct ical_reader *reader, const struct ical_event *event,
		     int64_t at)
{
	for (size_t i = 0; i < reader->override_count && !event->is_override; i++)
		if (reader->overrides[i].at == at && event->uid &&
		    strcmp(reader->overrides[i].uid, event->uid) == 0)
			return true;
	return false;
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

/* An event and what is taken out of it. */
struct series {
	struct ical_reader *reader;
	const struct ical_event *event;
	struct found excepts;
};

static enum fault keep_unless(const struct series *series, struct icaltimetype start)
{
	struct ical_reader *reader = series->reader;
	const struct ical_event *event = series->event;
	bool is_out = false;
	int64_t at;
	enum fault fault = ical_parts_instant(reader, start, event->tzid, "DTSTART", &at);

	if (fault || at + event->days * DAY_MS + event->length_for < reader->horizon->from_at)
		return fault;
	for (int i = 0; i < series->excepts.count && !fault && !is_out; i++)
		fault = excludes(reader, series->excepts.items[i], start, at, &is_out);
	if (fault || is_out || is_moved(reader, event, at))
		return fault;
	return ical_parts_keep(reader, event, start);
}

static enum fault walk(const struct series *series, icalrecur_iterator *iterator)
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

static enum fault follow_rule(const struct series *series, icalproperty *property)
{
	struct ical_reader *reader = series->reader;
	struct icalrecurrencetype rule = icalproperty_get_rrule(property);
	icalrecur_iterator *iterator;
	enum fault fault;

	if (rule.freq != ICAL_DAILY_RECURRENCE && rule.freq != ICAL_WEEKLY_RECURRENCE &&
	    rule.freq != ICAL_MONTHLY_RECURRENCE && rule.freq != ICAL_YEARLY_RECURRENCE)
		return ical_parts_complain(reader, "RRULE",
					   "a closure repeats by days, weeks, months or years");
	iterator = icalrecur_iterator_new(rule, series->event->start);
	if (!iterator)
		return ical_parts_complain(reader, "RRULE", "this rule cannot be followed");
	fault = walk(series, iterator);
	icalrecur_iterator_free(iterator);
	return fault;
}

static enum fault follow_date(const struct series *series, icalproperty *property)
{
	struct icaldatetimeperiodtype date = icalproperty_get_rdate(property);
	struct icaltimetype start = icaltime_is_null_time(date.time) ? date.period.start : date.time;

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
