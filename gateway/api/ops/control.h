/*
 * control - what hearbackctl asks the running daemon: status, trace, route, queue, clock.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_CONTROL_H
#define API_CONTROL_H

#include "api/http/request.h"

ROUTE_LOOK(control_status_look);
ROUTE_LOOK(control_trace);
ROUTE_LOOK(control_route);
ROUTE_LOOK(control_queue);
ROUTE_LOOK(control_clock_check);
ROUTE_ACT(control_status);
ROUTE_ACT(control_clock);
ROUTE_ACT(control_clock_advance);

#endif
