#include "db_pgsql_session.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "db_pgsql_owner.h"

/* Compiling takes longer than any statement of ours, and cannot be cancelled meanwhile (jit). */
#define SESSION " -c jit=off -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3" \
		   " -c client_connection_check_interval=5s"
#define TO_WRITE "-c lock_timeout=5s -c statement_timeout=0 -c idle_in_transaction_session_timeout=0" SESSION
#define TO_READ "-c default_transaction_read_only=on -c lock_timeout=5s -c statement_timeout=60s" \
		" -c idle_in_transaction_session_timeout=300s" SESSION

/* --- connecting --------------------------------------------------------------------------- */

/* What every server must be; one row of words a connection. */
static const char look_at_server[] =
	"SELECT CASE WHEN current_setting('server_version_num')::int < 150000 THEN 'version'"
	" WHEN current_setting('server_encoding') <> 'UTF8' OR d.datcollate NOT IN ('C', 'POSIX')"
	" OR d.datctype NOT IN ('C', 'POSIX') OR d.datlocprovider <> 'c' THEN 'sorts'"
	" WHEN current_schema() IS NULL THEN 'schema'"
	" WHEN current_setting('fsync') <> 'on' OR current_setting('full_page_writes') <> 'on' THEN 'forgets'"
	" WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'commits'"
	" WHEN current_setting('standard_conforming_strings') <> 'on' THEN 'strings'"
	" ELSE '' END FROM pg_database AS d WHERE d.datname = current_database()";

static const struct {
	const char *word, *advice;
} advices[] = {
	{ "version", "this PostgreSQL is older than 15: bring it up to date" },
	{ "sorts", "this database does not keep UTF-8 sorted by bytes: make one that does (CREATE DATABASE hearback "
		   "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C')" },
	{ "schema", "no schema of the role's search_path is there: create it, or set another search_path" },
	{ "forgets", "this server may forget what it has committed: set fsync and full_page_writes to on" },
	{ "commits", "this server answers before it has written: set synchronous_commit to on, for this role at least" },
	{ "strings", "this server reads strings in an old way: set standard_conforming_strings to on" },
};

static enum fault check_server(struct db_pgsql *pgsql, struct note *note)
{
	struct db_pgsql_result result;
	enum fault fault;

	db_pgsql_result_init(&result);
	fault = db_pgsql_link_text(&pgsql->link, look_at_server, (struct db_pgsql_patience){ .until_us = 0 }, &result);
	if (fault)
		fault_because(fault, note, "PostgreSQL: %s", pgsql->link.message);
	else if (!db_pgsql_result_next(&result))
		fault = FAULT_BROKEN;
	for (size_t i = 0; !fault && i < COUNT_OF(advices); i++)
		if (str_is(db_pgsql_result_text(&result, 0), advices[i].word))
			fault = fault_because(FAULT_CONFIG, note, "%s", advices[i].advice);
	db_pgsql_result_done(&result);
	return fault;
}

/* For the rest of the session; a pooler's sessions are everybody's. */
void db_pgsql_session_plan(struct db_pgsql *pgsql)
{
	struct db_pgsql_address *address = &pgsql->address;
	const char *theirs = db_pgsql_address_word(address, "options");
	const char *ours = pgsql->mode == DB_WRITE ? TO_WRITE : TO_READ;
	char options[1024], name[32];

	db_pgsql_address_set(address, "client_encoding", "UTF8");
	snprintf(name, sizeof(name), "pid %d", (int)getpid());
	db_pgsql_address_set(address, "application_name", name);
	if (pgsql->mode == DB_WRITE && !db_pgsql_address_word(address, "target_session_attrs"))
		db_pgsql_address_set(address, "target_session_attrs", "read-write");
	if (address->is_pooled)
		return;
	snprintf(options, sizeof(options), "%s %s", theirs ? theirs : "", ours);
	db_pgsql_address_set(address, "options", options);
}

/* Whatever does not come to be leaves no connection behind. */
enum fault db_pgsql_session_open(struct db_pgsql *pgsql, bool is_first, struct note *note)
{
	enum fault fault = db_pgsql_link_open(&pgsql->link, note);

	memset(pgsql->statements, 0, sizeof(pgsql->statements));
	pgsql->kept = 0;
	if (!fault)
		fault = check_server(pgsql, note);
	if (!fault && pgsql->mode == DB_WRITE)
		fault = is_first ? db_pgsql_owner_take(pgsql, note) : db_pgsql_owner_take_again(pgsql);
	if (fault)
		db_pgsql_link_drop(&pgsql->link);
	return fault;
}

static enum fault connect_again(struct db_pgsql *pgsql)
{
	enum fault fault;

	if (clock_stopwatch_us() < pgsql->connect_at_us)
		return FAULT_AGAIN;
	fault = db_pgsql_session_open(pgsql, false, NULL);
	pgsql->connect_at_us = fault ? clock_stopwatch_us() + pgsql->pause_ms * 1000 : 0;
	pgsql->pause_ms = !fault ? DB_PGSQL_SESSION_PAUSE : pgsql->pause_ms * 2 < DB_PGSQL_SESSION_PAUSE_MOST ? pgsql->pause_ms * 2 : DB_PGSQL_SESSION_PAUSE_MOST;
	return fault;
}

/* --- what a statement's fault means for its transaction -------------------------------------- */

enum fault db_pgsql_session_ready(struct db_pgsql *pgsql)
{
	if (pgsql->is_taken_over)
		return FAULT_CONFLICT;
	if (pgsql->is_open && pgsql->lost)
		return pgsql->lost;
	if (pgsql->is_open)
		return pgsql->failed;
	return db_pgsql_link_is_up(&pgsql->link) ? FAULT_NONE : connect_again(pgsql);
}

enum fault db_pgsql_session_after(struct db_pgsql *pgsql, enum fault fault)
{
	if (pgsql->is_open && !db_pgsql_link_is_up(&pgsql->link) && !pgsql->lost)
		pgsql->lost = fault ? fault : FAULT_AGAIN;
	else if (fault && pgsql->is_open && db_pgsql_link_is_failed(&pgsql->link))
		pgsql->failed = fault;
	if (pgsql->link.is_damaged && pgsql->db.health)
		db_health_damaged(pgsql->db.health);
	return fault;
}

enum fault db_pgsql_session_text(struct db_pgsql *pgsql, const char *sql)
{
	return db_pgsql_session_after(pgsql, db_pgsql_link_text(&pgsql->link, sql,
							(struct db_pgsql_patience){ .until_us = 0 }, NULL));
}
