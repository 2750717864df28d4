#include "answer.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"

static const struct {
	int status;
	const char *reason;
	struct str refusal;
} table[] = {
#define REFUSAL(status, reason, code, text)                                       \
	{ status, reason,                                                         \
	  { "{\"error\":{\"code\":\"" code "\",\"message\":\"" text "\"}}",       \
	    sizeof("{\"error\":{\"code\":\"" code "\",\"message\":\"" text "\"}}") - 1 } }
	{ 200, "OK", { NULL, 0 } },
	{ 201, "Created", { NULL, 0 } },
	{ 202, "Accepted", { NULL, 0 } },
	{ 204, "No Content", { NULL, 0 } },
	{ 302, "Found", { NULL, 0 } },
	{ 303, "See Other", { NULL, 0 } },
	{ 304, "Not Modified", { NULL, 0 } },
	{ 401, "Unauthorized", { NULL, 0 } },
	{ 403, "Forbidden", { NULL, 0 } },
	{ 409, "Conflict", { NULL, 0 } },
	{ 415, "Unsupported Media Type", { NULL, 0 } },
	{ 422, "Unprocessable Content", { NULL, 0 } },
	{ 429, "Too Many Requests", { NULL, 0 } },
	{ 500, "Internal Server Error", { NULL, 0 } },
	REFUSAL(400, "Bad Request", "invalid", "the request is not plain HTTP/1.1"),
	REFUSAL(404, "Not Found", "not_found", "there is no such address"),
	REFUSAL(405, "Method Not Allowed", "method", "this address takes another method"),
	REFUSAL(408, "Request Timeout", "timeout", "the request came too slowly"),
	REFUSAL(411, "Length Required", "length", "say the Content-Length; no chunks"),
	REFUSAL(413, "Content Too Large", "too_large", "the body is larger than we take"),
	REFUSAL(414, "URI Too Long", "too_large", "the address is longer than we take"),
	REFUSAL(417, "Expectation Failed", "invalid", "we only know 100-continue"),
	REFUSAL(431, "Request Header Fields Too Large", "too_large",
		"the headers are larger than we take"),
	REFUSAL(501, "Not Implemented", "method", "this method is unknown"),
	REFUSAL(503, "Service Unavailable", "unavailable", "not now, ask again later"),
	REFUSAL(505, "HTTP Version Not Supported", "invalid", "speak HTTP/1.1"),
#undef REFUSAL
};

static const char *reason_of(int status)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (table[i].status == status)
			return table[i].reason;
	return "Status";
}

struct str answer_refusal(int status)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (table[i].status == status)
			return table[i].refusal;
	return STR_NONE;
}

/* RFC 9110 wants "GMT" where mail writes "+0000". */
const char *answer_date(struct answer_clock *clock, int64_t now_s)
{
	char text[DATE_SIZE];

	assert(clock);
	if (now_s < 1)
		now_s = 1; /* the machine's clock was never set */
	if (now_s == clock->second)
		return clock->text;
	clock->second = now_s;
	date_rfc2822(now_s * SECOND_MS, text);
	snprintf(clock->text, sizeof(clock->text), "%.*sGMT",
		 (int)(strlen(text) - strlen("+0000")), text);
	return clock->text;
}

/* RFC 9110: these two have no body, not even an empty one. */
static bool has_body(int status)
{
	return status != 204 && status != 304;
}

static void write_length(const struct answer *answer, struct buf *into)
{
	if (answer->is_endless || !has_body(answer->status))
		return;
	buf_add(into, STR("Content-Length: "));
	buf_add_number(into, (int64_t)answer->body.size);
	buf_add(into, STR("\r\n"));
}

static void write_line(struct buf *into, const char *name, const char *value)
{
	buf_add_text(into, name);
	buf_add_text(into, value);
	buf_add(into, STR("\r\n"));
}

void answer_write(const struct answer *answer, struct buf *into)
{
	assert(answer && into);
	assert(answer->date);
	assert(answer->status >= 100 && answer->status <= 599);
	assert(answer->headers.size == 0 || str_ends(answer->headers, STR("\r\n")));
	buf_add(into, STR("HTTP/1.1 "));
	buf_add_number(into, answer->status);
	buf_add_char(into, ' ');
	buf_add_text(into, reason_of(answer->status));
	buf_add(into, STR("\r\n"));
	if (!answer->is_date_spoken)
		write_line(into, "Date: ", answer->date);
	if (answer->content_type)
		write_line(into, "Content-Type: ", answer->content_type);
	write_length(answer, into);
	buf_add(into, STR("X-Content-Type-Options: nosniff\r\n"));
	if (!answer->is_cache_spoken)
		buf_add(into, STR("Cache-Control: no-store\r\n"));
	if (answer->is_last)
		buf_add(into, STR("Connection: close\r\n"));
	buf_add(into, answer->headers);
	buf_add(into, STR("\r\n"));
	if (has_body(answer->status) && !answer->is_bodyless)
		buf_add(into, answer->body);
}
