#include "claim.h"

#include "claim_fault.h"
#include "store/messaging/attempts.h"
#include "store/messaging/delivery_due.h"
#include "store/messaging/emergencies.h"
#include "work/followup/consequences.h"
#include "work/followup/quiet_hold.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

/* How often one claim may find only rows it has to hold, before it lets others write;
 * and when to look again for a row that is due, but whose twin's outcome is unknown. */
enum { ROUNDS = 8, TWIN_FOR = 1000 };

struct claim_line {
	struct line_state *line;
	int64_t segments;
};

struct claim {
	struct job job;
	struct account_state *account;
	struct locale *locale;
	struct arena arena;
	struct claim_line lines[CORE_LINES];
	size_t line_count;
	size_t room;
	struct claimed claimed[CLAIM_MOST];
	struct line_state *line_of[CLAIM_MOST];
	int64_t until_at[CLAIM_MOST];
	size_t count;
	int64_t next_at;
	bool has_suppressed;
	void (*done)(void *data, struct claim *claim, enum fault fault);
	void *data;
};

struct claim *claim_new(struct account_state *account, int room)
{
	assert(account && room > 0);

	struct claim *claim = memory_new(struct claim);

	claim->account = account;
	claim->locale = locale_hold(account->core->locale);
	claim->room = room > CLAIM_MOST ? CLAIM_MOST : (size_t)room;
	claim->next_at = NEVER;
	arena_init(&claim->arena, 4 << 20);
	return claim;
}

void claim_free(struct claim **claim)
{
	if (!*claim)
		return;
	locale_free(&(*claim)->locale);
	arena_done(&(*claim)->arena);
	free(*claim);
	*claim = NULL;
}

void claim_add_line(struct claim *claim, struct line_state *line, int64_t segments)
{
	assert(line && segments > 0 && claim->line_count < CORE_LINES);
	claim->lines[claim->line_count++] = (struct claim_line){ line, segments };
}

bool claim_has_lines(const struct claim *claim)
{
	return claim->line_count > 0;
}

/* Held until the hour comes, with the reason in words. */
static enum fault hold(const struct txn *txn, struct claimed *row,
		       const struct contact *contact, const struct hours_verdict *hours)
{
	enum fault fault = delivery_get(txn->db, row->message.id, &row->delivery);

	/* the list may be older than what an earlier row of it has brought about */
	if (fault || row->delivery.state != DELIVERY_QUEUED)
		return fault;
	(void)claim_fault_clear(&row->delivery);
	row->delivery.not_before_at = hours->from_at;
	row->delivery.waits_for = hours->waits_for;
	fault = delivery_put(txn->db, &row->delivery);
	if (fault)
		return fault;
	return quiet_hold_say(txn, &(struct quiet_hold){
		contact, row->message.promise, row->message.id, hours->from_at, hours->waits_for });
}

static enum fault suppress(const struct txn *txn, const struct claimed *row, const char *why)
{
	return consequences_delivery(txn, row->message.id,
			     &(struct change){ .event = ON_SUPPRESS, .actor = "system",
					       .why = why }, NULL);
}

/* The router once more, at the claim.  *end is ROUTE_GO when the row is ours now. */
static enum fault judge(const struct txn *txn, struct claimed *row,
			struct hours_verdict *hours, enum route_end *end)
{
	struct contact contact;
	struct number number;
	struct route route;
	enum fault fault;

	*end = ROUTE_WAIT;
	fault = contact_get(txn->db, row->message.contact, &contact);
	if (!fault)
		fault = number_get(txn->db, str_of(row->message.phone), &number);
	if (!fault)
		fault = txn_route(txn, &(struct route_ask){
			.contact = &contact, .number = &number, .channel = row->message.channel,
			.line = row->message.line, .kind = row->message.kind,
			.purpose = row->message.purpose }, &route, hours);
	if (fault)
		return fault;
	if (row->message.purpose == PURPOSE_EMERGENCY) {
		bool is_signed = false;

		fault = emergency_is_signed(txn->db, row->message.id, &is_signed);
		if (fault)
			return fault;
		if (!is_signed)
			return suppress(txn, row, "nobody signed this emergency");
	}
	*end = route.end;
	switch (route.end) {
	case ROUTE_GO:
		return FAULT_NONE;
	case ROUTE_WAIT:
		return hold(txn, row, &contact, hours);
	case ROUTE_STOPPED:
		return suppress(txn, row, "the family asked us to stop");
	case ROUTE_UNUSABLE:
		return suppress(txn, row, "the number cannot receive texts");
	default:
		quiet_hold_give_up(txn, row->message.id);
		return consequences_carry_out(txn);
	}
}

/* --- one row in a savepoint of its own ----------------------------------------------------- */

struct row_trial {
	struct claimed *row;
	enum fault fault;            /* why it is put off */
	struct hours_verdict hours;
	bool is_claimed, is_suppressed;
};

static enum fault claim_row(const struct txn *txn, struct row_trial *trial)
{
	struct claimed *row = trial->row;
	enum route_end end;
	enum fault fault = judge(txn, row, &trial->hours, &end);

