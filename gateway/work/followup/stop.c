#include "stop.h"

#include <assert.h>
#include <string.h>

#include "ladder_run.h"
#include "person_list.h"
#include "store/people/consent.h"

/* Nobody waits for more answers than this at once: past it the ladder has them. */
enum { OPEN_MOST = 256 };

static void hand_on(const struct txn *txn, enum agenda_kind kind, struct str phone,
		    struct message_id by)
{
	struct agenda_item item = { .kind = kind, .message = by };

	str_put(item.phone, sizeof(item.phone), phone);
	agenda_add(txn, &item);
}

/* A page of them, then the rest: what was suppressed is found no more. */
enum fault stop_queued(const struct txn *txn, const struct agenda_item *item)
{
	assert(txn_is_writing(txn) && item->kind == AGENDA_STOP_QUEUED && item->phone[0]);

	struct message_id ids[64];
	size_t count = 0;
	enum fault fault = delivery_queued_for(txn->db, str_of(item->phone), ids, COUNT_OF(ids),
					       &count);

	for (size_t i = 0; !fault && i < count; i++)
		if (ids[i].n != item->message.n)
			agenda_add(txn, &(struct agenda_item){
				.kind = AGENDA_DELIVERY, .message = ids[i],
				.change = { .event = ON_SUPPRESS, .actor = "family",
					    .why = "the family asked us to stop" } });
	if (!fault && count == COUNT_OF(ids))
		hand_on(txn, AGENDA_STOP_QUEUED, str_of(item->phone), item->message);
	return fault;
}

/* The ladder has just ended there for the same reason: told once. */
static bool is_for_visit(const struct promise *promise)
{
	return promise->person_at && promise->person_reason == PERSON_VISIT;
}

/* A person has it, unless its answer goes another way already.  When that was suppressed just
 * now they have been told: the better reason stays, and nobody is told twice. */
static enum fault hand_to_person(const struct txn *txn, struct promise *promise)
{
	bool has = false;
	enum fault fault = ladder_run_has_it(txn, promise, promise->phone, &has);

	if (fault || has)
		return fault;
	return promise->person_at == txn->now ? person_list_note(txn, promise, PERSON_STOPPED, "") :
						  person_list_put(txn, promise, PERSON_STOPPED, "");
}

/* Of that number; a family's other numbers did not stop. */
enum fault stop_promises(const struct txn *txn, const struct agenda_item *item)
{
	assert(txn_is_writing(txn) && item->kind == AGENDA_STOP_PROMISES && item->phone[0]);

	struct promise open[OPEN_MOST];
	struct number number;
	size_t count = 0;
	enum fault fault = number_get(txn->db, str_of(item->phone), &number);

	if (!fault)
		fault = promise_open_of(txn->db, number.contact, open, OPEN_MOST, &count);
	for (size_t i = 0; !fault && i < count; i++)
		if (strcmp(open[i].phone, number.phone) == 0 && !is_for_visit(&open[i]))
			fault = hand_to_person(txn, &open[i]);
	return fault;
}

enum fault stop_apply(const struct txn *txn, const struct stop *stop)
{
	assert(txn_is_writing(txn) && stop->number->phone[0]);
	assert(stop->channel < CHANNEL_COUNT && stop->cause != CAUSE_NONE);

	struct str phone = str_of(stop->number->phone);
	enum fault fault = consent_set(txn->db, &(struct consent_change){
		.phone = phone, .channel = stop->channel, .is_stopped = true,
		.cause = stop->cause, .by = stop->by, .event_id = txn_id(txn), .at = stop->at });

	if (fault)
		return fault;
	hand_on(txn, AGENDA_STOP_QUEUED, phone, stop->by);
	hand_on(txn, AGENDA_STOP_PROMISES, phone, stop->by);
	return FAULT_NONE;
}

/* Told once: the provider refuses every later text too. */
enum fault stop_by_provider(const struct txn *txn, const struct agenda_item *item)
{
	struct number number;
	struct consent consent = { .is_stopped = false };
	enum fault fault;

	assert(txn_is_writing(txn) && item->kind == AGENDA_STOP && item->phone[0]);

	fault = number_get(txn->db, str_of(item->phone), &number);
	if (!fault)
		fault = consent_get(txn->db, str_of(item->phone), item->channel, PURPOSE_SCHOOL,
				    &consent);
	if (fault || consent.is_stopped)
		return fault;
	return stop_apply(txn, &(struct stop){ &number, item->channel, CAUSE_PROVIDER,
					       item->message, txn->now });
}
