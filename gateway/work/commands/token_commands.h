/*
 * token_commands - what administrators do with tokens: give one, end some.
 *
 * A token is told once, ends by itself, and leaves a grant: by whose hand its bearer can
 * sign (domain/second_person.h).
 */
#ifndef WORK_TOKEN_COMMANDS_H
#define WORK_TOKEN_COMMANDS_H

#include "base/random.h"
#include "command.h"
#include "store/people/tokens.h"

/* Of one user at a time; days that a token may be made for. */
enum { TOKENS_OPEN_MOST = 50, TOKEN_DAYS_MOST = 3650 };

struct token_issue {
	struct command command;
	struct str email;
	struct str name;             /* what it is for, or nothing */
	int64_t days;                /* 0: as the settings say */
	struct token token;          /* told */
	char secret[TOKEN_SIZE];     /* told, once */
};
extern const struct command_row token_command_issue;

/* One, or all of a user. */
struct token_recall {
	struct command command;
	int64_t token;               /* 0: all of the user */
	struct str email;            /* nothing: that token's user */
	struct user_id user;         /* told */
	int64_t count;               /* told: that had not been revoked before */
};
extern const struct command_row token_command_revoke;

#endif
