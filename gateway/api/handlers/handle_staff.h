/*
 * handle_staff - when staff are there: their week, their schools, their absences.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_STAFF_H
#define API_HANDLE_STAFF_H

#include "api/http/request.h"

ROUTE_LOOK(handle_staff_set_look);
ROUTE_LOOK(handle_staff_absent_look);
ROUTE_LOOK(handle_staff_absences);
ROUTE_ACT(handle_staff_set);
ROUTE_ACT(handle_staff_absent);
ROUTE_ACT(handle_staff_back);

#endif
