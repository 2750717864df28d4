/*
 * hooks - what providers tell us: a text, a receipt.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HOOKS_H
#define API_HOOKS_H

#include "api/http/request.h"

ROUTE_ACT(hook_message);
ROUTE_ACT(hook_message_status);

#endif
