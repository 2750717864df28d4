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

#include "wire/server.h"

/* Ends with a NULL path; the context of each is the struct carrier. */
const struct endpoint *routes_endpoints(void);

/* phone_routes.c */
void phone_routes_text(void *context, struct call *call);
void phone_routes_show(void *context, struct call *call);
void phone_routes_list(void *context, struct call *call);
void phone_routes_delete(void *context, struct call *call);
/* control.c */
void control_add_fault(void *context, struct call *call);
void control_show_faults(void *context, struct call *call);
void control_clear_faults(void *context, struct call *call);
void control_release(void *context, struct call *call);
void control_show(void *context, struct call *call);
void control_change(void *context, struct call *call);
void control_show_log(void *context, struct call *call);
/* page.c */
void page_show(void *context, struct call *call);
void page_show_looks(void *context, struct call *call);
void page_show_script(void *context, struct call *call);

#endif
