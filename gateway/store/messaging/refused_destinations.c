#include "refused_destinations.h"

#include <assert.h>

#include "store/db/row.h"

static void refused_destination_read(struct row *row, struct refused_destination *one)
{
	one->line.n = row_number(row);
	one->code = row_int(row);
	row_text(row, one->country, sizeof(one->country));
	one->counted = row_number(row);
	one->is_named = row_flag(row);
}

READER_ALL(refused_destination)

/* A new one waits for the day that the others of its line wait for, and its country may have
 * been named under another code. */
enum fault refused_destination_add(struct db *db, const struct refused_destination *one)
{
	assert(one->line.n != 0);
	return db_run(db, "INSERT INTO refused_destination (line_id, code, country, counted,"
			  " told_at, is_named) VALUES ($1, $2, $3, 1,"
			  " coalesce((SELECT max(told_at) FROM refused_destination"
			  " WHERE line_id = $1), 0), coalesce((SELECT max(is_named)"
			  " FROM refused_destination WHERE line_id = $1 AND country = $3), 0))"
			  " ON CONFLICT (line_id, code, country)"
			  " DO UPDATE SET counted = refused_destination.counted + 1",
		      BINDS(NUMBER(one->line.n), NUMBER(one->code), TEXTZ(one->country)), NULL);
}

enum fault refused_destination_first(struct db *db, struct line_id *line, int64_t *told_at)
{
	assert(line && told_at);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT line_id, told_at FROM refused_destination"
					     " WHERE counted > 0 ORDER BY told_at LIMIT 1",
				  NULL, 0);
	struct row row;

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	row = row_of(rows);
	line->n = row_number(&row);
	*told_at = row_number(&row);
	return row_check(&row);
}

enum fault refused_destination_list(struct db *db, struct line_id line,
				    struct refused_destination *ones, size_t most, size_t *count)
{
	assert(line.n != 0 && ones && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT line_id, code, country, counted, is_named"
					     " FROM refused_destination"
					     " WHERE line_id = $1 AND counted > 0"
					     " ORDER BY counted DESC, code, country LIMIT $2",
				  BINDS(NUMBER(line.n), NUMBER(most)));

	if (fault)
		return fault;
	return refused_destination_all(rows, ones, most, count);
}

enum fault refused_destination_codes(struct db *db, struct line_id line,
				     struct refused_destination *ones, size_t most, size_t *count)
{
	assert(line.n != 0 && ones && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT line_id, code, '', sum(counted), 0"
					     " FROM refused_destination"
					     " WHERE line_id = $1 AND counted > 0"
					     " GROUP BY line_id, code"
					     " ORDER BY sum(counted) DESC, code LIMIT $2",
				  BINDS(NUMBER(line.n), NUMBER(most)));

	if (fault)
		return fault;
	return refused_destination_all(rows, ones, most, count);
}

enum fault refused_destination_told(struct db *db, struct line_id line, int64_t now)
{
	assert(line.n != 0 && now > 0);
	return db_run(db, "UPDATE refused_destination SET told_at = $1,"
			  " is_named = CASE WHEN counted > 0 THEN 1 ELSE is_named END, counted = 0"
			  " WHERE line_id = $2", BINDS(NUMBER(now), NUMBER(line.n)), NULL);
}
