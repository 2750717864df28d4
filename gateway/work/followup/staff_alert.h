/*
 * staff_alert - texts to staff on their own number: how many families wait for them.
 *
 * One text for all that came up, at most every STAFF_ALERT_EVERY, in the person's own working
 * hours, and never a family's name or words.  Whoever has no number is told by notices
 * and the event stream alone.  The number has a contact like any other: its STOP and the
 * quiet hours hold, and what is written back to us is heard like any text.
 *
 * Threads: writer.
 */
#ifndef WORK_STAFF_ALERT_H
#define WORK_STAFF_ALERT_H

#include "work/txn/txn.h"

#define STAFF_ALERT_EVERY (15 * MINUTE_MS)

/* Those whose text is due; *count: how many were looked at. */
enum fault staff_alert_turn(const struct txn *txn, size_t *count) MUST_CHECK;

#endif
