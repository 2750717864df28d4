/*
 * health - is the daemon alive, may it be sent traffic; the way to the practice phones.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HEALTH_H
#define API_HEALTH_H

#include "api/http/request.h"

ROUTE_LOOK(health_look);
ROUTE_ACT(health_live);
ROUTE_ACT(health_ready);
ROUTE_ACT(health_practice);

#endif
