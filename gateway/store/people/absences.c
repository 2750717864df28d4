#include "absences.h"

#include <assert.h>

#include "base/clock.h"
#include "store/db/row.h"

#define ABSENCE_COLUMNS "id, staff_id, from_at, to_at, reason, wake_at"

static void absence_read(struct row *row, struct absence *absence)
{
	absence->id = row_number(row);
	absence->user.n = row_number(row);
	absence->from_at = row_number(row);
	absence->to_at = row_number(row);
	row_sealed(row, SEAL_NOTE, absence->reason, sizeof(absence->reason));
	absence->wake_at = row_number(row);
}

READER_ALL(absence)

enum fault absence_add(struct db *db, const struct absence *absence)
{
	assert(absence->id != 0 && absence->user.n != 0 && absence->from_at < absence->to_at);
	return db_run(db, "INSERT INTO absence (" ABSENCE_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6)",
		      BINDS(NUMBER(absence->id), NUMBER(absence->user.n),
			    NUMBER(absence->from_at), NUMBER(absence->to_at),
			    SEALEDZ(SEAL_NOTE, absence->reason), NUMBER(absence->wake_at)), NULL);
}

enum fault absence_put(struct db *db, const struct absence *absence)
{
	assert(absence->id != 0);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE absence SET from_at = $1, to_at = $2,"
				      " wake_at = $3 WHERE id = $4",
		BINDS(NUMBER(absence->from_at), NUMBER(absence->to_at),
		      NUMBER(absence->wake_at), NUMBER(absence->id)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault absence_of(struct db *db, struct user_id user, int64_t after,
		      struct absence *absences, size_t most, size_t *count)
{
	assert(absences && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " ABSENCE_COLUMNS " FROM absence"
					     " WHERE staff_id = $1 AND to_at > $2"
					     " ORDER BY to_at LIMIT $3",
				  BINDS(NUMBER(user.n), NUMBER(after), NUMBER(most)));

	if (fault)
		return fault;
	return absence_all(rows, absences, most, count);
}

enum fault absence_due(struct db *db, int64_t now, struct absence *absences, size_t most,
		       size_t *count)
{
	assert(absences && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " ABSENCE_COLUMNS " FROM absence"
					     " WHERE wake_at <= $1 ORDER BY wake_at LIMIT $2",
				  BINDS(NUMBER(now), NUMBER(most)));

	if (fault)
		return fault;
	return absence_all(rows, absences, most, count);
}

enum fault absence_next_wake(struct db *db, int64_t *at)
{
	int64_t next_at = NEVER;
	enum fault fault = setting_ask_number(db, "SELECT wake_at FROM absence ORDER BY wake_at LIMIT 1",
				      NULL, 0, &next_at);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = next_at;
	return FAULT_NONE;
}
