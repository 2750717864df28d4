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

enum { READ_MOST = 100, TEXT_MOST = 120 * 1024, SAY_EVERY = 10 * 1000 };

struct listener {
	struct event_stream *hub;
	struct stream *stream;
	int64_t after;               /* the last row that was sent */
	int64_t expires_at;          /* of the token that opened it */
	struct reading *reading;     /* that it waits for; NULL: none */
	bool is_dirty, is_gone;
	unsigned char digest[SESSION_DIGEST]; /* of the token that was shown */
	LIST_ENTRY(listener) next;
	LIST_ENTRY(listener) member; /* of its reading */
};

LIST_HEAD(listeners, listener);

/* What came behind one row, read once for all who stand there: two hundred listeners cost a
 * text no more than one. */
struct reading {
	struct event_stream *hub;
	int64_t after, read_to;
	size_t count;
	struct job job;
	struct buf text;
	struct listeners members;
	LIST_ENTRY(reading) next;
};

LIST_HEAD(readings, reading);

struct event_stream {
	struct core *core;
	struct listeners listeners;
	struct stream_counts *counts;
	struct rarely told;
};

static void listener_free(struct listener *listener)
{
	LIST_REMOVE(listener, next);
	listener->hub->counts->open--;
	stream_close(&listener->stream);
	free(listener);
}

/* While a reader has it, it only waits for the reader. */
static void listener_leave(struct listener *listener)
{
	listener->is_gone = true;
	if (!listener->reading)
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
	struct reading *reading = container_of(job, struct reading, job);
	struct event events[READ_MOST];
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 1 << 20);
	fault = event_after(db, reading->after, &arena, events, READ_MOST, &reading->count);
	for (size_t i = 0; !fault && i < reading->count; i++) {
		write_event(&events[i], &reading->text);
		reading->read_to = events[i].id;
	}
	if (fault)
		return fault;
	return buf_check(&reading->text, note);
}

static void reading_free(struct reading *reading)
{
	buf_done(&reading->text);
	free(reading);
}

/* Joins those of the round who stand at the same row, or begins a reading of its own. */
static void ask(struct readings *round, struct listener *listener)
{
	struct reading *reading;

	listener->is_dirty = listener->reading != NULL;
	if (listener->reading)
		return;
	LIST_FOREACH(reading, round, next)
		if (reading->after == listener->after)
			break;
	if (!reading) {
		reading = memory_new(struct reading);
		reading->hub = listener->hub;
		reading->after = listener->after;
		buf_init(&reading->text, TEXT_MOST);
		LIST_INIT(&reading->members);
		LIST_INSERT_HEAD(round, reading, next);
	}
	listener->reading = reading;
	LIST_INSERT_HEAD(&reading->members, listener, member);
}

/* Takes the first of them out of it. */
static struct listener *take_member(struct reading *reading)
{
	struct listener *listener = LIST_FIRST(&reading->members);

	if (!listener)
		return NULL;
	LIST_REMOVE(listener, member);
	listener->reading = NULL;
	return listener;
}

static void on_read(struct job *job, enum fault fault, const struct note *note);

/* Cut when no reader has time: they come back with the id they have. */
static void go_and_read(struct readings *round)
{
	struct reading *reading;
	struct listener *listener;

	while ((reading = LIST_FIRST(round))) {
		LIST_REMOVE(reading, next);
		reading->job = (struct job){ .run = read_events, .done = on_read };
		if (!reader_add(reading->hub->core->reader, &reading->job))
			continue;
		while ((listener = take_member(reading)))
			listener_leave(listener);
		reading_free(reading);
	}
}

/* What was read, to one of those it was read for; who wants more of it joins the round. */
static void tell(struct listener *listener, const struct reading *reading, struct readings *round)
{
	if (reading->count) {
		stream_send(listener->stream, buf_str(&reading->text));
		listener->after = reading->read_to;
	}
	if (listener->is_dirty || reading->count == READ_MOST)
		ask(round, listener);
}

