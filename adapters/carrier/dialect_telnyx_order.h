/*
 * dialect_telnyx_order - a new message in Telnyx's JSON: read, judged, scheduled.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_DIALECT_TELNYX_ORDER_H
#define CARRIER_DIALECT_TELNYX_ORDER_H

#include "carrier.h"
#include "wire/form.h"

/* The account's only profile and organization. */
#define DIALECT_TELNYX_PROFILE "40000000-0000-4000-8000-000000000001"
#define DIALECT_TELNYX_ORGANIZATION "40000000-0000-4000-8000-000000000002"

/* A flat object becomes fields: a text or "true"/"false" as it is, null none, a list one
 * field for each of its texts.  FAULT_INVALID for anything else. */
enum fault dialect_telnyx_order_read(struct str body, struct arena *arena, struct form *form,
				     struct note *note) MUST_CHECK;
/* REFUSAL_NONE when it is fine. */
enum refusal dialect_telnyx_order_judge(struct carrier *carrier, const struct form *form);
/* Nobody can say how long a message may wait: its queue holds it for four hours. */
void dialect_telnyx_order_schedule(struct record *record, const struct form *form);

#endif
