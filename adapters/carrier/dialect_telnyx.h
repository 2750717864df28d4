/*
 * dialect_telnyx - Telnyx's row, and its door: a bearer token, JSON, {"errors": […]}.
 * Wire facts: adapters/telnyx/wire.md.
 *
 * The account has one messaging profile: its webhook addresses are the lines', its block
 * rules hold for all lines.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_DIALECT_TELNYX_H
#define CARRIER_DIALECT_TELNYX_H

#include "dialect.h"

extern const struct dialect dialect_telnyx;

/* Answers whatever is asked below /v2/; the context is the struct carrier. */
void dialect_telnyx_run(void *context, struct call *call);

#endif
