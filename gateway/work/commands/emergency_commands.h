/*
 * emergency_commands - the one class of texts that heeds neither the night nor a family's own hours.
 *
 * Two administrators, each signed in by a token of their own: one asks, another approves
 * within an hour, and only that approval makes a text of PURPOSE_EMERGENCY (G7).  That the
 * two are two people, second_signer says.  The
 * control socket alone proves nobody: many share an account of the machine, so its acts
 * are refused unless a token says who it is.  A full STOP still holds; a family that kept
 * emergencies alone ("2") gets it.
 *
 * Every step is an event of the emergency and an audit row.
 *
 * Writer thread, in the caller's transaction.
 */
#ifndef WORK_EMERGENCY_COMMANDS_H
#define WORK_EMERGENCY_COMMANDS_H

#include "command.h"
#include "second_signer.h"
#include "store/messaging/emergencies.h"

/* Open ones at a time: more is no emergency, but a mistake. */
enum { EMERGENCY_OPEN_MOST = 100 };

/* To a number, or to a contact by id. */
struct emergency_ask {
	struct command command;
	char phone[PHONE_ROOM];
	struct contact_id to;        /* 0: the number's */
	struct str text;
	struct contact_id contact;   /* told */
	int64_t emergency;           /* told: its id */
	int64_t expires_at;          /* told */
	struct second_signer second; /* told: who may approve it */
};
extern const struct command_row emergency_command_ask;

struct line_state;

struct emergency_approve {
	struct command command;
	int64_t emergency;
	const struct line_state *line; /* that it leaves by; borrowed, its id is read */
	struct message_id message;   /* told */
};
extern const struct command_row emergency_command_approve;

/* Whoever asked may take it back. */
struct emergency_reject {
	struct command command;
	int64_t emergency;
};
extern const struct command_row emergency_command_reject;

/* Ends those whose hour is over; how many. */
enum fault emergency_command_expire(const struct txn *txn, size_t *count) MUST_CHECK;

#endif
