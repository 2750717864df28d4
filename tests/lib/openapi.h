/*
 * openapi - is this a request that Twilio's own description of its API allows?
 *
 * Reads tests/contract/twilio-messages.json (from the root of the checkout) and
 * judges the path, every query and form parameter: known, not repeated unless a
 * list, of its type, enum, format and bounds, and all that are needed are there.
 *
 * Knows base/ only, so that every unit test may use it.
 */
#ifndef TESTS_LIB_OPENAPI_H
#define TESTS_LIB_OPENAPI_H

#include "base/str.h"

/* `base_path` is cut off the address first ("" or "/api/laml").  FAULT_INVALID
 * with the reason in the note. */
enum fault openapi_check(const char *method, struct str url, const char *base_path,
			 struct str body, struct note *note) MUST_CHECK;

#endif
