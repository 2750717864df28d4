#include "hours.h"

#include <assert.h>

/* Long enough that a window which lies in the hour that spring skips comes again. */
#define LOOK_FOR (3 * DAY_MS)
enum { DAY_MINUTES = 24 * 60 };

static int minute_of(const struct zone *zone, int64_t at)
{
	return zone_read(zone, at).minute;
}

/* Equal ends: no limit.  from > to spans midnight. */
static bool is_within(int from, int to, int minute)
{
	if (from == to)
		return true;
	if (from < to)
		return from <= minute && minute < to;
	return minute >= from || minute < to;
}

static bool is_lawful(const struct hours_facts *facts, int64_t at)
{
	return is_within(facts->law_from, facts->law_to, minute_of(facts->zone, at));
}

static bool is_of_district(const struct hours_facts *facts, int64_t at)
{
	return is_within(facts->district_from, facts->district_to,
			 minute_of(facts->zone, at));
}

static bool is_open_minute(const struct hours_facts *facts, int minute)
{
	return is_within(facts->law_from, facts->law_to, minute) &&
	       is_within(facts->district_from, facts->district_to, minute) &&
	       is_within(facts->own_from, facts->own_to, minute);
}

static bool is_open(const struct hours_facts *facts, int64_t at)
{
	return is_open_minute(facts, minute_of(facts->zone, at));
}

/* Minutes until the wall clock first shows one of the six ends, if nobody touches it. */
static int minutes_to_edge(const struct hours_facts *facts, int minute)
{
	const int edges[] = { facts->law_from, facts->law_to, facts->district_from,
			      facts->district_to, facts->own_from, facts->own_to };
	int least = DAY_MINUTES;

	for (size_t i = 0; i < COUNT_OF(edges); i++) {
		int wait = (edges[i] - minute + DAY_MINUTES) % DAY_MINUTES;

		if (wait > 0 && wait < least)
			least = wait;
	}
	return least;
}

/* The next instant, after the whole minute `at`, at which the answer of is_open may
 * change: an end of a window, or the moment at which the clock is put forward or back. */
static int64_t next_edge(const struct hours_facts *facts, int64_t at)
{
	int minute = minute_of(facts->zone, at);
	int64_t low = 0;
	int64_t high = minutes_to_edge(facts, minute);

	if (minute_of(facts->zone, at + high * MINUTE_MS) == (minute + high) % DAY_MINUTES)
		return at + high * MINUTE_MS;
	while (high - low > 1) {
		int64_t middle = (low + high) / 2;
		int shown = minute_of(facts->zone, at + middle * MINUTE_MS);

		if (shown == (minute + middle) % DAY_MINUTES)
			low = middle;
		else
			high = middle;
	}
	return at + high * MINUTE_MS;
}

/* It is not as wanted now: the first instant at which is_open is, or NEVER. */
static int64_t first_that(const struct hours_facts *facts, int64_t at, bool wanted)
{
	int64_t last_at = at + LOOK_FOR;

	at -= at % MINUTE_MS;
	while (at < last_at) {
		at = next_edge(facts, at);
		if (is_open(facts, at) == wanted)
			return at;
	}
	return NEVER;
}

static int64_t open_until(const struct hours_facts *facts, int64_t at)
{
	return first_that(facts, at, false);
}

/* Invited are replies: what answers, acknowledges or serves what was written. */
static bool is_invited(const struct hours_facts *facts, int64_t now)
{
	static const bool replies[KIND_COUNT] = {
		[KIND_ACK] = true, [KIND_ANSWER] = true, [KIND_SERVICE] = true,
	};

	return replies[facts->kind] && facts->invited_at > 0 &&
	       now < facts->invited_at + HOURS_INVITED_FOR;
}

static struct hours_verdict leave(int64_t now, int64_t until_at, const char *why)
{
	return (struct hours_verdict){ true, now, until_at, WAIT_NONE, why };
}

static struct hours_verdict hold(int64_t from_at, int64_t until_at, enum wait_reason reason)
{
	return (struct hours_verdict){ false, from_at, until_at, reason,
				       wait_reason_phrase(reason) };
}

struct hours_verdict hours_check(const struct hours_facts *facts, int64_t now)
{
	assert(facts && facts->zone);
	assert(facts->kind < KIND_COUNT && facts->purpose < PURPOSE_COUNT);
	assert(facts->law_from >= 0 && facts->law_to <= DAY_MINUTES);
	assert(facts->district_from >= 0 && facts->district_to <= DAY_MINUTES);
	assert(facts->own_from >= 0 && facts->own_from <= DAY_MINUTES);
	assert(facts->own_to >= 0 && facts->own_to <= DAY_MINUTES);

	int64_t end_at = facts->invited_at + HOURS_INVITED_FOR;
	int64_t from_at;

	if (facts->purpose == PURPOSE_EMERGENCY)
		return leave(now, NEVER, "an emergency leaves at any hour");
	if (facts->kind == KIND_CONFIRMATION)
		return leave(now, NEVER, "a confirmation leaves at any hour");
	if (is_invited(facts, now))
		return leave(now, is_open(facts, end_at) ? open_until(facts, end_at) : end_at,
			     "the family wrote just now");
	if (is_open(facts, now))
		return leave(now, open_until(facts, now), "it is day where they live");
	from_at = first_that(facts, now, true);
	if (from_at == NEVER)
		return hold(NEVER, NEVER, WAIT_NO_HOUR);
	return hold(from_at, open_until(facts, from_at),
		    !is_lawful(facts, now)      ? WAIT_NIGHT :
		    !is_of_district(facts, now) ? WAIT_DISTRICT : WAIT_FAMILY);
}

bool hours_meet(const struct hours_facts *facts, struct hours_window *window)
{
	struct hours_window found = { 0, DAY_MINUTES };
	int pieces = 0, minutes = 0;

	assert(facts && window);
	for (int minute = 0; minute < DAY_MINUTES; minute++) {
		bool is_now = is_open_minute(facts, minute);
		bool was = is_open_minute(facts, (minute + DAY_MINUTES - 1) % DAY_MINUTES);

		minutes += is_now;
		pieces += is_now && !was;
		if (is_now && !was)
			found.from = minute;
		if (was && !is_now)
			found.to = minute ? minute : DAY_MINUTES;
	}
	if (minutes == 0 || pieces > 1 || found.from >= found.to)
		return false;
	*window = found;
	return true;
}

int64_t hours_reachable_at(const struct hours_facts *facts, int64_t at)
{
	struct hours_verdict verdict;

	assert(facts);
	if (at == NEVER)
		return at;
	verdict = hours_check(facts, at);
	return verdict.may_leave || verdict.from_at == NEVER ? at :
							       verdict.from_at + 30 * MINUTE_MS;
}
