/*
 * messages - list, fetch, redact, cancel and delete what is on record, as Twilio does.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_MESSAGES_H
#define CARRIER_MESSAGES_H

#include "rest.h"

/* Each answers the call. */
void messages_list(struct rest *rest);
void messages_fetch(struct rest *rest);
void messages_update(struct rest *rest);
void messages_delete(struct rest *rest);

#endif
