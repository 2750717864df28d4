/*
 * metrics - numbers for Prometheus, none of them about a person.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_METRICS_H
#define API_METRICS_H

#include "api/http/request.h"

ROUTE_LOOK(metrics_look);
ROUTE_ACT(metrics_show);

#endif
