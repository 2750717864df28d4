#include "workload.h"

#include <assert.h>

#include "store/db/row.h"

/* An answer on its way is owed no more; when it fails, it is again. */
static int64_t debtor(struct user_id owner, enum promise_state state)
{
	return state == PROMISE_OPEN || state == PROMISE_TAKEN ? owner.n : 0;
}

static enum fault owe(struct db *db, int64_t user, int64_t more)
{
	return user ? db_run(db, "UPDATE staff SET workload = workload + $1 WHERE id = $2",
			     BINDS(NUMBER(more), NUMBER(user)), NULL) : FAULT_NONE;
}

static enum fault debtor_before(struct db *db, struct promise_id id, int64_t *user)
{
	AUTO_ROWS rows = NULL;
	struct user_id owner;
	enum promise_state state = PROMISE_OPEN;
	struct row row;
	enum fault fault = db_ask(db, &rows, "SELECT owner_id, state FROM promise"
					     " WHERE id = $1", BINDS(NUMBER(id.n)));

	if (fault)
		return fault;
	if (!db_rows_next(rows))
		return rows_or_missing(rows);
	row = row_of(rows);
	owner.n = row_number(&row);
	row_word(&row, promise_of, &state);
	if (!row_check(&row))
		*user = debtor(owner, state);
	return row_check(&row);
}

enum fault workload_add(struct db *db, const struct promise *promise)
{
	return owe(db, debtor(promise->owner, promise->state), 1);
}

static enum fault pass_on(struct db *db, int64_t before, int64_t now)
{
	enum fault fault;

	if (before == now)
		return FAULT_NONE;
	fault = owe(db, before, -1);
	if (fault)
		return fault;
	return owe(db, now, 1);
}

enum fault workload_put(struct db *db, const struct promise *promise)
{
	int64_t before = 0;
	enum fault fault = debtor_before(db, promise->id, &before);

	if (fault)
		return fault;
	return pass_on(db, before, debtor(promise->owner, promise->state));
}

enum fault workload_change(struct db *db, const struct promise *was, const struct promise *is)
{
	assert(was->id.n == is->id.n);
	return pass_on(db, debtor(was->owner, was->state), debtor(is->owner, is->state));
}
