/*
 * handle_promises - promises: the list, one with its trace, and what staff do with it.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_PROMISES_H
#define API_HANDLE_PROMISES_H

#include "api/http/request.h"

ROUTE_LOOK(handle_promises_list);
ROUTE_LOOK(handle_promise_get);
ROUTE_ACT(handle_promise_take);
ROUTE_ACT(handle_promise_answer);
ROUTE_ACT(handle_promise_excuse);
ROUTE_ACT(handle_promise_consent);
ROUTE_ACT(handle_promise_note);
ROUTE_ACT(handle_promise_wake);

#endif
