#include "transfer.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/date.h"
#include "base/memory.h"
#include "outside.h"

/* A header of a reply that is kept; longer ones are worth nothing to us. */
enum { KEPT_CEILING = 256, ADDRESS_CEILING = 2048 };

/* All headers of a reply together. */
enum { HEADERS_CEILING = 64 * 1024 };

/* Providers drop idle connections after a minute or more.  Using none that is
 * older than this keeps us out of the race that ends in "unknown". */
enum { IDLE_CONNECTION_S = 30 };

static void copy(struct buf *into, const struct buf *from)
{
	buf_init(into, from->ceiling);
	buf_add(into, buf_str(from));
}

static void add_header(struct transfer *transfer, const char *line)
{
	transfer->headers = memory_must(curl_slist_append(transfer->headers, line));
}

static void add_headers(struct transfer *transfer, const struct http_request *request)
{
	struct str rest = buf_str(&request->headers);
	struct str more;
	AUTO(buf) line;

	buf_init(&line, request->bearer.ceiling + KEPT_CEILING);
	/* Waiting for "100 Continue" would add a round trip to every message. */
	add_header(transfer, "Expect:");
	if (request->content_type) {
		buf_add_format(&line, "Content-Type: %s", request->content_type);
		add_header(transfer, buf_text(&line));
	}
	if (request->bearer.size) {
		buf_clear(&line);
		buf_add(&line, STR("Authorization: Bearer "));
		buf_add(&line, buf_str(&request->bearer));
		add_header(transfer, buf_text(&line));
	}
	while (rest.size && str_next(&rest, '\n', &more)) {
		buf_clear(&line);
		buf_add(&line, more);
		add_header(transfer, buf_text(&line));
	}
}

struct transfer *transfer_new(const struct http_request *request, size_t reply_ceiling)
{
	struct transfer *transfer = memory_new(struct transfer);
	struct http_request *own;

	assert(request);
	assert(reply_ceiling > 0);
	own = &transfer->request;
	own->method = request->method;
	own->is_once = request->is_once;
	own->is_outside = request->is_outside;
	copy(&own->url, &request->url);
	copy(&own->body, &request->body);
	copy(&own->user, &request->user);
	copy(&own->password, &request->password);
	add_headers(transfer, request);
	buf_init(&transfer->reply_body, reply_ceiling);
	buf_init(&transfer->content_type, KEPT_CEILING);
	buf_init(&transfer->location, ADDRESS_CEILING);
	buf_init(&transfer->date, KEPT_CEILING);
	return transfer;
}

void transfer_free(struct transfer **transfer)
{
	assert(transfer);

	struct transfer *old = *transfer;

	if (!old)
		return;
	*transfer = NULL;
	http_request_done(&old->request);
	curl_slist_free_all(old->headers);
	buf_done(&old->reply_body);
	buf_done(&old->content_type);
	buf_done(&old->location);
	buf_done(&old->date);
	free(old);
}

/* --- callbacks of curl ------------------------------------------------------- */

/*
 * The body of a request that must not be sent twice.  There is no seek function
 * beside it on purpose: when a kept connection dies, curl would send the request
 * again on a new one, but it cannot take the body back, and gives up with
 * CURLE_SEND_FAIL_REWIND.  guarantees.md §3; the test counts what arrives.
 */
static size_t on_body_wanted(char *into, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;
	struct str rest = str_slice(buf_str(&transfer->request.body), transfer->body_given,
				    size * count);

	if (rest.size)
		memcpy(into, rest.at, rest.size);
	transfer->body_given += rest.size;
	return rest.size;
}

/* A count that differs from what came makes curl give up. */
static size_t on_reply_bytes(char *bytes, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;

	buf_add(&transfer->reply_body, (struct str){ bytes, size * count });
	if (buf_check(&transfer->reply_body, NULL) == FAULT_NONE)
		return size * count;
	return 0;
}

static void keep_header(struct buf *into, struct str name, struct str wanted, struct str value)
{
	if (!str_equals_nocase(name, wanted))
		return;
	buf_clear(into);
	buf_add(into, str_trim(value));
}

static size_t on_reply_header(char *bytes, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;
	struct str value = { bytes, size * count };
	struct str name;

	transfer->header_bytes += size * count;
	if (transfer->header_bytes > HEADERS_CEILING)
		return 0;
	str_next(&value, ':', &name);
	keep_header(&transfer->location, name, STR("Location"), value);
	keep_header(&transfer->date, name, STR("Date"), value);
	return size * count;
}

/* --- options ------------------------------------------------------------------ */

static void set_body(struct transfer *transfer)
{
	const struct http_request *request = &transfer->request;
	CURL *easy = transfer->easy;

	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.size);
	if (request->is_once && request->body.size) {
		transfer->body_given = 0;
		curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_body_wanted);
		curl_easy_setopt(easy, CURLOPT_READDATA, transfer);
	} else {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, buf_text(&request->body));
	}
}

