/*
 * control - faults, settings and the log, for whoever runs the tests.
 *
 * Each answers the call; the context is the struct carrier.  Threads: loop thread.
 */
#ifndef CARRIER_CONTROL_H
#define CARRIER_CONTROL_H

#include "wire/call.h"

void control_add_fault(void *context, struct call *call);
void control_show_faults(void *context, struct call *call);
void control_clear_faults(void *context, struct call *call);
void control_release(void *context, struct call *call);
void control_show(void *context, struct call *call);
void control_change(void *context, struct call *call);
void control_show_log(void *context, struct call *call);

#endif
