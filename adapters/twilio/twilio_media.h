/*
 * twilio_media - where media may be fetched from (guarantees.md §3): an address from outside
 * is data, and must not lead us into our own network.
 *
 * For this folder only.  Threads: pure; any.
 */
#ifndef TWILIO_TWILIO_MEDIA_H
#define TWILIO_TWILIO_MEDIA_H

#include "twilio_dialect.h"

/* Scheme and authority of an address, borrowed: page addresses are relative to the host,
 * and the base may have a path. */
struct str twilio_media_origin(const char *url);
/* The request of a medium at `url`: from the API or the dialect's one domain.
 * FAULT_UNSIGNED: neither, and nothing is fetched from there. */
enum fault twilio_media_authorize(const struct dialect *dialect, const struct account *account,
				  struct str url, struct http_request *request) MUST_CHECK;

#endif
