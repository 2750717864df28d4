#include "inbound_poll.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "intake.h"
#include "store/messaging/lines.h"
#include "wire/loop.h"
#include "wire/timer.h"
#include "work/txn/line_watch.h"

enum { OVERLAP_MS = 300000, DEEP_MS = 172800000, PAGES = 500, RETRY_MS = 2000 };

struct inbound_poll {
	struct account_state *account;
	struct timer *timer;
	size_t line_index;
	enum channel channel;        /* of the list that is read now */
	bool is_running;
	bool is_faulty;              /* some line of this poll */
	bool is_page_faulty;         /* something of this page could not be kept */
	bool is_deep;
	int64_t deep_at;             /* machine's time of the last deep poll */
	int64_t since_at, started_at;
	int pages;
	int under_way;               /* intakes of this page */
	struct arena arena;          /* of this page */
	struct str next;
	struct job job;              /* line_set_polled */
};

static void inbound_poll_line(struct inbound_poll *poll);

static struct line_state *line_of(const struct inbound_poll *poll)
{
	return &poll->account->lines[poll->line_index];
}

static void inbound_poll_end(struct inbound_poll *poll)
{
	const struct core_settings *settings = poll->account->core->settings;

	poll->is_running = false;
	poll->account->core->counts.inbound_polls++;
	if (poll->is_faulty)
		poll->account->core->counts.inbound_poll_faults++;
	else if (poll->is_deep)
		poll->deep_at = clock_now(poll->account->core->wall);
	timer_set(poll->timer, poll->is_faulty && settings->inbound_poll_every > RETRY_MS ?
				RETRY_MS : settings->inbound_poll_every);
}

static void next_line(struct inbound_poll *poll)
{
	if (++poll->line_index < poll->account->line_count)
		inbound_poll_line(poll);
	else
		inbound_poll_end(poll);
}

static enum fault polled_run(struct job *job, struct db *db, struct note *note)
{
	struct inbound_poll *poll = container_of(job, struct inbound_poll, job);

	(void)note;
	return line_set_polled(db, line_of(poll)->id, poll->started_at);
}

/* The whole list is in the ledger: this line may send. */
static void polled_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct inbound_poll *poll = container_of(job, struct inbound_poll, job);
	struct line_state *line = line_of(poll);

	(void)note;
	if (fault) {
		poll->is_faulty = true;
	} else {
		line->polled_at = poll->started_at;
		line->is_polled = true;
		if (!poll->account->core->is_ready)
			signal_wake(poll->account->core, SIGNAL_ALL);
	}
	next_line(poll);
}

static void fail_line(struct inbound_poll *poll, enum fault fault, const char *why)
{
	poll->is_faulty = true;
	line_watch_list(line_of(poll), fault, why);
	log_fact(LOG_WARN, "inbound_poll.failed", LOG_ID("line", line_of(poll)->id.n),
		 LOG_WORD("fault", fault_word(fault)), LOG_NOTE(why));
	next_line(poll);
}

static void ask_page(struct inbound_poll *poll, struct str next);

/* Texts of each channel stand in a list of their own.  False: that was the last. */
static bool next_channel(struct inbound_poll *poll)
{
	bool is_whatsapp = poll->channel != CHANNEL_WHATSAPP &&
			   line_of(poll)->settings->speaks[CHANNEL_WHATSAPP];

	poll->channel = CHANNEL_WHATSAPP;
	poll->pages = 0;
	return is_whatsapp;
}

static void keep_polled(struct inbound_poll *poll)
{
	poll->job = (struct job){ .run = polled_run, .done = polled_on_written };
	if (writer_add(poll->account->core->writer, &poll->job))
		fail_line(poll, FAULT_FULL, "the writer is full");
}

static void page_kept(struct inbound_poll *poll)
{
	if (poll->is_page_faulty) {
		fail_line(poll, FAULT_AGAIN, "not everything could be kept; the next poll goes on");
	} else if (poll->next.size && ++poll->pages < PAGES) {
		ask_page(poll, poll->next);
	} else if (next_channel(poll)) {
		ask_page(poll, STR_NONE);
	} else {
		keep_polled(poll);
	}
}

/* What can never be kept must not hold up what can: nothing is sent before every line
 * was polled.  The log cries each time it is met. */
static void judge_fault(struct inbound_poll *poll, enum fault fault)
{
	bool is_for_ever = fault == FAULT_INVALID || fault == FAULT_TOO_LARGE ||
			   fault == FAULT_CONFLICT || fault == FAULT_BROKEN;

	if (is_for_ever)
		log_fact(LOG_ALARM, "inbound_poll.not_kept", LOG_ID("line", line_of(poll)->id.n),
			 LOG_WORD("fault", fault_word(fault)));
	else if (fault)
		poll->is_page_faulty = true;
}

static void inbound_poll_on_accepted(void *data, enum fault fault, const struct intake_result *result)
{
	struct inbound_poll *poll = data;

	(void)result;
	judge_fault(poll, fault);
	if (--poll->under_way == 0)
		page_kept(poll);
}

