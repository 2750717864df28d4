/*
 * handle_messages - one message with its trace, and a text nobody asked for.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_MESSAGES_H
#define API_HANDLE_MESSAGES_H

#include "api/http/request.h"

ROUTE_LOOK(handle_message_get);
ROUTE_ACT(handle_message_send);

#endif
