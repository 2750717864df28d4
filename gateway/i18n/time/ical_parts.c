/* What reading an event and repeating it both need: complaints, local times, keeping. */
#include "ical_parts.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "i18n/text/shim.h"

/* ZONE_SEARCH: what looking a name up among Windows' costs; OWN_YEARS: years that libical
 * follows a zone's rules through, and how far ahead it does. */
enum { ZONE_NAME = 64, TZID_MOST = 255, ZONE_SEARCH = 30, OWN_YEARS = 600,
       OWN_AHEAD = 5, OWN_CHANGE = 4 };

enum fault ical_parts_complain(const struct ical_reader *reader, const char *property,
			 const char *reason)
{
	assert(reader && property && reason);

	int line = ical_scan_line(&reader->scan, reader->no, property);

	(void)fault_because(FAULT_INVALID, reader->note, "line %d: %s: %s", line, property, reason);
	if (reader->note)
		reader->note->line = line;
	return FAULT_INVALID;
}

enum fault ical_parts_work(struct ical_reader *reader, const char *property, int64_t looks)
{
	assert(reader && property);
	assert(looks >= 0);
	reader->work += looks;
	return reader->work <= ICAL_WORK ? FAULT_NONE :
		ical_parts_complain(reader, property, "up to here the calendar asks for over 300,000 "
				    "looks at days: end its repetitions (UNTIL) or split it");
}

/* --- zones ------------------------------------------------------------------------ */

/* "Central Standard Time", as Outlook and Exchange write. */
static const struct zone *find_windows(const char *tzid)
{
	AUTO(buf) place;

	buf_init(&place, ZONE_NAME);
	return shim_icu_windows_zone(tzid, &place) ? zone_find(buf_str(&place)) : NULL;
}

/* "/mozilla.org/20050126_1/America/Chicago": what stands behind each stroke in turn.  Only
 * places: who defines a "Cuba" or "EST5EDT" of his own in the file means that. */
static const struct zone *find_place(const char *tzid)
{
	for (const char *at = tzid; at; at = strchr(at, '/')) {
		struct str name = str_of(at + (*at == '/'));
		const struct zone *zone = NULL;

		if (str_find(name, STR("/")) < name.size)
			zone = zone_find(name);
		if (zone)
			return zone;
		if (*at == '/')
			at++;
	}
	return find_windows(tzid);
}

/* The system's rules for what the system knows; NULL: the file's own, when it has them. */
static const struct zone *find_zone(const struct ical_reader *reader, const char *tzid)
{
	const struct zone *zone = find_place(tzid);

	return zone || icalcomponent_get_timezone(reader->root, tzid) ? zone : zone_find(str_of(tzid));
}

/* Each name is looked for once.  Past ICAL_ZONE_NAMES it is looked for each time, and counted. */
static enum fault ask_zone(struct ical_reader *reader, const char *tzid, const char *property,
			   const struct zone **zone)
{
	struct ical_zone_name *name = reader->zones;
	struct ical_zone_name *end = name + reader->zone_count;
	enum fault fault = FAULT_NONE;

	while (name < end && strcmp(name->tzid, tzid) != 0)
		name++;
	if (name < end) {
		*zone = name->zone;
		return FAULT_NONE;
	}
	fault = ical_parts_work(reader, property, ZONE_SEARCH);
	if (fault)
		return fault;
	*zone = strlen(tzid) <= TZID_MOST ? find_zone(reader, tzid) : NULL;
	if (reader->zone_count < ICAL_ZONE_NAMES)
		reader->zones[reader->zone_count++] = (struct ical_zone_name){ tzid, *zone };
	return FAULT_NONE;
}

static int64_t local_instant(const struct zone *zone, struct icaltimetype time)
{
	int minute = time.is_date ? 0 : time.hour * 60 + time.minute;

	return zone_instant(zone, time.year, time.month, time.day, minute) +
	       (time.is_date ? 0 : time.second * SECOND_MS);
}

/* --- a zone that the file itself describes ------------------------------------------- */

static int own_offset(icaltimezone *own, int64_t second)
{
	struct icaltimetype utc = icaltime_from_timet_with_zone((time_t)second, 0,
								icaltimezone_get_utc_timezone());
	int is_summer;

	return icaltimezone_get_utc_offset_of_utc_time(own, &utc, &is_summer);
}

