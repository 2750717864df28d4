/*
 * line_commands - an administrator stops a line, and lets it send again.
 *
 * The ledger and the loop's own copy of the line say the same: the copy follows when the
 * transaction is on disk.
 */
#ifndef WORK_LINE_COMMANDS_H
#define WORK_LINE_COMMANDS_H

#include "command.h"

struct line_state;

struct line_pause {
	struct command command;
	struct line_state *line;     /* the loop's; borrowed */
	struct str reason;           /* needed */
	struct line_id id;           /* told */
};
extern const struct command_row line_command_pause;

struct line_resume {
	struct command command;
	struct line_state *line;
	struct line_id id;           /* told */
};
extern const struct command_row line_command_resume;

#endif
