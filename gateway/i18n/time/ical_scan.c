/* The frame of an iCalendar file, with the lines that libical forgets. */
#include "ical_scan.h"

#include <assert.h>
#include <string.h>

#include "ical.h"
#include "ical_weigh.h"

enum { DEEP = 8 };

struct frame {
	struct ical_scan *scan;
	struct arena *arena;
	struct note *note;
	struct str open[DEEP];       /* components that are not ended yet; in the arena */
	int depth;
	int skipped;                 /* the depth at which nothing is kept any more; 0: none */
	int line;                    /* being read */
	int began;                   /* where the unfolded line began; 0: none is open */
	char *out;                   /* the kept lines, and the open one behind them */
	size_t size, open_at;
	bool is_over;                /* END:VCALENDAR was read */
};

static enum fault complain(struct frame *frame, const char *reason)
{
	(void)fault_because(FAULT_INVALID, frame->note, "line %d: %s", frame->began, reason);
	if (frame->note)
		frame->note->line = frame->began;
	return FAULT_INVALID;
}

/* --- components ------------------------------------------------------------------- */

static bool is_wanted(const struct frame *frame, struct str name)
{
	if (frame->depth == 1)
		return str_equals_nocase(name, STR("VEVENT")) || str_equals_nocase(name, STR("VTIMEZONE"));
	return frame->depth == 2 && str_equals_nocase(frame->open[1], STR("VTIMEZONE")) &&
	       (str_equals_nocase(name, STR("STANDARD")) || str_equals_nocase(name, STR("DAYLIGHT")));
}

static enum fault count_component(struct frame *frame, struct str name)
{
	struct ical_scan *scan = frame->scan;

	if (str_equals_nocase(name, STR("VTIMEZONE")) && ++scan->zones > ICAL_ZONES)
		return complain(frame, "the calendar has over 64 time zones");
	if (!str_equals_nocase(name, STR("VEVENT")))
		return FAULT_NONE;
	if (scan->count == ICAL_EVENTS)
		return fault_because(FAULT_TOO_LARGE, frame->note,
				     "the calendar has over %d events", ICAL_EVENTS);
	scan->lines[scan->count++] = frame->began;
	return FAULT_NONE;
}

static enum fault begin(struct frame *frame, struct str name, bool *is_kept)
{
	if (frame->depth == 0 && (frame->is_over || !str_equals_nocase(name, STR("VCALENDAR"))))
		return complain(frame, frame->is_over ? "a file takes one calendar" :
				"this is no calendar: it must begin with BEGIN:VCALENDAR");
	if (frame->depth == DEEP)
		return complain(frame, "too many components stand inside each other");
	if (frame->depth && !frame->skipped && !is_wanted(frame, name))
		frame->skipped = frame->depth + 1;
	frame->open[frame->depth] = arena_copy(frame->arena, name);
	if (!frame->open[frame->depth++].at)
		return FAULT_TOO_LARGE;
	*is_kept = !frame->skipped;
	return frame->skipped ? FAULT_NONE : count_component(frame, name);
}

static enum fault end(struct frame *frame, struct str name, bool *is_kept)
{
	if (frame->depth == 0 || !str_equals_nocase(frame->open[frame->depth - 1], name))
		return complain(frame, "this END has no BEGIN of its own");
	*is_kept = !frame->skipped;
	if (frame->skipped == frame->depth)
		frame->skipped = 0;
	frame->is_over = --frame->depth == 0;
	return FAULT_NONE;
}

/* --- properties ------------------------------------------------------------------- */

static const char *const of_event[] = { "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE",
					"EXDATE", "RECURRENCE-ID", "SUMMARY", "STATUS", NULL };
static const char *const of_zone[] = { "TZID", NULL };
static const char *const of_change[] = { "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE",
					 "RDATE", NULL };