/* Media of a polled message are found under its id: media_queue.c reads the list there. */
static void accept_listed(struct inbound_poll *poll, const struct listed *listed)
{
	struct core *core = poll->account->core;
	int64_t ahead_for = clock_now(core->clock) - clock_now(core->wall);
	struct inbound inbound = {
		.id = listed->id, .from = listed->from, .to = listed->to,
		.channel = listed->channel, .text = listed->text,
	};
	enum fault fault;

	if (listed->media_count > 0) {
		inbound.media_count = 1;
		inbound.media[0] = listed->id;
		inbound.media_type[0] = STR("list");
	}
	poll->under_way++;
	fault = intake_accept(line_of(poll), &inbound, listed->created_at ?
			    listed->created_at + ahead_for : 0, inbound_poll_on_accepted, poll);
	if (fault) {
		judge_fault(poll, fault);
		poll->under_way--;
	}
}

/* The oldest first, as it was said; providers list the newest first. */
static void accept_page(struct inbound_poll *poll, const struct listing *listing)
{
	const struct listed *items = listing->items;
	size_t count = listing->count;
	bool is_rising = count > 1 && items[0].created_at < items[count - 1].created_at;

	for (size_t i = 0; i < count; i++) {
		const struct listed *listed = &items[is_rising ? i : count - 1 - i];

		if (listed->is_inbound)
			accept_listed(poll, listed);
	}
}

static void inbound_poll_on_page(void *data, const struct http_reply *reply)
{
	struct inbound_poll *poll = data;
	struct listing listing;
	struct note note = { .text = "" };
	enum fault fault;

	arena_done(&poll->arena);
	poll->next = STR_NONE;
	fault = poll->account->adapter->read_list(reply, &poll->arena, &listing, &note);
	if (fault) {
		fail_line(poll, fault, note.text);
		return;
	}
	line_watch_list(line_of(poll), FAULT_NONE, "");
	poll->next = listing.next;
	poll->is_page_faulty = false;
	poll->under_way = 1; /* ours, so that the page ends once */
	accept_page(poll, &listing);
	if (--poll->under_way == 0)
		page_kept(poll);
}

static void ask_page(struct inbound_poll *poll, struct str next)
{
	struct account_state *account = poll->account;
	struct list_query query = { .to = line_of(poll)->settings->number,
				    .channel = poll->channel, .since_at = poll->since_at };
	AUTO(http_request) request;

	if (account->core->is_cut)
		return;
	http_request_init(&request);
	account->adapter->compose_list(&account->settings->account, &query, next, &request);
	if (client_send(account->client, &request, inbound_poll_on_page, poll, NULL))
		fail_line(poll, FAULT_FULL, "too many requests are under way");
}

/* A provider that cannot list: what its webhooks could not bring while we were down is
 * lost to us, and waiting would not find it.  Said once a start, and by hearbackctl lines. */
static void pass_over(struct inbound_poll *poll)
{
	if (!line_of(poll)->is_polled)
		log_fact(LOG_WARN, "inbound_poll.impossible", LOG_ID("line", line_of(poll)->id.n));
	keep_polled(poll);
}

static void inbound_poll_line(struct inbound_poll *poll)
{
	struct line_state *line = line_of(poll);

	poll->started_at = clock_now(poll->account->core->wall);
	poll->since_at = line->polled_at - OVERLAP_MS;
	if (poll->is_deep && poll->started_at - DEEP_MS < poll->since_at)
		poll->since_at = poll->started_at - DEEP_MS;
	poll->pages = 0;
	poll->channel = CHANNEL_SMS;
	poll->next = STR_NONE;
	if (poll->account->adapter->can_list)
		ask_page(poll, STR_NONE);
	else
		pass_over(poll);
}

void inbound_poll_start(struct inbound_poll *poll)
{
	struct core *core = poll->account->core;

	assert(loop_is_here(poll->account->core->loop));
	if (poll->is_running || core->is_stopping || poll->account->line_count == 0)
		return;
	poll->is_running = true;
	poll->is_faulty = false;
	poll->is_deep = clock_now(core->wall) - poll->deep_at >=
			 core->settings->deep_poll_every;
	poll->line_index = 0;
	inbound_poll_line(poll);
}

static void inbound_poll_on_time(void *data)
{
	inbound_poll_start(data);
}

struct inbound_poll *inbound_poll_new(struct account_state *account)
{
	assert(account->core && account->adapter);

	struct inbound_poll *poll = memory_new(struct inbound_poll);

	poll->account = account;
	poll->timer = timer_new(account->core->loop, inbound_poll_on_time, poll);
	poll->deep_at = clock_now(account->core->wall);
	arena_init(&poll->arena, 32 << 20);
	return poll;
}

void inbound_poll_free(struct inbound_poll **poll)
{
	if (!*poll)
		return;
	timer_free(&(*poll)->timer);
	arena_done(&(*poll)->arena);
	free(*poll);
	*poll = NULL;
}
