/*
 * delivery_apply - one step of a message (T4, T5): what domain/delivery decides of it, done;
 * and what domain/outcome decides of its promise.
 *
 * What others have to do is put on the agenda.  For consequences.c only; everybody else
 * calls consequences_delivery, which carries that out too.
 *
 * Threads: writer.  FAULT_MISSING, the store's.
 */
#ifndef WORK_DELIVERY_APPLY_H
#define WORK_DELIVERY_APPLY_H

#include "work/txn/agenda.h"

/* An event that says nothing new changes nothing; *stepped (may be NULL) tells. */
enum fault delivery_apply(const struct txn *txn, struct message_id id,
			  const struct change *change, bool *stepped) MUST_CHECK;
/* AGENDA_OUTCOME. */
enum fault delivery_apply_outcome(const struct txn *txn,
				  const struct agenda_item *item) MUST_CHECK;

#endif
