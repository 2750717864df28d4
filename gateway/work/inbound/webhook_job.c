#include "webhook_job.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "inbound_clean.h"
#include "intake.h"
#include "work/outbound/receipt_job.h"
#include "work/txn/line_table.h"

enum { NOTE_MOST = 256 };

struct webhook_job {
	size_t under_way;
	enum fault fault;   /* the first one */
	void (*done)(void *data, enum fault fault);
	void *data;
};

static void event_ended(void *data, enum fault fault)
{
	struct webhook_job *job = data;

	if (fault && !job->fault)
		job->fault = fault;
	if (--job->under_way)
		return;
	job->done(job->data, job->fault);
	free(job);
}

static void webhook_job_on_accepted(void *data, enum fault fault, const struct intake_result *result)
{
	(void)result;
	event_ended(data, fault);
}

/* The operator has to add it: the number is the district's own, and no family's. */
static void cry_stray(struct account_state *account, struct str number)
{
	AUTO(buf) note;

	buf_init(&note, NOTE_MOST);
	if (str_starts(number, STR("+")))
		buf_add_format(&note, "a text came to %.*s: add that line to this adapter in "
			       "hearback.yaml; until then its texts are kept on the first line",
			       STR_ARG(number));
	else
		buf_add_text(&note, "a text came to no telephone number of ours: it is kept on "
			     "the first line of this adapter");
	log_fact(LOG_ALARM, "line.missing", LOG_WORD("adapter", account->settings->account.name),
		 LOG_NOTE(buf_text(&note)));
	account->core->counts.inbound_strays++;
}

/* The adapter's first line, one that speaks the channel before one that does not. */
static struct line_state *line_for_stray(struct account_state *account, enum channel channel)
{
	for (size_t i = 0; i < account->line_count; i++)
		if (account->lines[i].settings->speaks[channel])
			return &account->lines[i];
	return &account->lines[0];
}

/* A number of ours that hearback.yaml does not have: kept all the same. */
static enum fault find_line(struct account_state *account, const struct inbound *inbound,
			    struct line_state **line)
{
	struct str number = STR_NONE;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 64 << 10);
	fault = inbound_clean_number(inbound->to, &arena, &number);
	if (fault)
		return fault;
	*line = line_table_find(account->core, account, number);
	if (*line)
		return FAULT_NONE;
	*line = line_for_stray(account, inbound->channel);
	cry_stray(account, number);
	return FAULT_NONE;
}

static enum fault begin(struct webhook_job *job, struct account_state *account,
			const struct webhook_event *event)
{
	struct line_state *line = NULL;
	enum fault fault;

	if (event->tag == WEBHOOK_RECEIPT)
		return receipt_job_start(account, &event->receipt, event_ended, job);
	fault = find_line(account, &event->inbound, &line);
	if (fault)
		return fault;
	return intake_accept(line, &event->inbound, 0, webhook_job_on_accepted, job);
}

enum fault webhook_job_start(struct account_state *account, const struct webhook_events *events,
			     void (*done)(void *data, enum fault fault), void *data,
			     struct note *note)
{
	assert(loop_is_here(account->core->loop) && events && done);

	struct webhook_job *job;
	enum fault fault;

	assert(events->count > 0);
	if (account->line_count == 0)
		return fault_because(FAULT_MISSING, note, "this adapter has no line");
	job = memory_new(struct webhook_job);
	*job = (struct webhook_job){ .done = done, .data = data };
	for (size_t i = 0; i < events->count && !job->fault; i++) {
		job->fault = begin(job, account, &events->items[i]);
		job->under_way += job->fault == FAULT_NONE;
	}
	/* what was begun ends in a later turn, and tells */
	if (job->under_way)
		return FAULT_NONE;
	fault = job->fault;
	free(job);
	return fault;
}
