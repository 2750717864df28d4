/*
 * household_commands - who belongs together: households, and a contact's way into one.
 */
#ifndef WORK_HOUSEHOLD_COMMANDS_H
#define WORK_HOUSEHOLD_COMMANDS_H

#include "command.h"
#include "store/people/households.h"

enum { HOUSEHOLD_HAS_NAME, HOUSEHOLD_HAS_GROUPS, HOUSEHOLD_HAS_SHARES, HOUSEHOLD_PARTS };

/* Which household, and what is said of it.  Id 0: the one of that name. */
struct household_given {
	struct household household;
	bool has[HOUSEHOLD_PARTS];
};

/* Of its id; of its name it adds or changes. */
struct household_put {
	struct command command;
	struct household_given given;
	struct household_id id;      /* told */
};
extern const struct command_row household_command_put;

/* --- shared with contact_commands.c and student_commands.c -------------------- */
/* FAULT_MISSING with a reason when there is none. */
enum fault household_command_find(const struct txn *txn, const struct household_given *given,
				  struct household *household) MUST_CHECK;
/* Puts the contact into the household that is given, by id or by a name that may be new;
 * neither: into none.  *id: it, 0 without one. */
enum fault household_command_join(const struct txn *txn, const struct command *command,
				  const struct household_given *given, struct contact *contact,
				  struct household_id *id) MUST_CHECK;

#endif
