/* School time: the staffed minutes of the district's week that no closure takes. */
#include "school.h"

#include <assert.h>
#include <stdlib.h>

enum { DAY_MINUTES = 24 * 60, SPANS = 2 };
/* Nobody is owed an answer later than that: ends the search. */
enum { LOOK_DAYS = 20 * 366 };

static bool is_staffed(const struct school_week *week)
{
	for (int day = 0; day < 7; day++)
		for (int i = 0; i < SPANS; i++)
			if (week->spans[day][i].to > 0)
				return true;
	return false;
}

/* A wall clock's minute, `offset` days after the day of `base`; 24:00 is the next day. */
static int64_t instant_of(const struct school_week *week, const struct zone_time *base,
			  int offset, int minute)
{
	return zone_instant(week->zone, base->year, base->month,
			    base->day + offset + minute / DAY_MINUTES, minute % DAY_MINUTES);
}

/* Empty (from_at == to_at) when the day has no such span. */
static struct school_span span_of(const struct school_week *week, const struct zone_time *base,
			   int offset, int i)
{
	int day = (base->weekday + offset + 7) % 7;

	if (week->spans[day][i].to == 0)
		return (struct school_span){ 0, 0 };
	return (struct school_span){ instant_of(week, base, offset, week->spans[day][i].from),
			      instant_of(week, base, offset, week->spans[day][i].to) };
}

bool school_is_open(const struct school_week *week, int64_t at)
{
	assert(week && week->zone);
	return school_between(week, at, at + 1) == 1;
}

/* --- closures ------------------------------------------------------------------ */

