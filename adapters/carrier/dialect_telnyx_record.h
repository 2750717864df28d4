/*
 * dialect_telnyx_record - Telnyx's answers about messages on record: one by its id, and
 * the search of detail records.  There is no list with texts, as there is none there.
 *
 * A message that still waits in the queue is not among the detail records; that one which
 * a mishap hides is not either.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_DIALECT_TELNYX_RECORD_H
#define CARRIER_DIALECT_TELNYX_RECORD_H

#include "rest.h"

/* Each answers the call. */
void dialect_telnyx_record_fetch(struct rest *rest);
/* Only what is scheduled, and for more than a minute yet. */
void dialect_telnyx_record_cancel(struct rest *rest);
void dialect_telnyx_record_list(struct rest *rest);

#endif
