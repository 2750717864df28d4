#include <assert.h>

#include "delivery_row.h"

#include "base/clock.h"
#include "message_row.h"
#include "store/db/write_set.h"
#include "store/seal/seal_cell.h"

void delivery_read(struct row *row, struct delivery *delivery)
{
	delivery->message.n = row_number(row);
	delivery->line.n = row_number(row);
	row_phone(row, delivery->phone, sizeof(delivery->phone));
	row_word(row, delivery_of, &delivery->state);
	delivery->attempts = row_int(row);
	delivery->tries = row_int(row);
	delivery->not_before_at = row_number(row);
	row_word(row, wait_reason_of, &delivery->waits_for);
	delivery->claimed_at = row_number(row);
	delivery->ended_at = row_number(row);
	delivery->sent_at = row_number(row);
	delivery->final_at = row_number(row);
	delivery->error_code = row_int(row);
	delivery->is_ambiguous = row_flag(row);
	delivery->needs_person = row_flag(row);
	delivery->polls = row_int(row);
	delivery->empty_lists = row_int(row);
	delivery->look_at = row_number(row);
}

READER_ONE(delivery)
READER_ALL(delivery)

/* FNV-1a, 64 bits: stands in the ledger, so it must never change.  Of a sealed ledger it is one that nobody
 * computes without the key: short texts could be guessed by the other. */
static int64_t hash_of(const struct db *db, struct str text)
{
	const struct seal_key *key = db_sealed_by(db);
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	if (key)
		return seal_cell_hash(key, text);
	for (size_t i = 0; i < text.size; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(0x100000001b3);
	return (int64_t)hash;
}

/* An emergency overtakes everything. */
static int rank_of(const struct message *message)
{
	return message->purpose == PURPOSE_EMERGENCY ? 0 : (int)message->kind;
}

enum fault delivery_queue(struct db *db, const struct message *message,
			  int64_t not_before_at, enum wait_reason waits_for)
{
	assert(message->direction == DIRECTION_OUT && message->phone[0]);
	assert(message->id.n != 0 && message->contact.n != 0);

	int64_t from_at = not_before_at > message->created_at ? not_before_at :
								message->created_at;
	enum fault fault = message_insert(db, message);

	if (fault)
		return fault;
	return db_run(db, "INSERT INTO delivery (message_id, line_id, phone, text_hash,"
			  " kind_rank, state, attempts, tries, not_before_at, waits_for, claimed_at,"
			  " ended_at, sent_at, final_at, error_code, is_ambiguous,"
			  " needs_person, polls, empty_lists, look_at) VALUES ($1, $2, $3, $4,"
			  " $5, 'queued', 0, 0, $6, $7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
		      BINDS(NUMBER(message->id.n), NUMBER(message->line.n),
			    PHONEZ(message->phone), NUMBER(hash_of(db, message->text)),
			    NUMBER(rank_of(message)), NUMBER(from_at),
			    TEXTZ(wait_reason_word(waits_for))), NULL);
}

enum fault delivery_get(struct db *db, struct message_id id, struct delivery *delivery)
{
	assert(delivery);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " DELIVERY_COLUMNS
					     " FROM delivery AS d WHERE d.message_id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	return delivery_one(rows, delivery);
}

enum fault delivery_put(struct db *db, const struct delivery *delivery)
{
	int64_t changed = 0;
	enum fault fault;

	assert(delivery->state < DELIVERY_STATES);
	write_set_add(db, WRITE_SET_DELIVERY, delivery->message.n);
	fault = db_run(db,
		"UPDATE delivery SET state = $1, attempts = $2, tries = $3, not_before_at = $4,"
		" waits_for = $5, claimed_at = $6, ended_at = $7, sent_at = $8, final_at = $9,"
		" error_code = $10, is_ambiguous = $11, needs_person = $12, polls = $13,"
		" empty_lists = $14, look_at = $15 WHERE message_id = $16",
		BINDS(TEXTZ(delivery_word(delivery->state)), NUMBER(delivery->attempts),
		      NUMBER(delivery->tries), NUMBER(delivery->not_before_at),
		      TEXTZ(wait_reason_word(delivery->waits_for)), NUMBER(delivery->claimed_at),
		      NUMBER(delivery->ended_at), NUMBER(delivery->sent_at),
		      NUMBER(delivery->final_at), NUMBER(delivery->error_code),
		      NUMBER(delivery->is_ambiguous), NUMBER(delivery->needs_person),
		      NUMBER(delivery->polls), NUMBER(delivery->empty_lists),
		      NUMBER(delivery->look_at), NUMBER(delivery->message.n)), &changed);

	return changed_or_missing(fault, changed);
}

static enum fault ids_all(struct db_rows *rows, struct message_id *ids, size_t most,
			  size_t *count)
{
	size_t n = 0;

	while (n < most && db_rows_next(rows))
		ids[n++].n = db_rows_number(rows, 0);
	if (!db_rows_fault(rows))
		*count = n;
	return db_rows_fault(rows);
}

enum fault delivery_queued_for(struct db *db, struct str phone, struct message_id *ids,
			       size_t most, size_t *count)
{
	assert(phone.size && ids && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT message_id FROM delivery"
					     " WHERE phone = $1 AND state = 'queued'"
					     " ORDER BY message_id LIMIT $2",
				  BINDS(PHONE(phone), NUMBER(most)));

	if (fault)
		return fault;
	return ids_all(rows, ids, most, count);
}

/* By the partial index that holds just those rows: "+ 0" keeps the primary key out of it. */
enum fault delivery_sending(struct db *db, struct message_id after, struct message_id *ids,
			    size_t most, size_t *count)
{
	assert(ids && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT message_id FROM delivery"
					     " WHERE state IN ('sending', 'unknown')"
					     " AND state = 'sending' AND message_id + 0 > $1"
					     " ORDER BY message_id + 0 LIMIT $2",
				  BINDS(NUMBER(after.n), NUMBER(most)));

	if (fault)
		return fault;
	return ids_all(rows, ids, most, count);
}

/* Each number from the partial index that holds just those rows. */
enum fault delivery_count(struct db *db, struct outbox_counts *counts)
{
	assert(counts);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT (SELECT count(*) FROM delivery WHERE state = 'queued'),"
		" (SELECT count(*) FROM delivery WHERE state IN ('sending', 'unknown')"
		"  AND state = 'sending'),"
		" (SELECT count(*) FROM delivery WHERE state IN ('sending', 'unknown')"
		"  AND state = 'unknown'),"
		" (SELECT count(*) FROM delivery WHERE state IN ('unknown', 'sent')"
		"  AND state = 'sent'),"
		" (SELECT count(*) FROM delivery WHERE needs_person = 1)", NULL, 0);

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	*counts = (struct outbox_counts){
		.queued = db_rows_number(rows, 0),
		.sending = db_rows_number(rows, 1),
		.unknown = db_rows_number(rows, 2),
		.sent = db_rows_number(rows, 3),
		.needs_person = db_rows_number(rows, 4),
	};
	return FAULT_NONE;
}

