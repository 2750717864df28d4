#include "telnyx_status.h"

#include <assert.h>

#include "telnyx_errors.h"

/*
 * to[0].status, by adapters/telnyx/wire.md §2.  `remedy` holds when no error code comes with it.
 * "delivery_unconfirmed" is an end without news: the text may well be on the phone, so it
 * is no failure, and the receipt's deadline brings a person.  A word that is not here
 * changes nothing, the status poll asks again.
 */
static const struct {
	const char *word;
	enum delivery_event event;
	bool is_handed_over;
	enum remedy remedy;
} statuses[] = {
	{ "scheduled",            ON_ACCEPTED,    false, REMEDY_RETRY },
	{ "queued",               ON_ACCEPTED,    false, REMEDY_RETRY },
	{ "sending",              ON_ACCEPTED,    false, REMEDY_RETRY },
	{ "sent",                 ON_ACCEPTED,    true,  REMEDY_RETRY },
	{ "delivery_unconfirmed", ON_ACCEPTED,    true,  REMEDY_RETRY },
	{ "delivered",            ON_DELIVERED,   true,  REMEDY_RETRY },
	{ "read",                 ON_READ,        true,  REMEDY_RETRY },
	{ "delivery_failed",      ON_UNDELIVERED, true,  REMEDY_LATER },
	{ "sending_failed",       ON_UNDELIVERED, false, REMEDY_LATER },
	{ "expired",              ON_UNDELIVERED, false, REMEDY_LATER },
	{ "cancelled",            ON_UNDELIVERED, false, REMEDY_NEVER },
};

void telnyx_status_read(const json_t *message, struct receipt *receipt)
{
	assert(message && receipt);

	struct str status = json_str(json_array_get(json_object_get(message, "to"), 0), "status");

	*receipt = (struct receipt){ .id = json_str(message, "id"),
				     .code = telnyx_errors_first(message) };
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		if (!str_is(status, statuses[i].word))
			continue;
		receipt->is_known = true;
		receipt->event = statuses[i].event;
		receipt->is_handed_over = statuses[i].is_handed_over;
		receipt->remedy = statuses[i].remedy;
		if (receipt->code)
			(void)telnyx_errors_remedy(receipt->code, &receipt->remedy);
	}
}
