/*
 * stop - a family wants no more texts on one number (T6): consent off, what is queued
 * there suppressed, its open promises to a person, all in the caller's transaction.
 *
 * Source: guarantees.md G6, 47 CFR 64.1200(a)(10).
 * Threads: writer.  Errors: the store's.
 */
#ifndef WORK_STOP_H
#define WORK_STOP_H

#include "domain/consent_cause.h"
#include "work/txn/agenda.h"
#include "work/txn/txn.h"

struct stop {
	const struct number *number;
	enum channel channel;
	enum consent_cause cause;
	struct message_id by;
	int64_t at;                  /* when it was said */
};
/* Consent is off at once; the rest is put on the agenda.  Outside followup:
 * consequences_stop. */
enum fault stop_apply(const struct txn *txn, const struct stop *stop) MUST_CHECK;
/* AGENDA_STOP: the provider says so of the text `message`. */
enum fault stop_by_provider(const struct txn *txn, const struct agenda_item *item) MUST_CHECK;
/* AGENDA_STOP_QUEUED and AGENDA_STOP_PROMISES. */
enum fault stop_queued(const struct txn *txn, const struct agenda_item *item) MUST_CHECK;
enum fault stop_promises(const struct txn *txn, const struct agenda_item *item) MUST_CHECK;

#endif
