#include "fault.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What fault.h tells clang's analyser is for those who call it. */
#undef fault_because

static const struct {
	int http;
	int exit_code;
	const char *word;
	const char *text;
} faults[FAULT_KINDS] = {
#define X(name, http, code, word, text) [name] = { http, code, word, text },
	FAULTS(X)
#undef X
};

int fault_http_status(enum fault fault)
{
	assert(fault < FAULT_KINDS);
	return faults[fault].http;
}

int fault_exit_code(enum fault fault)
{
	assert(fault < FAULT_KINDS);
	return faults[fault].exit_code;
}

const char *fault_word(enum fault fault)
{
	assert(fault < FAULT_KINDS);
	return faults[fault].word;
}

const char *fault_text(enum fault fault)
{
	assert(fault < FAULT_KINDS);
	return faults[fault].text;
}

enum fault fault_because(enum fault fault, struct note *note,
			 const char *format, ...)
{
	va_list args;

	assert(fault < FAULT_KINDS);
	assert(format);
	if (!note)
		return fault;
	memset(note, 0, sizeof(*note));
	va_start(args, format);
	vsnprintf(note->text, sizeof(note->text), format, args);
	va_end(args);
	return fault;
}

enum fault fault_at(enum fault fault, struct note *note, const char *file,
		    int line, int column, const char *format, ...)
{
	va_list args;

	assert(fault < FAULT_KINDS);
	assert(file && format);
	assert(line >= 0 && column >= 0);
	if (!note)
		return fault;
	memset(note, 0, sizeof(*note));
	va_start(args, format);
	vsnprintf(note->text, sizeof(note->text), format, args);
	va_end(args);
	snprintf(note->file, sizeof(note->file), "%s", file);
	note->line = line;
	note->column = column;
	return fault;
}

const char *note_text(const struct note *note, enum fault fault, char *into,
		      size_t room)
{
	assert(into && room > 0);
	assert(fault < FAULT_KINDS);
	if (!note || !note->text[0])
		snprintf(into, room, "%s", fault_text(fault));
	else if (!note->file[0])
		snprintf(into, room, "%s", note->text);
	else if (note->line == 0)
		snprintf(into, room, "%s: %s", note->file, note->text);
	else
		snprintf(into, room, "%s:%d:%d: %s", note->file, note->line,
			 note->column, note->text);
	return into;
}
