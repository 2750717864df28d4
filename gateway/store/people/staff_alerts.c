/* When staff are texted. */
#include "staff_alerts.h"

#include <assert.h>

#include "base/clock.h"
#include "store/db/row.h"
#include "user_row.h"
#include "users.h"

READER_ALL(user)

enum fault staff_alert_ask(struct db *db, struct user_id id, int64_t now, int64_t gap_for)
{
	assert(id.n != 0 && gap_for >= 0);

	return db_run(db, "UPDATE staff SET alert_at = CASE WHEN alerted_at + $1 > $2"
			  " THEN alerted_at + $1 ELSE $2 END"
			  " WHERE id = $3 AND phone <> '' AND alert_at = $4",
		      BINDS(NUMBER(gap_for), NUMBER(now), NUMBER(id.n), NUMBER(NEVER)), NULL);
}

enum fault staff_alert_due(struct db *db, int64_t now, struct user *users, size_t most,
			  size_t *count)
{
	assert(users && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " USER_COLUMNS " FROM staff AS s"
					     " WHERE s.alert_at <= $1 ORDER BY s.alert_at"
					     " LIMIT $2", BINDS(NUMBER(now), NUMBER(most)));

	if (fault)
		return fault;
	return user_all(rows, users, most, count);
}

enum fault staff_alert_next(struct db *db, int64_t *at)
{
	int64_t next_at = NEVER;
	enum fault fault = setting_ask_number(db, "SELECT alert_at FROM staff ORDER BY alert_at LIMIT 1",
				      NULL, 0, &next_at);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = next_at;
	return FAULT_NONE;
}

enum fault staff_alert_put(struct db *db, struct user_id id, int64_t alerted_at, int64_t alert_at)
{
	assert(id.n != 0 && alerted_at >= 0);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE staff SET alert_at = $1, alerted_at ="
				      " CASE WHEN $2 = 0 THEN alerted_at ELSE $2 END"
				      " WHERE id = $3",
		BINDS(NUMBER(alert_at), NUMBER(alerted_at), NUMBER(id.n)), &changed);

	return changed_or_missing(fault, changed);
}

enum fault staff_alert_load(struct db *db, struct user_id id, struct staff_alert_load *load)
{
	assert(id.n != 0 && load);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows, "SELECT s.workload, coalesce("
					     "(SELECT min(opened_at) FROM promise WHERE owner_id = s.id"
					     " AND state IN ('open', 'taken', 'answered')"
					     " AND state <> 'answered'), 0)"
					     " FROM staff AS s WHERE s.id = $1",
				  BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	*load = (struct staff_alert_load){ db_rows_number(rows, 0), db_rows_number(rows, 1) };
	return FAULT_NONE;
}
