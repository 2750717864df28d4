#include "setting.h"

#include <assert.h>

#include "row.h"

enum fault setting_get(struct db *db, const char *name, char *into, size_t room)
{
	assert(name && name[0] && into && room > 0);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT value FROM setting WHERE name = $1",
				  BINDS(TEXTZ(name)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	if (db_rows_text(rows, 0).size >= room)
		return FAULT_TOO_LARGE;
	str_put(into, room, db_rows_text(rows, 0));
	return FAULT_NONE;
}

enum fault setting_set(struct db *db, const char *name, const char *value)
{
	assert(name && name[0] && value);
	return db_run(db, "INSERT INTO setting (name, value) VALUES ($1, $2)"
			  " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		      BINDS(TEXTZ(name), TEXTZ(value)), NULL);
}

enum fault setting_forget(struct db *db, const char *name)
{
	assert(name && name[0]);
	return db_run(db, "DELETE FROM setting WHERE name = $1", BINDS(TEXTZ(name)), NULL);
}

enum fault setting_last_at(struct db *db, int64_t *at)
{
	assert(at);

	enum fault fault = setting_ask_number(db, "SELECT at FROM event ORDER BY id DESC LIMIT 1",
				      NULL, 0, at);

	if (fault != FAULT_MISSING)
		return fault;
	*at = 0;
	return FAULT_NONE;
}

enum fault setting_ask_number(struct db *db, const char *sql, const struct bind *binds,
		      size_t count, int64_t *number)
{
	assert(number);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, sql, binds, count);

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	*number = db_rows_number(rows, 0);
	return FAULT_NONE;
}
