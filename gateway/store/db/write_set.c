#include "write_set.h"

#include <assert.h>

#ifndef NDEBUG
#include "db_driver.h"
#include "domain/delivery.h"
#include "domain/promise.h"
#include "row.h"

void write_set_begin(struct db *db)
{
	db->write_set_count = 0;
	db->is_watched = true;
}

size_t write_set_all(struct db *db, const struct write_entry **written)
{
	*written = db->written;
	return db->write_set_count;
}

static enum fault read_was(struct db *db, struct write_entry *written)
{
	static const char *const asks[] = {
		[WRITE_SET_PROMISE] = "SELECT state, late_at FROM promise WHERE id = $1",
		[WRITE_SET_DELIVERY] = "SELECT state, 0 FROM delivery WHERE message_id = $1",
	};
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, asks[written->what], BINDS(NUMBER(written->id)));
	enum promise_state promise = PROMISE_OPEN;
	enum delivery_state delivery = DELIVERY_QUEUED;

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	(void)promise_of(db_rows_text(rows, 0), &promise);
	(void)delivery_of(db_rows_text(rows, 0), &delivery);
	written->was_state = written->what == WRITE_SET_PROMISE ? (int)promise : (int)delivery;
	written->was_late_at = db_rows_number(rows, 1);
	return FAULT_NONE;
}

/* A row that cannot be read now is not looked at later: its fault is the job's business. */
void write_set_add(struct db *db, enum write_set_what what, int64_t id)
{
	struct write_entry *written = &db->written[db->write_set_count];
	enum fault fault;

	if (!db->is_watched || db->write_set_count == WRITE_SET_MOST)
		return;
	for (size_t i = 0; i < db->write_set_count; i++)
		if (db->written[i].what == what && db->written[i].id == id)
			return;
	*written = (struct write_entry){ .what = what, .id = id };
	fault = read_was(db, written);
	/* missing: it is about to be added, and begins as every row begins */
	db->write_set_count += fault == FAULT_NONE || fault == FAULT_MISSING;
}

enum fault write_set_answers(struct db *db, struct promise_id promise, int *under_way,
			   int *delivered)
{
	assert(promise.n != 0 && under_way && delivered);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT count(*) FILTER (WHERE d.state IN ('queued', 'sending', 'unknown', 'sent')),"
		" count(*) FILTER (WHERE d.state IN ('delivered', 'read')) FROM message AS m"
		" JOIN delivery AS d ON d.message_id = m.id"
		" WHERE m.promise_id = $1 AND m.promise_id > 0 AND m.kind = 'answer'",
		BINDS(NUMBER(promise.n)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	*under_way = (int)db_rows_number(rows, 0);
	*delivered = (int)db_rows_number(rows, 1);
	return FAULT_NONE;
}

enum fault write_set_gone_on(struct db *db, struct message_id message, bool *is)
{
	assert(message.n != 0 && is);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT count(*) FROM message AS m JOIN promise AS p ON p.id = m.promise_id"
		" WHERE m.id = $1 AND (p.state IN ('kept', 'excused') OR EXISTS (SELECT 1 FROM rung"
		" AS r WHERE r.promise_id = p.id AND r.failed_id = m.id"
		" AND r.rung NOT IN ('retry_later', 'visit')))",
		BINDS(NUMBER(message.n)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	*is = db_rows_number(rows, 0) > 0;
	return FAULT_NONE;
}
#endif
