#include "dialect_twilio.h"

#include <openssl/evp.h>

#include "base/date.h"
#include "base/random.h"
#include "create.h"
#include "dialect_twilio_hook.h"
#include "judge.h"
#include "media.h"
#include "messages.h"
#include "shape.h"
#include "wire/call.h"
#include "wire/form.h"

enum { FIELDS_MOST = 200, CREDENTIALS_MOST = 512 };

/* --- who asks ------------------------------------------------------------------------ */

static bool is_account(const struct carrier *carrier, struct str credentials)
{
	struct str token = credentials;
	struct str sid = STR_NONE;
	bool is_sid;

	str_next(&token, ':', &sid);
	is_sid = str_is_same_secret(sid, str_of(carrier->settings.account_sid));
	return str_is_same_secret(token, str_of(carrier->settings.token)) && is_sid;
}

static bool is_authentic(const struct rest *rest)
{
	struct str header = call_header(rest->call, "Authorization");
	struct str base64 = str_trim(str_from(header, 6));
	unsigned char bytes[CREDENTIALS_MOST];
	int size;

	if (!str_equals_nocase(str_slice(header, 0, 6), STR("Basic ")) || !base64.size ||
	    base64.size > CREDENTIALS_MOST || base64.size % 4)
		return false;
	size = EVP_DecodeBlock(bytes, (const unsigned char *)base64.at, (int)base64.size);
	while (size > 0 && bytes[size - 1] == '\0')
		size--;
	return size > 0 && is_account(rest->carrier, (struct str){ (char *)bytes, (size_t)size });
}

/* --- what is asked ---------------------------------------------------------------------- */

/* What stands behind /2010-04-01/Accounts/{sid}/, ".json" cut off the last. */
static bool read_path(struct rest *rest)
{
	struct str path = str_from(call_path(rest->call), 1);
	struct str segment;
	size_t i = 0;

	for (; str_next(&path, '/', &segment); i++) {
		if (i == 1 && !str_is(segment, "Accounts"))
			return false;
		if (i == 2 && !str_is(segment, rest->carrier->settings.account_sid))
			return false;
		if (i > 2 && rest->path_count < REST_SEGMENTS)
			rest->path[rest->path_count++] = segment;
	}
	if (rest->path_count == 0)
		return false;
	segment = rest->path[rest->path_count - 1];
	rest->is_json = str_ends(segment, STR(".json"));
	if (rest->is_json)
		rest->path[rest->path_count - 1] = str_slice(segment, 0, segment.size - 5);
	return true;
}

static enum fault read_body(struct str body, struct arena *arena, struct form *form,
			    struct note *note)
{
	return form_read(body, FIELDS_MOST, arena, form, note);
}

static const struct rest_resource resources[] = {
	{ HTTP_POST, "Messages", true, create_run },
	{ HTTP_GET, "Messages", true, messages_list },
	{ HTTP_GET, "Messages/*", true, messages_fetch },
	{ HTTP_POST, "Messages/*", true, messages_update },
	{ HTTP_DELETE, "Messages/*", true, messages_delete },
	{ HTTP_GET, "Messages/*/Media", true, media_list },
	{ HTTP_GET, "Messages/*/Media/*", true, media_fetch },
	{ HTTP_DELETE, "Messages/*/Media/*", true, media_delete },
	{ HTTP_GET, "Messages/*/Media/*", false, media_content },
	{ HTTP_GET, "IncomingPhoneNumbers", true, shape_lines },
	{ HTTP_GET, NULL, false, NULL },
};

/* --- what is answered --------------------------------------------------------------------- */

/* {"code", "message", "more_info", "status"} */
static json_t *refuse(enum refusal refusal, const char *detail)
{
	json_t *json = json_object();
	int code = refusal_code(DIALECT_TWILIO, refusal);
	AUTO(buf) text;

	buf_init(&text, 4096);
	buf_add_text(&text, refusal_text(DIALECT_TWILIO, refusal));
	if (detail)
		buf_add_format(&text, ": %s", detail);
	json_set_number(json, "code", code);
	json_set_str(json, "message", buf_str(&text));
	json_object_set_new(json, "more_info",
			    json_sprintf("https://www.twilio.com/docs/errors/%d", code));
	json_set_number(json, "status", refusal_status(DIALECT_TWILIO, refusal));
	return json;
}

static void add_headers(struct rest *rest, int status)
{
	char token[TOKEN_SIZE];
	AUTO(buf) text;

	(void)status;
	buf_init(&text, 64);
	random_token(token);
	buf_add_format(&text, "RQ%s", token);
	call_add_header(rest->call, "Twilio-Request-Id", buf_text(&text));
	buf_clear(&text);
	buf_add_number(&text, rest->carrier->in_flight);
	call_add_header(rest->call, "Twilio-Concurrent-Requests", buf_text(&text));
}

/* --- a new message -------------------------------------------------------------------------- */

static const char *const parameters[] = {
	"To", "From", "FallbackFrom", "MessagingServiceSid", "Body", "*MediaUrl", "ContentSid",
	"ContentVariables", "StatusCallback", "ApplicationSid", "MaxPrice", "ProvideFeedback",
	"Attempt", "ValidityPeriod", "ForceDelivery", "ContentRetention", "AddressRetention",
	"SmartEncoded", "*PersistentAction", "TrafficType", "ShortenUrls", "ScheduleType",
	"SendAt", "SendAsMms", "RiskCheck", NULL
};

static void schedule(struct record *record, const struct form *form)
{
	int64_t valid = JUDGE_VALID_MOST;

	if (form_get(form, "ValidityPeriod").at)
		(void)!str_number(form_get(form, "ValidityPeriod"), 1, JUDGE_VALID_MOST, &valid);
	record->valid_until = record->created_at + valid * SECOND_MS;
	record->status = form_get(form, "From").size ? JOURNEY_QUEUED : JOURNEY_ACCEPTED;
	if (form_get(form, "ScheduleType").at &&
	    date_parse_rfc3339(form_get(form, "SendAt"), &record->send_at) == FAULT_NONE) {
		record->status = JOURNEY_SCHEDULED;
		record->valid_until = record->send_at + valid * SECOND_MS;
	}
}

/* One number's STOP closes one number. */
static struct str scope(struct str line)
{
	return line;
}

const struct dialect dialect_twilio = {
	.id = DIALECT_TWILIO,
	.name = "twilio",
	.realm = "Basic realm=\"practice carrier\"",
	.retry_for = 15 * SECOND_MS,
	.is_authentic = is_authentic,
	.read_path = read_path,
	.content_type = "application/x-www-form-urlencoded",
	.read_body = read_body,
	.resources = resources,
	.refuse = refuse,
	.add_headers = add_headers,
	.names = { .to = "To", .from = "From", .service = "MessagingServiceSid", .text = "Body",
		   .media = "MediaUrl", .callback = "StatusCallback", .fallback = "",
		   .all = parameters },
	.judge = judge_message,
	.schedule = schedule,
	.kinds = { "SM", "MM" },
	.created = 201,
	.id_key = "sid",
	.show = shape_record,
	.tell_message = dialect_twilio_hook_message,
	.tell_status = dialect_twilio_hook_status,
	.compose = dialect_twilio_hook_compose,
	.retry = retry_of,
	.judge_answer = dialect_twilio_hook_judge,
	.blame = dialect_twilio_hook_blame,
	.scope = scope,
};

void dialect_twilio_run(void *context, struct call *call)
{
	rest_run(context, &dialect_twilio, call);
}
