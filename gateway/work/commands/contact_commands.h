/*
 * contact_commands - a family's contact, by its number: added or changed.
 *
 * Only what is given changes, and what the family told us itself outranks everybody
 * (language and hours).
 */
#ifndef WORK_CONTACT_COMMANDS_H
#define WORK_CONTACT_COMMANDS_H

#include "household_commands.h"

enum { CONTACT_HAS_NAME, CONTACT_HAS_LANGUAGE, CONTACT_HAS_ZONE, CONTACT_HAS_HOURS,
       CONTACT_HAS_PREFERS, CONTACT_HAS_KNOWN, CONTACT_HAS_HOUSEHOLD, CONTACT_PARTS };

struct contact_given {
	struct contact contact;      /* with the sources of language and hours */
	bool has[CONTACT_PARTS];
};

struct contact_put {
	struct command command;
	char phone[PHONE_ROOM];
	struct str of;               /* a number of the family that it is added to, or empty */
	struct contact_given given;
	struct household_given home; /* of CONTACT_HAS_HOUSEHOLD: household_command_join */
	struct contact_id id;        /* told */
	struct household_id household; /* told */
};
extern const struct command_row contact_command_put;

#endif
