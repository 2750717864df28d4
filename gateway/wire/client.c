#include "client.h"

#include <assert.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/halt.h"
#include "base/memory.h"
#include "timer.h"
#include "transfer.h"

/* How many good answers in a row of counting widen the window by one. */
enum { GOOD_TO_WIDEN = 64 };

TAILQ_HEAD(transfers, transfer);

/* One socket that curl wants watched. */
struct watch {
	struct client *client;
	struct event *event;
	TAILQ_ENTRY(watch) next;
};

TAILQ_HEAD(watches, watch);

/*
 * A transfer stands in one list at a time:
 *
 *	waiting -> running    by on_tick, while the window has room
 *	running -> ended      curl says so, or it is cancelled after bytes left
 *	ended   -> gone       deliver() has called back
 *
 * Only on_tick starts transfers: a fast provider would otherwise be served again
 * and again from within curl while the other connections starve.
 */
struct client {
	struct loop *loop;
	CURLM *multi;
	struct timer *curl_timer;
	struct timer *tick;
	struct client_limits limits;
	struct transfers waiting;
	struct transfers running;
	struct transfers ended;
	int waiting_count;
	int running_count;
	int window;
	int good;
	int64_t narrowed_us; /* stopwatch: when the window was last halved */
	struct watches watches;
	CURL **idle; /* handles for the next transfers, limits.window places */
	int idle_count;
	bool is_gone;
};

struct client_limits client_limits_default(void)
{
	return (struct client_limits){
		.window = 64,
		.queue = 1024,
		.connect_for = 5 * SECOND_MS,
		.total_for = 20 * SECOND_MS,
		.reply_ceiling = 1024 * 1024,
	};
}

/* --- handles --------------------------------------------------------------------- */

static CURL *easy_take(struct client *client)
{
	if (client->idle_count > 0)
		return client->idle[--client->idle_count];
	return memory_must(curl_easy_init());
}

/* Takes the transfer's handle out of curl and keeps it for another. */
static void easy_give_back(struct client *client, CURL *easy)
{
	curl_multi_remove_handle(client->multi, easy);
	if (client->idle_count >= client->limits.window) {
		curl_easy_cleanup(easy);
		return;
	}
	curl_easy_reset(easy);
	client->idle[client->idle_count++] = easy;
}

/* --- the window -------------------------------------------------------------------- */

/* One burst of 429s is one message from the provider: a request that was on its way
 * before the window shrank does not shrink it again. */
static void judge_window(struct client *client, const struct transfer *transfer)
{
	if (transfer->fate != HTTP_ANSWERED || transfer->status >= 500)
		return;
	if (transfer->status == 429) {
		if (transfer->started_us < client->narrowed_us)
			return;
		client->window = client->window > 1 ? client->window / 2 : 1;
		client->narrowed_us = clock_stopwatch_us();
		client->good = 0;
		return;
	}
	if (++client->good < GOOD_TO_WIDEN)
		return;
	client->good = 0;
	if (client->window < client->limits.window)
		client->window++;
}

/* --- ending -------------------------------------------------------------------------- */

static void transfer_stop(struct client *client, struct transfer *transfer, CURLcode code)
{
	assert(transfer->state == TRANSFER_RUNS);

	CURL *easy = transfer->easy;

	TAILQ_REMOVE(&client->running, transfer, next);
	client->running_count--;
	transfer_end(transfer, code);
	easy_give_back(client, easy);
	TAILQ_INSERT_TAIL(&client->ended, transfer, next);
}

/* `done` may send, cancel and free the client. */
static void deliver(struct client *client)
{
	struct transfer *transfer;

	while (!client->is_gone && (transfer = TAILQ_FIRST(&client->ended))) {
		struct http_reply reply = transfer_reply(transfer);

		TAILQ_REMOVE(&client->ended, transfer, next);
		judge_window(client, transfer);
		transfer->done(transfer->data, &reply);
		transfer_free(&transfer);
	}
	if (!client->is_gone && client->waiting_count > 0)
		timer_set(client->tick, 0);
}

static void reap(struct client *client)
{
	struct CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(client->multi, &left))) {
		struct transfer *transfer = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		transfer_stop(client, transfer, code);
	}
	deliver(client);
}

/* --- curl on the loop ------------------------------------------------------------------ */

