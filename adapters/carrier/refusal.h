/*
 * refusal - the provider's error codes that the carrier speaks.
 *
 * Threads: pure.
 */
#ifndef CARRIER_REFUSAL_H
#define CARRIER_REFUSAL_H

#include "base/json.h"

/* HTTP status of an error code; 400 for those without a row. */
int refusal_status(int code);
/* A sentence; never NULL. */
const char *refusal_text(int code);
/* {"code", "message", "more_info", "status"}; the caller owns it.  `detail` may
 * be NULL; else it is added to the sentence. */
json_t *refusal_json(int code, const char *detail);

#endif
