#include "db_pgsql_owner.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

/* A daemon that is just ending may have this long. */
#define OWNER_WAIT "SET LOCAL lock_timeout = '2s'; "
#define OWNER_KEY "hashtextextended('hearback ' || current_schema(), 0)"

static enum fault ask(struct db_pgsql *pgsql, const char *sql, struct db_pgsql_result *result)
{
	enum fault fault;

	db_pgsql_result_init(result);
	fault = db_pgsql_link_text(&pgsql->link, sql, (struct db_pgsql_patience){ .until_us = 0 }, result);
	if (!fault && !db_pgsql_result_next(result))
		fault = FAULT_BROKEN;
	return fault;
}

static enum fault say(struct db_pgsql *pgsql, const char *sql)
{
	return db_pgsql_link_text(&pgsql->link, sql, (struct db_pgsql_patience){ .until_us = 0 }, NULL);
}

static enum fault say_who(struct db_pgsql *pgsql, struct note *note)
{
	struct db_pgsql_result result;
	char who[64] = "unknown";
	enum fault fault = ask(pgsql,
		"SELECT a.application_name FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid"
		" WHERE l.locktype = 'advisory' AND l.granted AND l.database ="
		" (SELECT oid FROM pg_database WHERE datname = current_database())"
		" AND (l.classid::bigint << 32) | l.objid::bigint = " OWNER_KEY, &result);

	if (!fault)
		str_put(who, sizeof(who), db_pgsql_result_text(&result, 0));
	db_pgsql_result_done(&result);
	return fault_because(FAULT_CONFLICT, note, "another hearbackd (%s) has this ledger open: stop it "
			     "first, or give this one a ledger of its own", who);
}

/* The lock first, and held: what comes after is nobody else's. */
enum fault db_pgsql_owner_take(struct db_pgsql *pgsql, struct note *note)
{
	char sql[512];
	enum fault fault = say(pgsql, "BEGIN; " OWNER_WAIT "SELECT pg_advisory_lock(" OWNER_KEY ")");

	if (fault == FAULT_AGAIN && db_pgsql_link_is_failed(&pgsql->link)) {
		if (!say(pgsql, "ROLLBACK"))
			return say_who(pgsql, note);
	}
	random_token(pgsql->owner);
	snprintf(sql, sizeof(sql),
		 "CREATE TABLE IF NOT EXISTS db_writer (one BIGINT PRIMARY KEY CHECK (one = 1),"
		 " owner TEXT NOT NULL, batch BIGINT NOT NULL CHECK (batch >= 0));"
		 " INSERT INTO db_writer (one, owner, batch) VALUES (1, '%s', 0)"
		 " ON CONFLICT (one) DO UPDATE SET owner = excluded.owner, batch = 0; COMMIT", pgsql->owner);
	if (!fault)
		fault = say(pgsql, sql);
	pgsql->batch = 0;
	if (fault)
		return fault_because(fault, note, "the ledger: %s", pgsql->link.message);
	return FAULT_NONE;
}

static enum fault taken_over(struct db_pgsql *pgsql)
{
	pgsql->is_taken_over = true;
	snprintf(pgsql->link.message, sizeof(pgsql->link.message),
		 "another hearbackd has taken this ledger over: stop that one, or leave this one stopped");
	return FAULT_CONFLICT;
}

/* The row before the lock: it waits for the transaction of the old session, and it tells whether
 * somebody else was there, who may have the lock. */
enum fault db_pgsql_owner_take_again(struct db_pgsql *pgsql)
{
	struct db_pgsql_result result;
	enum fault fault = ask(pgsql, "BEGIN; " OWNER_WAIT
				      "SELECT owner, batch FROM db_writer WHERE one = 1 FOR UPDATE", &result);
	bool is_ours = !fault && str_is(db_pgsql_result_text(&result, 0), pgsql->owner);
	int64_t batch = fault ? 0 : db_pgsql_result_number(&result, 1);

	db_pgsql_result_done(&result);
	if (!fault && !is_ours)
		return taken_over(pgsql);
	if (!fault)
		fault = say(pgsql, "SELECT pg_advisory_lock(" OWNER_KEY "); COMMIT");
	if (!fault)
		pgsql->batch = batch;
	return fault;
}

enum fault db_pgsql_owner_commit(struct db_pgsql *pgsql, bool *is_known)
{
	struct db_pgsql_result result;
	char sql[160];
	enum fault fault;

	/* another owner's row takes no number of ours: the CHECK refuses it, and COMMIT is not reached */
	snprintf(sql, sizeof(sql), "UPDATE db_writer SET batch = CASE WHEN owner = '%s' THEN %lld ELSE -1 END;"
				   " COMMIT", pgsql->owner, (long long)pgsql->batch + 1);
	db_pgsql_result_init(&result);
	fault = db_pgsql_link_text(&pgsql->link, sql, (struct db_pgsql_patience){ .is_not_cancelled = true },
				   &result);
	*is_known = db_pgsql_link_is_up(&pgsql->link);
	if (!fault && strcmp(result.tag, "COMMIT") != 0)
		fault = FAULT_BROKEN;
	if (!fault)
		pgsql->batch++;
	db_pgsql_result_done(&result);
	return fault == FAULT_CONFLICT ? taken_over(pgsql) : fault;
}
