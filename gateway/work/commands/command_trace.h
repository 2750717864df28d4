/*
 * command_trace - the trace's rows about commands on staff, calendars and rules.
 *
 * Commands on promises, messages, lines and families write rows of their own, where they
 * change something; those of here change no promise at once, and say in one row what was
 * done, and to whom.
 *
 * Threads: the writer's, inside the caller's transaction.
 */
#ifndef WORK_COMMAND_TRACE_H
#define WORK_COMMAND_TRACE_H

#include "command.h"

/* `what`: "staff.added"; the user is the one that the command's row names; `detail`: in
 * our own words, no names and no numbers of people, or "". */
enum fault command_trace(const struct txn *txn, const struct command *command, const char *what,
			 const char *detail) MUST_CHECK;

#endif
