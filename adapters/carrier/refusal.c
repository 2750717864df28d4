#include "refusal.h"

static const struct {
	int code;
	int status;
	const char *text;
} refusals[] = {
	{ 20001, 400, "A parameter is invalid" },
	{ 20003, 401, "Authentication failed: account SID or token is wrong" },
	{ 20004, 405, "This resource does not take that method" },
	{ 20009, 409, "The delivery of this message has not ended yet" },
	{ 20404, 404, "The requested resource was not found" },
	{ 20429, 429, "Too many requests" },
	{ 20500, 500, "Internal server error" },
	{ 20503, 503, "Service unavailable" },
	{ 21211, 400, "The 'To' number is not a valid phone number" },
	{ 21212, 400, "The 'From' number is not a valid phone number" },
	{ 21408, 400, "Permission to send to this region has not been enabled" },
	{ 21602, 400, "A message body is required" },
	{ 21603, 400, "A 'From' or 'MessagingServiceSid' is required" },
	{ 21604, 400, "A 'To' phone number is required" },
	{ 21606, 400, "The 'From' number does not belong to this account" },
	{ 21609, 400, "The 'StatusCallback' URL is not valid" },
	{ 21610, 400, "The recipient has opted out of messages from this sender" },
	{ 21611, 400, "This 'From' number has too many messages in its queue" },
	{ 21612, 400, "The 'To' number cannot be reached from this 'From' number" },
	{ 21614, 400, "The 'To' number is not a mobile number" },
	{ 21617, 400, "The message body is longer than 1600 characters" },
	{ 21619, 400, "A text, media or a template is required" },
	{ 21620, 400, "A 'MediaUrl' is not valid" },
	{ 21623, 400, "More than ten 'MediaUrl'" },
	{ 21624, 400, "The 'ValidityPeriod' is out of range" },
	{ 30001, 400, "Queue overflow" },
	{ 30003, 400, "Unreachable destination handset" },
	{ 30004, 400, "Message blocked" },
	{ 30005, 400, "Unknown destination handset" },
	{ 30006, 400, "Landline or unreachable carrier" },
	{ 30007, 400, "Message filtered" },
	{ 30008, 400, "Unknown error" },
	{ 30036, 400, "The validity period ended before the message was sent" },
	{ 30409, 400, "It is too late to cancel this message" },
	{ 35111, 400, "A scheduled message needs 'SendAt'" },
	{ 35114, 400, "'SendAt' is not a valid time" },
	{ 35115, 400, "'SendAt' must be 300 seconds to 35 days ahead" },
	{ 35118, 400, "A scheduled message needs a 'MessagingServiceSid'" },
};

int refusal_status(int code)
{
	for (size_t i = 0; i < COUNT_OF(refusals); i++)
		if (refusals[i].code == code)
			return refusals[i].status;
	return 400;
}

const char *refusal_text(int code)
{
	for (size_t i = 0; i < COUNT_OF(refusals); i++)
		if (refusals[i].code == code)
			return refusals[i].text;
	return "The request was refused";
}

json_t *refusal_json(int code, const char *detail)
{
	json_t *json = json_object();
	AUTO(buf) text;

	buf_init(&text, 4096);
	buf_add_text(&text, refusal_text(code));
	if (detail)
		buf_add_format(&text, ": %s", detail);
	json_set_number(json, "code", code);
	json_set_str(json, "message", buf_str(&text));
	json_object_set_new(json, "more_info",
			    json_sprintf("https://www.twilio.com/docs/errors/%d", code));
	json_set_number(json, "status", refusal_status(code));
	return json;
}
