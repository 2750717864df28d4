#include "dialect_twilio_hook.h"

#include <assert.h>
#include <time.h>

#include "inbound.h"
#include "sign.h"
#include "wire/form.h"

/* --- an inbound message ------------------------------------------------------------------ */

static void add_media_fields(struct carrier *carrier, struct hook *hook,
			     const struct record *record)
{
	static const char *const urls[RECORD_MEDIA] = {
		"MediaUrl0", "MediaUrl1", "MediaUrl2", "MediaUrl3", "MediaUrl4",
		"MediaUrl5", "MediaUrl6", "MediaUrl7", "MediaUrl8", "MediaUrl9"
	};
	static const char *const types[RECORD_MEDIA] = {
		"MediaContentType0", "MediaContentType1", "MediaContentType2",
		"MediaContentType3", "MediaContentType4", "MediaContentType5",
		"MediaContentType6", "MediaContentType7", "MediaContentType8",
		"MediaContentType9"
	};
	AUTO(buf) url;

	buf_init(&url, CARRIER_URL);
	for (size_t i = 0; i < record->media_count; i++) {
		buf_clear(&url);
		buf_add_format(&url, "%s/2010-04-01/Accounts/%s/Messages/%s/Media/%s",
			       carrier->base_url, carrier->settings.account_sid, record->sid,
			       record->media[i].sid);
		hook_add(hook, urls[i], buf_str(&url));
		hook_add(hook, types[i], str_of(record->media[i].type));
	}
}

/* The provider tells where a number is from; for invented phones it knows little. */
static void add_places(struct hook *hook)
{
	static const char *const empty[] = { "FromCity", "FromState", "FromZip",
					     "ToCity", "ToState", "ToZip" };

	for (size_t i = 0; i < COUNT_OF(empty); i++)
		hook_add(hook, empty[i], STR(""));
	hook_add(hook, "FromCountry", STR("US"));
	hook_add(hook, "ToCountry", STR("US"));
}

struct hook *dialect_twilio_hook_message(struct carrier *carrier, const struct record *record,
					 enum opt_out_word word)
{
	assert(carrier && record);
	assert(record->direction == RECORD_INBOUND);

	const struct carrier_line *line = carrier_line(carrier, str_of(record->to));
	struct hook *hook = hook_new(carrier, HOOK_MESSAGE, record, str_of(line->webhook),
				     str_of(line->fallback));
	AUTO(buf) number;

	buf_init(&number, 16);
	hook_add(hook, "MessageSid", str_of(record->sid));
	hook_add(hook, "SmsSid", str_of(record->sid));
	hook_add(hook, "SmsMessageSid", str_of(record->sid));
	hook_add(hook, "AccountSid", str_of(carrier->settings.account_sid));
	hook_add(hook, "From", str_of(record->from));
	hook_add(hook, "To", str_of(record->to));
	hook_add(hook, "Body", buf_str(&record->text));
	hook_add(hook, "SmsStatus", STR("received"));
	hook_add(hook, "ApiVersion", STR("2010-04-01"));
	buf_add_number(&number, (int64_t)record->media_count);
	hook_add(hook, "NumMedia", buf_str(&number));
	buf_clear(&number);
	buf_add_number(&number, record->segments);
	hook_add(hook, "NumSegments", buf_str(&number));
	add_places(hook);
	add_media_fields(carrier, hook, record);
	if (carrier->settings.opt_out == OPT_OUT_ADVANCED && word != OPT_OUT_NO_WORD)
		hook_add(hook, "OptOutType", str_of(opt_out_type(word)));
	return hook;
}

/* --- a status callback ------------------------------------------------------------------- */

/* YYMMDDhhmm, the network's own clock. */
static void add_done_date(struct hook *hook, const struct record *record)
{
	time_t seconds = (time_t)(record->updated_at / 1000);
	struct tm parts;
	char text[16];

	if (record->status != JOURNEY_DELIVERED && record->status != JOURNEY_UNDELIVERED)
		return;
	gmtime_r(&seconds, &parts);
	strftime(text, sizeof(text), "%y%m%d%H%M", &parts);
	hook_add(hook, "RawDlrDoneDate", str_of(text));
}

struct hook *dialect_twilio_hook_status(struct carrier *carrier, const struct record *record)
{
	assert(carrier && record);
	assert(record->direction != RECORD_INBOUND);

	struct str word = str_of(journey_word(record->status));
	struct hook *hook;
	AUTO(buf) code;

	buf_init(&code, 16);
	if (!record->callback || !journey_is_told(record->status))
		return NULL;
	hook = hook_new(carrier, HOOK_STATUS, record, str_of(record->callback), STR_NONE);
	hook_add(hook, "MessageSid", str_of(record->sid));
	hook_add(hook, "SmsSid", str_of(record->sid));
	hook_set_status(hook, word.at);
	hook_add(hook, "MessageStatus", word);
	hook_add(hook, "SmsStatus", word);
	hook_add(hook, "To", str_of(record->to));
	hook_add(hook, "From", str_of(record->from));
	hook_add(hook, "AccountSid", str_of(carrier->settings.account_sid));
	hook_add(hook, "ApiVersion", STR("2010-04-01"));
	if (record->service[0])
		hook_add(hook, "MessagingServiceSid", str_of(record->service));
	if (record->error) {
		buf_add_number(&code, refusal_code(DIALECT_TWILIO, record->error));
		hook_add(hook, "ErrorCode", buf_str(&code));
	}
	add_done_date(hook, record);
	return hook;
}

/* --- on the wire ----------------------------------------------------------------------------- */

void dialect_twilio_hook_compose(const struct carrier *carrier, const struct hook_letter *letter,
				 struct http_request *request)
{
	char signature[SIGN_SIZE];

	assert(carrier && letter && request);
	assert(letter->fields || letter->field_count == 0);
	buf_add(&request->url, sign_bare_url(letter->url));
	request->content_type = "application/x-www-form-urlencoded; charset=UTF-8";
	for (size_t i = 0; i < letter->field_count; i++)
		form_add(&request->body, letter->fields[i].name.at, letter->fields[i].value);
	sign_form(str_of(carrier->settings.token), letter->url, letter->fields,
		  letter->field_count, signature);
	buf_add_format(&request->headers, "X-Twilio-Signature: %s\n", signature);
	buf_add_format(&request->headers, "I-Twilio-Idempotency-Token: %s\n", letter->token);
}

int dialect_twilio_hook_judge(struct carrier *carrier, enum hook_kind kind, int64_t no,
			      const struct http_reply *reply)
{
	assert(carrier && reply);
	if (reply->fate == HTTP_NOT_SENT)
		return 11210;
	if (reply->fate == HTTP_CUT)
		return 11205;
	if (reply->status < 200 || reply->status > 299)
		return 11200;
	if (kind == HOOK_STATUS)
		return 0;
	return inbound_on_answer(carrier, no, reply);
}

void dialect_twilio_hook_blame(struct hook *hook, struct str url, int code)
{
	char token[TOKEN_SIZE];
	AUTO(buf) number;

	assert(hook && code > 0);
	buf_init(&number, 16);
	buf_add_number(&number, code);
	hook_add(hook, "ErrorCode", buf_str(&number));
	hook_add(hook, "ErrorUrl", sign_bare_url(url));
	random_token(token);
	hook_set_token(hook, token);
}
