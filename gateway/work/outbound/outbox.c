#include "outbox.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/log.h"
#include "base/memory.h"
#include "claim.h"
#include "inflight.h"
#include "wire/loop.h"
#include "wire/timer.h"
#include "work/txn/blocklist.h"
#include "work/txn/clock_watch.h"
#include "work/txn/line_watch.h"

/* When the store cannot write, ask again after a second, not in a circle; when others
 * fill the client's window, sooner. */
enum { RETRY_MS = 1000, ROOM_MS = 100 };

struct outbox {
	struct account_state *account;
	struct timer *timer;
	struct inflight_set inflight;
	bool is_claiming;
	bool is_woken;               /* something came while a claim was under way */
	int64_t rest_until_at;       /* when the first of the lines that had to rest may send */
};

static void look(void *data);

struct outbox *outbox_new(struct account_state *account)
{
	assert(account->core && account->client);

	struct outbox *outbox = memory_new(struct outbox);

	outbox->account = account;
	outbox->timer = timer_new(account->core->loop, look, outbox);
	inflight_init(&outbox->inflight);
	return outbox;
}

void outbox_free(struct outbox **outbox)
{
	if (!*outbox)
		return;
	timer_free(&(*outbox)->timer);
	inflight_done(&(*outbox)->inflight);
	free(*outbox);
	*outbox = NULL;
}

void outbox_wake(struct outbox *outbox)
{
	assert(loop_is_here(outbox->account->core->loop));
	outbox->is_woken = true;
	if (!outbox->is_claiming)
		timer_set(outbox->timer, 0);
}

int outbox_under_way(const struct outbox *outbox)
{
	return outbox->inflight.count + outbox->is_claiming;
}

void outbox_cut(struct outbox *outbox, struct str phone)
{
	assert(loop_is_here(outbox->account->core->loop) && phone.size);
	inflight_cut(&outbox->inflight, phone);
}

static void wake_at(struct outbox *outbox, int64_t at)
{
	int64_t in_for = at - clock_now(outbox->account->core->clock);

	if (at != NEVER)
		timer_set(outbox->timer, in_for > 0 ? in_for : 0);
}

/* What is handed over must leave at once: a place in the client's window, not in its
 * queue behind lists and polls, where the last look at hours would grow old. */
static int room_of(const struct outbox *outbox)
{
	const struct client *client = outbox->account->client;
	int under_way = client_under_way(client) + client_waiting(client);

	return client_window(client) - (under_way > outbox->inflight.count ?
						under_way : outbox->inflight.count);
}

/* Of a paused line one text, when its time has come: what it meets is the line's answer. */
static void add_probe(struct outbox *outbox, struct claim *claim, struct line_state *line,
		      int64_t now)
{
	int64_t probe_at = line_watch_probe_at(line, now);

	if (probe_at <= now) {
		line->probe = PROBE_ASKED;
		claim_add_line(claim, line, 1);
	} else if (probe_at < outbox->rest_until_at) {
		outbox->rest_until_at = probe_at;
	}
}

/* Nothing was due that could have been one. */
static void end_probes(struct outbox *outbox)
{
	struct account_state *account = outbox->account;

	for (size_t i = 0; i < account->line_count; i++)
		if (account->lines[i].probe == PROBE_ASKED)
			account->lines[i].probe = PROBE_NONE;
}

/* Asks for as much of each line as its pace allows, and together for no more than
 * the client may have under way. */
static struct claim *new_claim(struct outbox *outbox, int room)
{
	struct account_state *account = outbox->account;
	int64_t now = clock_now(account->core->clock);
	struct claim *claim = claim_new(account, room);

	outbox->rest_until_at = NEVER;
	for (size_t i = 0; i < account->line_count; i++) {
		struct line_state *line = &account->lines[i];
		int64_t ready = pace_ready(&line->pace, now);

		line_watch_keep(line);
		if (line->is_paused)
			add_probe(outbox, claim, line, now);
		else if (ready > 0)
			claim_add_line(claim, line, ready);
		else if (pace_next_at(&line->pace, now) < outbox->rest_until_at)
			outbox->rest_until_at = pace_next_at(&line->pace, now);
	}
	return claim;
}

static void claimed(void *data, struct claim *claim, enum fault fault);

static void look(void *data)
{
	struct outbox *outbox = data;
	struct core *core = outbox->account->core;
	struct claim *claim;
	int64_t rest_for;
	int room;

	if (!core->is_ready || core->is_stopping || outbox->is_claiming)
		return;
	rest_for = clock_watch_rest_for(core);
	if (rest_for > 0) {
		timer_set(outbox->timer, rest_for);
		return;
	}
	room = room_of(outbox);
	if (room <= 0) {
		/* an outcome of ours wakes us, the end of a list does not */
		timer_set(outbox->timer, ROOM_MS);
		return;
	}
	outbox->is_woken = false;
	claim = new_claim(outbox, room);
	if (!claim_has_lines(claim)) {
		claim_free(&claim);
		wake_at(outbox, outbox->rest_until_at);
		return;
	}
	if (claim_start(claim, claimed, outbox)) {
		end_probes(outbox);
		claim_free(&claim);
		timer_set(outbox->timer, RETRY_MS);
		return;
	}
	outbox->is_claiming = true;
}

static void claimed(void *data, struct claim *claim, enum fault fault)
{
	struct outbox *outbox = data;
	size_t count = fault ? 0 : claim_count(claim);

	outbox->is_claiming = false;
	for (size_t i = 0; i < count; i++)
		inflight_hand_over(&outbox->inflight, claim, i);
	end_probes(outbox);
	if (fault) {
		log_fact(LOG_WARN, "outbox.claim_failed", LOG_WORD("fault", fault_word(fault)));
		timer_set(outbox->timer, RETRY_MS);
	} else if (claim_has_suppressed(claim)) {
		signal_wake(outbox->account->core, SIGNAL_SENDING); /* the ladder went another way */
	} else if (count || outbox->is_woken) {
		timer_set(outbox->timer, 0);
	} else {
		wake_at(outbox, claim_next_at(claim) < outbox->rest_until_at ?
				claim_next_at(claim) : outbox->rest_until_at);
	}
	claim_free(&claim);
}
