#include "dialect_telnyx_hook.h"

#include <assert.h>

#include "base/clock.h"
#include "dialect_telnyx_show.h"
#include "sign.h"

/* --- what is told ------------------------------------------------------------------------- */

struct hook *dialect_telnyx_hook_message(struct carrier *carrier, const struct record *record,
					 enum opt_out_word word)
{
	assert(carrier && record);
	assert(record->direction == RECORD_INBOUND);

	const struct carrier_line *line = carrier_line(carrier, str_of(record->to));
	struct hook *hook = hook_new(carrier, HOOK_MESSAGE, record, str_of(line->webhook),
				     str_of(line->fallback));
	json_t *payload = dialect_telnyx_show_message(carrier, record);

	if (carrier->settings.opt_out != OPT_OUT_OFF && word != OPT_OUT_NO_WORD)
		json_set_str(payload, "autoresponse_type", str_of(opt_out_type(word)));
	hook_set_event(hook, "message.received", payload, record->created_at);
	return hook;
}

static const char *event_of(enum journey_status status)
{
	static const char *const events[JOURNEY_STATUSES] = {
		[JOURNEY_SENT] = "message.sent",
		[JOURNEY_DELIVERED] = "message.finalized",
		[JOURNEY_UNDELIVERED] = "message.finalized",
		[JOURNEY_FAILED] = "message.finalized",
		[JOURNEY_UNCONFIRMED] = "message.finalized",
	};

	return events[status];
}

struct hook *dialect_telnyx_hook_status(struct carrier *carrier, const struct record *record)
{
	assert(carrier && record);
	assert(record->direction != RECORD_INBOUND);

	const struct carrier_line *line = carrier_line(carrier, str_of(record->from));
	const char *event = event_of(record->status);
	struct str url = str_of(record->callback ? record->callback : line ? line->webhook : "");
	struct str fallback = str_of(record->callback ? record->fallback ? record->fallback : ""
				     : line ? line->fallback : "");
	struct hook *hook;

	if (!event || !url.size)
		return NULL;
	hook = hook_new(carrier, HOOK_STATUS, record, url, fallback);
	hook_set_status(hook, dialect_telnyx_show_status(record->status));
	hook_set_event(hook, event, dialect_telnyx_show_message(carrier, record),
		       record->updated_at);
	return hook;
}

/* --- on the wire ------------------------------------------------------------------------------ */

/* The token's 32 digits as a UUID: the same event, however often it is told. */
static json_t *event_id(const char *token)
{
	return json_sprintf("%.8s-%.4s-4%.3s-a%.3s-%.12s", token, token + 8, token + 12,
			    token + 15, token + 18);
}

static void add_body(const struct hook_letter *letter, struct buf *body)
{
	AUTO_JSON *json = json_object();
	json_t *data = json_object();
	json_t *meta = json_object();

	json_set_str(data, "event_type", str_of(letter->event));
	json_object_set_new(data, "id", event_id(letter->token));
	json_set_time(data, "occurred_at", letter->at);
	json_object_set(data, "payload", letter->payload);
	json_set_str(data, "record_type", STR("event"));
	json_set_number(meta, "attempt", letter->attempt);
	json_set_str(meta, "delivered_to", letter->url);
	json_object_set_new(json, "data", data);
	json_object_set_new(json, "meta", meta);
	json_write(json, body);
}

void dialect_telnyx_hook_compose(const struct carrier *carrier, const struct hook_letter *letter,
				 struct http_request *request)
{
	assert(carrier && letter && request);
	assert(letter->event && letter->payload);

	int64_t at = carrier_now(carrier) - carrier->settings.signed_before;
	char signature[KEY_SIGNATURE];
	AUTO(buf) timestamp;

	buf_init(&timestamp, 32);
	buf_add_number(&timestamp, at / SECOND_MS);
	buf_add(&request->url, sign_bare_url(letter->url));
	request->content_type = "application/json";
	add_body(letter, &request->body);
	key_sign(carrier->key, buf_str(&timestamp), buf_str(&request->body), signature);
	buf_add_text(&request->headers, "User-Agent: telnyx-webhooks\n");
	buf_add_format(&request->headers, "telnyx-signature-ed25519: %s\n", signature);
	buf_add_format(&request->headers, "telnyx-timestamp: %s\n", buf_text(&timestamp));
}

/* Three attempts; anything but 2xx in time is a failure, a redirect too. */
struct retry dialect_telnyx_hook_retry(struct str url)
{
	(void)url;
	return (struct retry){ .most = 2,
			       .causes = RETRY_3XX | RETRY_4XX | RETRY_5XX | RETRY_CONNECT |
					 RETRY_READ,
			       .share = 2,
			       .doubles = true };
}

/* What the answer says is nobody's business; 1: there is only one way to fail. */
int dialect_telnyx_hook_judge(struct carrier *carrier, enum hook_kind kind, int64_t no,
			      const struct http_reply *reply)
{
	assert(carrier && reply);
	(void)carrier;
	(void)kind;
	(void)no;
	return reply->fate != HTTP_ANSWERED || reply->status < 200 || reply->status > 299;
}