static void on_socket_ready(evutil_socket_t fd, short what, void *data)
{
	struct watch *watch = data;
	struct client *client = watch->client;
	int flags = (what & EV_READ ? CURL_CSELECT_IN : 0) |
		    (what & EV_WRITE ? CURL_CSELECT_OUT : 0);
	int running;

	curl_multi_socket_action(client->multi, fd, flags, &running);
	reap(client);
}

static void on_curl_timer(void *data)
{
	struct client *client = data;
	int running;

	curl_multi_socket_action(client->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	reap(client);
}

static int on_timer_wanted(CURLM *multi, long in_for, void *data)
{
	struct client *client = data;

	(void)multi;
	if (in_for < 0)
		timer_clear(client->curl_timer);
	else
		timer_set(client->curl_timer, in_for);
	return 0;
}

static void watch_free(struct client *client, struct watch *watch)
{
	TAILQ_REMOVE(&client->watches, watch, next);
	event_free(watch->event);
	free(watch);
}

/* What curl did not ask to be forgotten. */
static void watches_free(struct client *client)
{
	struct watch *watch = TAILQ_FIRST(&client->watches);

	while (watch) {
		struct watch *next = TAILQ_NEXT(watch, next);

		event_free(watch->event);
		free(watch);
		watch = next;
	}
	TAILQ_INIT(&client->watches);
}

static struct watch *watch_new(struct client *client, curl_socket_t fd)
{
	struct watch *watch = memory_new(struct watch);

	watch->client = client;
	watch->event = memory_must(event_new(loop_base(client->loop), fd, 0, on_socket_ready, watch));
	TAILQ_INSERT_HEAD(&client->watches, watch, next);
	curl_multi_assign(client->multi, fd, watch);
	return watch;
}

static int on_socket_wanted(CURL *easy, curl_socket_t fd, int what, void *data,
			    void *socket_data)
{
	struct client *client = data;
	struct watch *watch = socket_data;
	short events = EV_PERSIST;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (watch)
			watch_free(client, watch);
		curl_multi_assign(client->multi, fd, NULL);
		return 0;
	}
	if (!watch)
		watch = watch_new(client, fd);
	if (what & CURL_POLL_IN)
		events |= EV_READ;
	if (what & CURL_POLL_OUT)
		events |= EV_WRITE;
	event_del(watch->event);
	event_assign(watch->event, loop_base(client->loop), fd, events, on_socket_ready, watch);
	event_add(watch->event, NULL);
	return 0;
}

/* --- starting ---------------------------------------------------------------------------- */

static void transfer_start(struct client *client, struct transfer *transfer)
{
	CURL *easy = easy_take(client);

	TAILQ_REMOVE(&client->waiting, transfer, next);
	client->waiting_count--;
	TAILQ_INSERT_TAIL(&client->running, transfer, next);
	client->running_count++;
	transfer->state = TRANSFER_RUNS;
	transfer_prepare(transfer, easy, &client->limits);
	if (curl_multi_add_handle(client->multi, easy) != CURLM_OK)
		transfer_stop(client, transfer, CURLE_FAILED_INIT);
}

static void on_tick(void *data)
{
	struct client *client = data;

	while (client->running_count < client->window && !TAILQ_EMPTY(&client->waiting))
		transfer_start(client, TAILQ_FIRST(&client->waiting));
	/* What was cancelled, and what could not even start. */
	if (!TAILQ_EMPTY(&client->ended))
		deliver(client);
}

struct client *client_new(struct loop *loop, const struct client_limits *limits)
{
	struct client *client = memory_new(struct client);