static bool is_asked(const struct frame *frame, struct str name)
{
	const char *const *asked = frame->depth == 3 ? of_change :
				   str_equals_nocase(frame->open[1], STR("VEVENT")) ? of_event : of_zone;

	while (*asked && !str_equals_nocase(name, str_of(*asked)))
		asked++;
	return *asked;
}

/* Up to the first colon that stands in no quotes. */
static size_t head_of(struct str line)
{
	bool is_quoted = false;
	size_t at = 0;

	for (; at < line.size && (is_quoted || line.at[at] != ':'); at++)
		is_quoted ^= line.at[at] == '"';
	return at;
}

static enum fault count_dates(struct frame *frame, struct str value)
{
	int dates = 1;

	for (size_t i = 0; i < value.size; i++)
		dates += value.at[i] == ',';
	frame->scan->dates += dates;
	if (dates > ICAL_LINE_DATES)
		return complain(frame, "over 500 dates stand in one line: use several lines");
	return frame->scan->dates > ICAL_DATES ?
		complain(frame, "the calendar lists over 50,000 dates: split it") : FAULT_NONE;
}

static enum fault check_change(struct frame *frame, struct str value)
{
	char text[ICAL_HEAD];
	struct icalrecurrencetype rule;
	bool is_of_zone;

	if (value.size >= sizeof(text))
		return complain(frame, "the rule of a time zone is too long");
	str_put(text, sizeof(text), value);
	rule = icalrecurrencetype_from_string(text);
	is_of_zone = ical_weigh_is_of_zone(&rule);
	if (is_of_zone)
		frame->scan->zone_changes += ical_weigh_changes(&rule);
	icalmemory_free_buffer(rule.rscale);
	if (!is_of_zone)
		return complain(frame, "a time zone changes its clocks by years: FREQ=YEARLY with BYMONTH "
				"and BYDAY or BYMONTHDAY");
	return ++frame->scan->zone_rules > ICAL_ZONE_RULES ?
		complain(frame, "the time zones have over 100 rules") : FAULT_NONE;
}

/* libical makes every change of the clocks from there on: Windows' zones begin in 1601, and
 * what begins in the year 1 costs seconds. */
static enum fault check_first(struct frame *frame, struct str value)
{
	int64_t year;

	return str_number(str_slice(value, 0, 4), ICAL_FIRST_YEAR, 9999, &year) ?
		complain(frame, "a time zone begins with a date, not before 1600") : FAULT_NONE;
}

static enum fault count_rule(struct frame *frame, struct str value)
{
	if (++frame->scan->rules > ICAL_RULES)
		return complain(frame, "the calendar has over 6,000 repetitions: split it");
	return frame->depth == 3 ? check_change(frame, value) : FAULT_NONE;
}

static enum fault take_property(struct frame *frame, struct str line, bool *is_kept)
{
	size_t head = head_of(line);
	struct str value = str_from(line, head + 1);
	struct str name = str_slice(line, 0, str_find(line, STR(":")));

	name = str_trim(str_slice(name, 0, str_find(name, STR(";"))));
	*is_kept = !frame->skipped && frame->depth > 1 && is_asked(frame, name);
	if (!*is_kept)
		return FAULT_NONE;
	if (line.size > ICAL_LINE)
		return complain(frame, "this line has over 16 KiB");
	if (head > ICAL_HEAD)
		return complain(frame, "over 1,000 bytes stand before the colon");
	if (++frame->scan->kept_lines > ICAL_LINES)
		return complain(frame, "the calendar has over 100,000 lines of times: split it");
	if (str_equals_nocase(name, STR("RDATE")) || str_equals_nocase(name, STR("EXDATE")))
		return count_dates(frame, value);
	if (frame->depth == 3 && str_equals_nocase(name, STR("DTSTART")))
		return check_first(frame, value);
	return str_equals_nocase(name, STR("RRULE")) ? count_rule(frame, value) : FAULT_NONE;
}

/* --- lines ------------------------------------------------------------------------ */

