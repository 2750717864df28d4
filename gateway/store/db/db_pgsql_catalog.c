#include "db_pgsql_catalog.h"

#include <assert.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "db_pgsql_session.h"

/* A large ledger takes its time; only who asks ends it. */
static struct db_pgsql_patience patience_of(const struct db_pgsql *pgsql)
{
	struct db_pgsql_patience patience = pgsql->patience;

	if (!patience.until_us)
		patience.until_us = clock_stopwatch_us() + DAY_MS * 1000;
	return patience;
}

/* What is asked of a catalog: rows of a text of ours, in the caller's own transaction or without. */
static enum fault ask(struct db_pgsql *pgsql, const char *sql, struct db_pgsql_result *result)
{
	enum fault fault = db_pgsql_session_ready(pgsql);

	db_pgsql_result_init(result);
	if (!fault)
		fault = db_pgsql_session_after(pgsql, db_pgsql_link_text(&pgsql->link, sql, patience_of(pgsql), result));
	return fault;
}

/* Those that a CREATE has named: keys make an index of their own accord, and db_writer is the driver's. */
enum fault db_pgsql_catalog_names(struct db *db, struct buf *into)
{
	struct db_pgsql_result result;
	enum fault fault = ask(db_pgsql_of(db),
		"SELECT CASE c.relkind WHEN 'r' THEN 'table' ELSE 'index' END, c.relname FROM pg_class AS c"
		" WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'i')"
		" AND c.relname <> 'db_writer' AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k"
		" WHERE k.conindid = c.oid AND k.contype IN ('p', 'u')) ORDER BY 1 DESC, 2", &result);

	while (!fault && db_pgsql_result_next(&result))
		buf_add_format(into, "%.*s %.*s\n", STR_ARG(db_pgsql_result_text(&result, 0)),
			       STR_ARG(db_pgsql_result_text(&result, 1)));
	db_pgsql_result_done(&result);
	if (fault)
		return fault;
	return buf_check(into, NULL);
}

static enum fault cannot(struct db_pgsql *pgsql, enum fault fault, struct note *note)
{
	return fault_because(fault, note, fault == FAULT_AGAIN ? "the ledger cannot be looked at now: %s" :
								 "the ledger cannot be read: %s",
			     pgsql->link.message);
}

/* A number of a text that the server itself has put together. */
static enum fault count(struct db_pgsql *pgsql, struct str sql, int64_t *number)
{
	struct db_pgsql_result result;
	AUTO(buf) text;
	enum fault fault;

	buf_init(&text, 1 << 16);
	buf_add(&text, sql);
	fault = ask(pgsql, buf_text(&text), &result);
	if (!fault && db_pgsql_result_next(&result))
		*number = db_pgsql_result_number(&result, 0);
	db_pgsql_result_done(&result);
	return fault;
}

/* Also of constraints that the server was told not to keep (NOT VALID, session_replication_role). */
enum fault db_pgsql_catalog_orphans(struct db *db, struct note *note)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	struct db_pgsql_result result;
	int64_t orphans = 0;
	enum fault fault = ask(pgsql,
		"SELECT k.conrelid::regclass, format('SELECT count(*) FROM (SELECT 1 FROM %s AS a WHERE NOT EXISTS"
		" (SELECT 1 FROM %s AS b WHERE b.%I = a.%I) LIMIT 1) AS o', k.conrelid::regclass,"
		" k.confrelid::regclass, t.attname, f.attname) FROM pg_constraint AS k"
		" JOIN pg_attribute AS f ON f.attrelid = k.conrelid AND f.attnum = k.conkey[1]"
		" JOIN pg_attribute AS t ON t.attrelid = k.confrelid AND t.attnum = k.confkey[1]"
		" WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY 1, 2", &result);

	while (!fault && orphans == 0 && db_pgsql_result_next(&result))
		fault = count(pgsql, db_pgsql_result_text(&result, 1), &orphans);
	if (fault)
		fault = cannot(pgsql, fault, note);
	else if (orphans && db->health)
		db_health_damaged(db->health);
	if (!fault && orphans)
		fault = fault_because(FAULT_DISK, note, "the ledger is damaged: rows of %.*s refer to nothing",
				      STR_ARG(db_pgsql_result_text(&result, 0)));
	db_pgsql_result_done(&result);
	return fault;
}

/* Each text that a catalog gives in its first column is run. */
static enum fault run_each(struct db_pgsql *pgsql, const char *sql)
{
	struct db_pgsql_result result;
	int64_t number;
	enum fault fault = ask(pgsql, sql, &result);

	while (!fault && db_pgsql_result_next(&result))
		fault = count(pgsql, db_pgsql_result_text(&result, 0), &number);
	db_pgsql_result_done(&result);
	return fault;
}

/* By the tables themselves: an index alone would do for counting. */
static enum fault look_at_tables(struct db_pgsql *pgsql)
{
	return run_each(pgsql,
		"SELECT format('SELECT count(*) FROM %s AS t WHERE t IS NOT NULL OR t IS NULL', oid::regclass)"
		" FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'");
}

static enum fault look_at_indexes(struct db_pgsql *pgsql)
{
	return run_each(pgsql,
		"SELECT format('SELECT count(*) FROM (SELECT bt_index_check(%s::regclass, true)) AS o',"
		" quote_literal(i.indexrelid::regclass)) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
		" WHERE c.relnamespace = current_schema()::regnamespace"
		" AND EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'amcheck')");
}

static enum fault look(struct db_pgsql *pgsql, bool is_thorough, struct note *note)
{
	enum fault fault = look_at_tables(pgsql);

	if (!fault && is_thorough)
		fault = look_at_indexes(pgsql);
	if (fault)
		return cannot(pgsql, fault, note);
	return is_thorough ? db_pgsql_catalog_orphans(&pgsql->db, note) : FAULT_NONE;
}

/* In its own time: what the reading connection's statements may take does not hold here. */
enum fault db_pgsql_catalog_check(struct db *db, bool is_thorough, struct note *note)
{
	struct db_pgsql *pgsql = db_pgsql_of(db);
	struct note cause = { .text = "" };
	bool is_open = pgsql->is_open;
	enum fault fault = is_open ? db->driver->savepoint(db) : db->driver->begin(db);

	if (!fault)
		fault = db_pgsql_session_text(pgsql, "SET LOCAL statement_timeout = 0; SET LOCAL enable_indexscan = off;"
					     " SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off");
	if (fault)
		fault = cannot(pgsql, fault, &cause);
	else
		fault = look(pgsql, is_thorough, &cause);
	if (is_open)
		db->driver->rollback_to(db);
	else
		db->driver->rollback(db);
	if (fault && note)
		*note = cause;
	return fault;
}
