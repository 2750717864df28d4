#include "twilio.h"

#include <assert.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"
#include "twilio_account.h"
#include "twilio_advice.h"
#include "twilio_dialect.h"
#include "twilio_hook.h"
#include "twilio_judge.h"
#include "twilio_media.h"
#include "twilio_read.h"
#include "twilio_sign.h"
#include "wire/form.h"

enum { VALIDITY_LEAST = 5, PAGE_SIZE = 200, ADDRESS_MOST = 512 };

/* ".../Accounts/{sid}", and whose keys open it. */
static void start(const struct dialect *dialect, const struct account *account,
		  enum http_method method, struct http_request *request)
{
	assert(account->base_url && request);
	assert(request->url.size == 0);
	request->method = method;
	buf_add_text(&request->url, account->base_url);
	buf_add_text(&request->url, dialect->base_path);
	buf_add_text(&request->url, "/Accounts/");
	form_url_add(&request->url, str_of(twilio_account_sid(account)));
	twilio_account_authorize(account, request);
}

/* WhatsApp's numbers carry their channel in front. */
static void add_address(struct buf *into, const char *name, enum channel channel,
			const char *number)
{
	AUTO(buf) address;

	buf_init(&address, ADDRESS_MOST);
	if (channel == CHANNEL_WHATSAPP)
		buf_add_text(&address, "whatsapp:");
	buf_add_text(&address, number);
	form_add(into, name, buf_str(&address));
}

static void add_number(struct buf *into, const char *name, int64_t number)
{
	AUTO(buf) digits;

	assert(number >= 0);
	buf_init(&digits, 24);
	buf_add_number(&digits, number);
	form_add(into, name, buf_str(&digits));
}

/* Rounded down: a text must never leave after the quiet hours have begun. */
static int64_t validity_of(const struct dialect *dialect, int64_t valid_for)
{

	int64_t seconds = valid_for / SECOND_MS;

	if (seconds < VALIDITY_LEAST)
		return VALIDITY_LEAST;
	return seconds < dialect->validity_most ? seconds : dialect->validity_most;
}

static void compose(const struct dialect *dialect, const struct account *account,
		    const struct outgoing *outgoing, struct http_request *request)
{
	AUTO(buf) callback;
	struct buf *body = &request->body;

	assert(outgoing->from && outgoing->to && outgoing->callback_url);
	assert(outgoing->channel < CHANNEL_COUNT);
	assert(outgoing->media_count <= ADAPTER_MEDIA);
	start(dialect, account, HTTP_POST, request);
	buf_add_text(&request->url, "/Messages.json");
	request->content_type = "application/x-www-form-urlencoded";
	request->is_once = true;
	add_address(body, "To", outgoing->channel, outgoing->to);
	add_address(body, "From", outgoing->channel, outgoing->from);
	if (outgoing->text.size)
		form_add(body, "Body", outgoing->text);
	for (size_t i = 0; i < outgoing->media_count; i++)
		form_add(body, "MediaUrl", outgoing->media[i]);
	buf_init(&callback, request->body.ceiling);
	buf_add_text(&callback, outgoing->callback_url);
	buf_add_text(&callback, dialect->callback_overrides);
	form_add(body, "StatusCallback", buf_str(&callback));
	add_number(body, "ValidityPeriod", validity_of(dialect, outgoing->valid_for));
}

/* To the second, rounded down: a little too much is seen twice, never missed. */
static void add_since(struct buf *into, int64_t since_at)
{
	char instant[DATE_SIZE];
	char second[sizeof("2026-01-02T03:04:05Z")];

	date_rfc3339(since_at, instant);
	snprintf(second, sizeof(second), "%.19sZ", instant);
	form_add(into, "DateSent>", str_of(second));
}

static void compose_list(const struct dialect *dialect, const struct account *account,
			 const struct list_query *query, struct str next,
			 struct http_request *request)
{
	AUTO(buf) filter;

	assert(query && request);
	buf_init(&filter, request->url.ceiling);
	start(dialect, account, HTTP_GET, request);
	if (next.size) {
		buf_clear(&request->url);
		buf_add(&request->url, twilio_media_origin(account->base_url));
		buf_add(&request->url, next);
		return;
	}
	if (query->to)
		add_address(&filter, "To", query->channel, query->to);
	if (query->from)
		add_address(&filter, "From", query->channel, query->from);
	if (query->since_at > 0)
		add_since(&filter, query->since_at);
	add_number(&filter, "PageSize", PAGE_SIZE);
	buf_add_text(&request->url, "/Messages.json?");
	buf_add(&request->url, buf_str(&filter));
}

