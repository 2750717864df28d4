#include "lines.h"

#include <assert.h>

#include "deliveries.h"
#include "store/db/row.h"

#define LINE_COLUMNS "id, account, number, paused_at, pause_reason, polled_at, deep_at"

static void line_read(struct row *row, struct line *line)
{
	line->id.n = row_number(row);
	row_text(row, line->account, sizeof(line->account));
	row_text(row, line->number, sizeof(line->number));
	line->paused_at = row_number(row);
	row_text(row, line->pause_reason, sizeof(line->pause_reason));
	line->polled_at = row_number(row);
	line->deep_at = row_number(row);
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
	fault = db_run(db, "INSERT INTO line (" LINE_COLUMNS ") VALUES ($1, $2, $3, 0, '', $4, 0)",
		       BINDS(NUMBER(new_id), TEXT(key->account), TEXT(key->number), NUMBER(now)),
		       NULL);
	if (fault)
		return fault;
	return line_find(db, key, line);
}

enum fault line_pause(struct db *db, struct line_id id, int64_t at, struct str reason)
{
	assert(id.n != 0 && at >= 0);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE line SET paused_at = $1, pause_reason = $2"
				      " WHERE id = $3",
		BINDS(NUMBER(at), TEXT(reason), NUMBER(id.n)), &changed);

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
