/*
 * fault - what went wrong, said as "what may the caller do next?".
 *
 * One table gives the code, the HTTP status, the word that stands in JSON and
 * the sentence.  A function that can fail returns enum fault, is MUST_CHECK and
 * leaves its outputs untouched when it does.  The cause in words goes into an
 * optional struct note: never a phone number, a name or a word from a family.
 *
 * A function carries a fault upward in one of two ways, both statements:
 *	if (fault)			it leaves at once.  What it holds is AUTO, or an
 *		return fault;		arena's, or nothing: there is no clearing up to jump to.
 *	if (!fault)			it goes down a ladder, where a step needs the step
 *		fault = next();		before and the foot is for both ends: a thing given
 *					back, a row for the log, the next of a loop.
 * No fault is set within a condition, none is chosen by ?:, and who writes a note
 * returns a fault: tests/lint/idioms.py.  To tell one fault from another is another
 * thing: return fault == FAULT_MISSING ? FAULT_NONE : fault;
 *
 * Threads: everything here is pure or works on the caller's own memory.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "macros.h"

/*        code             http exit word            sentence */
#define FAULTS(X)                                                              \
	X(FAULT_NONE,      200,  0, "ok",            "fine")                      \
	X(FAULT_AGAIN,     503, 75, "unavailable",   "not now, ask again later")  \
	X(FAULT_INVALID,   400, 65, "invalid",       "the input makes no sense")  \
	X(FAULT_UNSIGNED,  403, 77, "forbidden",     "this is not allowed")       \
	X(FAULT_STRANGER,  401, 77, "unauthorized",  "who are you? sign in first") \
	X(FAULT_MISSING,   404, 66, "not_found",     "there is no such thing")    \
	X(FAULT_METHOD,    405, 64, "method",        "this address takes another method") \
	X(FAULT_CONFLICT,  409, 65, "conflict",      "someone else was faster, or it is too late for that") \
	X(FAULT_TOO_LARGE, 413, 65, "too_large",     "that is larger than we take") \
	X(FAULT_STOPPED,   422, 65, "stopped",       "the family asked us to stop") \
	X(FAULT_FULL,      503, 75, "full",          "a queue is full, ask again later") \
	X(FAULT_LIMIT,     429, 75, "limit",         "a limit is reached, slow down") \
	X(FAULT_DISK,      503, 74, "disk",          "the store cannot write")    \
	X(FAULT_CONFIG,    500, 78, "config",        "the configuration is wrong") \
	X(FAULT_BROKEN,    500, 70, "internal",      "something of ours is broken")

enum fault {
#define X(name, http, code, word, text) name,
	FAULTS(X)
#undef X
	FAULT_KINDS
};

/* The cause in words, and where in a file it stands (line and column from 1,
 * 0 when unknown). */
struct note {
	char text[320];
	char file[128];
	int line;
	int column;
};

int fault_http_status(enum fault fault);
/* After sysexits(3): for command line programs. */
int fault_exit_code(enum fault fault);
/* The stable word of JSON errors, "conflict". */
const char *fault_word(enum fault fault);
const char *fault_text(enum fault fault);

/* Writes the cause into note (which may be NULL) and returns fault, so that
 * one can write: return fault_because(FAULT_FULL, note, "over %zu bytes", n); */
enum fault fault_because(enum fault fault, struct note *note,
			 const char *format, ...) PRINTS(3, 4);
/* The same with a place in a file. */
enum fault fault_at(enum fault fault, struct note *note, const char *file,
		    int line, int column, const char *format, ...) PRINTS(6, 7);
#ifdef __clang_analyzer__
/* The analyser sees one file at a time: here is what this returns. */
#define fault_because(fault, ...) ((void)fault_because(fault, __VA_ARGS__), (fault))
#endif

/* "file:line:column: text", or only the text, or the fault's own sentence when
 * the note is empty.  Returns `into`. */
const char *note_text(const struct note *note, enum fault fault, char *into,
		      size_t room);

#endif
