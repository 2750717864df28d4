/*
 * db_pgsql_link - one connection to a PostgreSQL server on which nothing waits for ever.
 *
 * libpq alone waits as long as the server's kernel acknowledges, also for a backend that stands
 * still.  So every exchange here has an end: at the caller's, or after most_for.  Then the
 * statement is cancelled, by a second connection, for the first one may be deaf; when even that
 * brings no answer the connection is given up, and what became of its transaction is not known.
 * Behind a pooler nothing is cancelled (the number of the backend may be another's by now): the
 * connection is given up at once.
 *
 * A link that is down (db_pgsql_link_is_up) stays so until it is opened again.  Looking up a host's
 * name is the one thing that libpq does in its own time: name hostaddr= where that matters.
 *
 * Faults: db_pgsql_fault.h; a link that went down: FAULT_AGAIN.
 * Threads: the caller's; *stop may be set by any.
 */
#ifndef STORE_DB_PGSQL_LINK_H
#define STORE_DB_PGSQL_LINK_H

#include <libpq-fe.h>

#include "db_pgsql_address.h"
#include "db_pgsql_result.h"

struct db_pgsql_link {
	const struct db_pgsql_address *address; /* outlives it */
	PGconn *conn;           /* NULL: down */
	int64_t most_for;       /* milliseconds; of a statement whose caller names no end */
	bool is_damaged;        /* the server has met a damaged page or index */
	char message[200];      /* what was said last; never a value */
};

/* When an exchange has to be over. */
struct db_pgsql_patience {
	int64_t until_us;       /* of clock_stopwatch_us; 0: nobody says */
	const _Atomic bool *stop; /* NULL: nobody says */
	bool is_not_cancelled;  /* a commit: then the connection is given up at once */
};

/* A statement with its parameters as libpq wants them, in binary. */
struct db_pgsql_call {
	const char *name;       /* NULL: unnamed, by its text */
	const char *sql;
	int count;
	const Oid *types;
	const char *const *values;
	const int *sizes;
	const int *formats;
};

enum { DB_PGSQL_LINK_CONNECT_MS = 5000 };

/* FAULT_MISSING: no such database; FAULT_CONFIG: not let in; FAULT_AGAIN: nobody there. */
enum fault db_pgsql_link_open(struct db_pgsql_link *link, struct note *note) MUST_CHECK;
bool db_pgsql_link_is_up(const struct db_pgsql_link *link);
/* Closes it; what was not committed is gone as soon as the server notices. */
void db_pgsql_link_drop(struct db_pgsql_link *link);
/* In a transaction whose statement failed? */
bool db_pgsql_link_is_failed(const struct db_pgsql_link *link);

/* Several statements of one text, without parameters; the result is that of the last. */
enum fault db_pgsql_link_text(struct db_pgsql_link *link, const char *sql, struct db_pgsql_patience patience,
			      struct db_pgsql_result *result) MUST_CHECK;
/* Keeps the text under its name for the session. */
enum fault db_pgsql_link_prepare(struct db_pgsql_link *link, const struct db_pgsql_call *call,
				 struct db_pgsql_patience patience) MUST_CHECK;
enum fault db_pgsql_link_run(struct db_pgsql_link *link, const struct db_pgsql_call *call,
			     struct db_pgsql_patience patience, struct db_pgsql_result *result) MUST_CHECK;

#endif
