#include "db_pgsql.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "db_pgsql_catalog.h"
#include "db_pgsql_owner.h"
#include "db_pgsql_rows.h"
#include "db_pgsql_session.h"

#define BEGIN_READ "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
#define BEGIN_POOLED BEGIN_READ "; SET LOCAL statement_timeout = '60s'"

/* A statement of ours that takes longer has met something that is no statement's. */
static const int64_t statement_for = MINUTE_MS;

/* --- open and close -------------------------------------------------------------------------- */

static void pgsql_close(struct db *db)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);

	db_pgsql_link_drop(&pgsql->link);
	db_pgsql_address_done(&pgsql->address);
	free(pgsql);
}

static enum fault pgsql_open(const char *rest, enum db_mode mode, struct db **db, struct note *note)
{
	struct db_pgsql *pgsql;
	struct db_pgsql_address address;
	enum fault fault;

	if (mode == DB_SCRATCH)
		return fault_because(FAULT_CONFIG, note, "a ledger in memory is SQLite's");
	fault = db_pgsql_address_read(rest, &address, note);
	if (fault)
		return fault;
	pgsql = memory_new(struct db_pgsql);
	pgsql->db.driver = &db_pgsql_driver;
	pgsql->address = address;
	pgsql->mode = mode;
	pgsql->pause_ms = DB_PGSQL_SESSION_PAUSE;
	pgsql->link = (struct db_pgsql_link){ .address = &pgsql->address, .most_for = statement_for };
	db_pgsql_session_plan(pgsql);
	if (mode == DB_WRITE && pgsql->address.is_pooled)
		fault = fault_because(FAULT_CONFIG, note, "the daemon writes by a connection of its own, for its "
				      "lock: name the server itself, without statements=unnamed");
	else
		fault = db_pgsql_session_open(pgsql, true, note);
	if (fault) {
		pgsql_close(&pgsql->db);
		return fault;
	}
	*db = &pgsql->db;
	return FAULT_NONE;
}

/* --- transactions ----------------------------------------------------------------------------- */

/* A connection that went down while nobody looked is found out here, where nothing is lost by it. */
static enum fault pgsql_begin(struct db *db)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	const char *sql = pgsql->mode == DB_WRITE ? "BEGIN" : pgsql->address.is_pooled ? BEGIN_POOLED : BEGIN_READ;
	enum fault fault = FAULT_AGAIN;

	assert(!pgsql->is_open);
	for (int tries = 0; tries < 2; tries++) {
		fault = db_pgsql_session_ready(pgsql);
		if (fault)
			return fault;
		fault = db_pgsql_session_text(pgsql, sql);
		if (db_pgsql_link_is_up(&pgsql->link))
			break;
	}
	pgsql->is_open = !fault;
	pgsql->lost = pgsql->failed = FAULT_NONE;
	return fault;
}

static void pgsql_rollback(struct db *db)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	bool is_under_way = pgsql->is_open && db_pgsql_link_is_up(&pgsql->link);

	pgsql->is_open = false;
	pgsql->lost = pgsql->failed = FAULT_NONE;
	/* where it cannot be said, the end of the session says it */
	if (is_under_way && db_pgsql_session_text(pgsql, "ROLLBACK"))
		db_pgsql_link_drop(&pgsql->link);
}

static void rest(int64_t span_for)
{
	struct timespec span = { span_for / SECOND_MS, span_for % SECOND_MS * 1000000 };

	nanosleep(&span, NULL);
}

/* Nothing but the answer is true: asked for as long as it takes. */
static enum fault find_out(struct db_pgsql *pgsql)
{
	int64_t before = pgsql->batch, pause = DB_PGSQL_SESSION_PAUSE;

	log_fact(LOG_WARN, "store.commit_unknown", LOG_NOTE("PostgreSQL did not say whether it has committed: it is asked "
							    "until it answers, and nothing is written meanwhile"));
	while (db_pgsql_session_open(pgsql, false, NULL)) {
		if (pgsql->is_taken_over)
			return FAULT_CONFLICT;
		rest(pause);
		pause = pause * 2 < DB_PGSQL_SESSION_PAUSE_MOST ? pause * 2 : DB_PGSQL_SESSION_PAUSE_MOST;
	}
	if (pgsql->batch > before)
		return FAULT_NONE;
	snprintf(pgsql->link.message, sizeof(pgsql->link.message),
		 "the connection to PostgreSQL was lost before it had committed");
	return FAULT_AGAIN;
}

static enum fault pgsql_commit(struct db *db)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	enum fault fault = db_pgsql_session_ready(pgsql);
	bool is_known = true;

	assert(pgsql->is_open);
	if (!fault && pgsql->mode == DB_WRITE)
		fault = db_pgsql_owner_commit(pgsql, &is_known);
	else if (!fault)
		fault = db_pgsql_session_text(pgsql, "COMMIT");
	if (!is_known) {
		pgsql->is_open = false;
		return find_out(pgsql);
	}
	if (fault)
		pgsql_rollback(db);
	pgsql->is_open = false;
	return fault;
}

