/*
 * telnyx - Telnyx's words: JSON, a bearer key, events signed over a time and raw bytes.
 *
 * Threads: pure; any.
 * Source: adapters/telnyx/wire.md.
 */
#ifndef TELNYX_TELNYX_H
#define TELNYX_TELNYX_H

#include "adapters/adapter.h"

/* The account's options, by their row. */
enum { TELNYX_API_KEY, TELNYX_PUBLIC_KEYS, TELNYX_PROFILE, TELNYX_OPTIONS };

extern const struct adapter telnyx_adapter;

#endif
