#include "webhook_job.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "intake.h"
#include "work/outbound/receipt_job.h"
#include "work/txn/line_table.h"

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

static struct line_state *line_of(struct account_state *account, const struct webhook_event *event)
{
	return line_table_find(account->core, account, event->inbound.to);
}

static enum fault find_lines(struct account_state *account, const struct webhook_events *events,
			     struct note *note)
{
	for (size_t i = 0; i < events->count; i++)
		if (events->items[i].tag == WEBHOOK_INBOUND && !line_of(account, &events->items[i]))
			return fault_because(FAULT_MISSING, note,
					     "no line of this adapter has that number");
	return FAULT_NONE;
}

static enum fault begin(struct webhook_job *job, struct account_state *account,
			const struct webhook_event *event)
{
	if (event->tag == WEBHOOK_RECEIPT)
		return receipt_job_start(account, &event->receipt, event_ended, job);
	return intake_accept(line_of(account, event), &event->inbound, 0, webhook_job_on_accepted, job);
}

enum fault webhook_job_start(struct account_state *account, const struct webhook_events *events,
			     void (*done)(void *data, enum fault fault), void *data,
			     struct note *note)
{
	assert(loop_is_here(account->core->loop) && events && done);

	enum fault fault = find_lines(account, events, note);
	struct webhook_job *job;

	assert(events->count > 0);
	if (fault)
		return fault;
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
