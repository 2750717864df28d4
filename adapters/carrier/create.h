/*
 * create - a new message by POST: judged as strictly as the provider may, accepted or
 * refused, and answered by the mishap of the hour.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_CREATE_H
#define CARRIER_CREATE_H

#include "rest.h"

/* Answers the call, or holds it as long as a mishap wants. */
void create_run(struct rest *rest);

#endif
