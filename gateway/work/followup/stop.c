#include "stop.h"

#include <string.h>

#include "ladder_run.h"
#include "person_list.h"
#include "store/people/consent.h"

/* Nobody waits for more answers than this at once: past it the ladder has them. */
enum { OPEN_MOST = 256 };

static enum fault suppress_queued(const struct txn *txn, const struct number *number,
				  struct message_id by)
{
	struct message_id ids[64];
	size_t count;
	enum fault fault;

	do {
		fault = delivery_queued_for(txn->db, str_of(number->phone), ids,
					    COUNT_OF(ids), &count);
		for (size_t i = 0; !fault && i < count; i++)
			if (ids[i].n != by.n)
				fault = delivery_apply(txn, ids[i], &(struct change){
					.event = ON_SUPPRESS, .actor = "family",
					.why = "the family asked us to stop" }, NULL);
	} while (!fault && count == COUNT_OF(ids));
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
static enum fault hand_open_to_person(const struct txn *txn, const struct number *number)
{
	struct promise open[OPEN_MOST];
	size_t count = 0;
	enum fault fault = promise_open_of(txn->db, number->contact, open, OPEN_MOST, &count);

	for (size_t i = 0; !fault && i < count; i++)
		if (strcmp(open[i].phone, number->phone) == 0 && !is_for_visit(&open[i]))
			fault = hand_to_person(txn, &open[i]);
	return fault;
}

enum fault stop_apply(const struct txn *txn, const struct stop *stop)
{
	enum fault fault = consent_set(txn->db, &(struct consent_change){
		.phone = str_of(stop->number->phone), .channel = stop->channel,
		.is_stopped = true, .cause = stop->cause, .by = stop->by,
		.event_id = txn_id(txn), .at = stop->at });

	if (!fault)
		fault = suppress_queued(txn, stop->number, stop->by);
	return fault ? fault : hand_open_to_person(txn, stop->number);
}
