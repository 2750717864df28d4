/*
 * door - one row for every address we serve: who may come in, and what happens then.
 *
 * DOORS is the only list of routes: the route tables of both listeners, the roles,
 * the audit words and the tests' matrix are all made of it.  A row without an access
 * does not compile.  openapi.json describes the public rows; a test compares.
 *
 * A visit passes, in this order, what its row names (request.c):
 *   access  who is it, and may they
 *   look    reader thread: checks what was asked, reads, builds the reply
 *   audit   writer thread: an audit row with this word, on disk before the next step
 *   act     loop thread: acts, and answers by itself
 * Without `act` the reply that `look` built is the answer.
 *
 * Threads: const data; any.
 */
#ifndef API_ROUTE_ROW_H
#define API_ROUTE_ROW_H

#include "store/db/db.h"
#include "wire/server.h"

struct request;

/* In rising order: whoever may pass one may pass those before it. */
#define ACCESSES(X)                                                               \
	X(ACCESS_OPEN, "open")     /* nobody asks: health, what a provider signs */ \
	X(ACCESS_VIEWER, "viewer")                                                \
	X(ACCESS_LIAISON, "liaison")                                              \
	X(ACCESS_ADMINISTRATOR, "administrator")
#define X(name, word) name,
enum access { ACCESSES(X) ACCESS_COUNT };
#undef X

/* Which listener has the door. */
enum route_at {
	AT_PUBLIC = 1,
	AT_CONTROL = 2,
	AT_BOTH = 3
};

struct route_row {
	const char *name;
	enum http_method method;
	const char *path;
	enum access access;
	enum route_at at;
	size_t body_ceiling;
	const char *audit; /* NULL: the act writes its own row, or nothing is shown */
	/* reader thread; may be NULL */
	enum fault (*look)(struct request *request, struct db *db, struct note *note);
	/* loop thread; may be NULL.  FAULT_NONE: it has answered, or will */
	enum fault (*act)(struct request *request, struct note *note);
};

enum { BODY_SMALL = 64 * 1024, BODY_HOOK = 256 * 1024, BODY_FILE = 8 * 1024 * 1024,
       BODY_CALENDAR = 2 * 1024 * 1024 };

/* Ends with a NULL path; for the tests, which try every row. */
const struct route_row *routes_rows(void);
/* For the tests. */
size_t routes_count(void);
const char *access_word(enum access access);

#endif
