/*
 * claim_fault - a text that cannot be judged at its claim: it waits, and a person has it.
 *
 * Something of it is not in the ledger as it should be (its family has lost the number it was
 * written to): that is no reason for others to wait, and none to end it, for what is missing
 * may be put back.
 *
 * Source: guarantees.md G4, G18.
 * Threads: writer.
 */
#ifndef WORK_CLAIM_FAULT_H
#define WORK_CLAIM_FAULT_H

#include "store/messaging/deliveries.h"
#include "work/txn/txn.h"

/* Not before TRIAL_AGAIN_IN; `why` stands in its trace.  A person is told once: of its promise,
 * or, when none waits for it, of the text itself.  Nothing when it is not queued any more. */
enum fault claim_fault_hold(const struct txn *txn, const struct message *message,
			    enum fault why) MUST_CHECK;
/* It could be judged after all: the text itself is no person's any more.  Whether that changed
 * the row, which the caller writes. */
bool claim_fault_clear(struct delivery *delivery);

#endif