	trial->is_suppressed = end != ROUTE_GO && end != ROUTE_WAIT;
	if (fault || end != ROUTE_GO)
		return fault;
	if (claim_fault_clear(&row->delivery))
		fault = delivery_put(txn->db, &row->delivery);
	if (!fault)
		fault = attempt_claim(txn->db, row, txn->now);
	if (fault)
		/* not queued any more, or a twin is on its way: not ours now */
		return fault == FAULT_CONFLICT ? FAULT_NONE : fault;
	trial->is_claimed = true;
	return txn_trace(txn, &(struct trace){
		.what = "message.sending", .actor = "system", .promise = row->message.promise,
		.message = row->message.id, .contact = row->message.contact });
}

static enum fault try_row(const struct txn *txn, void *thing)
{
	struct row_trial *trial = thing;

	trial->fault = claim_row(txn, trial);
	return trial->fault;
}

/* What was rolled back was not claimed: no byte of it may leave. */
static enum fault put_off(const struct txn *txn, void *thing)
{
	struct row_trial *trial = thing;

	trial->is_claimed = trial->is_suppressed = false;
	return claim_fault_hold(txn, &trial->row->message,
				trial->fault ? trial->fault : FAULT_BROKEN);
}

/* One that cannot be judged keeps no other from leaving (G18).  Only what stood the trial is
 * in the claim's books. */
static enum fault claim_apart(struct claim *claim, const struct txn *txn, struct claimed *row,
			      struct claim_line *line)
{
	static const struct trial trial = { try_row, put_off, "message" };
	struct row_trial thing = { .row = row };
	enum fault fault = txn_try(txn, &trial, &thing, row->message.id.n);

	if (fault)
		return fault;
	claim->has_suppressed = claim->has_suppressed || thing.is_suppressed;
	if (!thing.is_claimed)
		return FAULT_NONE;
	claim->claimed[claim->count] = *row;
	claim->line_of[claim->count] = line->line;
	claim->until_at[claim->count] = thing.hours.until_at;
	claim->count++;
	line->segments -= row->message.segments;
	return FAULT_NONE;
}

/* Never "at once" when nothing was found: that would be a circle. */
static enum fault look_ahead(struct claim *claim, const struct txn *txn,
			     const struct claim_line *line, bool is_more)
{
	int64_t next_at;
	enum fault fault = delivery_due_next_at(txn->db, line->line->id, &next_at);

	if (fault)
		return fault;
	if (next_at <= txn->now)
		next_at = txn->now + (is_more ? 0 : TWIN_FOR);
	if (next_at < claim->next_at)
		claim->next_at = next_at;
	return FAULT_NONE;
}

static enum fault claim_from_line(struct claim *claim, const struct txn *txn,
				  struct claim_line *line)
{
	struct claimed rows[CLAIM_MOST];
	enum fault fault = FAULT_NONE;
	size_t count = 1;

	for (int round = 0; !fault && count && round < ROUNDS && line->segments > 0 &&
			    claim->count < claim->room; round++) {
		size_t most = claim->room - claim->count;

		/* One row may be long; asking for as many rows as segments is enough. */
		if ((int64_t)most > line->segments)
			most = (size_t)line->segments;
		fault = delivery_due(txn->db, line->line->id, txn->now, &claim->arena,
				     rows, most, &count);
		for (size_t i = 0; !fault && i < count && line->segments > 0; i++)
			fault = claim_apart(claim, txn, &rows[i], line);
	}
	if (fault)
		return fault;
	return look_ahead(claim, txn, line, count > 0);
}

static enum fault claim_run(struct job *job, struct db *db, struct note *note)
{
	struct claim *claim = container_of(job, struct claim, job);
	struct txn txn = txn_of(claim->account->core, claim->locale, db, note);
	AUTO(agenda) agenda;
	enum fault fault = FAULT_NONE;

	consequences_begin(&txn, &agenda);
	claim->count = 0;
	claim->has_suppressed = false;
	claim->next_at = NEVER;
	for (size_t i = 0; !fault && i < claim->line_count; i++)
		fault = claim_from_line(claim, &txn, &claim->lines[i]);
	return consequences_settle(&txn, fault);
}

static void claim_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct claim *claim = container_of(job, struct claim, job);

	(void)note;
	claim->done(claim->data, claim, fault);
}

enum fault claim_start(struct claim *claim,
		       void (*done)(void *data, struct claim *claim, enum fault fault),
		       void *data)
{
	assert(loop_is_here(claim->account->core->loop) && done);
	claim->done = done;
	claim->data = data;
	claim->job = (struct job){ .run = claim_run, .done = claim_on_written };
	return writer_add(claim->account->core->writer, &claim->job);
}

bool claim_has_suppressed(const struct claim *claim)
{
	return claim->has_suppressed;
}

size_t claim_count(const struct claim *claim)
{
	return claim->count;
}

const struct claimed *claim_at(const struct claim *claim, size_t index)
{
	return &claim->claimed[index];
}

struct line_state *claim_line(const struct claim *claim, size_t index)
{
	return claim->line_of[index];
}

int64_t claim_until_at(const struct claim *claim, size_t index)
{
	return claim->until_at[index];
}

int64_t claim_next_at(const struct claim *claim)
{
	return claim->next_at;
}
