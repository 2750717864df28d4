#include "refusal.h"

#include <assert.h>

#define ROW(name, twilio_code, twilio_status, twilio_text, telnyx_code, telnyx_status,     \
	    telnyx_text)                                                                   \
	[REFUSAL_##name] = {                                                               \
		[DIALECT_TWILIO] = { twilio_code, twilio_status, twilio_text },            \
		[DIALECT_TELNYX] = { telnyx_code, telnyx_status, telnyx_text },            \
	}

/* Telnyx has fewer words: several of ours share a code there.  Where its reference does
 * not say the HTTP status, 400, as its log lines in the wild have it. */
static const struct {
	int code;
	int status;
	const char *text;
} refusals[REFUSALS][DIALECTS] = {
	ROW(NONE, 0, 200, "", 0, 200, ""),
	ROW(PARAMETER, 20001, 400, "A parameter is invalid", 10015, 400, "Bad Request"),
	ROW(CREDENTIALS, 20003, 401, "Authentication failed: account SID or token is wrong",
	    10009, 401, "Authentication failed"),
	ROW(METHOD, 20004, 405, "This resource does not take that method",
	    10005, 404, "Resource not found"),
	ROW(ON_ITS_WAY, 20009, 409, "The delivery of this message has not ended yet",
	    10015, 400, "Bad Request"),
	ROW(MISSING, 20404, 404, "The requested resource was not found",
	    10005, 404, "Resource not found"),
	ROW(LIMIT, 20429, 429, "Too many requests", 10011, 429, "Too many requests"),
	ROW(SERVER, 20500, 500, "Internal server error", 10007, 500, "Unexpected error"),
	ROW(UNAVAILABLE, 20503, 503, "Service unavailable", 10007, 503, "Unexpected error"),
	ROW(TO_INVALID, 21211, 400, "The 'To' number is not a valid phone number",
	    40310, 400, "Invalid 'to' address"),
	ROW(FROM_INVALID, 21212, 400, "The 'From' number is not a valid phone number",
	    40305, 400, "Invalid 'from' address"),
	ROW(REGION, 21408, 400, "Permission to send to this region has not been enabled",
	    40309, 400, "Invalid destination region"),
	ROW(NO_TEXT, 21602, 400, "A message body is required",
	    40316, 400, "No content provided for message"),
	ROW(NO_FROM, 21603, 400, "A 'From' or 'MessagingServiceSid' is required",
	    10004, 400, "Missing required parameter"),
	ROW(NO_TO, 21604, 400, "A 'To' phone number is required",
	    10004, 400, "Missing required parameter"),
	ROW(FROM_OTHERS, 21606, 400, "The 'From' number does not belong to this account",
	    40305, 400, "Invalid 'from' address"),
	ROW(CALLBACK, 21609, 400, "The 'StatusCallback' URL is not valid",
	    10003, 400, "Invalid URL"),
	ROW(STOPPED, 21610, 400, "The recipient has opted out of messages from this sender",
	    40300, 400, "Blocked due to STOP message"),
	ROW(QUEUE_FULL, 21611, 400, "This 'From' number has too many messages in its queue",
	    40318, 400, "Message queue full"),
	ROW(UNROUTABLE, 21612, 400, "The 'To' number cannot be reached from this 'From' number",
	    40319, 400, "Incompatible message type for the 'to' address"),
	ROW(NOT_MOBILE, 21614, 400, "The 'To' number is not a mobile number",
	    40301, 400, "Unsupported message type for the 'to' address"),
	ROW(TOO_LONG, 21617, 400, "The message body is longer than 1600 characters",
	    40302, 400, "Message too large"),
	ROW(NO_CONTENT, 21619, 400, "A text, media or a template is required",
	    40316, 400, "No content provided for message"),
	ROW(MEDIA_URL, 21620, 400, "A 'MediaUrl' is not valid", 40317, 400, "Invalid MMS content"),
	ROW(MEDIA_MANY, 21623, 400, "More than ten 'MediaUrl'", 40317, 400, "Invalid MMS content"),
	ROW(VALIDITY, 21624, 400, "The 'ValidityPeriod' is out of range",
	    10015, 400, "Bad Request"),
	ROW(NO_SEND_AT, 35111, 400, "A scheduled message needs 'SendAt'",
	    10004, 400, "Missing required parameter"),
	ROW(BAD_SEND_AT, 35114, 400, "'SendAt' is not a valid time", 10015, 400, "Bad Request"),
	ROW(FAR_SEND_AT, 35115, 400, "'SendAt' must be 300 seconds to 35 days ahead",
	    10015, 400, "Bad Request"),
	ROW(NO_SERVICE, 35118, 400, "A scheduled message needs a 'MessagingServiceSid'",
	    10004, 400, "Missing required parameter"),
	ROW(TOO_LATE, 30409, 400, "It is too late to cancel this message",
	    10015, 400, "Bad Request"),
	ROW(OVERFLOW, 30001, 400, "Queue overflow", 40318, 400, "Message queue full"),
	ROW(UNREACHABLE, 30003, 400, "Unreachable destination handset",
	    40006, 400, "Recipient server unavailable"),
	ROW(BLOCKED, 30004, 400, "Message blocked", 40004, 400, "Rejected by destination"),
	ROW(UNKNOWN_NUMBER, 30005, 400, "Unknown destination handset",
	    40012, 400, "Invalid messaging destination number"),
	ROW(LANDLINE, 30006, 400, "Landline or unreachable carrier", 40001, 400, "Not routable"),
	ROW(FILTERED, 30007, 400, "Message filtered", 40002, 400, "Blocked as spam - temporary"),
	ROW(NETWORK, 30008, 400, "Unknown error", 40008, 400, "Undeliverable"),
	ROW(EXPIRED, 30036, 400, "The validity period ended before the message was sent",
	    40014, 400, "Message expired in queue"),
};

/* Above the names: status and code in one number. */
enum { MADE_CODES = 1000000 };

enum refusal refusal_made(int code, int status)
{
	assert(code > 0 && code < MADE_CODES - REFUSALS && status > 0 && status < 1000);
	return (enum refusal)(status * MADE_CODES + REFUSALS + code);
}

static bool is_made(enum refusal refusal)
{
	return (int)refusal > REFUSALS;
}

int refusal_code(enum dialect_id dialect, enum refusal refusal)
{
	if (is_made(refusal))
		return (int)refusal % MADE_CODES - REFUSALS;
	return refusals[refusal][dialect].code;
}

int refusal_status(enum dialect_id dialect, enum refusal refusal)
{
	if (is_made(refusal))
		return (int)refusal / MADE_CODES;
	return refusals[refusal][dialect].status;
}

const char *refusal_text(enum dialect_id dialect, enum refusal refusal)
{
	if (is_made(refusal))
		return "Refused by a rule of the practice carrier";
	return refusals[refusal][dialect].text;
}
