#include "event_stream.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "api/json/json_core.h"
#include "base/log.h"
#include "base/memory.h"
#include "store/jobs/reader.h"
#include "store/log/events.h"
#include "store/messaging/messages.h"
#include "wire/call.h"
#include "wire/stream.h"

enum { LISTENERS_MOST = 200, READ_MOST = 100, TEXT_MOST = 120 * 1024 };

struct listener {
	struct event_stream *hub;
	struct stream *stream;
	int64_t after;               /* the last row that was sent */
	int64_t expires_at;          /* of the token that opened it */
	int64_t read_to;
	size_t count;
	struct job job;
	struct buf text;
	bool is_reading, is_dirty, is_gone;
	LIST_ENTRY(listener) next;
};

struct event_stream {
	struct core *core;
	LIST_HEAD(listeners, listener) listeners;
	int count;
};

static void listener_free(struct listener *listener)
{
	LIST_REMOVE(listener, next);
	listener->hub->count--;
	stream_close(&listener->stream);
	buf_done(&listener->text);
	free(listener);
}

/* While a reader has it, it only waits for the reader. */
static void listener_leave(struct listener *listener)
{
	listener->is_gone = true;
	if (!listener->is_reading)
		listener_free(listener);
}

static void on_gone(void *data)
{
	listener_leave(data);
}

/* --- reading ------------------------------------------------------------------------ */

/* A listener of the version before waits for these; sent under both names, with the same
 * id, for one version. */
static const struct { const char *what, *before; } renamed[] = {
	{ "message.inbound", "message.heard" },
	{ "consent.review_opened", "consent.doubted" },
};

static void write_as(const char *what, const struct event *event, const json_t *shape, struct buf *into)
{
	buf_add_format(into, "id: %lld\nevent: %s\ndata: ", (long long)event->id, what);
	json_write(shape, into);
	buf_add_text(into, "\n\n");
}

static void write_event(const struct event *event, struct buf *into)
{
	json_t *shape = json_core_event(event);

	json_object_del(shape, "detail");
	write_as(event->what, event, shape, into);
	for (size_t i = 0; i < COUNT_OF(renamed); i++)
		if (!strcmp(renamed[i].what, event->what))
			write_as(renamed[i].before, event, shape, into);
	json_decref(shape);
}

static enum fault read_events(struct job *job, struct db *db, struct note *note)
{
	struct listener *listener = container_of(job, struct listener, job);
	struct event events[READ_MOST];
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 1 << 20);
	fault = event_after(db, listener->after, &arena, events, READ_MOST, &listener->count);
	for (size_t i = 0; !fault && i < listener->count; i++) {
		write_event(&events[i], &listener->text);
		listener->read_to = events[i].id;
	}
	if (fault)
		return fault;
	return buf_check(&listener->text, note);
}

static void pump(struct listener *listener);

static void on_read(struct job *job, enum fault fault, const struct note *note)
{
	struct listener *listener = container_of(job, struct listener, job);

	(void)note;
	listener->is_reading = false;
	if (fault)
		log_fact(LOG_WARN, "events.cut", LOG_WORD("fault", fault_word(fault)));
	if (fault || listener->is_gone) {
		listener_free(listener);
		return;
	}
	if (listener->count) {
		stream_send(listener->stream, buf_str(&listener->text));
		listener->after = listener->read_to;
	}
	buf_clear(&listener->text);
	if (listener->is_dirty || listener->count == READ_MOST)
		pump(listener);
}

/* Cut when no reader has time: the client comes back with the id it has. */
static void pump(struct listener *listener)
{
	listener->is_dirty = listener->is_reading;
	if (listener->is_reading)
		return;
	listener->job = (struct job){ .run = read_events, .done = on_read };
	if (reader_add(listener->hub->core->reader, &listener->job))
		listener_leave(listener);
	else
		listener->is_reading = true;
}

/* --- the hub ------------------------------------------------------------------------ */

/* Something was written: everybody is told. */
static void tell_all(struct event_stream *hub)
{
	struct listener *listener, *next;

	for (listener = LIST_FIRST(&hub->listeners); listener; listener = next) {
		next = LIST_NEXT(listener, next);
		if (listener->is_gone)
			continue;
		if (listener->expires_at <= clock_now(hub->core->clock))
			listener_leave(listener);
		else
			pump(listener);
	}
}

void event_stream_cut(struct event_stream *hub)
{
	struct listener *listener, *next;

	for (listener = LIST_FIRST(&hub->listeners); listener; listener = next) {
		next = LIST_NEXT(listener, next);
		listener_leave(listener);
	}
}

static void hub_on_change(void *context, const char *what, int64_t id)
{
	(void)what;
	(void)id;
	tell_all(context);
}

struct event_stream *event_stream_new(struct core *core)
{
	assert(loop_is_here(core->loop));

	struct event_stream *hub = memory_new(struct event_stream);

	hub->core = core;
	LIST_INIT(&hub->listeners);
	core->signal.on_change = hub_on_change;
	core->signal.change_context = hub;
	return hub;
}

void event_stream_free(struct event_stream **hub)
{
	struct listener *listener, *next;

	if (!*hub)
		return;
	(*hub)->core->signal.on_change = NULL;
	for (listener = LIST_FIRST(&(*hub)->listeners); listener; listener = next) {
		next = LIST_NEXT(listener, next);
		listener_free(listener);
	}
	free(*hub);
	*hub = NULL;
}

enum fault event_stream_open(struct request *request, struct note *note)
{
	struct event_stream *hub = request->api->hub;
	struct str last = call_header(request->call, "Last-Event-ID");
	struct core *core = request->api->core;
	struct listener *listener;
	int64_t after = id_next(core->ids, clock_now(core->clock));

	if (last.size && id_parse(last, &after))
		return fault_because(FAULT_INVALID, note, "Last-Event-ID is an id that we sent");
	if (hub->count >= LISTENERS_MOST)
		return fault_because(FAULT_FULL, note, "too many listen already");
	listener = memory_new(struct listener);
	listener->hub = hub;
	listener->after = after;
	listener->expires_at = request->who.expires_at;
	buf_init(&listener->text, TEXT_MOST);
	LIST_INSERT_HEAD(&hub->listeners, listener, next);
	hub->count++;
	listener->stream = request_stream(request, on_gone, listener);
	pump(listener);
	return FAULT_NONE;
}
