#include "quiet_hold.h"

#include <assert.h>

#include "work/txn/agenda.h"

enum { QUEUED_MOST = 256, NUMBERS_MOST = 16, DETAIL_ROOM = 320, TEXT_ROOM = 64 << 10 };

enum fault quiet_hold_say(const struct txn *txn, const struct quiet_hold *hold)
{
	assert(txn_is_writing(txn) && hold->contact && hold->message.n != 0);
	assert(hold->why != WAIT_NONE && hold->why < WAIT_REASON_COUNT);

	const struct zone *zone = txn_zone(txn, hold->contact);
	AUTO(buf) detail;

	buf_init(&detail, DETAIL_ROOM);
	buf_add_text(&detail, wait_reason_phrase(hold->why));
	if (hold->at != NEVER) {
		buf_add_text(&detail, "; leaves ");
		zone_spell(zone, txn->locale->staff, hold->at, &detail);
		buf_add_format(&detail, " %s", zone_name(zone));
	}
	return txn_trace(txn, &(struct trace){
		.what = "message.held", .actor = "system", .promise = hold->promise,
		.message = hold->message, .contact = hold->contact->id,
		.detail = buf_text(&detail) });
}

void quiet_hold_give_up(const struct txn *txn, struct message_id id)
{
	assert(txn_is_writing(txn) && id.n != 0);
	agenda_add(txn, &(struct agenda_item){
		.kind = AGENDA_DELIVERY, .message = id,
		.change = { .event = ON_SUPPRESS, .actor = "system", .is_hourless = true,
			    .why = wait_reason_phrase(WAIT_NO_HOUR) } });
}

/* As if nobody had invited it: the words that change the hours are no question. */
static enum fault retime(const struct txn *txn, const struct contact *contact,
			 struct delivery *delivery, const struct message *message)
{
	struct hours_facts facts = txn_hours(txn, contact);
	struct hours_verdict verdict;
	enum fault fault;

	facts.kind = message->kind;
	facts.purpose = message->purpose;
	verdict = hours_check(&facts, txn->now);
	if (verdict.from_at == NEVER) {
		quiet_hold_give_up(txn, delivery->message);
		return FAULT_NONE;
	}
	if (verdict.from_at == delivery->not_before_at && verdict.waits_for == delivery->waits_for)
		return FAULT_NONE;
	delivery->not_before_at = verdict.from_at;
	delivery->waits_for = verdict.waits_for;
	fault = delivery_put(txn->db, delivery);
	if (fault)
		return fault;
	if (verdict.may_leave)
		return txn_trace(txn, &(struct trace){
			.what = "message.released", .actor = "system",
			.promise = message->promise, .message = message->id,
			.contact = contact->id, .detail = "the family's hours have changed" });
	return quiet_hold_say(txn, &(struct quiet_hold){
		contact, message->promise, message->id, verdict.from_at, verdict.waits_for });
}

/* Only what waits for an hour: a retry after a fault keeps its own time. */
static enum fault retime_queued(const struct txn *txn, const struct contact *contact,
				struct message_id id)
{
	struct delivery delivery;
	struct message message;
	AUTO(arena) arena;
	enum fault fault = delivery_get(txn->db, id, &delivery);

	arena_init(&arena, TEXT_ROOM);
	if (fault || !wait_reason_is_hour(delivery.waits_for))
		return fault;
	fault = message_get(txn->db, id, &arena, &message);
	if (fault)
		return fault;
	return retime(txn, contact, &delivery, &message);
}

/* More than QUEUED_MOST for one number are looked at when their hour comes, as always. */
enum fault quiet_hold_retime(const struct txn *txn, const struct contact *contact)
{
	assert(txn_is_writing(txn) && contact->id.n != 0);

	struct number numbers[NUMBERS_MOST];
	struct message_id ids[QUEUED_MOST];
	size_t number_count = 0, count = 0;
	enum fault fault = number_of_contact(txn->db, contact->id, numbers, NUMBERS_MOST,
					   &number_count);

	for (size_t i = 0; !fault && i < number_count; i++) {
		fault = delivery_queued_for(txn->db, str_of(numbers[i].phone), ids,
					    QUEUED_MOST, &count);
		for (size_t at = 0; !fault && at < count; at++)
			fault = retime_queued(txn, contact, ids[at]);
	}
	return fault;
}
