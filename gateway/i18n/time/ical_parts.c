/* What reading an event and repeating it both need: complaints, local times, keeping. */
#include "ical_parts.h"

#include <assert.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/clock.h"

/* ZONE_SEARCH: what looking a name up among Windows' costs; OWN_YEARS: years that libical
 * follows a zone's rules through, and how far ahead it does. */
enum { ZONE_NAME = 64, TZID_MOST = 255, ZONE_SEARCH = 30, OWN_YEARS = 600,
       OWN_AHEAD = 5, OWN_RULE = 4 };

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
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[ZONE_NAME], found[ZONE_NAME];
	char name[ZONE_NAME];
	int32_t size;

	u_strFromUTF8(wide, ZONE_NAME, &size, tzid, -1, &status);
	size = U_SUCCESS(status) ?
		ucal_getTimeZoneIDForWindowsID(wide, size, NULL, found, ZONE_NAME, &status) : 0;
	if (U_FAILURE(status) || size <= 0 || size >= ZONE_NAME)
		return NULL;
	u_strToUTF8(name, sizeof(name), NULL, found, size, &status);
	return U_SUCCESS(status) ? zone_find(str_of(name)) : NULL;
}

/* "/mozilla.org/20050126_1/America/Chicago": what stands behind each stroke in turn. */
static const struct zone *find_zone(const char *tzid)
{
	for (const char *at = tzid; at; at = strchr(at, '/')) {
		const struct zone *zone = zone_find(str_of(at + (*at == '/')));

		if (zone)
			return zone;
		if (*at == '/')
			at++;
	}
	return find_windows(tzid);
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
	*zone = strlen(tzid) <= TZID_MOST ? find_zone(tzid) : NULL;
	if (reader->zone_count < ICAL_ZONE_NAMES)
		reader->zones[reader->zone_count++] = (struct ical_zone_name){ tzid, *zone };
	return FAULT_NONE;
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
					(int64_t)reader->scan.zone_rules * OWN_YEARS * OWN_RULE);
	}
	if (!fault)
		*at = (int64_t)icaltime_as_timet_with_zone(time, own) * SECOND_MS;
	return fault;
}

const char *ical_parts_tzid(icalproperty *property)
{
	assert(property);

	icalparameter *tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);

	return tzid ? icalparameter_get_tzid(tzid) : NULL;
}

static int64_t local_instant(const struct zone *zone, struct icaltimetype time)
{
	int minute = time.is_date ? 0 : time.hour * 60 + time.minute;

	return zone_instant(zone, time.year, time.month, time.day, minute) +
	       (time.is_date ? 0 : time.second * SECOND_MS);
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
