#include "call.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/memory.h"
#include "conn.h"
#include "escape.h"
#include "stream.h"

enum { ARENA_CEILING = 1024 * 1024, HEADERS_CEILING = 16 * 1024 };

struct call {
	struct conn_user user;
	struct loop *loop;
	struct conn *conn; /* NULL: the client has gone */
	const struct endpoint *endpoint;
	struct head head; /* slices of `bytes` */
	struct buf bytes;
	struct arena arena;
	struct buf headers; /* lines of the endpoint's own */
	bool is_cache_spoken;
	bool is_date_spoken;
	char peer[INET6_ADDRSTRLEN];
};

static void on_lost(struct conn_user *user)
{
	container_of(user, struct call, user)->conn = NULL;
}

/* The bytes of the request go with the call: so its texts outlive the connection. */
struct call *call_new(struct conn *conn, const struct head *head, const struct endpoint *endpoint)
{
	struct call *call = memory_new(struct call);

	assert(conn->state == CONN_WORK);
	assert(head->size > 0);
	assert(endpoint && endpoint->path);
	call->user.lost = on_lost;
	call->loop = conn->home->loop;
	call->conn = conn;
	call->endpoint = endpoint;
	call->head = *head;
	call->is_cache_spoken = false;
	call->is_date_spoken = false;
	arena_init(&call->arena, ARENA_CEILING);
	buf_init(&call->headers, HEADERS_CEILING);
	memcpy(call->peer, conn->peer, sizeof(call->peer));
	conn_take(conn, &call->user, head->size + head->body_size, &call->bytes);
	return call;
}

static void call_free(struct call *call)
{
	buf_done(&call->bytes);
	buf_done(&call->headers);
	arena_done(&call->arena);
	free(call);
}

enum http_method call_method(const struct call *call)
{
	assert(call->head.method < HTTP_METHODS);
	return (enum http_method)call->head.method;
}

struct str call_target(const struct call *call)
{
	return call->head.target;
}

struct str call_path(const struct call *call)
{
	return call->head.path;
}

struct str call_query(const struct call *call)
{
	return call->head.query;
}

struct str call_param(struct call *call, const char *name)
{
	assert(call && name);

	struct str coded = endpoint_param(call->endpoint->path, call->head.path, str_of(name));
	char *at = coded.size ? arena_take(&call->arena, coded.size + 1) : NULL;
	size_t size = 0;

	if (!at)
		return STR_NONE;
	/* Its escapes were judged with the head. */
	for (size_t i = 0; i < coded.size; i++) {
		int c = coded.at[i];

		if (c == '%') {
			c = escape_byte(str_from(coded, i));
			i += 2;
		}
		at[size++] = (char)c;
	}
	return (struct str){ at, size };
}

struct str call_header(const struct call *call, const char *name)
{
	assert(call && name);
	return http_header_find(call->head.headers, call->head.header_count, name);
}

const struct http_header *call_headers(const struct call *call, size_t *count)
{
	assert(call && count);
	*count = call->head.header_count;
	return call->head.headers;
}

struct str call_body(const struct call *call)
{
	return str_slice(buf_str(&call->bytes), call->head.size, call->head.body_size);
}

const char *call_peer(const struct call *call)
{
	return call->peer;
}

struct arena *call_arena(struct call *call)
{
	return &call->arena;
}

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

void call_add_header(struct call *call, const char *name, const char *value)
{
	assert(call);
	assert(name && name[0] && value);
	/* A line break would be a header, or an answer, of a stranger's making. */
	if (!is_plain(name) || !is_plain(value))
		return;
	call->is_cache_spoken |= str_equals_nocase(str_of(name), STR("Cache-Control"));
	call->is_date_spoken |= str_equals_nocase(str_of(name), STR("Date"));
	buf_add_format(&call->headers, "%s: %s\r\n", name, value);
}

static struct answer answer_of(const struct call *call, int status, const char *type)
{
	struct conn *conn = call->conn;

	return (struct answer){
		.status = status,
		.content_type = type,
		.headers = buf_str(&call->headers),
		.date = answer_date(&conn->home->clock, (int64_t)time(NULL)),
		.is_last = conn->is_last || conn->home->is_draining,
		.is_cache_spoken = call->is_cache_spoken,
		.is_date_spoken = call->is_date_spoken,
	};
}

void call_answer(struct call *call, int status, const char *content_type, struct str body)
{
	assert(call);
	assert(loop_is_here(call->loop));
	assert(status >= 200 && status <= 599);

	struct conn *conn = call->conn;

	if (conn) {
		struct answer answer = answer_of(call, status, content_type);

		answer.body = content_type ? body : STR_NONE;
		answer_write(&answer, &conn->out);
	}
	/* `body` may be the arena's: it is copied now. */
	call_free(call);
	if (conn)
		conn_answered(conn);
}

void call_cut(struct call *call)
{
	assert(call);
	assert(loop_is_here(call->loop));
	if (call->conn)
		conn_close(call->conn);
	call_free(call);
}

void call_refuse(struct call *call, enum fault fault, const struct note *note,
		 const char *field)
{
	AUTO_JSON *error = json_object();
	AUTO_JSON *whole = json_object();
	AUTO(buf) body;
	char text[600];

	assert(call);
	assert(fault != FAULT_NONE && fault < FAULT_KINDS);
	buf_init(&body, 4096);
	json_set_str(error, "code", str_of(fault_word(fault)));
	json_set_str(error, "message", str_of(note_text(note, fault, text, sizeof(text))));
	if (field)
		json_set_str(error, "field", str_of(field));
	json_object_set(whole, "error", error);
	json_write(whole, &body);
	if (fault_http_status(fault) == 503 || fault_http_status(fault) == 429)
		call_add_header(call, "Retry-After", "5");
	call_answer(call, fault_http_status(fault), "application/json", buf_str(&body));
}

struct stream *call_stream(struct call *call, void (*gone)(void *data), void *data)
{
	assert(call);
	assert(loop_is_here(call->loop));

	struct conn *conn = call->conn;
	struct loop *loop = call->loop;

	if (conn) {
		struct answer answer;

		/* nginx would keep events back until it has a page of them */
		call_add_header(call, "X-Accel-Buffering", "no");
		answer = answer_of(call, 200, "text/event-stream");
		answer.is_last = true;
		answer.is_endless = true;
		answer_write(&answer, &conn->out);
		conn->user = NULL;
	}
	call_free(call);
	return stream_new(loop, conn, gone, data);
}