static enum fault take_line(struct frame *frame, struct str line, bool *is_kept)
{
	struct str name = str_trim(str_slice(line, 0, str_find(line, STR(":"))));
	struct str value = str_trim(str_from(line, str_find(line, STR(":")) + 1));

	if (str_equals_nocase(name, STR("BEGIN")))
		return begin(frame, value, is_kept);
	if (frame->depth == 0)
		return complain(frame, frame->is_over ? "something stands behind the calendar" :
				"this is no calendar: it must begin with BEGIN:VCALENDAR");
	if (str_equals_nocase(name, STR("END")))
		return end(frame, value, is_kept);
	if (str_find(line, STR(":")) == line.size)
		return complain(frame, "this line is no property");
	return take_property(frame, line, is_kept);
}

/* Behind the last piece of a line. */
static enum fault close_line(struct frame *frame)
{
	struct str line = { frame->out + frame->open_at, frame->size - frame->open_at };
	bool is_kept = false;
	enum fault fault;

	if (!frame->began)
		return FAULT_NONE;
	fault = take_line(frame, line, &is_kept);
	frame->began = 0;
	if (is_kept)
		frame->out[frame->size++] = '\n';
	else
		frame->size = frame->open_at;
	return fault;
}

static void add_piece(struct frame *frame, struct str piece)
{
	/* an empty one may stand nowhere */
	if (piece.size > 0)
		memcpy(frame->out + frame->size, piece.at, piece.size);
	frame->size += piece.size;
}

/* A line that begins with a space goes on with the one before. */
static enum fault add_line(struct frame *frame, struct str line)
{
	enum fault fault;

	if (str_ends(line, STR("\r")))
		line.size--;
	if (frame->began && line.size && (line.at[0] == ' ' || line.at[0] == '\t')) {
		add_piece(frame, str_from(line, 1));
		return FAULT_NONE;
	}
	fault = close_line(frame);
	if (fault || str_trim(line).size == 0)
		return fault;
	frame->began = frame->line;
	frame->open_at = frame->size;
	add_piece(frame, line);
	return FAULT_NONE;
}

enum fault ical_scan(struct str text, struct arena *arena, struct ical_scan *scan,
		     struct note *note)
{
	assert(arena && scan);
	assert(text.size <= ICAL_BYTES);

	struct frame frame = { .scan = scan, .arena = arena, .note = note,
			       .out = arena_take(arena, text.size + 2) };
	struct str rest = text, line;
	enum fault fault = FAULT_NONE;

	*scan = (struct ical_scan){ .text = text,
				    .lines = arena_take(arena, ICAL_EVENTS * sizeof(int)) };
	if (!scan->lines || !frame.out)
		return FAULT_TOO_LARGE;
	while (!fault && str_next(&rest, '\n', &line)) {
		frame.line++;
		fault = add_line(&frame, line);
	}
	if (!fault)
		fault = close_line(&frame);
	frame.began = frame.line;
	if (!fault && frame.depth)
		return complain(&frame, "the file is cut off: an END is missing");
	if (!fault && !frame.is_over)
		return fault_because(FAULT_INVALID, note, "the calendar is empty");
	frame.out[frame.size] = '\0';
	scan->kept = (struct str){ frame.out, frame.size };
	return fault;
}

int ical_scan_line(const struct ical_scan *scan, int event, const char *property)
{
	assert(scan && property);
	assert(event >= 0 && event < scan->count);

	struct str rest = scan->text, line;
	int first = scan->lines[event];
	int last = event + 1 < scan->count ? scan->lines[event + 1] : ICAL_BYTES;

	for (int no = 1; no < last && str_next(&rest, '\n', &line); no++) {
		struct str name = str_slice(line, 0, str_find(line, STR(":")));

		name = str_slice(name, 0, str_find(name, STR(";")));
		if (no > first && str_equals_nocase(name, str_of(property)))
			return no;
	}
	return first;
}
