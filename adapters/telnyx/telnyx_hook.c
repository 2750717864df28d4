#include "telnyx_hook.h"

#include <assert.h>

#include "base/json_mend.h"
#include "telnyx.h"
#include "telnyx_read.h"
#include "telnyx_sign.h"
#include "telnyx_status.h"

/* Two accounts may share a key: the message says whose it is. */
static bool is_of_profile(const struct account *account, const json_t *message)
{
	const char *ours = account_option_value(account->options, TELNYX_PROFILE);
	struct str theirs = json_str(message, "messaging_profile_id");

	return !ours[0] || !theirs.size || str_is(theirs, ours);
}

/* The address is not part of what was signed, but the message says where it is to be told:
 * a webhook that somebody kept tells nothing about another attempt. */
static bool is_of_token(const struct webhook *webhook, const json_t *message)
{
	struct str url = json_str(message, "webhook_url");
	struct str token = webhook->token;

	return !token.size || !url.size ||
	       (url.size > token.size && str_ends(url, token) &&
		url.at[url.size - token.size - 1] == '/');
}

static enum fault read_receipt(const struct webhook *webhook, const json_t *message,
			       struct webhook_events *events, struct note *note)
{
	struct receipt *receipt = &events->items[0].receipt;

	if (!is_of_token(webhook, message))
		return fault_because(FAULT_UNSIGNED, note, "this tells of another attempt");
	telnyx_status_read(message, receipt);
	receipt->id = arena_copy(events->arena, receipt->id.size > ADAPTER_ID ? STR_NONE : receipt->id);
	receipt->token = webhook->token;
	/* of nothing that we could know again: authentic, and no news */
	if (!receipt->id.size && !receipt->token.size)
		events->count = 0;
	return receipt->id.at ? FAULT_NONE : FAULT_TOO_LARGE;
}

/* Of a call, a fax, a number: authentic, and no news to us. */
static bool is_message(const json_t *message)
{
	return str_is(json_str(message, "record_type"), "message");
}

static bool is_text_event(const json_t *document)
{
	return str_is(json_str(json_object_get(document, "data"), "event_type"), "message.received");
}

static enum fault read_message(const struct webhook *webhook, const json_t *document,
			       struct webhook_events *events, struct note *note)
{
	const json_t *message = json_object_get(json_object_get(document, "data"), "payload");
	struct str direction = json_str(message, "direction");
	bool is_inbound = direction.size ? str_equals_nocase(direction, STR("inbound"))
					 : is_text_event(document);
	struct webhook_events found = { .arena = events->arena, .count = 1 };
	enum fault fault;

	found.items = arena_take(events->arena, sizeof(*found.items));
	if (!found.items)
		return fault_because(FAULT_TOO_LARGE, note, "a webhook that does not fit");
	found.items->tag = is_inbound ? WEBHOOK_INBOUND : WEBHOOK_RECEIPT;
	fault = is_inbound ?
		telnyx_read_inbound(message, events->arena, &found.items->inbound, note) :
		read_receipt(webhook, message, &found, note);
	if (!fault)
		*events = found;
	return fault;
}

/* It is theirs, and cannot be read: a person may be able to, and this provider has no list in
 * which it could be found again. */
static enum fault keep_unread(const struct webhook *webhook, struct webhook_events *events,
			      struct note *note)
{
	struct webhook_event *event = arena_take(events->arena, sizeof(*event));

	if (!event)
		return fault_because(FAULT_TOO_LARGE, note, "a webhook that does not fit");
	event->tag = WEBHOOK_INBOUND;
	event->inbound = (struct inbound){ .channel = CHANNEL_SMS, .text = webhook->body,
					   .is_unread = true };
	events->items = event;
	events->count = webhook->body.size > 0;
	return FAULT_NONE;
}

enum fault telnyx_hook_open(const struct account *account, const struct webhook *webhook,
			    struct webhook_events *events, struct note *note)
{
	assert(account && webhook && events);
	assert(events->arena);

	AUTO_JSON *document = NULL;
	const json_t *message;
	enum fault fault = telnyx_sign_check(account, webhook, note);

	if (fault)
		return fault;
	events->count = 0;
	if (json_mend_read(webhook->body, &document, NULL))
		return webhook->token.size ? FAULT_NONE : keep_unread(webhook, events, note);
	message = json_object_get(json_object_get(document, "data"), "payload");
	if (!json_is_object(message))
		return is_text_event(document) ? keep_unread(webhook, events, note) : FAULT_NONE;
	if (!is_of_profile(account, message))
		return fault_because(FAULT_UNSIGNED, note, "this comes from another profile");
	if (!is_message(message) && !is_text_event(document))
		return FAULT_NONE;
	return read_message(webhook, document, events, note);
}

/* Its body is read by nobody. */
struct webhook_reply telnyx_hook_reply(const struct webhook_result *result)
{
	assert(result && result->webhook);
	(void)result;
	return (struct webhook_reply){ .status = 200 };
}
