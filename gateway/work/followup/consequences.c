#include "consequences.h"

#include <assert.h>

#include "coverage.h"
#include "delivery_apply.h"
#include "kept_question.h"
#include "ladder_run.h"
#include "promise_apply.h"

static enum fault do_delivery(const struct txn *txn, const struct agenda_item *item)
{
	return delivery_apply(txn, item->message, &item->change, NULL);
}

static enum fault do_promise(const struct txn *txn, const struct agenda_item *item)
{
	return promise_apply(txn, &(struct promise_change){
		item->promise, item->event, item->change.actor, item->change.why,
		item->reason });
}

static enum fault do_take_back(const struct txn *txn, const struct agenda_item *item)
{
	struct promise promise;
	enum fault fault = agenda_get_promise(txn, item->promise, &promise);

	if (fault)
		return fault;
	return ladder_run_close(txn, &promise);
}

static enum fault do_ask(const struct txn *txn, const struct agenda_item *item)
{
	return kept_question_ask(txn, item->promise);
}

static enum fault do_room(const struct txn *txn, const struct agenda_item *item)
{
	return coverage_room(txn, item->user);
}

static enum fault (*const doers[AGENDA_KIND_COUNT])(const struct txn *txn,
						    const struct agenda_item *item) = {
	[AGENDA_DELIVERY] = do_delivery,
	[AGENDA_OUTCOME] = delivery_apply_outcome,
	[AGENDA_PROMISE] = do_promise,
	[AGENDA_LADDER] = ladder_run_take,
	[AGENDA_TAKE_BACK] = do_take_back,
	[AGENDA_ASK] = do_ask,
	[AGENDA_ROOM] = do_room,
	[AGENDA_STOP] = stop_by_provider,
	[AGENDA_STOP_QUEUED] = stop_queued,
	[AGENDA_STOP_PROMISES] = stop_promises,
};

enum fault consequences_carry_out(const struct txn *txn)
{
	struct agenda_item item;
	enum fault fault = FAULT_NONE;

	assert(txn_is_writing(txn));
	while (!fault && agenda_next(txn, &item)) {
		fault = agenda_check(txn);
		if (!fault)
			fault = doers[item.kind](txn, &item);
	}
	if (fault)
		agenda_forget(txn);
	return fault;
}

void consequences_begin(struct txn *txn, struct agenda *agenda)
{
	assert(!txn->agenda && agenda);
	agenda_init(agenda, consequences_carry_out);
	txn->agenda = agenda;
}

enum fault consequences_promise(const struct txn *txn, struct promise_id id,
				enum promise_event event, const char *actor, const char *why)
{
	assert(txn_is_writing(txn) && id.n != 0 && event < PROMISE_EVENTS && actor[0]);

	enum fault fault = promise_apply(txn, &(struct promise_change){
		.promise = id, .event = event, .actor = actor, .why = why });

	if (fault)
		return fault;
	return consequences_carry_out(txn);
}

enum fault consequences_delivery(const struct txn *txn, struct message_id id,
				 const struct change *change, bool *stepped)
{
	assert(txn_is_writing(txn) && id.n != 0 && change->event < DELIVERY_EVENTS);

	enum fault fault = delivery_apply(txn, id, change, stepped);

	if (fault)
		return fault;
	return consequences_carry_out(txn);
}

enum fault consequences_stop(const struct txn *txn, const struct stop *stop)
{
	assert(txn_is_writing(txn) && stop->number->phone[0] && stop->channel < CHANNEL_COUNT);

	enum fault fault = stop_apply(txn, stop);

	if (fault)
		return fault;
	return consequences_carry_out(txn);
}

enum fault consequences_settle(const struct txn *txn, enum fault fault)
{
	assert(txn->agenda);
	if (!fault)
		fault = consequences_carry_out(txn);
	if (!fault)
		fault = agenda_write_promises(txn);
	agenda_forget(txn);
	return fault;
}
