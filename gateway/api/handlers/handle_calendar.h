/*
 * handle_calendar - school calendars: what a file would change, the change, what is closed next.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_CALENDAR_H
#define API_HANDLE_CALENDAR_H

#include "api/http/request.h"

ROUTE_LOOK(handle_calendar_look);
ROUTE_LOOK(handle_calendar_show);
ROUTE_ACT(handle_calendar_put);

#endif