static void compose_get(const struct dialect *dialect, const struct account *account,
			struct str id, const char *behind, struct http_request *request)
{
	assert(id.size > 0);
	start(dialect, account, HTTP_GET, request);
	buf_add_text(&request->url, "/Messages/");
	form_url_add(&request->url, id);
	buf_add_text(&request->url, behind);
}

/* One provider: its row of data, and the doors that lead to it. */
#define DIALECT(name, base, most, ...)                                                     \
	static const struct dialect name##_dialect = { __VA_ARGS__ };                      \
	static void name##_compose(const struct account *account,                          \
				   const struct outgoing *outgoing,                        \
				   struct http_request *request)                           \
	{                                                                                  \
		compose(&name##_dialect, account, outgoing, request);                      \
	}                                                                                  \
	static void name##_compose_list(const struct account *account,                     \
					const struct list_query *query, struct str next,   \
					struct http_request *request)                      \
	{                                                                                  \
		compose_list(&name##_dialect, account, query, next, request);              \
	}                                                                                  \
	static void name##_compose_fetch(const struct account *account, struct str id,     \
					 struct http_request *request)                     \
	{                                                                                  \
		compose_get(&name##_dialect, account, id, ".json", request);               \
	}                                                                                  \
	static void name##_compose_media(const struct account *account, struct str id,     \
					 struct http_request *request)                     \
	{                                                                                  \
		compose_get(&name##_dialect, account, id, "/Media.json", request);         \
	}                                                                                  \
	static enum fault name##_authorize_fetch(const struct account *account,            \
						 struct str url,                           \
						 struct http_request *request)             \
	{                                                                                  \
		return twilio_media_authorize(&name##_dialect, account, url, request);     \
	}                                                                                  \
	static struct judgement name##_judge(const struct account *account,                \
					     const struct http_reply *reply)               \
	{                                                                                  \
		(void)account;                                                             \
		return twilio_judge_reply(&name##_dialect, reply);                         \
	}                                                                                  \
	static enum fault name##_open(const struct account *account,                       \
				      const struct webhook *webhook,                       \
				      struct webhook_events *events, struct note *note)    \
	{                                                                                  \
		return twilio_hook_open(&name##_dialect, account, webhook, events, note);  \
	}                                                                                  \
	const struct adapter twilio_adapter_##name = {                                     \
		.account = { #name, base, twilio_account_options },                        \
		.can_list = true,                                                          \
		.media_most = most,                                                        \
		.compose = name##_compose,                                                 \
		.judge = name##_judge,                                                     \
		.advise = twilio_advice,                                                   \
		.compose_list = name##_compose_list,                                       \
		.read_list = twilio_read_list,                                             \
		.compose_fetch = name##_compose_fetch,                                     \
		.read_fetch = twilio_read_fetch,                                           \
		.compose_media = name##_compose_media,                                     \
		.read_media = twilio_read_media,                                           \
		.authorize_fetch = name##_authorize_fetch,                                 \
		.open = name##_open,                                                       \
		.reply = twilio_hook_reply,                                                \
		/* Tried five times, on every kind of failure: without this a webhook       \
		 * that was refused is not tried again (guarantees.md 2.10). */            \
		.webhook_overrides = "#rc=5&rp=all",                                       \
	}

/* Twilio alone reads overrides in a callback's fragment: retry what we answered with
 * 503, and what did not reach us.  The fragment is never sent or signed. */
DIALECT(twilio, "https://api.twilio.com", 10,
	.base_path = "/2010-04-01", .validity_most = 36000, .media_domain = ".twiliocdn.com",
	.callback_overrides = "#rc=3&rp=5xx,ct,rt",
	.signature_header = "X-Twilio-Signature", .authentic = twilio_sign_authentic);

DIALECT(signalwire, "", 8,
	.base_path = "/api/laml/2010-04-01", .validity_most = 14400,
	.media_domain = ".signalwire.com", .callback_overrides = "", .has_clone_errors = true,
	.signature_header = "X-SignalWire-Signature",
	.authentic = twilio_sign_authentic_repeats);

DIALECT(somleng, "", 0,
	.base_path = "/2010-04-01", .validity_most = 14400, .media_domain = "",
	.callback_overrides = "", .has_clone_errors = true,
	.signature_header = "X-Twilio-Signature", .authentic = twilio_sign_authentic_repeats);

/* Our own practice carrier (adapters/carrier/). */
DIALECT(practice, "http://127.0.0.1:8090", 10,
	.base_path = "/2010-04-01", .validity_most = 36000, .media_domain = "",
	.callback_overrides = "",
	.signature_header = "X-Twilio-Signature", .authentic = twilio_sign_authentic);
