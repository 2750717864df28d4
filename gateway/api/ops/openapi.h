/*
 * openapi - the API's own description.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_OPENAPI_H
#define API_OPENAPI_H

#include "api/http/request.h"

ROUTE_ACT(openapi_show);

#endif
