#include "promises.h"

#include <assert.h>

#include "base/clock.h"
#include "store/db/row.h"
#include "store/db/write_set.h"
#include "workload.h"

#define PROMISE_COLUMNS                                                              \
	"id, contact_id, phone, channel, line_id, language, state, owner_id,"        \
	" follows_id, opened_at, input_at, inputs, due_at, late_at, answered_at,"    \
	" closed_at, excuse, excuse_note, excused_by, rule, rule_version, next_step," \
	" wake_at, person_at, person_reason, person_detail, school, topic, human_at, rung"
/* As the partial indexes say it, word by word. */
#define IS_WAITING "state IN ('open', 'taken', 'answered')"

static void promise_read(struct row *row, struct promise *promise)
{
	promise->id.n = row_number(row);
	promise->contact.n = row_number(row);
	row_phone(row, promise->phone, sizeof(promise->phone));
	row_word(row, channel_of, &promise->channel);
	promise->line.n = row_number(row);
	row_text(row, promise->language, sizeof(promise->language));
	row_word(row, promise_of, &promise->state);
	promise->owner.n = row_number(row);
	promise->follows.n = row_number(row);
	promise->opened_at = row_number(row);
	promise->input_at = row_number(row);
	promise->inputs = row_int(row);
	promise->due_at = row_number(row);
	promise->late_at = row_number(row);
	promise->answered_at = row_number(row);
	promise->closed_at = row_number(row);
	row_text(row, promise->excuse, sizeof(promise->excuse));
	row_sealed(row, SEAL_NOTE, promise->excuse_note, sizeof(promise->excuse_note));
	promise->excused_by.n = row_number(row);
	row_text(row, promise->rule, sizeof(promise->rule));
	promise->rule_version = row_int(row);
	promise->next_step = row_int(row);
	promise->wake_at = row_number(row);
	promise->person_at = row_number(row);
	row_word(row, person_reason_of, &promise->person_reason);
	row_text(row, promise->person_detail, sizeof(promise->person_detail));
	row_text(row, promise->school, sizeof(promise->school));
	row_text(row, promise->topic, sizeof(promise->topic));
	promise->human_at = row_number(row);
	promise->rung = row_int(row);
}

READER_ONE(promise)
READER_ALL(promise)

enum fault promise_get(struct db *db, struct promise_id id, struct promise *promise)
{
	assert(promise);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " PROMISE_COLUMNS
					     " FROM promise WHERE id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	return promise_one(rows, promise);
}

enum fault promise_add(struct db *db, const struct promise *promise)
{
	enum fault fault;

	assert(promise->id.n != 0 && promise->contact.n != 0 && promise->phone[0]);
	assert(promise->state < PROMISE_STATES && promise->channel < CHANNEL_COUNT);
	write_set_add(db, WRITE_SET_PROMISE, promise->id.n);
	fault = db_run(db,
			  "INSERT INTO promise (" PROMISE_COLUMNS ") VALUES ($1, $2, $3, $4, $5,"
			  " $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
			  " $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)",
		      BINDS(NUMBER(promise->id.n), NUMBER(promise->contact.n),
			    PHONEZ(promise->phone), TEXTZ(channel_word(promise->channel)),
			    NUMBER(promise->line.n), TEXTZ(promise->language),
			    TEXTZ(promise_word(promise->state)), NUMBER(promise->owner.n),
			    NUMBER(promise->follows.n), NUMBER(promise->opened_at),
			    NUMBER(promise->input_at), NUMBER(promise->inputs),
			    NUMBER(promise->due_at), NUMBER(promise->late_at),
			    NUMBER(promise->answered_at), NUMBER(promise->closed_at),
			    TEXTZ(promise->excuse), SEALEDZ(SEAL_NOTE, promise->excuse_note),
			    NUMBER(promise->excused_by.n), TEXTZ(promise->rule),
			    NUMBER(promise->rule_version), NUMBER(promise->next_step),
			    NUMBER(promise->wake_at), NUMBER(promise->person_at),
			    TEXTZ(person_reason_word(promise->person_reason)),
			    TEXTZ(promise->person_detail), TEXTZ(promise->school),
			    TEXTZ(promise->topic), NUMBER(promise->human_at),
			    NUMBER(promise->rung)), NULL);

	if (fault)
		return fault;
	return workload_add(db, promise);
}

