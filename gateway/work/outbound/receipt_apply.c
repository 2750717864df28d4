#include "receipt_apply.h"

#include <assert.h>

#include "store/messaging/attempts.h"
#include "work/followup/consequences.h"
#include "work/txn/line_table.h"
#include "work/txn/trace.h"

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
	receipt_ask->line = delivery.line;
	change->has_remedy = true;
	change->is_try = true;
	change->retry_at = delivery_resend_at(receipt->remedy, delivery.tries + 1, txn->now,
					      spread_of(txn));
	if (change->retry_at != NEVER)
		change->event = ON_RETRY;
	change->waits_for = change->retry_at != NEVER ? WAIT_UNDELIVERED : WAIT_NONE;
	change->why = change->waits_for ? NULL : "the carrier could not deliver it";
	return FAULT_NONE;
}

/* Ours to mend (a campaign that is not registered): until somebody has, every text of
 * this line would be taken, paid for and thrown away. */
static enum fault pause_line(const struct txn *txn, struct receipt_ask *receipt_ask,
			     const struct change *change)
{
	receipt_ask->pauses_line = receipt_ask->has_stepped && change->has_remedy &&
			       change->remedy == REMEDY_CONFIG;
	return receipt_ask->pauses_line ? trace_pause_line(txn, receipt_ask->line, "provider",
							   wait_reason_phrase(WAIT_LINE_REFUSED)) :
					 FAULT_NONE;
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
	if (fault)
		return fault;
	return pause_line(txn, receipt_ask, &change);
}