static enum fault pgsql_savepoint(struct db *db)
{
	enum fault fault = db_pgsql_session_ready(db_pgsql_of(db));

	if (fault)
		return fault;
	return db_pgsql_session_text(db_pgsql_of(db), "SAVEPOINT job");
}

static enum fault pgsql_release(struct db *db)
{
	enum fault fault = db_pgsql_session_ready(db_pgsql_of(db));

	if (fault)
		return fault;
	return db_pgsql_session_text(db_pgsql_of(db), "RELEASE SAVEPOINT job");
}

/* A fault here has dropped the transaction: the commit tells. */
static void pgsql_rollback_to(struct db *db)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	enum fault fault;

	if (pgsql->lost)
		return;
	fault = db_pgsql_session_text(pgsql, "ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job");
	pgsql->failed = FAULT_NONE;
	if (fault && !pgsql->lost)
		pgsql->lost = fault;
}

/* --- the rest --------------------------------------------------------------------------------- */

/* Outside a transaction it is given one: an answer that is lost is then asked for (db_pgsql_owner.h), and
 * a pooler's session, which knows nothing of us, writes nothing for a reader. */
static enum fault pgsql_run(struct db *db, const char *sql, const struct bind *binds, size_t count,
			    int64_t *changed)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	int64_t touched = 0;
	enum fault fault;

	if (pgsql->is_open || (pgsql->mode == DB_READ && !pgsql->address.is_pooled))
		return db_pgsql_rows_run(pgsql, sql, binds, count, changed);
	fault = pgsql_begin(db);
	if (fault)
		return fault;
	fault = db_pgsql_rows_run(pgsql, sql, binds, count, &touched);
	if (fault)
		pgsql_rollback(db);
	else
		fault = pgsql_commit(db);
	if (!fault && changed)
		*changed = touched;
	return fault;
}

/* PostgreSQL names the index of a UNIQUE column by itself, table_column_key, and a name that it has
 * given so is taken for a CREATE INDEX of ours (0014: staff_email_key).  SQLite gives none. */
static const char free_names[] =
	"DO $$ DECLARE k record; BEGIN FOR k IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint"
	" WHERE contype = 'u' AND connamespace = current_schema()::regnamespace AND conname LIKE '%!_key' ESCAPE '!'"
	" LOOP EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', k.owner, k.conname, k.conname || '_unique');"
	" END LOOP; END $$";

/* The text as it is: it is PostgreSQL's spelling. */
static enum fault pgsql_script(struct db *db, const char *sql, struct note *note)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	struct db_pgsql_patience patience = pgsql->patience;
	enum fault fault = db_pgsql_session_ready(pgsql);

	if (!patience.until_us)
		patience.until_us = clock_stopwatch_us() + DAY_MS * 1000;
	if (!fault)
		fault = db_pgsql_session_after(pgsql, db_pgsql_link_text(&pgsql->link, sql, patience, NULL));
	if (!fault && pgsql->mode == DB_WRITE)
		fault = db_pgsql_session_text(pgsql, free_names);
	if (fault)
		return fault_because(fault, note, "%s", pgsql->link.message);
	return FAULT_NONE;
}

static const char *pgsql_message(const struct db *db)
{
	return container_of(db, const struct db_pgsql, db)->link.message;
}

static void pgsql_limit(struct db *db, int64_t span_for, const _Atomic bool *stop)
{
	db_pgsql_of(db)->patience = (struct db_pgsql_patience){
		.until_us = span_for ? clock_stopwatch_us() + span_for * 1000 : 0, .stop = stop };
}

/* The server tidies by itself (autovacuum). */
static void pgsql_tidy(struct db *db)
{
	(void)db;
}

static enum fault pgsql_backup(struct db *db, const char *path, const struct backup_ours *ours, struct note *note)
{
	(void)db;
	(void)path;
	(void)ours;
	return fault_because(FAULT_CONFLICT, note, "this ledger is in PostgreSQL, and so are its backups: take them with "
			     "pg_basebackup and the archived log, or with pg_dump");
}

const struct db_driver db_pgsql_driver = {
	.scheme = "postgresql",
	.open = pgsql_open,
	.close = pgsql_close,
	.run = pgsql_run,
	.ask = db_pgsql_rows_ask,
	.next = db_pgsql_rows_next,
	.number = db_pgsql_rows_number,
	.text = db_pgsql_rows_text,
	.fault = db_pgsql_rows_fault,
	.done = db_pgsql_rows_done,
	.script = pgsql_script,
	.begin = pgsql_begin,
	.commit = pgsql_commit,
	.rollback = pgsql_rollback,
	.savepoint = pgsql_savepoint,
	.release = pgsql_release,
	.rollback_to = pgsql_rollback_to,
	.message = pgsql_message,
	.limit = pgsql_limit,
	.tidy = pgsql_tidy,
	.check = db_pgsql_catalog_check,
	.orphans = db_pgsql_catalog_orphans,
	.names = db_pgsql_catalog_names,
	.backup = pgsql_backup,
};
