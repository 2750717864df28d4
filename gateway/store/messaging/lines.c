#include "lines.h"

#include <assert.h>

#include "deliveries.h"
#include "store/db/row.h"

#define LINE_COLUMNS                                                                 \
	"id, account, number, pause_reason, polled_at, deep_at, pause_cause, pause_code," \
	" pause_is_by_receipt, paused_at, probe_at, probe_for"

static void line_read(struct row *row, struct line *line)
{
	line->id.n = row_number(row);
	row_text(row, line->account, sizeof(line->account));
	row_text(row, line->number, sizeof(line->number));
	row_sealed(row, SEAL_NOTE, line->pause_reason, sizeof(line->pause_reason));
	line->polled_at = row_number(row);
	line->deep_at = row_number(row);
	line->health = (struct line_health){ .cause = PAUSE_NONE };
	row_word(row, pause_cause_of, &line->health.cause);
	line->health.code = row_int(row);
	line->health.is_by_receipt = row_flag(row);
	line->health.paused_at = row_number(row);
	line->health.probe_at = row_number(row);
	line->health.probe_for = row_number(row);
}

READER_ONE(line)
READER_ALL(line)

static enum fault line_find(struct db *db, const struct line_key *key, struct line *line)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " LINE_COLUMNS " FROM line"
					     " WHERE account = $1 AND number = $2",
				  BINDS(TEXT(key->account), TEXT(key->number)));

	if (fault)
		return fault;
	return line_one(rows, line);
}

enum fault line_put(struct db *db, const struct line_key *key, int64_t new_id, int64_t now,
		    struct line *line)
{
	assert(new_id != 0 && line);

	enum fault fault = line_find(db, key, line);

	if (fault != FAULT_MISSING)
		return fault;
	fault = db_run(db, "INSERT INTO line (id, account, number, paused_at, pause_reason,"
			   " polled_at) VALUES ($1, $2, $3, 0, '', $4)",
		       BINDS(NUMBER(new_id), TEXT(key->account), TEXT(key->number), NUMBER(now)),
		       NULL);
	if (fault)
		return fault;
	return line_find(db, key, line);
}

enum fault line_set_health(struct db *db, struct line_id id, const struct line_health *health,
			   struct str reason)
{
	assert(id.n != 0 && health && health->cause < PAUSE_CAUSE_COUNT);

	int64_t changed = 0;
	bool is_paused = health->cause != PAUSE_NONE;
	enum fault fault = db_run(db,
		"UPDATE line SET paused_at = $1, pause_reason = $2, pause_cause = $3,"
		" pause_code = $4, pause_is_by_receipt = $5, probe_at = $6, probe_for = $7"
		" WHERE id = $8",
		BINDS(NUMBER(is_paused ? health->paused_at : 0), SEALED(SEAL_NOTE, reason),
		      TEXTZ(pause_cause_word(health->cause)), NUMBER(health->code),
		      NUMBER(health->is_by_receipt), NUMBER(health->probe_at),
		      NUMBER(health->probe_for), NUMBER(id.n)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault line_set_polled(struct db *db, struct line_id id, const struct line_poll *poll)
{
	assert(id.n != 0 && poll);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE line SET polled_at = $1, deep_at = $2"
				      " WHERE id = $3",
		BINDS(NUMBER(poll->polled_at), NUMBER(poll->deep_at), NUMBER(id.n)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault line_list(struct db *db, struct line *lines, size_t most, size_t *count)
{
	assert(lines && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " LINE_COLUMNS " FROM line"
					     " ORDER BY id LIMIT $1", BINDS(NUMBER(most)));

	if (fault)
		return fault;
	return line_all(rows, lines, most, count);
}