/* The first second of (low, high] that has another offset than low. */
static int64_t own_change(icaltimezone *own, int64_t low, int64_t high)
{
	int offset = own_offset(own, low);

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (own_offset(own, middle) == offset)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* libical takes the second of two equal times, and one that never was for one before the
 * gap: it is asked for offsets only, and the rest is as zone.h says. */
static int64_t own_instant(icaltimezone *own, struct icaltimetype time)
{
	const int64_t day = DAY_MS / SECOND_MS;
	int64_t wall = local_instant(zone_find(STR("UTC")), time) / SECOND_MS;
	int before = own_offset(own, wall - day), after = own_offset(own, wall + day);

	if (own_offset(own, wall - before) == before)
		return (wall - before) * SECOND_MS;
	if (own_offset(own, wall - after) == after)
		return (wall - after) * SECOND_MS;
	return own_change(own, wall - day, wall + day) * SECOND_MS;
}

/* libical follows a zone's own rules until the year that is asked for, and from their
 * beginning again for a later one. */
static enum fault ask_own(struct ical_reader *reader, struct icaltimetype time, const char *tzid,
			  const char *property, int64_t *at)
{
	icaltimezone *own = icalcomponent_get_timezone(reader->root, tzid);
	enum fault fault = FAULT_NONE;

	if (!own)
		return ical_parts_complain(reader, property, "nobody knows this time zone");
	if (time.year > reader->own_year) {
		int from = zone_read(reader->zone, reader->horizon->from_at).year;

		reader->own_year = (time.year > from ? time.year : from) + OWN_AHEAD;
		fault = ical_parts_work(reader, property,
					reader->scan.zone_changes * OWN_YEARS * OWN_CHANGE);
	}
	if (!fault)
		*at = own_instant(own, time);
	return fault;
}

const char *ical_parts_tzid(icalproperty *property)
{
	assert(property);

	icalparameter *tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);

	return tzid ? icalparameter_get_tzid(tzid) : NULL;
}

/* libical counts on: the 30th of February was the 2nd of March to it. */
static bool is_possible(struct icaltimetype time)
{
	return time.month >= 1 && time.month <= 12 && time.day >= 1 &&
	       time.day <= icaltime_days_in_month(time.month, time.year) &&
	       (time.is_date || (time.hour <= 23 && time.minute <= 59 && time.second <= 60));
}

enum fault ical_parts_instant(struct ical_reader *reader, struct icaltimetype time,
			const char *tzid, const char *property, int64_t *at)
{
	assert(reader && reader->zone && reader->root);
	assert(property && at);

	const struct zone *zone = reader->zone;
	enum fault fault = FAULT_NONE;

	if (time.year < 1900 || time.year > 2200)
		return ical_parts_complain(reader, property, "the year is not of our time");
	if (tzid && strlen(tzid) > TZID_MOST)
		return ical_parts_complain(reader, property, "no time zone has such a long name");
	if (!is_possible(time))
		return ical_parts_complain(reader, property, "there is no such day or time");
	if (icaltime_is_utc(time) && !time.is_date)
		zone = zone_find(STR("UTC"));
	else if (tzid && !time.is_date)
		fault = ask_zone(reader, tzid, property, &zone);
	if (fault)
		return fault;
	if (!zone)
		return ask_own(reader, time, tzid, property, at);
	*at = local_instant(zone, time);
	return FAULT_NONE;
}

/* --- what is kept ---------------------------------------------------------------------- */

enum fault ical_parts_keep(struct ical_reader *reader, const struct ical_event *event,
		     struct icaltimetype start)
{
	assert(reader && event);
	assert(event->length_for >= 0 && event->days >= 1);
	assert(reader->ical->count <= ICAL_CLOSURES);

	struct ical *ical = reader->ical;
	struct ical_closure closure = { .is_all_day = start.is_date };
	enum fault fault = ical_parts_instant(reader, start, event->tzid, "DTSTART",
					      &closure.from_at);

	if (fault)
		return fault;
	closure.to_at = closure.from_at + event->length_for;
	if (start.is_date)
		closure.to_at = zone_instant(reader->zone, start.year, start.month,
					     start.day + event->days, 0);
	if (closure.to_at <= reader->horizon->from_at || closure.from_at >= reader->horizon->to_at)
		return FAULT_NONE;
	if (ical->count == ICAL_CLOSURES)
		return fault_because(FAULT_TOO_LARGE, reader->note,
				     "the calendar closes school over %d times", ICAL_CLOSURES);
	closure.summary = arena_copy(reader->arena, event->summary);
	if (!closure.summary.at)
		return FAULT_TOO_LARGE;
	ical->closures[ical->count++] = closure;
	return FAULT_NONE;
}
