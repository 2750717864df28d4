/*
 * media - pictures of a message: listed, fetched, deleted, or handed out unasked.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_MEDIA_H
#define CARRIER_MEDIA_H

#include "rest.h"

/* Each answers the call. */
void media_list(struct rest *rest);
void media_fetch(struct rest *rest);
void media_content(struct rest *rest);
void media_delete(struct rest *rest);
/* Telnyx's way: who knows the address gets the bytes.  The context is the carrier. */
void media_show(void *context, struct call *call);

#endif
