/*
 * emergency - the one class of texts that heeds neither the night nor a family's own hours.
 *
 * Two administrators, each signed in by a token of their own: one asks, another approves
 * within an hour, and only that approval makes a text of PURPOSE_EMERGENCY (G7).  The
 * control socket alone proves nobody: many share an account of the machine, so its acts
 * are refused unless a token says who it is.  A full STOP still holds; a family that kept
 * emergencies alone ("2") gets it.
 *
 * Every step is an event of the emergency and an audit row.
 *
 * Writer thread, in the caller's transaction.
 */
#ifndef WORK_EMERGENCY_H
#define WORK_EMERGENCY_H

#include "store/messaging/emergencies.h"
#include "work/commands/command.h"
#include "work/txn/txn.h"

/* Open ones at a time: more is no emergency, but a mistake. */
enum { EMERGENCY_OPEN_MOST = 100 };

/* Ends those whose hour is over; how many. */
enum fault emergency_command_expire(const struct txn *txn, size_t *count) MUST_CHECK;
#endif
