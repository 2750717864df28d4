/*
 * dialect_telnyx_show - messages and detail records as Telnyx spells them in JSON.
 *
 * Ownership: the caller owns what these return.
 * Threads: loop thread.
 */
#ifndef CARRIER_DIALECT_TELNYX_SHOW_H
#define CARRIER_DIALECT_TELNYX_SHOW_H

#include "carrier.h"

/* The object of GET /v2/messages/{id}, of answers and of webhooks. */
json_t *dialect_telnyx_show_message(const struct carrier *carrier, const struct record *record);
/* What GET /v2/detail_records lists: no text. */
json_t *dialect_telnyx_show_detail(const struct record *record);
/* {"code", "title", "detail"}; `detail` may be NULL: the title again. */
json_t *dialect_telnyx_show_error(enum refusal refusal, const char *detail);
/* Telnyx's word for where a message is. */
const char *dialect_telnyx_show_status(enum journey_status status);

#endif
