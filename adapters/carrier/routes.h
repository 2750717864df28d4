/*
 * routes - every address that the carrier answers.
 *
 * /2010-04-01/… /v2/…  the REST interfaces of Twilio and Telnyx (rest.h)
 * /media/…       pictures by an address that asks for no password
 * /phones…       the handsets, for scripts and for the page at /
 * /faults /control /log   for whoever runs the tests
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_ROUTES_H
#define CARRIER_ROUTES_H

#include "wire/endpoint.h"

/* Ends with a NULL path; the context of each is the struct carrier. */
const struct endpoint *routes_endpoints(void);

#endif