enum fault delivery_list(struct db *db, int64_t before, struct delivery *deliveries,
			 size_t most, size_t *count)
{
	assert(deliveries && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT " DELIVERY_COLUMNS " FROM delivery AS d WHERE d.message_id < $1"
		" AND d.message_id IN (SELECT message_id FROM delivery WHERE state = 'queued'"
		" UNION ALL SELECT message_id FROM delivery WHERE state IN ('sending', 'unknown')"
		" UNION ALL SELECT message_id FROM delivery WHERE state IN ('unknown', 'sent'))"
		" ORDER BY d.message_id DESC LIMIT $2",
		BINDS(NUMBER(before), NUMBER(most)));

	if (fault)
		return fault;
	return delivery_all(rows, deliveries, most, count);
}

/* --- the provider's ids -------------------------------------------------------- */

/* Whoever has that id, inbound or outbound. */
enum fault delivery_bind(struct db *db, struct str account, struct str provider_id,
			 struct message_id message)
{
	assert(account.size && provider_id.size && message.n != 0);

	struct message_id bound;
	enum fault fault = message_by_provider(db, account, provider_id, &bound);

	if (fault == FAULT_MISSING)
		return message_add_provider(db, account, provider_id, message);
	if (!fault && bound.n != message.n)
		return FAULT_CONFLICT;
	return fault;
}

enum fault delivery_by_provider(struct db *db, struct str account, struct str provider_id,
				struct message_id *message)
{
	assert(message);
	return setting_ask_number(db, "SELECT p.message_id FROM provider_message AS p"
			      " JOIN delivery AS d ON d.message_id = p.message_id"
			      " WHERE p.account = $1 AND p.provider_id = $2",
			  BINDS(TEXT(account), TEXT(provider_id)), &message->n);
}

enum fault delivery_provider_id(struct db *db, struct message_id message, char *into,
				size_t room)
{
	assert(into && room > 0);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT provider_id FROM provider_message"
					     " WHERE message_id = $1 ORDER BY no DESC LIMIT 1",
				  BINDS(NUMBER(message.n)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	if (db_rows_text(rows, 0).size >= room)
		return FAULT_TOO_LARGE;
	str_put(into, room, db_rows_text(rows, 0));
	return FAULT_NONE;
}
