/*
 * health - is the daemon alive, may it be sent traffic; the way to the practice phones.
 *
 * Neither asks the ledger: they answer when nothing else does.
 *
 * Threads: loop thread.
 */
#ifndef API_HEALTH_H
#define API_HEALTH_H

#include "api/http/request.h"

ROUTE_ACT(health_live);
ROUTE_ACT(health_ready);
ROUTE_ACT(health_practice);

#endif
