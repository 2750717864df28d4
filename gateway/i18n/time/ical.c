#include "ical.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/halt.h"
#include "i18n/text/label.h"
#include "ical_parts.h"
#include "ical_repeat.h"

/* --- one event ---------------------------------------------------------------------- */

/* One line of whole characters, at most ICAL_SUMMARY bytes. */
static enum fault read_summary(const struct ical_reader *reader, struct ical_event *event)
{
	struct str text = str_of(icalcomponent_get_summary(event->component));
	char line[ICAL_SUMMARY + 1];

	if (!str_is_utf8(text))
		return ical_parts_complain(reader, "SUMMARY", "this is not UTF-8");
	label_clean(text, line, sizeof(line));
	event->summary = arena_copy(reader->arena, str_trim(str_of(line)));
	return event->summary.at ? FAULT_NONE : FAULT_TOO_LARGE;
}

/* libical keeps what it could not read as a property that says so. */
static enum fault check_read(const struct ical_reader *reader, icalcomponent *component)
{
	static const char *const ours[] = { "DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE",
					    "RDATE", "RECURRENCE-ID" };
	icalproperty *error = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);

	for (; error; error = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
		const char *text = icalproperty_get_xlicerror(error);

		for (size_t i = 0; text && i < COUNT_OF(ours); i++) {
			char told[32];

			snprintf(told, sizeof(told), "%s property", ours[i]);
			if (strstr(text, told))
				return ical_parts_complain(reader, ours[i], "this cannot be read");
		}
	}
	return FAULT_NONE;
}

static enum fault read_length(struct ical_reader *reader, struct ical_event *event)
{
	icalproperty *end = icalcomponent_get_first_property(event->component, ICAL_DTEND_PROPERTY);
	icalproperty *span = icalcomponent_get_first_property(event->component,
							      ICAL_DURATION_PROPERTY);
	struct icaltimetype end_time;
	int64_t end_at = event->start_at;
	enum fault fault = FAULT_NONE;

	if (end) {
		end_time = icalproperty_get_dtend(end);
		fault = ical_parts_instant(reader, end_time, ical_parts_tzid(end), "DTEND",
					   &end_at);
	} else if (span) {
		end_at += icaldurationtype_as_int(icalproperty_get_duration(span)) * SECOND_MS;
	}
	if (!fault && end_at < event->start_at)
		return ical_parts_complain(reader, end ? "DTEND" : "DURATION",
					   "it ends before it begins");
	event->length_for = end_at - event->start_at;
	/* Half a day more, for the night that is an hour shorter. */
	event->days = (int)((event->length_for + DAY_MS / 2) / DAY_MS);
	if (event->days == 0)
		event->days = 1;
	return fault;
}

static enum fault read_event(struct ical_reader *reader, icalcomponent *component,
			     struct ical_event *event)
{
	icalproperty *start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
	enum fault fault = check_read(reader, component);

	*event = (struct ical_event){ .component = component,
				      .uid = icalcomponent_get_uid(component) };
	if (!fault && !start)
		return ical_parts_complain(reader, "DTSTART", "an event needs a beginning");
	if (fault)
		return fault;
	event->start = icalproperty_get_dtstart(start);
	event->tzid = ical_parts_tzid(start);
	event->is_override = icalcomponent_get_first_property(component,
							      ICAL_RECURRENCEID_PROPERTY);
	fault = ical_parts_instant(reader, event->start, event->tzid, "DTSTART",
				   &event->start_at);
	if (!fault)
		fault = read_length(reader, event);
	if (!fault)
		fault = read_summary(reader, event);
	return fault;
}

/* --- the whole file ------------------------------------------------------------------ */

static bool is_cancelled(icalcomponent *component)
{
	return icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED;
}

static enum fault take_event(struct ical_reader *reader, icalcomponent *component)
{
	struct ical_event event;
	enum fault fault = read_event(reader, component, &event);

	reader->ical->events++;
	if (fault)
		return fault;
	if (is_cancelled(component) || (!event.start.is_date && event.length_for == 0)) {
		reader->ical->empty++;
		return FAULT_NONE;
	}
	return ical_repeat(reader, &event);
}

/* Before the events: what was moved or cancelled alone is no occurrence of its series. */
static enum fault take_override(struct ical_reader *reader, icalcomponent *component)
{
	assert(reader->override_count < ICAL_EVENTS);

