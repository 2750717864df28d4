/*
 * outbox - an outbox drawn by chance, and what it should say by hand.
 */
#ifndef TESTS_UNIT_STORE_MESSAGING_OUTBOX_H
#define TESTS_UNIT_STORE_MESSAGING_OUTBOX_H

#include "store/messaging/attempts.h"
#include "store/messaging/delivery_due.h"
#include "store/messaging/lines.h"
#include "store/people/contacts.h"
#include "tests/lib/chance.h"
#include "tests/unit/store/ledger.h"

enum { OUTBOX_MOST = 400 };

static const char *const outbox_phones[] = { "+13125550101", "+13125550102", "+13125550103" };
static const char *const outbox_texts[] = { "Sí, mañana.", "Your bus is late.", "Haa" };
static const int64_t outbox_lines[] = { 8, 9 };

/* A row as it should be. */
struct record {
	int64_t id, line;
	int phone, text, rank;
	struct delivery row;
	char token[TOKEN_SIZE]; /* of its latest attempt */
};

struct outbox {
	struct ledger ledger;
	struct chance chance;
	struct record records[OUTBOX_MOST];
	size_t count;
	int64_t now;
};

static inline void outbox_new(struct outbox *outbox, uint64_t seed)
{
	struct contact contact = { .id = { 1 }, .language = "es", .created_at = noon };
	struct line line;

	*outbox = (struct outbox){ .chance = { seed }, .now = noon };
	ledger_new(&outbox->ledger);
	assert_fine(contact_add(outbox->ledger.db, &contact));
	assert_fine(line_put(outbox->ledger.db, &(struct line_key){ STR("AC1"), STR("+1312") }, 8, noon,
			     &line));
	assert_fine(line_put(outbox->ledger.db, &(struct line_key){ STR("AC1"), STR("+1773") }, 9, noon,
			     &line));
}

static inline struct message outbox_message(const struct record *record, enum kind kind,
					    enum purpose purpose)
{
	struct message message = { .id = { record->id }, .direction = DIRECTION_OUT, .kind = kind,
				   .purpose = purpose, .contact = { 1 }, .line = { record->line },
				   .language = "es", .text = str_of(outbox_texts[record->text]),
				   .segments = 1, .created_at = noon };

	str_put(message.phone, sizeof(message.phone), str_of(outbox_phones[record->phone]));
	return message;
}

static inline struct record *outbox_queue(struct outbox *outbox)
{
	struct record *record = &outbox->records[outbox->count];
	enum kind kind = (enum kind)chance_below(&outbox->chance, KIND_COUNT);
	enum purpose purpose = chance_below(&outbox->chance, 10) ? PURPOSE_SCHOOL : PURPOSE_EMERGENCY;
	struct message message;

	assert_true(outbox->count < OUTBOX_MOST);
	*record = (struct record){ .id = (int64_t)++outbox->count,
				   .line = outbox_lines[chance_below(&outbox->chance, 2)],
				   .phone = (int)chance_below(&outbox->chance, 3),
				   .text = (int)chance_below(&outbox->chance, 3),
				   .rank = purpose == PURPOSE_EMERGENCY ? 0 : (int)kind };
	message = outbox_message(record, kind, purpose);
	record->row = (struct delivery){ .message = message.id, .line = message.line,
					 .state = DELIVERY_QUEUED,
					 .not_before_at = outbox->now + chance_between(&outbox->chance, -20, 20) };
	str_put(record->row.phone, sizeof(record->row.phone), str_of(message.phone));
	assert_fine(delivery_queue(outbox->ledger.db, &message, record->row.not_before_at,
				   WAIT_NONE));
	if (record->row.not_before_at < noon)
		record->row.not_before_at = noon;
	return record;
}

static inline bool outbox_has_message(struct db *db, int64_t id)
{
	AUTO(arena) arena;
	struct message message;

	arena_init(&arena, 1 << 12);
	return message_get(db, (struct message_id){ id }, &arena, &message) == FAULT_NONE;
}

/* Ended some attempt just so?  No verb reads that back: it is for whoever looks later. */
static inline bool outbox_attempt_ended(struct db *db, const struct attempt_outcome *outcome)
{
	AUTO_ROWS rows = NULL;

	assert_fine(db_ask(db, &rows, "SELECT 1 FROM attempt WHERE outcome = $1 AND code = $2"
				      " AND provider_id = $3 AND ended_at = $4",
			   BINDS(TEXTZ(outcome->word), NUMBER(outcome->code), TEXT(outcome->provider_id),
				 NUMBER(outcome->at))));
	return db_rows_next(rows);
}

static inline bool is_on_its_way(const struct record *record)
{
	return record->row.state == DELIVERY_SENDING || record->row.state == DELIVERY_UNKNOWN;
}

static inline bool are_alike(const struct record *a, const struct record *b)
{
	return a->phone == b->phone && a->text == b->text;
}

static inline bool has_alike_on_its_way(const struct outbox *outbox, const struct record *record)
{
	for (size_t i = 0; i < outbox->count; i++)
		if (is_on_its_way(&outbox->records[i]) && are_alike(&outbox->records[i], record))
			return true;
	return false;
}

/* Which kinds go first, then which waits longest, then which is older. */
static inline bool leaves_before(const struct record *a, const struct record *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	if (a->row.not_before_at != b->row.not_before_at)
		return a->row.not_before_at < b->row.not_before_at;
	return a->id < b->id;
}

/* What is due on a line, in the order of its leaving, of two alike only the first. */
static inline size_t due_by_hand(const struct outbox *outbox, int64_t line,
				 const struct record *due[OUTBOX_MOST])
{
	size_t count = 0, left = 0;

	for (size_t i = 0; i < outbox->count; i++) {
		const struct record *record = &outbox->records[i];
		size_t at = count;

		if (record->line != line || record->row.state != DELIVERY_QUEUED ||
		    record->row.not_before_at > outbox->now || has_alike_on_its_way(outbox, record))
			continue;
		for (; at > 0 && leaves_before(record, due[at - 1]); at--)
			due[at] = due[at - 1];
		due[at] = record;
		count++;
	}
	for (size_t i = 0; i < count; i++) {
		size_t alike = 0;

		while (alike < left && !are_alike(due[alike], due[i]))
			alike++;
		if (alike == left)
			due[left++] = due[i];
	}
	return left;
}

#endif
