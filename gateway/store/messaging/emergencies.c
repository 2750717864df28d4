#include "emergencies.h"

#include <assert.h>

#include "domain/words.h"
#include "store/db/row.h"

#define X(name, word) [name] = word,
static const char *const emergency_state_words[] = { EMERGENCY_STATES(X) };
#undef X

WORDS_SAID(emergency_state, enum emergency_state)
static WORDS_READ(emergency_state, enum emergency_state)

#define EMERGENCY_COLUMNS                                                           \
	"id, contact_id, phone, text, state, asked_by, asked_at, expires_at,"       \
	" decided_by, decided_at, message_id, asked_token, decided_token"

static void emergency_read(struct row *row, struct arena *arena, struct emergency *emergency)
{
	emergency->id = row_number(row);
	emergency->contact.n = row_number(row);
	row_phone(row, emergency->phone, sizeof(emergency->phone));
	emergency->text = row_sealed_keep(row, SEAL_TEXT, arena);
	row_word(row, emergency_state_of, &emergency->state);
	emergency->asked_by.n = row_number(row);
	emergency->asked_at = row_number(row);
	emergency->expires_at = row_number(row);
	emergency->decided_by.n = row_number(row);
	emergency->decided_at = row_number(row);
	emergency->message.n = row_number(row);
	emergency->asked_token = row_number(row);
	emergency->decided_token = row_number(row);
}

READER_KEPT_ONE(emergency)
READER_KEPT_ALL(emergency)

enum fault emergency_add(struct db *db, const struct emergency *emergency)
{
	assert(emergency->id != 0 && emergency->contact.n != 0 && emergency->text.size);
	assert(emergency->asked_by.n != 0);
	return db_run(db, "INSERT INTO emergency (" EMERGENCY_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		      BINDS(NUMBER(emergency->id), NUMBER(emergency->contact.n),
			    PHONEZ(emergency->phone), SEALED(SEAL_TEXT, emergency->text),
			    TEXTZ(emergency_state_word(emergency->state)),
			    NUMBER(emergency->asked_by.n), NUMBER(emergency->asked_at),
			    NUMBER(emergency->expires_at), NUMBER(emergency->decided_by.n),
			    NUMBER(emergency->decided_at), NUMBER(emergency->message.n),
			    NUMBER(emergency->asked_token), NUMBER(emergency->decided_token)), NULL);
}

enum fault emergency_get(struct db *db, int64_t id, struct arena *arena,
			 struct emergency *emergency)
{
	assert(arena && emergency);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " EMERGENCY_COLUMNS
					     " FROM emergency WHERE id = $1", BINDS(NUMBER(id)));

	if (fault)
		return fault;
	return emergency_one(rows, arena, emergency);
}

enum fault emergency_put(struct db *db, const struct emergency *emergency)
{
	assert(emergency->id != 0 && emergency->state < EMERGENCY_STATE_COUNT);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE emergency SET state = $1, decided_by = $2,"
				      " decided_at = $3, message_id = $4, decided_token = $5"
				      " WHERE id = $6 AND state = 'open'",
		BINDS(TEXTZ(emergency_state_word(emergency->state)),
		      NUMBER(emergency->decided_by.n), NUMBER(emergency->decided_at),
		      NUMBER(emergency->message.n), NUMBER(emergency->decided_token),
		      NUMBER(emergency->id)), &changed);

	if (!fault && changed == 0)
		fault = FAULT_CONFLICT;
	return fault;
}

enum fault emergency_list(struct db *db, int64_t before, struct arena *arena,
			  struct emergency *emergencies, size_t most, size_t *count)
{
	assert(arena && emergencies && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " EMERGENCY_COLUMNS
					     " FROM emergency WHERE id < $1"
					     " ORDER BY id DESC LIMIT $2",
				  BINDS(NUMBER(before), NUMBER(most)));

	if (fault)
		return fault;
	return emergency_all(rows, arena, emergencies, most, count);
}

enum fault emergency_due(struct db *db, int64_t now, struct arena *arena,
			 struct emergency *emergencies, size_t most, size_t *count)
{
	assert(arena && emergencies && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " EMERGENCY_COLUMNS
					     " FROM emergency WHERE state = 'open'"
					     " AND expires_at <= $1 ORDER BY expires_at LIMIT $2",
				  BINDS(NUMBER(now), NUMBER(most)));

	if (fault)
		return fault;
	return emergency_all(rows, arena, emergencies, most, count);
}

enum fault emergency_next_wake(struct db *db, int64_t *at)
{
	int64_t next_at = NEVER;
	enum fault fault = setting_ask_number(db, "SELECT expires_at FROM emergency"
					  " WHERE state = 'open'"
					  " ORDER BY expires_at LIMIT 1", NULL, 0, &next_at);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = next_at;
	return FAULT_NONE;
}

enum fault emergency_count_open(struct db *db, int64_t *count)
{
	return setting_ask_number(db, "SELECT count(*) FROM emergency WHERE state = 'open'", NULL, 0,
			  count);
}

enum fault emergency_is_signed(struct db *db, struct message_id message, bool *is_signed)
{
	assert(is_signed);

	int64_t count = 0;
	enum fault fault = setting_ask_number(db, "SELECT count(*) FROM emergency"
					  " WHERE message_id = $1 AND message_id > 0"
					  " AND state = 'approved' AND decided_by <> asked_by",
				      BINDS(NUMBER(message.n)), &count);

	if (!fault)
		*is_signed = count > 0;
	return fault;
}
