/* The claim and what became of it: guarantees.md §2.3, 2.5, 2.7, 2.8. */
#include "attempts.h"

#include <assert.h>
#include <string.h>

#include "delivery_row.h"
#include "store/db/setting.h"
#include "store/db/write_set.h"

static enum fault attempt_add(struct db *db, const char *token, struct message_id message,
			      int no, int64_t now)
{
	return db_run(db, "INSERT INTO attempt (token, message_id, no, started_at, ended_at,"
			  " outcome, code, provider_id, told)"
			  " VALUES ($1, $2, $3, $4, 0, '', 0, '', 0)",
		      BINDS(TEXTZ(token), NUMBER(message.n), NUMBER(no), NUMBER(now)), NULL);
}

enum fault attempt_claim(struct db *db, struct claimed *claimed, int64_t now)
{
	struct delivery *delivery = &claimed->delivery;
	int64_t changed = 0;
	char token[TOKEN_SIZE];
	enum fault fault;

	assert(claimed && now > 0);
	write_set_add(db, WRITE_SET_DELIVERY, delivery->message.n);
	fault = db_run(db,
		"UPDATE delivery SET state = 'sending', attempts = attempts + 1,"
		" waits_for = '', claimed_at = $1, ended_at = 0, look_at = 0"
		" WHERE message_id = $2 AND state = 'queued' AND NOT " ALIKE_IS_OPEN("delivery"),
		BINDS(NUMBER(now), NUMBER(delivery->message.n)), &changed);

	if (!fault && changed == 0)
		fault = FAULT_CONFLICT;
	/* Random, never the row and a number: tokens must not repeat after a restore. */
	random_token(token);
	if (!fault)
		fault = attempt_add(db, token, delivery->message, delivery->attempts + 1, now);
	if (fault)
		return fault;
	memcpy(claimed->token, token, sizeof(token));
	delivery->state = DELIVERY_SENDING;
	delivery->attempts++;
	delivery->waits_for = WAIT_NONE;
	delivery->claimed_at = now;
	delivery->ended_at = 0;
	delivery->look_at = 0;
	return FAULT_NONE;
}

enum fault attempt_end(struct db *db, const char *token, const struct attempt_outcome *outcome)
{
	assert(token && outcome);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE attempt SET ended_at = $1, outcome = $2, code = $3,"
				      " provider_id = CASE WHEN $4 = '' THEN provider_id"
				      " ELSE $4 END WHERE token = $5",
		BINDS(NUMBER(outcome->at), TEXTZ(outcome->word), NUMBER(outcome->code),
		      TEXT(outcome->provider_id), TEXTZ(token)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault attempt_orphan_add(struct db *db, const struct orphan *orphan)
{
	assert(orphan);
	return db_run(db, "INSERT INTO orphan (id, account, token, provider_id, event, code, at)"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7)",
		      BINDS(NUMBER(orphan->id), TEXT(orphan->account), TEXT(orphan->token),
			    TEXT(orphan->provider_id), TEXTZ(orphan->event),
			    NUMBER(orphan->code), NUMBER(orphan->at)), NULL);
}

/* --- receipts name an attempt --------------------------------------------------- */

static void attempt_read(struct row *row, struct attempt *attempt)
{
	attempt->message.n = row_number(row);
	attempt->no = row_int(row);
	attempt->told = row_int(row);
	attempt->is_latest = row_flag(row);
	attempt->started_at = row_number(row);
	attempt->line.n = row_number(row);
	row_phone(row, attempt->phone, sizeof(attempt->phone));
}

READER_ONE(attempt)

enum fault attempt_get(struct db *db, struct str token, struct attempt *attempt)
{
	assert(attempt);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT a.message_id, a.no, a.told, CASE WHEN a.no = d.attempts THEN 1 ELSE 0 END,"
		" a.started_at, d.line_id, d.phone"
		" FROM attempt AS a JOIN delivery AS d ON d.message_id = a.message_id"
		" WHERE a.token = $1", BINDS(TEXT(token)));

	if (fault)
		return fault;
	return attempt_one(rows, attempt);
}

/* What receipts told only climbs (G8). */
enum fault attempt_tell(struct db *db, struct str token, int told)
{
	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE attempt SET told ="
				      " CASE WHEN told < $1 THEN $1 ELSE told END"
				      " WHERE token = $2",
				  BINDS(NUMBER(told), TEXT(token)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault attempt_doubts(struct db *db, struct message_id message, int *count)
{
	assert(message.n != 0 && count);

	int64_t number = 0;
	enum fault fault = setting_ask_number(db, "SELECT count(*) FROM attempt WHERE message_id = $1"
						  " AND outcome = 'unknown'",
					      BINDS(NUMBER(message.n)), &number);

	if (fault)
		return fault;
	*count = (int)number;
	return FAULT_NONE;
}

enum fault attempt_latest(struct db *db, struct message_id message, char token[TOKEN_SIZE])
{
	assert(message.n != 0);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT token FROM attempt WHERE message_id = $1"
					     " ORDER BY no DESC LIMIT 1",
				  BINDS(NUMBER(message.n)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	str_put(token, TOKEN_SIZE, db_rows_text(rows, 0));
	return FAULT_NONE;
}
