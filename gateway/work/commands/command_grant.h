/*
 * command_grant - a command made somebody able to sign: by whose hand is kept
 * (store/people/grants.h), and when it is an administrator's, the administrators hear of it:
 * before it counts they have a day to look (domain/second_person.h).
 *
 * Writer thread, in the caller's transaction.
 */
#ifndef WORK_COMMAND_GRANT_H
#define WORK_COMMAND_GRANT_H

#include "command.h"

/* `token`: of GRANT_TOKEN alone, else 0.  `user` as they are from now on. */
enum fault command_grant(const struct txn *txn, const struct command *command,
			 const struct user *user, enum grant_kind kind, int64_t token) MUST_CHECK;

#endif
