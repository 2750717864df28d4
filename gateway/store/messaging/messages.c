#include "messages.h"

#include <assert.h>

#include "message_row.h"

void message_read(struct row *row, struct arena *arena, struct message *message)
{
	struct str kind, meaning;

	message->id.n = row_number(row);
	row_word(row, direction_of, &message->direction);
	kind = row_str(row);
	if (kind.size && !kind_of(kind, &message->kind))
		row->fault = FAULT_BROKEN;
	row_word(row, purpose_of, &message->purpose);
	row_word(row, channel_of, &message->channel);
	message->contact.n = row_number(row);
	row_phone(row, message->phone, sizeof(message->phone));
	message->line.n = row_number(row);
	message->promise.n = row_number(row);
	row_text(row, message->language, sizeof(message->language));
	meaning = row_str(row);
	if (meaning.size && !meaning_of(meaning, &message->meaning))
		row->fault = FAULT_BROKEN;
	message->text = row_sealed_keep(row, SEAL_TEXT, arena);
	message->media_count = row_int(row);
	message->segments = row_int(row);
	message->author.n = row_number(row);
	message->created_at = row_number(row);
}

/* A kind is of what we say, a meaning of what we hear. */
enum fault message_insert(struct db *db, const struct message *message)
{
	bool is_in = message->direction == DIRECTION_IN;

	assert(message->id.n != 0 && message->phone[0]);
	assert(message->kind < KIND_COUNT && message->purpose < PURPOSE_COUNT);
	return db_run(db, "INSERT INTO message (id, direction, kind, purpose, channel,"
			  " contact_id, phone, line_id, promise_id, language, meaning, text,"
			  " media_count, segments, author_id, created_at) VALUES ($1, $2, $3,"
			  " $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
		      BINDS(NUMBER(message->id.n), TEXTZ(direction_word(message->direction)),
			    TEXTZ(is_in ? "" : kind_word(message->kind)),
			    TEXTZ(purpose_word(message->purpose)),
			    TEXTZ(channel_word(message->channel)), NUMBER(message->contact.n),
			    PHONEZ(message->phone), NUMBER(message->line.n),
			    NUMBER(message->promise.n), TEXTZ(message->language),
			    TEXTZ(is_in ? meaning_word(message->meaning) : ""),
			    SEALED(SEAL_TEXT, message->text), NUMBER(message->media_count),
			    NUMBER(message->segments), NUMBER(message->author.n),
			    NUMBER(message->created_at)), NULL);
}

enum fault message_add_provider(struct db *db, struct str account, struct str provider_id,
				struct message_id message)
{
	assert(account.size && provider_id.size && message.n != 0);
	return db_run(db, "INSERT INTO provider_message (account, provider_id, message_id, no)"
			  " SELECT $1, $2, $3, coalesce(max(no), 0) + 1 FROM provider_message"
			  " WHERE message_id = $3",
		      BINDS(TEXT(account), TEXT(provider_id), NUMBER(message.n)), NULL);
}

enum fault message_is_known(struct db *db, struct str account, struct str provider_id,
			    bool *is_known)
{
	assert(is_known);

	int64_t rows;
	enum fault fault = setting_ask_number(db, "SELECT count(*) FROM provider_message"
					  " WHERE account = $1 AND provider_id = $2",
				      BINDS(TEXT(account), TEXT(provider_id)), &rows);

	if (!fault)
		*is_known = rows > 0;
	return fault;
}

enum fault message_by_provider(struct db *db, struct str account, struct str provider_id,
			       struct message_id *message)
{
	return setting_ask_number(db, "SELECT message_id FROM provider_message"
			      " WHERE account = $1 AND provider_id = $2",
			  BINDS(TEXT(account), TEXT(provider_id)), &message->n);
}

/* Asked first, because the message's row must stand before the provider's can refer to
 * it.  Two daemons at the same instant meet at the UNIQUE key: a conflict as well, and
 * the job's savepoint takes the message back. */
enum fault message_add_inbound(struct db *db, struct str account, struct str provider_id,
			const struct message *message)
{
	assert(message->direction == DIRECTION_IN && provider_id.size);

	bool is_known;
	enum fault fault = message_is_known(db, account, provider_id, &is_known);

	if (!fault && is_known)
		fault = FAULT_CONFLICT;
	if (!fault)
		fault = message_insert(db, message);
	if (!fault)
		fault = message_add_provider(db, account, provider_id, message->id);
	return fault;
}

READER_KEPT_ONE(message)
READER_KEPT_ALL(message)

enum fault message_get(struct db *db, struct message_id id, struct arena *arena,
		       struct message *message)
{
	assert(arena && message);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " MESSAGE_COLUMNS
					     " FROM message AS m WHERE m.id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	return message_one(rows, arena, message);
}

enum fault message_of_promise(struct db *db, struct promise_id promise, struct arena *arena,
			      struct message *messages, size_t most, size_t *count)
{
	assert(arena && messages && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " MESSAGE_COLUMNS " FROM message AS m"
					     " WHERE m.promise_id = $1 AND m.promise_id > 0"
					     " ORDER BY m.id LIMIT $2",
				  BINDS(NUMBER(promise.n), NUMBER(most)));

	if (fault)
		return fault;
	return message_all(rows, arena, messages, most, count);
}

enum fault message_count_replies(struct db *db, struct str phone, int64_t since_at,
				 int *count)
{
	assert(phone.size && count);

	int64_t replies;
	enum fault fault = setting_ask_number(db, "SELECT count(*) FROM message WHERE phone = $1"
					  " AND direction = 'out' AND kind IN"
					  " ('confirmation', 'acknowledgement', 'service')"
					  " AND created_at >= $2",
				      BINDS(PHONE(phone), NUMBER(since_at)), &replies);

	if (!fault)
		*count = (int)replies;
	return fault;
}

enum fault message_last_personal(struct db *db, struct str phone, int64_t *at)
{
	assert(phone.size && at);

	int64_t found = 0;
	enum fault fault = setting_ask_number(db, "SELECT created_at FROM message WHERE phone = $1"
					  " AND direction = 'out' AND kind IN ('answer', 'outreach')"
					  " ORDER BY id DESC LIMIT 1", BINDS(PHONE(phone)), &found);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = found;
	return FAULT_NONE;
}
