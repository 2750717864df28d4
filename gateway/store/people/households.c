#include "households.h"

#include <assert.h>

#include "base/buf.h"
#include "store/db/row.h"

#define HOUSEHOLD_COLUMNS "id, name, groups, shares, created_at, updated_at"

static void household_read(struct row *row, struct household *household)
{
	household->id.n = row_number(row);
	row_sealed(row, SEAL_HOUSEHOLD, household->name, sizeof(household->name));
	row_sealed(row, SEAL_GROUPS, household->groups, sizeof(household->groups));
	household->shares = row_flag(row);
	household->created_at = row_number(row);
	household->updated_at = row_number(row);
}

READER_ONE(household)
READER_ALL(household)

enum fault household_get(struct db *db, struct household_id id, struct household *household)
{
	assert(household);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " HOUSEHOLD_COLUMNS
					     " FROM household WHERE id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	return household_one(rows, household);
}

enum fault household_by_name(struct db *db, struct str name, struct household *household)
{
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " HOUSEHOLD_COLUMNS
					     " FROM household WHERE name = $1",
				  BINDS(SEALED(SEAL_HOUSEHOLD, name)));

	if (fault)
		return fault;
	return household_one(rows, household);
}

enum fault household_add(struct db *db, const struct household *household)
{
	assert(household->id.n != 0 && household->name[0]);
	return db_run(db, "INSERT INTO household (" HOUSEHOLD_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6)",
		      BINDS(NUMBER(household->id.n), SEALEDZ(SEAL_HOUSEHOLD, household->name),
			    SEALEDZ(SEAL_GROUPS, household->groups), NUMBER(household->shares),
			    NUMBER(household->created_at), NUMBER(household->updated_at)), NULL);
}

enum fault household_put(struct db *db, const struct household *household)
{
	assert(household->id.n != 0 && household->name[0]);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE household SET name = $1, groups = $2,"
				      " shares = $3, created_at = $4, updated_at = $5"
				      " WHERE id = $6",
		BINDS(SEALEDZ(SEAL_HOUSEHOLD, household->name), SEALEDZ(SEAL_GROUPS, household->groups),
		      NUMBER(household->shares), NUMBER(household->created_at),
		      NUMBER(household->updated_at), NUMBER(household->id.n)), &changed);

	return changed_or_missing(fault, changed);
}

/* Of a ledger whose names are sealed: SQL sees no part of them. */
static enum fault search_sealed(struct db *db, struct household_id after, struct str text,
				struct household *households, size_t most, size_t *count)
{
	AUTO_ROWS rows = NULL;
	AUTO(buf) pattern;
	size_t found = 0;
	enum fault fault = contact_pattern(text, &pattern); /* one ceiling for both ways */

	if (!fault)
		fault = db_ask(db, &rows, "SELECT " HOUSEHOLD_COLUMNS " FROM household WHERE id > $1 ORDER BY id",
			       BINDS(NUMBER(after.n)));
	while (!fault && found < most && db_rows_next(rows)) {
		struct household household = { .name = "" };
		struct row row = row_of(rows);

		household_read(&row, &household);
		fault = row_check(&row);
		if (!fault && contact_has_part(str_of(household.name), text))
			households[found++] = household;
	}
	if (!fault)
		fault = db_rows_fault(rows);
	if (!fault)
		*count = found;
	return fault;
}

enum fault household_list(struct db *db, struct household_id after, struct str text,
			  struct household *households, size_t most, size_t *count)
{
	assert(households && most > 0 && count);

	static const char all[] = "SELECT " HOUSEHOLD_COLUMNS " FROM household"
				  " WHERE id > $1 ORDER BY id LIMIT $2";
	static const char some[] = "SELECT " HOUSEHOLD_COLUMNS " FROM household"
				   " WHERE id > $1 AND lower(name) LIKE $2 ESCAPE '!'"
				   " ORDER BY id LIMIT $3";
	AUTO_ROWS rows = NULL;
	AUTO(buf) pattern;
	enum fault fault = contact_pattern(text, &pattern);

	if (!fault && text.size && db_sealed_by(db))
		return search_sealed(db, after, text, households, most, count);
	if (fault)
		return fault;
	fault = text.size ? db_ask(db, &rows, some, BINDS(NUMBER(after.n),
				   TEXT(buf_str(&pattern)), NUMBER(most))) :
			    db_ask(db, &rows, all, BINDS(NUMBER(after.n), NUMBER(most)));
	if (fault)
		return fault;
	return household_all(rows, households, most, count);
}

enum fault household_groups(struct db *db, struct household *households, size_t most,
			    size_t *count)
{
	assert(households && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT 0, '', groups, 0, 0, 0 FROM household"
					     " WHERE groups <> '' GROUP BY groups LIMIT $1",
				  BINDS(NUMBER(most)));

	if (fault)
		return fault;
	return household_all(rows, households, most, count);
}
