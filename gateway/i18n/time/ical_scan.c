/* The frame of an iCalendar file, with the lines that libical forgets. */
#include "ical_scan.h"

#include <assert.h>

#include "ical.h"

enum { DEEP = 8 };

struct frame {
	struct ical_scan *scan;
	struct note *note;
	struct str open[DEEP];       /* components that are not ended yet */
	int depth;
	int line;
	int doubtful;                /* a line without a colon, that may go on */
	bool is_over;                /* END:VCALENDAR was read */
};

static enum fault complain(struct frame *frame, const char *reason)
{
	(void)fault_because(FAULT_INVALID, frame->note, "line %d: %s", frame->line, reason);
	if (frame->note)
		frame->note->line = frame->line;
	return FAULT_INVALID;
}

static enum fault begin(struct frame *frame, struct str name)
{
	if (frame->depth == 0 && (frame->is_over || !str_equals_nocase(name, STR("VCALENDAR"))))
		return complain(frame, frame->is_over ? "a file takes one calendar" :
				"this is no calendar: it must begin with BEGIN:VCALENDAR");
	if (frame->depth == DEEP)
		return complain(frame, "too many components stand inside each other");
	if (str_equals_nocase(name, STR("VEVENT"))) {
		if (frame->scan->count == ICAL_EVENTS)
			return fault_because(FAULT_TOO_LARGE, frame->note,
					     "the calendar has over %d events", ICAL_EVENTS);
		frame->scan->lines[frame->scan->count++] = frame->line;
	}
	frame->open[frame->depth++] = name;
	return FAULT_NONE;
}

static enum fault end(struct frame *frame, struct str name)
{
	if (frame->depth == 0 || !str_equals_nocase(frame->open[frame->depth - 1], name))
		return complain(frame, "this END has no BEGIN of its own");
	frame->is_over = --frame->depth == 0;
	return FAULT_NONE;
}

static enum fault take_line(struct frame *frame, struct str line)
{
	struct str name = str_trim(str_slice(line, 0, str_find(line, STR(":"))));
	struct str value = str_trim(str_from(line, str_find(line, STR(":")) + 1));

	if (frame->depth && line.size && (line.at[0] == ' ' || line.at[0] == '\t')) {
		if (str_find(line, STR(":")) < line.size)
			frame->doubtful = 0;
		return FAULT_NONE;
	}
	if (frame->doubtful) {
		frame->line = frame->doubtful;
		return complain(frame, "this line is no property");
	}
	if (str_trim(line).size == 0)
		return FAULT_NONE;
	if (str_equals_nocase(name, STR("BEGIN")))
		return begin(frame, value);
	if (frame->depth == 0)
		return complain(frame, frame->is_over ? "something stands behind the calendar" :
				"this is no calendar: it must begin with BEGIN:VCALENDAR");
	if (str_equals_nocase(name, STR("END")))
		return end(frame, value);
	if (str_find(line, STR(":")) == line.size)
		frame->doubtful = frame->line;
	return FAULT_NONE;
}

enum fault ical_scan(struct str text, struct arena *arena, struct ical_scan *scan,
		     struct note *note)
{
	assert(arena && scan);
	assert(text.size <= ICAL_BYTES);

	struct frame frame = { .scan = scan, .note = note };
	struct str rest = text, line;
	enum fault fault = FAULT_NONE;

	*scan = (struct ical_scan){ .text = text,
				    .lines = arena_take(arena, ICAL_EVENTS * sizeof(int)) };
	if (!scan->lines)
		return FAULT_TOO_LARGE;
	while (!fault && str_next(&rest, '\n', &line)) {
		frame.line++;
		fault = take_line(&frame, line);
	}
	if (!fault && frame.depth)
		return complain(&frame, "the file is cut off: an END is missing");
	if (!fault && !frame.is_over)
		return fault_because(FAULT_INVALID, note, "the calendar is empty");
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
