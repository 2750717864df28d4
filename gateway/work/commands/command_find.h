/*
 * command_find - whom a command names.
 *
 * Writer thread, in the caller's transaction.
 */
#ifndef WORK_COMMAND_FIND_H
#define WORK_COMMAND_FIND_H

#include "command.h"

/* The user of an e-mail address, however it is spelled; says so when nobody has it, or two. */
enum fault command_find_user(const struct txn *txn, struct str email, struct user *user) MUST_CHECK;

#endif
