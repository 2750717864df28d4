/*
 * handle_emergencies - emergencies: asked by one administrator, approved by another.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_EMERGENCIES_H
#define API_HANDLE_EMERGENCIES_H

#include "api/http/request.h"

ROUTE_LOOK(handle_emergencies_list);
ROUTE_ACT(handle_emergency_ask);
ROUTE_ACT(handle_emergency_approve);
ROUTE_ACT(handle_emergency_reject);

#endif
