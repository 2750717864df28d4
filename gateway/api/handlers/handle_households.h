/*
 * handle_households - households, and the schools their children go to.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_HOUSEHOLDS_H
#define API_HANDLE_HOUSEHOLDS_H

#include "api/http/request.h"

ROUTE_LOOK(handle_households_list);
ROUTE_LOOK(handle_household_get);
ROUTE_LOOK(handle_household_is_new);
ROUTE_LOOK(handle_household_look);
ROUTE_LOOK(handle_household_schools);
ROUTE_ACT(handle_household_add);
ROUTE_ACT(handle_household_put);
/* The body's `household` (id or name) into request->more, which stays NULL when it says
 * none; 404 with the field when there is no such household. */
ROUTE_LOOK(handle_household_find);

#endif
