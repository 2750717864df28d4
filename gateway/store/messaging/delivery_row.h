/*
 * delivery_row - how a delivery's row is read, for the outbox and its lists.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DELIVERY_ROW_H
#define STORE_DELIVERY_ROW_H

#include "deliveries.h"
#include "store/db/row.h"

/* Of the table `delivery AS d`, in delivery_read's order. */
#define DELIVERY_COLUMNS                                                              \
	"d.message_id, d.line_id, d.phone, d.state, d.attempts, d.tries,"             \
	" d.not_before_at, d.waits_for, d.claimed_at, d.ended_at, d.sent_at, d.final_at, d.error_code," \
	" d.is_ambiguous, d.needs_person, d.polls, d.empty_lists, d.look_at"

/* Of the table `delivery AS d`: another row of the same phone and text is on its way,
 * or nobody knows. */
#define ALIKE_IS_OPEN(of)                                                            \
	"EXISTS (SELECT 1 FROM delivery AS o WHERE o.phone = " of ".phone"           \
	" AND o.text_hash = " of ".text_hash AND o.state IN ('sending', 'unknown'))"

void delivery_read(struct row *row, struct delivery *delivery);

#endif
