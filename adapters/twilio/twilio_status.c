#include "twilio_status.h"

#include <assert.h>

#include "domain/delivery.h"
#include "twilio_errors.h"

/*
 * Status words: twilio-wire.md §1.5, and SignalWire's "initiated".  `remedy`
 * holds when the provider gives no code.  A word that is not here is news we
 * cannot read: it changes nothing, the status poll asks again.
 */
static const struct {
	const char *word;
	enum delivery_event event;
	bool is_handed_over;
	enum remedy remedy;
} statuses[] = {
	{ "accepted",            ON_ACCEPTED,    false, REMEDY_RETRY },
	{ "scheduled",           ON_ACCEPTED,    false, REMEDY_RETRY },
	{ "queued",              ON_ACCEPTED,    false, REMEDY_RETRY },
	{ "initiated",           ON_ACCEPTED,    false, REMEDY_RETRY },
	{ "sending",             ON_ACCEPTED,    false, REMEDY_RETRY },
	{ "sent",                ON_ACCEPTED,    true,  REMEDY_RETRY },
	{ "partially_delivered", ON_ACCEPTED,    true,  REMEDY_RETRY },
	{ "delivered",           ON_DELIVERED,   true,  REMEDY_RETRY },
	{ "read",                ON_READ,        true,  REMEDY_RETRY },
	{ "undelivered",         ON_UNDELIVERED, true,  REMEDY_LATER },
	{ "failed",              ON_UNDELIVERED, false, REMEDY_LATER },
	{ "canceled",            ON_UNDELIVERED, false, REMEDY_NEVER },
};

void twilio_status_read(struct str id, struct str status, int code,
			struct receipt *receipt)
{
	assert(receipt && code >= 0);
	*receipt = (struct receipt){ .id = id, .code = code };
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		if (!str_equals_nocase(status, str_of(statuses[i].word)))
			continue;
		receipt->is_known = true;
		receipt->event = statuses[i].event;
		receipt->is_handed_over = statuses[i].is_handed_over;
		receipt->remedy = statuses[i].remedy;
		if (code)
			(void)twilio_errors_remedy(code, &receipt->remedy);
	}
}

/* The newer name first; both are there on Twilio. */
static struct str either(const struct form *form, const char *name, const char *old)
{
	struct str value = form_said(form, name);

	return value.size ? value : form_said(form, old);
}

struct str twilio_status_word(const struct form *form)
{
	return either(form, "MessageStatus", "SmsStatus");
}

/* A clone's code may be words ("S1001"): 0 then. */
void twilio_status_interpret(const struct form *form, struct receipt *receipt)
{
	assert(form && receipt);

	struct str id = either(form, "MessageSid", "SmsSid");
	struct str status = twilio_status_word(form);
	int64_t code = 0;

	if (id.size > ADAPTER_ID || !str_is_utf8(id) || str_find(id, (struct str){ "", 1 }) < id.size)
		id = STR_NONE;
	if (str_number(form_said(form, "ErrorCode"), 0, 999999, &code))
		code = 0;
	twilio_status_read(id, status, (int)code, receipt);
}
