#include "twilio_hook.h"

#include <assert.h>

#include "twilio_account.h"
#include "twilio_inbound.h"
#include "twilio_status.h"
#include "wire/form.h"

/* More than any provider sends, few enough to sort for the signature. */
enum { FIELDS_MOST = 512 };

/* Before anything else is looked at: a forged webhook leaves nothing (G12). */
static enum fault verify(const struct dialect *dialect, const struct account *account,
			 const struct webhook *webhook, const struct form *form,
			 struct note *note)
{
	struct str signature = http_header_find(webhook->headers, webhook->header_count,
						dialect->signature_header);

	if (signature.size &&
	    dialect->authentic(account, webhook->target, signature, form,
			       webhook->body) == FAULT_NONE)
		return FAULT_NONE;
	return fault_because(FAULT_UNSIGNED, note,
			     "the signature does not fit our public address and secret");
}

/* Two accounts may share a secret: the form says whose it is. */
static bool is_of_account(const struct account *account, const struct webhook *webhook,
			  const struct form *form)
{
	return webhook->address == WEBHOOK_MESSAGE_STATUS ||
	       str_is(form_said(form, "AccountSid"), twilio_account_sid(account));
}

static enum fault read_inbound(const struct form *form, struct webhook_events *events, struct note *note)
{
	struct webhook_event *event = events->items;
	const struct inbound *inbound = &event->inbound;
	enum fault fault = twilio_inbound_interpret(form, events->arena, &event->inbound, note);

	event->tag = WEBHOOK_INBOUND;
	/* a form with nothing in it: authentic, and no news */
	if (!fault && !inbound->id.size && !inbound->from.size && !inbound->text.size &&
	    !inbound->media_count && !inbound->media_told)
		events->count = 0;
	return fault;
}

/* The token is part of the address, and so of what was signed. */
static void read_receipt(const struct webhook *webhook, const struct form *form,
			 struct webhook_events *events)
{
	struct webhook_event *event = events->items;

	event->tag = WEBHOOK_RECEIPT;
	twilio_status_interpret(form, &event->receipt);
	event->receipt.token = webhook->token;
	/* of nothing that we could know again: authentic, and no news */
	if (!event->receipt.id.size && !event->receipt.token.size)
		events->count = 0;
}

static bool has_field(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (str_is(form->fields[i].name, name))
			return true;
	return false;
}

/* The address tells what it is, unless the form says that somebody pasted the wrong one at the
 * provider: so no text is lost, and no receipt becomes a text of our own number's. */
static bool is_receipt(const struct webhook *webhook, const struct form *form)
{
	static const char *const inbound[] = { "received", "receiving" };
	struct str status = twilio_status_word(form);

	for (size_t i = 0; i < COUNT_OF(inbound); i++)
		if (str_equals_nocase(status, str_of(inbound[i])))
			return false;
	if (webhook->address == WEBHOOK_MESSAGE_STATUS)
		return true;
	return status.size && !has_field(form, "Body") && !has_field(form, "NumMedia");
}

enum fault twilio_hook_open(const struct dialect *dialect, const struct account *account,
			    const struct webhook *webhook, struct webhook_events *events,
			    struct note *note)
{
	assert(dialect && dialect->authentic && dialect->signature_header);
	assert(account && webhook && events);
	assert(events->arena);
	assert(webhook->headers || webhook->header_count == 0);

	struct webhook_events found = { .arena = events->arena, .count = 1 };
	struct form form;
	enum fault fault = form_read_bytes(webhook->body, FIELDS_MOST, events->arena, &form, note);

	if (!fault)
		fault = verify(dialect, account, webhook, &form, note);
	if (fault)
		return fault;
	found.items = arena_take(events->arena, sizeof(*found.items));
	if (!found.items)
		return fault_because(FAULT_TOO_LARGE, note, "a webhook that does not fit");
	if (!is_of_account(account, webhook, &form))
		return fault_because(FAULT_UNSIGNED, note, "this comes from another account");
	if (is_receipt(webhook, &form))
		read_receipt(webhook, &form, &found);
	else
		fault = read_inbound(&form, &found, note);
	if (!fault)
		*events = found;
	return fault;
}

/* Replies go out through the outbox, never in a webhook's answer: a document has no row,
 * and a repeated webhook would repeat it (guarantees.md §2.1).  So the one document we
 * need today has nothing in it. */
struct webhook_reply twilio_hook_reply(const struct webhook_result *result)
{
	assert(result && result->webhook);
	if (result->webhook->address == WEBHOOK_MESSAGE_STATUS)
		return (struct webhook_reply){ .status = 204 };
	return (struct webhook_reply){
		.status = 200,
		.content_type = "text/xml; charset=utf-8",
		.body = STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response/>\n"),
	};
}
