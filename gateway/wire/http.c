#include "http.h"

#include <assert.h>

/* What an adapter may compose; a stranger's words are part of the body. */
enum {
	URL_CEILING = 8 * 1024,
	BODY_CEILING = 1024 * 1024,
	SECRET_CEILING = 8 * 1024,
};

const char *http_method_word(enum http_method method)
{
	static const char *const words[HTTP_METHODS] = {
		[HTTP_GET] = "GET",     [HTTP_POST] = "POST",     [HTTP_PUT] = "PUT",
		[HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE",
	};

	assert(method < HTTP_METHODS);
	return words[method];
}

void http_request_init(struct http_request *request)
{
	assert(request);
	*request = (struct http_request){ .method = HTTP_GET };
	buf_init(&request->url, URL_CEILING);
	buf_init(&request->body, BODY_CEILING);
	buf_init(&request->user, SECRET_CEILING);
	buf_init(&request->password, SECRET_CEILING);
	buf_init(&request->bearer, SECRET_CEILING);
	buf_init(&request->headers, SECRET_CEILING);
}

void http_request_done(struct http_request *request)
{
	assert(request);
	buf_done(&request->url);
	buf_done(&request->body);
	buf_done(&request->user);
	buf_done(&request->password);
	buf_done(&request->bearer);
	buf_done(&request->headers);
}

struct str http_header_find(const struct http_header *headers, size_t count, const char *name)
{
	assert(headers || count == 0);
	assert(name && name[0]);
	for (size_t i = 0; i < count; i++)
		if (str_equals_nocase(headers[i].name, str_of(name)))
			return headers[i].value;
	return STR_NONE;
}

enum fault http_reply_fault(const struct http_reply *reply)
{
	static const struct {
		int first, last;
		enum fault fault;
	} ranges[] = {
		{ 200, 299, FAULT_NONE },   { 401, 401, FAULT_CONFIG },
		{ 403, 403, FAULT_CONFIG }, { 404, 404, FAULT_MISSING },
		{ 408, 409, FAULT_AGAIN },  { 425, 425, FAULT_AGAIN },
		{ 429, 429, FAULT_AGAIN },  { 500, 599, FAULT_AGAIN },
	};

	assert(reply);
	if (reply->fate != HTTP_ANSWERED)
		return FAULT_AGAIN;
	for (size_t i = 0; i < COUNT_OF(ranges); i++)
		if (reply->status >= ranges[i].first && reply->status <= ranges[i].last)
			return ranges[i].fault;
	return FAULT_INVALID;
}
