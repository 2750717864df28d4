#include "inbound_poll.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "inbound_walk.h"
#include "wire/loop.h"
#include "wire/timer.h"
#include "work/txn/line_watch.h"

/* A circle is left alone for 2 s, 4 s… up to 17 minutes; what is only long goes on at once
 * while it brings something, else it rests as a circle does, but for a minute at most. */
enum { RETRY_MS = 2000, ON_MS = 100, REST_SHIFT_MOST = 9, LONG_SHIFT_MOST = 5 };

/* One line, and when it is read next. */
struct poll_line {
	struct inbound_walk *walk;
	int64_t due_at;              /* by the clock of the boot */
	int rests;                   /* in a row */
};

struct inbound_poll {
	struct account_state *account;
	struct timer *timer;
	struct poll_line *lines;
	size_t at;                   /* the line that is read now */
	bool is_running;
	bool is_faulty;              /* some line of this round */
};

static struct poll_line *line_of(const struct inbound_poll *poll)
{
	return &poll->lines[poll->at];
}

static int64_t every(const struct inbound_poll *poll)
{
	return poll->account->core->settings->inbound_poll_every;
}

static int64_t retry_for(const struct inbound_poll *poll)
{
	return every(poll) < RETRY_MS ? every(poll) : RETRY_MS;
}

static int64_t next_in(const struct inbound_poll *poll, struct poll_line *line,
		       enum inbound_walk_end end)
{
	bool has_news = inbound_walk_has_news(line->walk);

	switch (end) {
	case INBOUND_WALK_WHOLE:
		line->rests = 0;
		return every(poll);
	case INBOUND_WALK_FAILED:
		return retry_for(poll);
	case INBOUND_WALK_REST:
		line->rests = has_news ? 0 : line->rests + 1;
		return has_news ? ON_MS : (int64_t)RETRY_MS <<
			(line->rests < LONG_SHIFT_MOST ? line->rests - 1 : LONG_SHIFT_MOST);
	default:
		line->rests++;
		return (int64_t)RETRY_MS <<
			(line->rests < REST_SHIFT_MOST ? line->rests - 1 : REST_SHIFT_MOST);
	}
}

/* --- a round: all lines that are due, one after the other ---------------------------------- */

static void say_clock(struct account_state *account)
{
	bool is_off = provider_clock_is_off(&account->clock);

	if (!provider_clock_is_news(&account->clock))
		return;
	log_fact(is_off ? LOG_ALARM : LOG_INFO, is_off ? "provider_clock.off" : "provider_clock.well",
		 LOG_WORD("adapter", account->settings->account.name),
		 LOG_COUNT("offset_s", provider_clock_seconds(&account->clock)),
		 LOG_COUNT("absurd", account->clock.absurd));
}

static void round_ended(struct inbound_poll *poll)
{
	struct core_counts *counts = &poll->account->core->counts;
	int64_t now = clock_boot_ms();
	int64_t next_at = now + every(poll);

	poll->is_running = false;
	counts->inbound_polls++;
	counts->inbound_poll_faults += poll->is_faulty;
	for (size_t i = 0; i < poll->account->line_count; i++)
		if (poll->lines[i].due_at < next_at)
			next_at = poll->lines[i].due_at;
	say_clock(poll->account);
	timer_set(poll->timer, next_at > now ? next_at - now : 0);
}

/* Stored, so that a daemon which is restarted each day comes to it as well. */
static bool is_deep(const struct inbound_poll *poll, const struct line_state *line)
{
	const struct core *core = poll->account->core;
	int64_t now = clock_now(core->wall);

	return !line->is_polled || line->deep_at > now ||
	       now - line->deep_at >= core->settings->deep_poll_every;
}

static void next_line(struct inbound_poll *poll)
{
	int64_t now = clock_boot_ms();

	while (poll->at < poll->account->line_count && line_of(poll)->due_at > now)
		poll->at++;
	if (poll->at == poll->account->line_count)
		round_ended(poll);
	else
		inbound_walk_start(line_of(poll)->walk, is_deep(poll, &poll->account->lines[poll->at]));
}

static void poll_on_walked(void *data, enum inbound_walk_end end)
{
	struct inbound_poll *poll = data;

	poll->is_faulty |= end == INBOUND_WALK_FAILED || end == INBOUND_WALK_ASTRAY;
	line_of(poll)->due_at = clock_boot_ms() + next_in(poll, line_of(poll), end);
	poll->at++;
	next_line(poll);
}

static void start_round(struct inbound_poll *poll)
{
	if (poll->is_running || poll->account->core->is_stopping || !poll->account->line_count)
		return;
	poll->is_running = true;
	poll->is_faulty = false;
	poll->at = 0;
	next_line(poll);
}

static void inbound_poll_on_time(void *data)
{
	start_round(data);
}

void inbound_poll_start(struct inbound_poll *poll)
{
	assert(loop_is_here(poll->account->core->loop));
	if (poll->is_running)
		return;
	for (size_t i = 0; i < poll->account->line_count; i++)
		poll->lines[i].due_at = 0;
	start_round(poll);
}

struct inbound_poll *inbound_poll_new(struct account_state *account)
{
	assert(account->core && account->adapter);

	struct inbound_poll *poll = memory_new(struct inbound_poll);

	poll->account = account;
	poll->timer = timer_new(account->core->loop, inbound_poll_on_time, poll);
	poll->lines = memory_array(struct poll_line, account->line_count);
	for (size_t i = 0; i < account->line_count; i++)
		poll->lines[i].walk = inbound_walk_new(&account->lines[i], poll_on_walked, poll);
	return poll;
}

void inbound_poll_free(struct inbound_poll **poll)
{
	struct inbound_poll *gone = *poll;

	if (!gone)
		return;
	for (size_t i = 0; i < gone->account->line_count; i++)
		inbound_walk_free(&gone->lines[i].walk);
	free(gone->lines);
	timer_free(&gone->timer);
	free(gone);
	*poll = NULL;
}
