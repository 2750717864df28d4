#include "receipt_apply.h"

#include <assert.h>

#include "store/messaging/attempts.h"
#include "work/followup/consequences.h"
#include "work/txn/line_table.h"
#include "work/txn/line_watch.h"

/* The attempt a receipt tells of: by our token, else the latest of the message that
 * owns the provider's id. */
static enum fault find_attempt(const struct txn *txn, struct receipt_ask *receipt_ask,
			       char token[TOKEN_SIZE], struct attempt *attempt)
{
	enum fault fault = FAULT_MISSING;

	if (receipt_ask->receipt->token.size)
		fault = attempt_get(txn->db, receipt_ask->receipt->token, attempt);
	if (!fault)
		str_put(token, TOKEN_SIZE, receipt_ask->receipt->token);
	if (fault != FAULT_MISSING)
		return fault;
	fault = delivery_by_provider(txn->db, receipt_ask->account, receipt_ask->receipt->id,
				     &receipt_ask->message);
	if (!fault)
		fault = attempt_latest(txn->db, receipt_ask->message, token);
	if (!fault)
		fault = attempt_get(txn->db, str_of(token), attempt);
	return fault;
}

/* On the practice clock none: a story is told the same way twice. */
static unsigned spread_of(const struct txn *txn)
{
	return txn->core->settings->is_practice ? 512 : (unsigned)(random_number() & 1023);
}

/* What goes out over a paused line tries the line, and uses up no try of the family's. */
static bool is_probe(const struct txn *txn, const struct delivery *delivery, enum remedy remedy)
{
	return remedy == REMEDY_CONFIG ||
	       (remedy == REMEDY_SENDER && line_table_is_paused(txn->core, delivery->line));
}

/* A failure that the error table sends once more is no end. */
static enum fault make_stride(const struct txn *txn, struct receipt_ask *receipt_ask,
			      struct change *change)
{
	const struct receipt *receipt = receipt_ask->receipt;
	struct delivery delivery;
	enum fault fault;

	*change = (struct change){ .event = receipt->event, .actor = "provider",
				   .code = receipt->code, .remedy = receipt->remedy };
	if (receipt->event != ON_UNDELIVERED)
		return FAULT_NONE;
	fault = delivery_get(txn->db, receipt_ask->message, &delivery);
	if (fault)
		return fault;
	change->has_remedy = true;
	change->is_try = !is_probe(txn, &delivery, receipt->remedy);
	change->retry_at = delivery_resend_at(receipt->remedy, delivery.tries + 1, txn->now,
					      spread_of(txn));
	if (change->retry_at != NEVER)
		change->event = ON_RETRY;
	change->waits_for = change->retry_at == NEVER ? WAIT_NONE :
			    receipt->remedy == REMEDY_CONFIG || receipt->remedy == REMEDY_SENDER ?
				    WAIT_LINE_REFUSED : WAIT_UNDELIVERED;
	change->why = change->waits_for ? NULL : "the carrier could not deliver it";
	return FAULT_NONE;
}

/* What this receipt says of its line: an unregistered campaign's texts would all be taken,
 * paid for and thrown away, one family after the other. */
static void note_sight(struct receipt_ask *receipt_ask, const struct attempt *attempt)
{
	const struct receipt *receipt = receipt_ask->receipt;
	bool has_failed = receipt->event == ON_UNDELIVERED;

	receipt_ask->is_sight = receipt_ask->has_stepped &&
				(has_failed || delivery_rank(receipt->event) >= delivery_rank(ON_DELIVERED));
	receipt_ask->line = attempt->line;
	str_put(receipt_ask->phone, sizeof(receipt_ask->phone), str_of(attempt->phone));
	receipt_ask->sight = (struct line_sight){
		.kind = has_failed ? SIGHT_UNDELIVERED : SIGHT_DELIVERED,
		.remedy = receipt->remedy, .code = receipt->code,
		.handed_at = attempt->started_at };
}

void receipt_apply_tell(struct core *core, struct receipt_ask *receipt_ask)
{
	struct line_state *line = line_table_by_id(core, receipt_ask->line);

	if (!receipt_ask->is_sight || !line)
		return;
	receipt_ask->sight.phone = str_of(receipt_ask->phone);
	core->counts.destination_refused += receipt_ask->sight.kind == SIGHT_UNDELIVERED &&
					    remedy_is_of_destination(receipt_ask->sight.remedy);
	line_watch_see(line, &receipt_ask->sight, false, NULL);
}

enum fault receipt_apply(const struct txn *txn, struct receipt_ask *receipt_ask)
{
	assert(txn_is_writing(txn) && receipt_ask);

	const struct receipt *receipt = receipt_ask->receipt;
	char token[TOKEN_SIZE];
	struct attempt attempt;
	struct change change;
	int rank;
	enum fault fault = find_attempt(txn, receipt_ask, token, &attempt);

	if (fault)
		return fault;
	receipt_ask->message = attempt.message;
	rank = receipt->is_known ? delivery_rank(receipt->event) : 0;
	if (rank <= attempt.told || (receipt->event == ON_UNDELIVERED && !attempt.is_latest))
		return FAULT_NONE;
	fault = attempt_tell(txn->db, str_of(token), rank);
	if (!fault)
		fault = make_stride(txn, receipt_ask, &change);
	if (fault)
		return fault;
	/* The id comes with the first callback that overtakes the POST's answer.  When it
	 * is another message's already, the token still tells whose receipt this is. */
	fault = receipt->id.size ? delivery_bind(txn->db, receipt_ask->account, receipt->id,
						 attempt.message) : FAULT_NONE;
	if (fault && fault != FAULT_CONFLICT)
		return fault;
	fault = consequences_delivery(txn, attempt.message, &change, &receipt_ask->has_stepped);
	if (!fault)
		note_sight(receipt_ask, &attempt);
	return fault;
}
