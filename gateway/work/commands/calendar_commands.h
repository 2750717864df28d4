/*
 * calendar_commands - when schools are closed, of a file: one school's or the district's.
 *
 * What was told to families stays told; when the next step is due is counted anew.
 */
#ifndef WORK_CALENDAR_COMMANDS_H
#define WORK_CALENDAR_COMMANDS_H

#include "command.h"

struct ical;
struct timetable;

struct calendar_put {
	struct command command;
	struct str school;           /* empty: the district */
	const struct ical *calendar; /* borrowed until `done` */
	int64_t until_at;            /* its horizon */
	struct timetable *timetable; /* made by the command, in force afterwards */
};
extern const struct command_row calendar_command_put;

#endif