/* The first closure that ends behind `at`. */
static size_t closure_behind(const struct school_closures *closures, int64_t at)
{
	size_t low = 0;
	size_t high = closures->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (closures->spans[middle].to_at > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* The first piece of `rest` that no closure takes; none is left when it is empty. */
static struct school_span first_piece(const struct school_closures *closures,
				      struct school_span rest)
{
	size_t i = closures ? closure_behind(closures, rest.from_at) : 0;

	for (; closures && i < closures->count; i++) {
		const struct school_span *closed = &closures->spans[i];

		if (closed->from_at > rest.from_at) {
			if (closed->from_at < rest.to_at)
				rest.to_at = closed->from_at;
			break;
		}
		rest.from_at = closed->to_at;
	}
	return rest;
}

static int compare_spans(const void *a, const void *b)
{
	const struct school_span *one = a;
	const struct school_span *other = b;

	return (one->from_at > other->from_at) - (one->from_at < other->from_at);
}

size_t school_closures_tidy(struct school_span *spans, size_t count)
{
	size_t kept = 0;

	assert(spans || count == 0);
	if (count)
		qsort(spans, count, sizeof(*spans), compare_spans);
	for (size_t i = 0; i < count; i++) {
		if (spans[i].from_at >= spans[i].to_at)
			continue;
		if (kept == 0 || spans[i].from_at > spans[kept - 1].to_at)
			spans[kept++] = spans[i];
		else if (spans[i].to_at > spans[kept - 1].to_at)
			spans[kept - 1].to_at = spans[i].to_at;
	}
	return kept;
}

/* --- counting ------------------------------------------------------------------ */

/* Takes what is open of one span off *span_for; the instant at which none is left, or
 * NEVER when the span is too short. */
static int64_t spend(const struct school_week *week, struct school_span span,
		     int64_t *span_for)
{
	struct school_span piece = first_piece(week->closures, span);

	while (piece.from_at < piece.to_at) {
		if (*span_for <= piece.to_at - piece.from_at)
			return piece.from_at + *span_for;
		*span_for -= piece.to_at - piece.from_at;
		span.from_at = piece.to_at;
		piece = first_piece(week->closures, span);
	}
	return NEVER;
}

/* Both start a day early: where midnight comes twice, an instant's date is no order. */
int64_t school_after(const struct school_week *week, int64_t from_at, int64_t span_for)
{
	assert(week && week->zone);

	struct zone_time base = zone_read(week->zone, from_at);

	if (!is_staffed(week))
		return NEVER;
	if (span_for <= 0)
		return from_at;
	for (int day = -1; day < LOOK_DAYS; day++) {
		for (int i = 0; i < SPANS; i++) {
			struct school_span span = span_of(week, &base, day, i);
			int64_t at;

			if (span.from_at < from_at)
				span.from_at = from_at;
			at = spend(week, span, &span_for);
			if (at != NEVER)
				return at;
		}
	}
	return NEVER;
}

int64_t school_days_after(const struct school_week *week, int64_t from_at, int days)
{
	assert(week && week->zone);
	assert(days >= 0);

	struct zone_time base = zone_read(week->zone, from_at);
	int day = 0;
	int to = 0;

	if (!is_staffed(week))
		return NEVER;
	while (days > 0) {
		int weekday = (base.weekday + ++day) % 7;

		if (week->spans[weekday][0].to == 0)
			continue;
		to = week->spans[weekday][1].to ? week->spans[weekday][1].to
						: week->spans[weekday][0].to;
		days--;
	}
	return instant_of(week, &base, day, to);
}

int64_t school_between(const struct school_week *week, int64_t from_at, int64_t to_at)
{
	assert(week && week->zone);

	struct zone_time base = zone_read(week->zone, from_at);
	int64_t rest_for = NEVER;

	for (int day = -1; instant_of(week, &base, day, 0) < to_at; day++) {
		for (int i = 0; i < SPANS; i++) {
			struct school_span span = span_of(week, &base, day, i);

			if (span.from_at < from_at)
				span.from_at = from_at;
			if (span.to_at > to_at)
				span.to_at = to_at;
			(void)spend(week, span, &rest_for);
		}
	}
	return NEVER - rest_for;
}

size_t school_pieces(const struct school_week *week, struct school_span within,
		     struct school_span *pieces, size_t most)
{
	assert(week && week->zone);
	assert(pieces || most == 0);

	struct zone_time base = zone_read(week->zone, within.from_at);
	size_t count = 0;

	for (int day = -1; instant_of(week, &base, day, 0) < within.to_at; day++) {
		for (int i = 0; i < SPANS; i++) {
			struct school_span span = span_of(week, &base, day, i), piece;

			span.from_at = span.from_at < within.from_at ? within.from_at : span.from_at;
			span.to_at = span.to_at > within.to_at ? within.to_at : span.to_at;
			piece = first_piece(week->closures, span);
			for (; piece.from_at < piece.to_at && count < most;
			     piece = first_piece(week->closures, span)) {
				pieces[count++] = piece;
				span.from_at = piece.to_at;
			}
		}
	}
	return count;
}

struct school_week school_week_default(const struct zone *zone)
{
	assert(zone);

	struct school_week week = { .zone = zone };

	for (int day = 1; day <= 5; day++) {
		week.spans[day][0].from = 8 * 60;
		week.spans[day][0].to = 16 * 60;
	}
	return week;
}

/* --- reading "mon-fri 08:00-12:00 13:00-16:00, sat 09:00-12:00" ---------------- */

static bool read_day(struct str text, int *day)
{
	static const char *const days[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

	for (int i = 0; i < 7; i++) {
		if (str_equals_nocase(text, str_of(days[i]))) {
			*day = i;
			return true;
		}
	}
	return false;
}

/* "mon" or "mon-fri" */
static bool read_days(struct str text, int *first, int *last)
{
	struct str one = STR_NONE;

	(void)str_next(&text, '-', &one);
	return read_day(one, first) && read_day(text.at ? text : one, last);
}

/* "08:00", up to "24:00" */
static bool read_minute(struct str text, int *minute)
{
	int64_t hour, rest;

	if (text.size != 5 || text.at[2] != ':' ||
	    str_number(str_slice(text, 0, 2), 0, 24, &hour) != FAULT_NONE ||
	    str_number(str_from(text, 3), 0, hour == 24 ? 0 : 59, &rest) != FAULT_NONE)
		return false;
	*minute = (int)(hour * 60 + rest);
	return true;
}

static bool read_span(struct str text, int *from, int *to)
{
	struct str one = STR_NONE;

	(void)str_next(&text, '-', &one);
	return read_minute(one, from) && read_minute(text, to) && *from < *to;
}

/* The next word, or an empty one at the end. */
static struct str next_word(struct str *rest)
{
	struct str word = STR_NONE;

	*rest = str_trim(*rest);
	(void)str_next(rest, ' ', &word);
	return word;
}

struct day_spans {
	int from[SPANS], to[SPANS];
	int count;
};

static enum fault read_spans(struct str text, struct day_spans *spans, struct note *note)
{
	*spans = (struct day_spans){ .count = 0 };
	for (struct str word = next_word(&text); word.size; word = next_word(&text)) {
		int i = spans->count++;

		if (i == SPANS)
			return fault_because(FAULT_INVALID, note,
					     "a day has at most %d spans", SPANS);
		if (!read_span(word, &spans->from[i], &spans->to[i]))
			return fault_because(FAULT_INVALID, note,
					     "\"%.*s\" is no span such as 08:00-16:00",
					     STR_ARG(word));
		if (i > 0 && spans->from[i] < spans->to[i - 1])
			return fault_because(FAULT_INVALID, note,
					     "\"%.*s\" begins before the span in front ends",
					     STR_ARG(word));
	}
	if (spans->count == 0)
		return fault_because(FAULT_INVALID, note, "hours are missing behind the day");
	return FAULT_NONE;
}

/* One part between commas, into `week`. */
static enum fault read_part(struct str part, struct school_week *week, struct note *note)
{
	struct str word = next_word(&part);
	struct day_spans spans;
	enum fault fault;
	int first, last;

	if (!read_days(word, &first, &last))
		return fault_because(FAULT_INVALID, note,
				     "\"%.*s\" is no day: sun mon tue wed thu fri sat, or mon-fri",
				     STR_ARG(word));
	fault = read_spans(part, &spans, note);
	if (fault != FAULT_NONE)
		return fault;
	for (int day = first;; day = (day + 1) % 7) {
		if (week->spans[day][0].to > 0)
			return fault_because(FAULT_INVALID, note, "a day stands there twice");
		for (int i = 0; i < SPANS; i++) {
			week->spans[day][i].from = spans.from[i];
			week->spans[day][i].to = spans.to[i];
		}
		if (day == last)
			return FAULT_NONE;
	}
}

enum fault school_week_read(struct str text, const struct zone *zone,
			    struct school_week *week, struct note *note)
{
	assert(zone && week);

	struct school_week read = { .zone = zone };
	struct str part;
	enum fault fault = fault_because(FAULT_INVALID, note, "the school week is empty");

	while (str_next(&text, ',', &part)) {
		fault = read_part(part, &read, note);
		if (fault != FAULT_NONE)
			return fault;
	}
	if (fault == FAULT_NONE)
		*week = read;
	return fault;
}
