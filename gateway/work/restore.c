#include "restore.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "store/db/setting.h"
#include "work/followup/consequences.h"
#include "work/followup/person_list.h"
#include "work/followup/rule_steps.h"

enum { PAGE = 64 };

struct quarantine_end {
	struct job job;
	struct core *core;
};

/* --- the beginning ------------------------------------------------------------------ */

static enum fault suppress_queued(const struct txn *txn, int64_t *count)
{
	struct delivery page[PAGE];
	int64_t before = NEVER;
	size_t found;
	enum fault fault;

	do {
		fault = delivery_list(txn->db, before, page, PAGE, &found);
		for (size_t i = 0; !fault && i < found; i++) {
			before = page[i].message.n;
			if (page[i].state != DELIVERY_QUEUED)
				continue;
			fault = consequences_delivery(txn, page[i].message, &(struct change){
				.event = ON_SUPPRESS, .actor = "system",
				.why = person_reason_phrase(PERSON_PUT_BACK) },
				NULL);
			*count += 1;
		}
	} while (!fault && found == PAGE);
	return fault;
}

static enum fault hand_over(const struct txn *txn, struct promise_id id)
{
	struct promise promise;
	enum fault fault = rule_steps_pass_over(txn, id);

	if (!fault)
		fault = agenda_get_promise(txn, id, &promise);
	if (!fault)
		fault = person_list_put(txn, &promise, PERSON_PUT_BACK, "");
	return fault;
}

static enum fault hand_over_all(const struct txn *txn, int64_t *count)
{
	struct promise_filter filter = { .state = STR("waiting") };
	struct promise page[PAGE];
	size_t found = 0;
	enum fault fault;

	do {
		fault = promise_list(txn->db, &filter, page, PAGE, &found);
		for (size_t i = 0; !fault && i < found; i++) {
			filter.after = page[i].id;
			fault = hand_over(txn, page[i].id);
			*count += 1;
		}
	} while (!fault && found == PAGE);
	return fault;
}

static enum fault quarantine(const struct txn *txn)
{
	int64_t queued = 0, promises = 0;
	enum fault fault = suppress_queued(txn, &queued);

	if (!fault)
		fault = hand_over_all(txn, &promises);
	if (!fault)
		fault = txn_trace(txn, &(struct trace){
			.what = "ledger.put_back", .actor = "system", .detail = person_reason_phrase(PERSON_PUT_BACK) });
	if (!fault)
		fault = person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				     (struct promise_id){ 0 }, "ledger.put_back");
	if (!fault)
		log_fact(LOG_ALARM, "ledger.put_back", LOG_COUNT("suppressed", queued),
			 LOG_COUNT("for_person", promises),
			 LOG_NOTE("nothing is sent before every line was polled"));
	return fault;
}

static enum fault begin(const struct txn *txn)
{
	enum fault fault = db_begin(txn->db);

	if (!fault)
		fault = setting_set(txn->db, RESTORE_SETTING, "1");
	if (!fault)
		fault = quarantine(txn);
	fault = consequences_settle(txn, fault);
	if (!fault)
		return db_commit(txn->db);
	db_rollback(txn->db);
	return fault;
}

enum fault restore_prepare(struct core *core, struct db *db, bool is_put_back,
			   struct note *note)
{
	assert(core && db);

	struct txn txn = txn_of(core, core->locale, db, note);
	char since[24] = "";
	AUTO(agenda) agenda;
	enum fault fault = setting_get(db, RESTORE_SETTING, since, sizeof(since));

	consequences_begin(&txn, &agenda);
	if (fault == FAULT_MISSING)
		fault = FAULT_NONE;
	if (fault || (!is_put_back && !since[0]))
		return fault;
	core->is_quarantined = true;
	return begin(&txn);
}

/* --- the end ------------------------------------------------------------------------- */

static enum fault end_run(struct job *job, struct db *db, struct note *note)
{
	(void)job;
	(void)note;
	return setting_set(db, RESTORE_SETTING, "");
}

static void end_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct quarantine_end *end = container_of(job, struct quarantine_end, job);
	struct core *core = end->core;

	(void)note;
	free(end);
	if (!fault)
		core->is_quarantined = false;
	core->is_ending_quarantine = false;
	if (!fault)
		signal_wake(core, SIGNAL_ALL);
}

bool restore_is_ending(struct core *core)
{
	struct quarantine_end *end;

	assert(loop_is_here(core->loop));
	if (!core->is_quarantined)
		return false;
	if (core->is_ending_quarantine)
		return true;
	end = memory_new(struct quarantine_end);
	*end = (struct quarantine_end){ { .run = end_run, .done = end_on_written }, core };
	core->is_ending_quarantine = writer_add(core->writer, &end->job) == FAULT_NONE;
	if (!core->is_ending_quarantine)
		free(end);
	return true;
}
