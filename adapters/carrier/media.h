/*
 * media - pictures of a message: listed, fetched, deleted.
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

#endif
