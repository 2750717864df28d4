#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "base/json.h"
#include "base/memory.h"
#include "conn.h"
#include "endpoint.h"
#include "escape.h"

enum { ARENA_CEILING = 1024 * 1024, HEADERS_CEILING = 16 * 1024 };

/* The bytes of the request go with the call, what is behind them stays: so the
 * call's texts outlive the connection. */
struct call *call_new(struct conn *conn, const struct head *head, const struct endpoint *endpoint)
{
	struct call *call = memory_new(struct call);
	size_t size = head->size + head->body_size;

	call->loop = conn->server->loop;
	call->conn = conn;
	call->endpoint = endpoint;
	call->head = *head;
	call->bytes = conn->in;
	call->is_cache_spoken = false;
	call->is_retry_spoken = false;
	arena_init(&call->arena, ARENA_CEILING);
	buf_init(&call->headers, HEADERS_CEILING);
	memcpy(call->peer, conn->peer, sizeof(call->peer));
	buf_init(&conn->in, conn->server->limits.header_ceiling * 2);
	buf_add(&conn->in, str_from(buf_str(&call->bytes), size));
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
	return http_header_find(call->head.headers, call->head.header_count, name);
}

const struct http_header *call_headers(const struct call *call, size_t *count)
{
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
	/* A line break would be a header, or an answer, of a stranger's making. */
	if (!is_plain(name) || !is_plain(value))
		return;
	call->is_cache_spoken |= str_equals_nocase(str_of(name), STR("Cache-Control"));
	call->is_retry_spoken |= str_equals_nocase(str_of(name), STR("Retry-After"));
	buf_add_format(&call->headers, "%s: %s\r\n", name, value);
}

static struct answer answer_of(const struct call *call, int status, const char *type)
{
	struct conn *conn = call->conn;

	return (struct answer){
		.status = status,
		.content_type = type,
		.headers = buf_str(&call->headers),
		.date = server_date(conn->server),
		.is_last = conn->is_last || conn->server->is_draining,
		.is_cache_spoken = call->is_cache_spoken,
		.is_retry_spoken = call->is_retry_spoken,
	};
}

void call_answer(struct call *call, int status, const char *content_type, struct str body)
{
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

	buf_init(&body, 4096);
	json_set_str(error, "code", str_of(fault_word(fault)));
	json_set_str(error, "message", str_of(note_text(note, fault, text, sizeof(text))));
	if (field)
		json_set_str(error, "field", str_of(field));
	json_object_set(whole, "error", error);
	json_write(whole, &body);
	call_answer(call, fault_http_status(fault), "application/json", buf_str(&body));
}

struct stream *call_stream(struct call *call, void (*gone)(void *data), void *data)
{
	struct conn *conn = call->conn;
	struct stream *stream = stream_new(call->loop, gone, data);

	if (conn) {
		struct answer answer = answer_of(call, 200, "text/event-stream");

		answer.is_last = true;
		answer.is_endless = true;
		answer_write(&answer, &conn->out);
		stream->conn = conn;
	}
	call_free(call);
	if (conn)
		conn_streams(conn, stream);
	else
		stream_lost(stream);
	return stream;
}
