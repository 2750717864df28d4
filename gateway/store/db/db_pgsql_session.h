/*
 * db_pgsql_session - the session of a connection: made, checked, made anew; and what a statement's
 * fault leaves of its transaction.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_PGSQL_SESSION_H
#define STORE_DB_PGSQL_SESSION_H

#include "db_pgsql.h"

/* Milliseconds after the first attempt to connect that failed, and at most after later ones. */
enum { DB_PGSQL_SESSION_PAUSE = 50, DB_PGSQL_SESSION_PAUSE_MOST = 5000 };

/* Says in the address what every session of it is to be.  Once, before it is opened. */
void db_pgsql_session_plan(struct db_pgsql *pgsql);
/* Connects, looks at the server and, to write, takes the ledger: as the first, or as who had it before.
 * After a fault there is no connection.  FAULT_CONFIG: not such a server; FAULT_CONFLICT: another's. */
enum fault db_pgsql_session_open(struct db_pgsql *pgsql, bool is_first, struct note *note) MUST_CHECK;
/* May a statement be sent now?  Connects when the connection is down and no transaction is open. */
enum fault db_pgsql_session_ready(struct db_pgsql *pgsql) MUST_CHECK;
/* Keeps what a statement's fault means for the transaction; returns it. */
enum fault db_pgsql_session_after(struct db_pgsql *pgsql, enum fault fault);
/* Texts of our own, no rows wanted. */
enum fault db_pgsql_session_text(struct db_pgsql *pgsql, const char *sql) MUST_CHECK;

#endif