	assert(loop && limits);
	assert(limits->queue >= 0);
	assert(limits->connect_for > 0 && limits->total_for > 0);
	assert(limits->reply_ceiling > 0);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		halt_because("client.broken", "libcurl cannot be set up");
	client->loop = loop;
	client->limits = *limits;
	if (client->limits.window < 1)
		client->limits.window = 1;
	client->window = client->limits.window;
	client->idle = memory_array(CURL *, (size_t)client->limits.window);
	client->multi = memory_must(curl_multi_init());
	TAILQ_INIT(&client->waiting);
	TAILQ_INIT(&client->running);
	TAILQ_INIT(&client->ended);
	TAILQ_INIT(&client->watches);
	client->curl_timer = timer_new(loop, on_curl_timer, client);
	client->tick = timer_new(loop, on_tick, client);
	curl_multi_setopt(client->multi, CURLMOPT_SOCKETFUNCTION, on_socket_wanted);
	curl_multi_setopt(client->multi, CURLMOPT_SOCKETDATA, client);
	curl_multi_setopt(client->multi, CURLMOPT_TIMERFUNCTION, on_timer_wanted);
	curl_multi_setopt(client->multi, CURLMOPT_TIMERDATA, client);
	curl_multi_setopt(client->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	curl_multi_setopt(client->multi, CURLMOPT_MAXCONNECTS, (long)client->limits.window);
	return client;
}

static void transfers_free(struct transfers *transfers)
{
	struct transfer *transfer;

	while ((transfer = TAILQ_FIRST(transfers))) {
		TAILQ_REMOVE(transfers, transfer, next);
		transfer_free(&transfer);
	}
}

static void client_forget(void *data)
{
	free(data);
}

/* deliver() may stand above us: the struct itself goes in the next turn. */
void client_free(struct client **client)
{
	assert(client);

	struct client *old = *client;

	if (!old)
		return;
	*client = NULL;
	old->is_gone = true;
	while (!TAILQ_EMPTY(&old->running))
		transfer_stop(old, TAILQ_FIRST(&old->running), CURLE_ABORTED_BY_CALLBACK);
	transfers_free(&old->waiting);
	transfers_free(&old->ended);
	while (old->idle_count > 0)
		curl_easy_cleanup(old->idle[--old->idle_count]);
	curl_multi_cleanup(old->multi);
	watches_free(old);
	timer_free(&old->curl_timer);
	timer_free(&old->tick);
	free(old->idle);
	curl_global_cleanup();
	loop_later(old->loop, client_forget, old);
}

/* --- what the others call ------------------------------------------------------------------ */

static enum fault check_request(const struct http_request *request)
{
	const struct buf *const texts[] = { &request->url, &request->body, &request->user,
					    &request->password, &request->bearer };

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (buf_check(texts[i], NULL) != FAULT_NONE)
			return FAULT_TOO_LARGE;
	return FAULT_NONE;
}

enum fault client_send(struct client *client, const struct http_request *request,
		       void (*done)(void *data, const struct http_reply *reply),
		       void *data, struct transfer **transfer)
{
	assert(client && request && done);
	assert(loop_is_here(client->loop));
	assert(!client->is_gone);

	enum fault fault = check_request(request);
	struct transfer *sent;

	if (fault != FAULT_NONE)
		return fault;
	if (client->waiting_count >= client->limits.queue)
		return FAULT_FULL;
	sent = transfer_new(request, client->limits.reply_ceiling);
	sent->done = done;
	sent->data = data;
	TAILQ_INSERT_TAIL(&client->waiting, sent, next);
	if (client->waiting_count++ == 0)
		timer_set(client->tick, 0);
	if (transfer)
		*transfer = sent;
	return FAULT_NONE;
}

static void forget_unsent(struct client *client, struct transfer *transfer)
{
	if (transfer->state == TRANSFER_WAITS) {
		TAILQ_REMOVE(&client->waiting, transfer, next);
		client->waiting_count--;
	} else {
		TAILQ_REMOVE(&client->running, transfer, next);
		client->running_count--;
		easy_give_back(client, transfer->easy);
	}
	transfer_free(&transfer);
}

bool client_cancel(struct client *client, struct transfer *transfer)
{
	assert(client && transfer);
	assert(loop_is_here(client->loop));
	/* Its place in the window, or its `done`, is for the next turn. */
	timer_set(client->tick, 0);
	if (transfer->state == TRANSFER_ENDED)
		return false;
	if (transfer_is_unsent(transfer)) {
		forget_unsent(client, transfer);
		return true;
	}
	transfer_stop(client, transfer, CURLE_ABORTED_BY_CALLBACK);
	return false;
}

int client_window(const struct client *client)
{
	assert(client);
	return client->window;
}

int client_under_way(const struct client *client)
{
	assert(client);
	return client->running_count;
}

int client_waiting(const struct client *client)
{
	assert(client);
	return client->waiting_count;
}
