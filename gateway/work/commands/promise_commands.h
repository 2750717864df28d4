/*
 * promise_commands - what staff do with a promise but answer it (text_commands.h).
 *
 * Each tells the promise's state as it is afterwards.
 */
#ifndef WORK_PROMISE_COMMANDS_H
#define WORK_PROMISE_COMMANDS_H

#include "command.h"
#include "store/promises/promises.h"

/* Puts the actor's name to it; by the control socket nobody's. */
struct promise_take {
	struct command command;
	struct promise_id promise;
	enum promise_state state;    /* told */
};
extern const struct command_row promise_command_take;

/* Ends it without an answer; the reason is a word of domain/promise.h's excuses. */
struct promise_excuse {
	struct command command;
	struct promise_id promise;
	struct str reason;
	struct str note;
	enum promise_state state;    /* told */
};
extern const struct command_row promise_command_excuse;

struct promise_note {
	struct command command;
	struct promise_id promise;
	struct str text;
	enum promise_state state;    /* told */
};
extern const struct command_row promise_command_note;

/* Did the family ask us to stop?  `decision`: stopped or kept. */
struct promise_consent {
	struct command command;
	struct promise_id promise;
	struct str decision;
	enum promise_state state;    /* told */
};
extern const struct command_row promise_command_consent;

/* The next step of its rule now. */
struct promise_wake {
	struct command command;
	struct promise_id promise;
	enum promise_state state;    /* told */
};
extern const struct command_row promise_command_wake;

/* For commands on promises: FAULT_MISSING says that there is none with that id. */
enum fault promise_command_find(const struct txn *txn, struct promise_id id,
				struct promise *promise) MUST_CHECK;

#endif
