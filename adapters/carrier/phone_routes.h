/*
 * phone_routes - the handsets by HTTP: a script or the page types and looks here.
 *
 * Each answers the call; the context is the struct carrier.  Threads: loop thread.
 */
#ifndef CARRIER_PHONE_ROUTES_H
#define CARRIER_PHONE_ROUTES_H

#include "wire/call.h"

void phone_routes_text(void *context, struct call *call);
void phone_routes_show(void *context, struct call *call);
void phone_routes_list(void *context, struct call *call);
void phone_routes_delete(void *context, struct call *call);

#endif
