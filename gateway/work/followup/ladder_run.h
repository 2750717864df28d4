/*
 * ladder_run - the ladder in deed: an answer that did not arrive goes another way.
 *
 * In the transaction that learns of the failure the next rung is chosen (domain/ladder)
 * and done: the same text is queued to another number, channel or guardian, with consent,
 * hours and quiet checked as for every text; or the promise is on a person's list for a
 * visit.  So a crash finds the failure and its rung, or neither.  Each rung is a row (rung)
 * and an event ("ladder.rung", actor "ladder").  The promise stays answered while some
 * way is left; the receipt of any of its texts keeps it.
 *
 * Threads: writer, inside the caller's transaction.
 */
#ifndef WORK_LADDER_RUN_H
#define WORK_LADDER_RUN_H

#include "store/promises/ladder_rungs.h"
#include "work/txn/agenda.h"

/* AGENDA_LADDER.  `message` is the newest answer of an answered promise.  may_retry: it is
 * queued again, for an hour or more; the ladder only writes that down. */
enum fault ladder_run_take(const struct txn *txn, const struct agenda_item *item) MUST_CHECK;

/* An answer is about to be planned to a number that stopped or cannot receive texts:
 * `plan` is led another way, if there is one (*detour is not NULL then).  After the text is
 * queued ladder_run_detour_done writes the rung down; ladder_run_detour_free in any case. */
struct detour;
struct outbound;
enum fault ladder_run_detour(const struct txn *txn, const struct promise *promise,
			struct outbound *outbound, struct detour **detour) MUST_CHECK;
enum fault ladder_run_detour_done(struct detour *detour, struct message_id message) MUST_CHECK;
void ladder_run_detour_free(struct detour **detour);

/* True when the promise's answer is under way to another number than this, or has just
 * ended and climbs in this transaction. */
enum fault ladder_run_has_it(const struct txn *txn, const struct promise *promise,
			const char *phone, bool *has) MUST_CHECK;
/* AGENDA_TAKE_BACK: the promise is closed, what is queued about it and would be false or said
 * twice is put on the agenda, to be suppressed. */
enum fault ladder_run_close(const struct txn *txn, const struct promise *promise) MUST_CHECK;
/* Where the answer arrived: the newest receipt's message; FAULT_MISSING when none has. */
enum fault ladder_run_reached(const struct txn *txn, const struct promise *promise,
			 struct answer_way *way) MUST_CHECK;

#endif