static void on_read(struct job *job, enum fault fault, const struct note *note)
{
	struct reading *reading = container_of(job, struct reading, job);
	struct readings round = LIST_HEAD_INITIALIZER(round);
	struct listener *listener;

	(void)note;
	if (fault)
		log_fact(LOG_WARN, "events.cut", LOG_WORD("fault", fault_word(fault)));
	while ((listener = take_member(reading))) {
		if (fault || listener->is_gone)
			listener_free(listener);
		else
			tell(listener, reading, &round);
	}
	reading_free(reading);
	go_and_read(&round);
}

/* --- the hub ------------------------------------------------------------------------ */

/* Something was written: everybody is told. */
static void tell_all(struct event_stream *hub)
{
	struct readings round = LIST_HEAD_INITIALIZER(round);
	struct listener *listener, *next;

	for (listener = LIST_FIRST(&hub->listeners); listener; listener = next) {
		next = LIST_NEXT(listener, next);
		if (listener->is_gone)
			continue;
		if (listener->expires_at <= clock_now(hub->core->clock))
			listener_leave(listener);
		else
			ask(&round, listener);
	}
	go_and_read(&round);
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

struct event_stream *event_stream_new(struct core *core, struct stream_counts *counts)
{
	assert(loop_is_here(core->loop));

	struct event_stream *hub = memory_new(struct event_stream);

	hub->core = core;
	hub->counts = counts;
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

static int count_token(const struct event_stream *hub, const unsigned char *digest)
{
	const struct listener *listener;
	int count = 0;

	LIST_FOREACH(listener, &hub->listeners, next)
		count += memcmp(listener->digest, digest, SESSION_DIGEST) == 0;
	return count;
}

/* FAULT_NONE: there is room for one more. */
static enum fault find_room(struct event_stream *hub, const struct request *request,
			    struct note *note)
{
	const struct api_settings *settings = &request->api->settings;
	bool is_full = hub->counts->open >= settings->streams;
	int64_t count;

	if (!is_full && count_token(hub, request->ticket.digest) < settings->streams_per_token)
		return FAULT_NONE;
	hub->counts->refused += is_full;
	hub->counts->refused_token += !is_full;
	if (rarely_may_say(&hub->told, clock_boot_ms(), SAY_EVERY, &count))
		log_fact(LOG_WARN, "events.no_room", LOG_WORD("kind", is_full ? "streams" : "token"),
			 LOG_ID("user", request->who.user.id.n), LOG_COUNT("count", count),
			 LOG_COUNT("streams", hub->counts->open));
	if (is_full)
		return fault_because(FAULT_FULL, note, "too many listen already (limits.streams: %d)",
				     settings->streams);
	return fault_because(FAULT_LIMIT, note, "too many listen with this token already: end one, or "
			     "share it (limits.streams_per_token: %d)", settings->streams_per_token);
}

enum fault event_stream_open(struct request *request, struct note *note)
{
	struct event_stream *hub = request->api->hub;
	struct str last = call_header(request->call, "Last-Event-ID");
	struct core *core = request->api->core;
	struct listener *listener;
	int64_t after = id_next(core->ids, clock_now(core->clock));
	struct readings round = LIST_HEAD_INITIALIZER(round);
	enum fault fault;

	if (last.size && id_parse(last, &after))
		return fault_because(FAULT_INVALID, note, "Last-Event-ID is an id that we sent");
	fault = find_room(hub, request, note);
	if (fault)
		return fault;
	listener = memory_new(struct listener);
	memcpy(listener->digest, request->ticket.digest, SESSION_DIGEST);
	listener->hub = hub;
	listener->after = after;
	listener->expires_at = request->who.expires_at;
	LIST_INSERT_HEAD(&hub->listeners, listener, next);
	hub->counts->open++;
	listener->stream = request_stream(request, on_gone, listener);
	ask(&round, listener);
	go_and_read(&round);
	return FAULT_NONE;
}
