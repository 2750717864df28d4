/*
 * staff_commands - what administrators do with people: who they are, when they are there.
 *
 * A command names its user by e-mail address.  What makes somebody able to sign leaves a grant
 * (store/people/grants.h).  Each leaves one row in the trace about that
 * user, and hands over what the user owes when they no longer can.
 */
#ifndef WORK_STAFF_COMMANDS_H
#define WORK_STAFF_COMMANDS_H

#include "command.h"

enum { USER_HAS_NAME, USER_HAS_ROLE, USER_HAS_LANGUAGES, USER_HAS_PHONE, USER_HAS_WEEK,
       USER_HAS_ZONE, USER_HAS_CAPACITY, USER_HAS_SCHOOLS, USER_PARTS };

struct user_add {
	struct command command;
	struct user user;            /* an e-mail address is needed; id and created_at are told */
	struct user_id id;           /* told */
};
extern const struct command_row staff_command_add;

struct user_disable {
	struct command command;
	struct str email;
	struct user_id id;           /* told */
	int64_t disabled_at;         /* told: the first time */
};
/* Their tokens are revoked. */
extern const struct command_row staff_command_disable;

/* Lets in again whom somebody disabled; their old tokens stay revoked. */
struct user_enable {
	struct command command;
	struct str email;
	struct user user;            /* told */
};
extern const struct command_row staff_command_enable;

/* The operator, at the machine itself, says that this is a person of their own, whoever made
 * their account (domain/second_person.h).  FAULT_UNSIGNED by a token. */
struct user_vouch {
	struct command command;
	struct str email;
	struct user user;            /* told */
};
extern const struct command_row staff_command_vouch;

/* Only what is given changes. */
struct user_set {
	struct command command;
	struct str email;
	struct user given;
	bool has[USER_PARTS];
	struct user user;            /* told: as they are now */
};
extern const struct command_row staff_command_set;

struct user_absent {
	struct command command;
	struct str email;
	int64_t from_at, to_at;
	struct str reason;
	struct user user;            /* told */
};
extern const struct command_row staff_command_absent;

/* Ends the absence that runs; when none does, drops what is planned. */
struct user_back {
	struct command command;
	struct str email;
	struct user user;            /* told */
};
extern const struct command_row staff_command_back;

#endif
