#include "events.h"

#include <assert.h>

#include "store/db/row.h"

#define EVENT_COLUMNS "id, at, what, actor, promise_id, message_id, contact_id, detail, staff_id"

static void event_read(struct row *row, struct arena *arena, struct event *event)
{
	event->id = row_number(row);
	event->at = row_number(row);
	event->what = row_keep(row, arena).at;
	event->actor = row_keep(row, arena).at;
	event->promise.n = row_number(row);
	event->message.n = row_number(row);
	event->contact.n = row_number(row);
	event->detail = row_sealed_keep(row, SEAL_DETAIL, arena);
	event->staff.n = row_number(row);
}

READER_KEPT_ALL(event)

static void event_step_read(struct row *row, struct event_step *step)
{
	row_word(row, rule_deed_of, &step->deed);
	step->tier = row_int(row);
}

READER_ALL(event_step)

enum fault event_keep(struct db *db, const struct event *event)
{
	assert(event->id != 0 && event->at > 0 && event->what[0] && event->actor[0]);
	assert(!event->step || event->promise.n);
	return db_run(db, "INSERT INTO event (" EVENT_COLUMNS ", deed, tier)"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		      BINDS(NUMBER(event->id), NUMBER(event->at), TEXTZ(event->what),
			    TEXTZ(event->actor), NUMBER(event->promise.n),
			    NUMBER(event->message.n), NUMBER(event->contact.n),
			    SEALED(SEAL_DETAIL, event->detail), NUMBER(event->staff.n),
			    TEXTZ(event->step ? rule_deed_word(event->step->deed) : ""),
			    NUMBER(event->step ? event->step->tier : 0)), NULL);
}

/* A promise's own rows, a message's own, and those of a promise's messages; `> 0`
 * opens the partial indexes. */
enum fault event_list(struct db *db, int64_t promise_or_message, struct arena *arena,
		      struct event *events, size_t most, size_t *count)
{
	assert(arena && events && most > 0 && count);

	static const char sql[] =
		"SELECT " EVENT_COLUMNS " FROM event"
		" WHERE promise_id = $1 AND promise_id > 0"
		" UNION SELECT " EVENT_COLUMNS " FROM event"
		" WHERE message_id = $1 AND message_id > 0"
		" UNION SELECT " EVENT_COLUMNS " FROM event"
		" WHERE message_id > 0 AND message_id IN"
		" (SELECT m.id FROM message AS m WHERE m.promise_id = $1 AND m.promise_id > 0)"
		" ORDER BY id LIMIT $2";
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, sql,
				  BINDS(NUMBER(promise_or_message), NUMBER(most)));

	if (fault)
		return fault;
	return event_all(rows, arena, events, most, count);
}

enum fault event_steps(struct db *db, struct promise_id promise,
		       struct event_step steps[RULE_DEEDS], size_t *count)
{
	assert(steps && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT deed, max(tier) FROM event"
					     " WHERE promise_id = $1 AND promise_id > 0"
					     " AND deed <> '' GROUP BY deed",
				  BINDS(NUMBER(promise.n)));

	if (fault)
		return fault;
	return event_step_all(rows, steps, RULE_DEEDS, count);
}

enum fault event_after(struct db *db, int64_t after, struct arena *arena,
		       struct event *events, size_t most, size_t *count)
{
	assert(arena && events && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " EVENT_COLUMNS " FROM event"
					     " WHERE id > $1 ORDER BY id LIMIT $2",
				  BINDS(NUMBER(after), NUMBER(most)));

	if (fault)
		return fault;
	return event_all(rows, arena, events, most, count);
}