	icalproperty *moved = icalcomponent_get_first_property(component,
							       ICAL_RECURRENCEID_PROPERTY);
	struct ical_override *override = &reader->overrides[reader->override_count];
	enum fault fault;

	if (!moved || !icalcomponent_get_uid(component))
		return FAULT_NONE;
	fault = ical_parts_instant(reader, icalproperty_get_recurrenceid(moved),
				   ical_parts_tzid(moved), "RECURRENCE-ID", &override->at);
	override->uid = icalcomponent_get_uid(component);
	reader->override_count += !fault;
	return fault;
}

/* libical cannot be told whom to ask for memory.  Without any it mostly ends in a fault of
 * memory, but now and then goes on, with a day or a rule less; what the C library left behind
 * is the only trace, and a wrong calendar is worse than an end. */
static void must_have_had_memory(void)
{
	if (errno == ENOMEM)
		halt_because("memory.exhausted", "there is no memory left for a calendar");
}

static enum fault each_event(struct ical_reader *reader,
			     enum fault (*take)(struct ical_reader *reader,
						icalcomponent *component))
{
	icalcomponent *one = icalcomponent_get_first_component(reader->root, ICAL_VEVENT_COMPONENT);
	enum fault fault = FAULT_NONE;

	for (reader->no = 0; one && !fault && reader->no < reader->scan.count; reader->no++) {
		errno = 0;
		/* the walk inside `take` moves the component's own place, not the root's */
		fault = take(reader, one);
		must_have_had_memory();
		one = icalcomponent_get_next_component(reader->root, ICAL_VEVENT_COMPONENT);
	}
	return fault;
}

static int compare_closures(const void *a, const void *b)
{
	const struct ical_closure *one = a;
	const struct ical_closure *other = b;

	if (one->from_at != other->from_at)
		return one->from_at < other->from_at ? -1 : 1;
	if (one->to_at != other->to_at)
		return one->to_at < other->to_at ? -1 : 1;
	return str_compare(one->summary, other->summary);
}

static void tidy(struct ical *ical)
{
	size_t kept = 0;

	if (ical->count)
		qsort(ical->closures, ical->count, sizeof(*ical->closures), compare_closures);
	for (size_t i = 0; i < ical->count; i++)
		if (kept == 0 || compare_closures(&ical->closures[kept - 1], &ical->closures[i]) != 0)
			ical->closures[kept++] = ical->closures[i];
	ical->count = kept;
}

static enum fault read_root(struct ical_reader *reader)
{
	enum fault fault;

	reader->ical->closures = arena_take(reader->arena,
					    ICAL_CLOSURES * sizeof(struct ical_closure));
	reader->overrides = arena_take(reader->arena, ICAL_EVENTS * sizeof(struct ical_override));
	if (!reader->ical->closures || !reader->overrides)
		return FAULT_TOO_LARGE;
	errno = 0;
	reader->root = icalparser_parse_string(reader->scan.kept.at);
	must_have_had_memory();
	if (!reader->root)
		return fault_because(FAULT_INVALID, reader->note, "the calendar cannot be read");
	fault = each_event(reader, take_override);
	ical_repeat_sort(reader);
	if (!fault)
		fault = each_event(reader, take_event);
	icalcomponent_free(reader->root);
	icalmemory_free_ring(); /* 2,500 texts a thread otherwise */
	return fault;
}

enum fault ical_read(struct str text, const struct ical_horizon *horizon, struct arena *arena,
		     struct ical *ical, struct note *note)
{
	assert(horizon && horizon->zone);
	assert(horizon->from_at <= horizon->to_at);
	assert(arena && ical);

	struct ical_reader reader = { .zone = horizon->zone, .horizon = horizon, .ical = ical,
				      .arena = arena, .note = note };
	enum fault fault;

	*ical = (struct ical){ .count = 0 };
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_from(text, 3);
	if (text.size > ICAL_BYTES)
		return fault_because(FAULT_TOO_LARGE, note, "a calendar has at most 2 MiB");
	if (memchr(text.size ? text.at : "", '\0', text.size))
		return fault_because(FAULT_INVALID, note, "this is no text");
	fault = ical_scan(text, arena, &reader.scan, note);
	if (!fault)
		fault = read_root(&reader);
	ical->work = reader.work;
	if (!fault)
		tidy(ical);
	return fault;
}
