#include "claim_fault.h"

#include <assert.h>

#include "work/followup/person_list.h"
#include "work/txn/agenda.h"

enum { DETAIL_MOST = 120 };

/* Held so before. */
static bool is_known(const struct delivery *delivery)
{
	return delivery->waits_for == WAIT_OTHER;
}

static enum fault say(const struct txn *txn, const struct message *message, enum fault why)
{
	AUTO(buf) detail;

	buf_init(&detail, DETAIL_MOST);
	buf_add_format(&detail, "it could not be checked before it leaves (%s)", fault_word(why));
	return txn_trace(txn, &(struct trace){
		.what = "message.held", .actor = "system", .promise = message->promise,
		.message = message->id, .contact = message->contact,
		.detail = buf_text(&detail) });
}

/* Its promise, when one waits for it; *has: a person is to look at that. */
static enum fault list_promise(const struct txn *txn, const struct message *message, bool *has)
{
	struct promise promise;
	enum fault fault;

	*has = false;
	if (message->promise.n == 0)
		return FAULT_NONE;
	fault = agenda_get_promise(txn, message->promise, &promise);
	if (fault || promise_is_closed(promise.state))
		return fault;
	*has = true;
	if (promise.person_at)
		return FAULT_NONE;
	return person_list_put(txn, &promise, message->kind == KIND_ANSWER ? PERSON_STUCK :
			       PERSON_STEP_FAILED, "");
}

enum fault claim_fault_hold(const struct txn *txn, const struct message *message, enum fault why)
{
	assert(txn_is_writing(txn) && message->id.n != 0 && why != FAULT_NONE);

	struct delivery delivery;
	bool has_promise = false;
	enum fault fault = delivery_get(txn->db, message->id, &delivery);

	if (fault || delivery.state != DELIVERY_QUEUED)
		return fault;
	if (!is_known(&delivery)) {
		fault = say(txn, message, why);
		if (!fault)
			fault = list_promise(txn, message, &has_promise);
		delivery.needs_person = !has_promise;
	}
	if (fault)
		return fault;
	delivery.waits_for = WAIT_OTHER;
	delivery.not_before_at = txn->now + TRIAL_AGAIN_IN;
	return delivery_put(txn->db, &delivery);
}

bool claim_fault_clear(struct delivery *delivery)
{
	assert(delivery->message.n != 0);

	bool is_over = is_known(delivery) && delivery->needs_person;

	if (is_over)
		delivery->needs_person = false;
	return is_over;
}
