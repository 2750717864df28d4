/*
 * destination_notice - administrators hear, at most once a day and line, how many texts the
 * provider does not deliver to which countries.
 *
 * The first is told at once, what comes within a day of that when the day is over: by code,
 * with the count; a country is named once.  No number and no family is.
 *
 * Source: guarantees.md G18, twilio-wire.md §2 (DEST).
 * Threads: writer, inside the caller's transaction.  Errors: the store's.
 */
#ifndef WORK_DESTINATION_NOTICE_H
#define WORK_DESTINATION_NOTICE_H

#include "work/txn/txn.h"

/* One text more, that failed for good. */
enum fault destination_notice_count(const struct txn *txn, const struct message *message,
				    int code) MUST_CHECK;
/* What is due is told; *count: of how many lines. */
enum fault destination_notice_turn(const struct txn *txn, size_t *count) MUST_CHECK;
/* When the next is due; NEVER: nothing waits. */
enum fault destination_notice_next(struct db *db, int64_t *at) MUST_CHECK;

#endif
