/*
 * student_commands - whose household, which school; open promises of the family follow.
 */
#ifndef WORK_STUDENT_COMMANDS_H
#define WORK_STUDENT_COMMANDS_H

#include "household_commands.h"
#include "store/people/students.h"

/* STUDENT_HAS_HOUSEHOLD: a student of that id moves there. */
enum { STUDENT_HAS_NAME, STUDENT_HAS_SCHOOL, STUDENT_HAS_HOUSEHOLD, STUDENT_PARTS };

struct student_given {
	struct student student;
	bool has[STUDENT_PARTS];
};

/* Of its id; else `home` is set, and of its name there it adds or changes. */
struct student_put {
	struct command command;
	struct student_given given;
	struct household_given home;
	struct student_id id;        /* told */
	struct household_id household; /* told */
};
extern const struct command_row student_command_put;

struct student_remove {
	struct command command;
	struct student_id id;
	struct household_id household; /* told */
};
extern const struct command_row student_command_remove;

#endif