static void set_request(struct transfer *transfer)
{
	const struct http_request *request = &transfer->request;
	CURL *easy = transfer->easy;

	curl_easy_setopt(easy, CURLOPT_URL, buf_text(&request->url));
	if (request->body.size || request->method == HTTP_POST)
		set_body(transfer);
	/* Without a body there is nothing that curl could fail to take back: only a
	 * connection that was never used before is not tried twice. */
	if (request->is_once && request->body.size == 0)
		curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, http_method_word(request->method));
	if (request->user.size) {
		curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(easy, CURLOPT_USERNAME, buf_text(&request->user));
		curl_easy_setopt(easy, CURLOPT_PASSWORD, buf_text(&request->password));
	}
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
}

/* CURL_SOCKET_BAD: this address is not tried, the next one is. */
static curl_socket_t on_socket_wanted(void *data, curlsocktype purpose,
				      struct curl_sockaddr *address)
{
	struct transfer *transfer = data;

	(void)purpose;
	if (!outside_is_outside(&address->addr)) {
		transfer->is_inside = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* A kept connection was opened for another request: it proves nothing here. */
static void set_outside(struct transfer *transfer)
{
	if (!transfer->request.is_outside)
		return;
	curl_easy_setopt(transfer->easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(transfer->easy, CURLOPT_OPENSOCKETFUNCTION, on_socket_wanted);
	curl_easy_setopt(transfer->easy, CURLOPT_OPENSOCKETDATA, transfer);
}

static void set_walls(CURL *easy, const struct client_limits *limits)
{
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* Else removing a transfer waits for its name look-up, on the loop thread. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	/* An id of ".." is an id, and no way up. */
	curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
	/* One request a connection at a time: what is cut is one request. */
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)IDLE_CONNECTION_S);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect_for);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)limits->total_for);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "Hearback");
}

void transfer_prepare(struct transfer *transfer, CURL *easy,
		      const struct client_limits *limits)
{
	assert(transfer->state == TRANSFER_RUNS && !transfer->easy);
	assert(easy && limits);
	transfer->easy = easy;
	transfer->started_us = clock_stopwatch_us();
	set_walls(easy, limits);
	set_request(transfer);
	set_outside(transfer);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_reply_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_reply_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
}

/* --- outcome ------------------------------------------------------------------- */

/*
 * curl adds what it sends to the request size the moment it has sent it, over all
 * tries of this transfer.  Zero is therefore proof; anything else proves nothing.
 * A failure to connect after a first try on a kept connection counts as sent: we
 * prefer asking the provider to sending twice.
 */
bool transfer_is_unsent(const struct transfer *transfer)
{
	long head_bytes = -1;
	curl_off_t body_bytes = -1;

	assert(transfer);
	if (!transfer->easy)
		return transfer->state == TRANSFER_WAITS;
	curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &head_bytes);
	curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_UPLOAD_T, &body_bytes);
	return head_bytes == 0 && body_bytes == 0 && transfer->body_given == 0;
}

static void keep_answer(struct transfer *transfer)
{
	curl_off_t seconds = 0;
	const char *type = NULL;
	long status = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &seconds);
	curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
	if (status < 200 || status > 999)
		return;
	if (seconds > DAY_MS / SECOND_MS)
		seconds = DAY_MS / SECOND_MS;
	transfer->fate = HTTP_ANSWERED;
	transfer->status = (int)status;
	transfer->retry_after_for = seconds > 0 ? seconds * SECOND_MS : 0;
	buf_add(&transfer->content_type, str_of(type));
}

void transfer_end(struct transfer *transfer, CURLcode code)
{
	assert(transfer->state == TRANSFER_RUNS && transfer->easy);
	transfer->took_us = clock_stopwatch_us() - transfer->started_us;
	transfer->fate = transfer_is_unsent(transfer) ? HTTP_NOT_SENT : HTTP_CUT;
	if (code == CURLE_OK)
		keep_answer(transfer);
	else if (transfer->reply_body.is_stale)
		snprintf(transfer->error, sizeof(transfer->error),
			 "the reply is over its ceiling");
	else if (transfer->is_inside && transfer->fate == HTTP_NOT_SENT)
		snprintf(transfer->error, sizeof(transfer->error),
			 "its name leads into our own network");
	else if (!transfer->error[0])
		snprintf(transfer->error, sizeof(transfer->error), "%s",
			 curl_easy_strerror(code));
	transfer->easy = NULL;
	transfer->state = TRANSFER_ENDED;
}

/* Whatever else stands there says nothing. */
static int64_t dated_at(const struct transfer *transfer)
{
	int64_t at = 0;

	return date_parse_rfc2822(buf_str(&transfer->date), &at) || at < 0 ? 0 : at;
}

struct http_reply transfer_reply(const struct transfer *transfer)
{
	assert(transfer->state == TRANSFER_ENDED);

	struct http_reply reply = {
		.fate = transfer->fate,
		.took_us = transfer->took_us,
		.error = transfer->error,
	};

	if (transfer->fate != HTTP_ANSWERED)
		return reply;
	reply.status = transfer->status;
	reply.body = buf_str(&transfer->reply_body);
	reply.content_type = buf_str(&transfer->content_type);
	reply.location = buf_str(&transfer->location);
	reply.retry_after_for = transfer->retry_after_for;
	reply.dated_at = dated_at(transfer);
	reply.error = "";
	return reply;
}