static enum fault update(struct db *db, const struct promise *promise)
{
	int64_t changed = 0;
	enum fault fault = db_run(db,
		"UPDATE promise SET language = $1, state = $2, owner_id = $3, follows_id = $4,"
		" opened_at = $5, input_at = $6, inputs = $7, due_at = $8, late_at = $9,"
		" answered_at = $10, closed_at = $11, excuse = $12, excuse_note = $13,"
		" excused_by = $14, rule = $15, rule_version = $16, next_step = $17,"
		" wake_at = $18, person_at = $19, person_reason = $20, person_detail = $21,"
		" school = $22, topic = $23, human_at = $24, rung = $25 WHERE id = $26",
		BINDS(TEXTZ(promise->language), TEXTZ(promise_word(promise->state)),
		      NUMBER(promise->owner.n), NUMBER(promise->follows.n),
		      NUMBER(promise->opened_at), NUMBER(promise->input_at),
		      NUMBER(promise->inputs), NUMBER(promise->due_at),
		      NUMBER(promise->late_at), NUMBER(promise->answered_at),
		      NUMBER(promise->closed_at), TEXTZ(promise->excuse),
		      SEALEDZ(SEAL_NOTE, promise->excuse_note), NUMBER(promise->excused_by.n),
		      TEXTZ(promise->rule), NUMBER(promise->rule_version),
		      NUMBER(promise->next_step), NUMBER(promise->wake_at),
		      NUMBER(promise->person_at),
		      TEXTZ(person_reason_word(promise->person_reason)),
		      TEXTZ(promise->person_detail),
		      TEXTZ(promise->school), TEXTZ(promise->topic),
		      NUMBER(promise->human_at), NUMBER(promise->rung),
		      NUMBER(promise->id.n)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault promise_put(struct db *db, const struct promise *promise)
{
	enum fault fault;

	assert(promise->id.n != 0 && promise->state < PROMISE_STATES);
	write_set_add(db, WRITE_SET_PROMISE, promise->id.n);
	fault = workload_put(db, promise);
	if (fault)
		return fault;
	return update(db, promise);
}

enum fault promise_change(struct db *db, const struct promise *was, const struct promise *is)
{
	enum fault fault;

	assert(was->id.n == is->id.n && is->id.n != 0);
	assert(was->late_at == 0 || is->late_at == was->late_at);
	write_set_add(db, WRITE_SET_PROMISE, is->id.n);
	fault = workload_change(db, was, is);
	if (fault)
		return fault;
	return update(db, is);
}

enum fault promise_last(struct db *db, struct contact_id contact, struct line_id line,
			struct promise *promise)
{
	assert(promise);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows, "SELECT " PROMISE_COLUMNS " FROM promise"
					     " WHERE contact_id = $1 AND line_id = $2"
					     " ORDER BY id DESC LIMIT 1",
				  BINDS(NUMBER(contact.n), NUMBER(line.n)));

	if (fault)
		return fault;
	return promise_one(rows, promise);
}

enum fault promise_open_of(struct db *db, struct contact_id contact, struct promise *promises,
			   size_t most, size_t *count)
{
	assert(contact.n != 0 && promises && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows, "SELECT " PROMISE_COLUMNS " FROM promise"
					     " WHERE contact_id = $1 AND " IS_WAITING
					     " ORDER BY id LIMIT $2",
				  BINDS(NUMBER(contact.n), NUMBER(most)));

	if (fault)
		return fault;
	return promise_all(rows, promises, most, count);
}

enum fault promise_elsewhere(struct db *db, struct contact_id contact, struct str school,
			     struct promise *promises, size_t most, size_t *count)
{
	assert(contact.n != 0 && promises && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows, "SELECT " PROMISE_COLUMNS " FROM promise"
					     " WHERE contact_id = $1 AND " IS_WAITING
					     " AND school <> $2 ORDER BY id LIMIT $3",
				  BINDS(NUMBER(contact.n), TEXT(school), NUMBER(most)));

	if (fault)
		return fault;
	return promise_all(rows, promises, most, count);
}

enum fault promise_due(struct db *db, int64_t now, struct promise *promises, size_t most,
		       size_t *count)
{
	assert(promises && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows, "SELECT " PROMISE_COLUMNS " FROM promise"
					     " WHERE " IS_WAITING " AND wake_at <= $1"
					     " ORDER BY wake_at LIMIT $2",
				  BINDS(NUMBER(now), NUMBER(most)));

	if (fault)
		return fault;
	return promise_all(rows, promises, most, count);
}

enum fault promise_owned(struct db *db, struct user_id owner, struct promise_id after,
			 struct promise *promises, size_t most, size_t *count)
{
	assert(promises && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows, "SELECT " PROMISE_COLUMNS " FROM promise"
					     " WHERE owner_id = $1 AND id > $2 AND " IS_WAITING
					     " ORDER BY id LIMIT $3",
				  BINDS(NUMBER(owner.n), NUMBER(after.n), NUMBER(most)));

	if (fault)
		return fault;
	return promise_all(rows, promises, most, count);
}

enum fault promise_waiting(struct db *db, struct str rule, struct promise_id after,
			   struct promise_id *ids, size_t most, size_t *count)
{
	assert(ids && most > 0 && count);

	AUTO_ROWS rows = NULL;
	size_t found = 0;
	enum fault fault = db_ask_all(db, &rows, "SELECT id FROM promise WHERE " IS_WAITING
					     " AND ($1 = '' OR rule = $1) AND id > $2"
					     " ORDER BY id LIMIT $3",
				  BINDS(TEXT(rule), NUMBER(after.n), NUMBER(most)));

	if (fault)
		return fault;
	while (db_rows_next(rows) && found < most)
		ids[found++].n = db_rows_number(rows, 0);
	fault = db_rows_fault(rows);
	if (!fault)
		*count = found;
	return fault;
}

enum fault promise_wake_all(struct db *db, struct str school, int64_t now)
{
	assert(now > 0);

	enum fault fault = db_write_held(db);

	if (!fault)
		fault = db_run(db, "UPDATE promise SET wake_at = $1 WHERE " IS_WAITING
			       " AND wake_at > $1 AND wake_at < $2 AND ($3 = '' OR school = $3)",
			       BINDS(NUMBER(now), NUMBER(NEVER), TEXT(school)), NULL);
	db_forget_held(db);
	return fault;
}

enum fault promise_next_wake(struct db *db, int64_t *at)
{
	int64_t next_at = NEVER;
	enum fault fault = db_write_held(db);

	if (!fault)
		fault = setting_ask_number(db, "SELECT wake_at FROM promise WHERE " IS_WAITING
					   " ORDER BY wake_at LIMIT 1", NULL, 0, &next_at);
	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = next_at;
	return FAULT_NONE;
}

/* --- lists ---------------------------------------------------------------------- */

/* An empty word or a 0 lets everything pass. */
#define FILTER_SQL                                                                   \
	" AND ($2 = '' OR language = $2) AND ($3 = 0 OR owner_id = $3)"              \
	" AND ($4 = 0 OR due_at < $4) AND ($5 = 0 OR person_at > 0)"                 \
	" AND ($6 = '' OR school = $6) AND ($7 = '' OR topic = $7) AND id < $8"       \
	" ORDER BY id DESC LIMIT $9"

/* Those that wait are few beside all that ever were: they have their index. */
enum fault promise_list(struct db *db, const struct promise_filter *filter,
			struct promise *promises, size_t most, size_t *count)
{
	assert(filter && promises && most > 0 && count);

	static const char any[] = "SELECT " PROMISE_COLUMNS " FROM promise"
				  " WHERE ($1 = '' OR state = $1)" FILTER_SQL;
	static const char waiting[] = "SELECT " PROMISE_COLUMNS " FROM promise"
				      " WHERE id IN (SELECT id FROM promise WHERE " IS_WAITING
				      ") AND ($1 = 'waiting' OR state = $1)" FILTER_SQL;
	bool is_waiting = str_is(filter->state, "waiting") || str_is(filter->state, "open") ||
			  str_is(filter->state, "taken") || str_is(filter->state, "answered");
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows, is_waiting ? waiting : any,
				  BINDS(TEXT(filter->state), TEXT(filter->language),
					NUMBER(filter->owner.n), NUMBER(filter->due_before),
					NUMBER(filter->is_for_person), TEXT(filter->school),
					TEXT(filter->topic),
					NUMBER(filter->after.n ? filter->after.n : NEVER),
					NUMBER(most)));

	if (fault)
		return fault;
	return promise_all(rows, promises, most, count);
}

/* late, on_person and unowned are of those that wait. */
enum fault promise_count(struct db *db, struct promise_counts *counts)
{
	assert(counts);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows,
		"SELECT w.*, c.* FROM (SELECT count(*) AS a,"
		" count(*) FILTER (WHERE late_at > 0) AS b,"
		" count(*) FILTER (WHERE person_at > 0) AS c,"
		" count(*) FILTER (WHERE owner_id = 0) AS d FROM promise WHERE " IS_WAITING
		") AS w, (SELECT count(*) FILTER (WHERE state = 'kept') AS e,"
		" count(*) FILTER (WHERE state = 'kept' AND late_at > 0) AS f,"
		" count(*) FILTER (WHERE state = 'excused') AS g FROM promise"
		" WHERE state IN ('kept', 'excused')) AS c", NULL, 0);

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	*counts = (struct promise_counts){
		.waiting = db_rows_number(rows, 0),
		.late = db_rows_number(rows, 1),
		.on_person = db_rows_number(rows, 2),
		.unowned = db_rows_number(rows, 3),
		.kept = db_rows_number(rows, 4),
		.kept_late = db_rows_number(rows, 5),
		.excused = db_rows_number(rows, 6),
	};
	return FAULT_NONE;
}
