/*
 * page - the handsets for people: one page, its looks and its script.
 *
 * Each answers the call; the context is the struct carrier.  Threads: loop thread.
 */
#ifndef CARRIER_PAGE_H
#define CARRIER_PAGE_H

#include "wire/call.h"

void page_show(void *context, struct call *call);
void page_show_looks(void *context, struct call *call);
void page_show_script(void *context, struct call *call);

#endif
