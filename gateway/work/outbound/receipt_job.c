#include "receipt_job.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "receipt_apply.h"
#include "store/messaging/attempts.h"
#include "work/followup/consequences.h"

struct receipt_job {
	struct job job;
	struct account_state *account;
	struct locale *locale;
	struct receipt receipt;
	char id[ADAPTER_ID + 1];
	char token[TOKEN_SIZE];
	bool is_orphan;
	struct receipt_ask ask;
	void (*done)(void *data, enum fault fault);
	void *data;
};

static enum fault keep_orphan(struct receipt_job *taking, const struct txn *txn)
{
	const struct receipt *receipt = &taking->receipt;

	taking->is_orphan = true;
	return attempt_orphan_add(txn->db, &(struct orphan){
		.id = txn_id(txn), .account = str_of(taking->account->settings->account.name),
		.token = str_of(taking->token), .provider_id = receipt->id,
		.event = receipt->is_known ? delivery_event_word(receipt->event) : "",
		.code = receipt->code, .at = txn->now });
}

static enum fault taking_run(struct job *job, struct db *db, struct note *note)
{
	struct receipt_job *taking = container_of(job, struct receipt_job, job);
	struct txn txn = txn_of(taking->account->core, taking->locale, db, note);
	AUTO(agenda) agenda;
	enum fault fault;

	taking->ask = (struct receipt_ask){
		.account = str_of(taking->account->settings->account.name),
		.receipt = &taking->receipt };
	consequences_begin(&txn, &agenda);
	fault = consequences_settle(&txn, receipt_apply(&txn, &taking->ask));
	return fault == FAULT_MISSING ? keep_orphan(taking, &txn) : fault;
}

static void tell(struct receipt_job *taking)
{
	struct core *core = taking->account->core;

	log_fact(LOG_INFO, "message.receipt", LOG_ID("msg", taking->ask.message.n),
		 LOG_WORD("event", delivery_event_word(taking->receipt.event)),
		 LOG_COUNT("code", taking->receipt.code));
	receipt_apply_tell(core, &taking->ask);
	signal_changed(core, "message.receipt", taking->ask.message.n);
	/* a question after the answer, or one more try; administrators may have to hear of it */
	if (taking->receipt.event == ON_UNDELIVERED) {
		signal_wake(core, SIGNAL_SENDING);
		signal_wake(core, SIGNAL_FOLLOWUP);
	}
	signal_wake_account(taking->account);
	signal_wake(core, SIGNAL_UNKNOWN);
}

static void taking_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct receipt_job *taking = container_of(job, struct receipt_job, job);
	struct core *core = taking->account->core;

	(void)note;
	core->counts.receipts++;
	core->counts.orphans += taking->is_orphan;
	if (!fault && taking->ask.has_stepped)
		tell(taking);
	taking->done(taking->data, fault);
	locale_free(&taking->locale);
	free(taking);
}

enum fault receipt_job_start(struct account_state *account, const struct receipt *receipt,
			 void (*done)(void *data, enum fault fault), void *data)
{
	assert(loop_is_here(account->core->loop) && receipt && done);

	struct receipt_job *taking = memory_new(struct receipt_job);
	enum fault fault;

	*taking = (struct receipt_job){ .job = { .run = taking_run, .done = taking_on_written },
				   .account = account, .receipt = *receipt,
				   .locale = locale_hold(account->core->locale),
				   .done = done, .data = data };
	str_put(taking->id, sizeof(taking->id), receipt->id);
	str_put(taking->token, sizeof(taking->token), receipt->token);
	taking->receipt.id = str_of(taking->id);
	taking->receipt.token = str_of(taking->token);
	fault = writer_add_kept(account->core->writer, &taking->job);
	if (fault) {
		locale_free(&taking->locale);
		free(taking);
	}
	return fault;
}
