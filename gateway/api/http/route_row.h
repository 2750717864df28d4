/*
 * route_row - one address we serve: who may come in, and what happens then.
 *
 * A request passes, in this order, what its row names (request.c):
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

#include "access.h"
#include "store/db/db.h"
#include "wire/http.h"

struct command_row;
struct request;

/* Which listener has the route. */
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
	/* The command that `act` starts, which writes its own audit row; NULL: none. */
	const struct command_row *command;
	const char *audit; /* word of a row that is written first; NULL: none */
	bool is_kept;      /* the server keeps places for it */
	/* reader thread; may be NULL */
	enum fault (*look)(struct request *request, struct db *db, struct note *note);
	/* loop thread; may be NULL.  FAULT_NONE: it has answered, or will */
	enum fault (*act)(struct request *request, struct note *note);
	bool is_long; /* `look` may take seconds: a report, the judging of a file */
	bool is_told;      /* `act` answers from memory when `look` cannot read the ledger */
	bool is_rescue;    /* while the ledger takes no row it goes on without one, and the log has it */
};

enum { BODY_SMALL = 64 * 1024, BODY_HOOK = 256 * 1024, BODY_FILE = 8 * 1024 * 1024,
       BODY_CALENDAR = 2 * 1024 * 1024 };

/* The two kinds of functions of a row, for the headers that declare them. */
#define ROUTE_LOOK(name) \
	enum fault name(struct request *request, struct db *db, struct note *note) MUST_CHECK
#define ROUTE_ACT(name) enum fault name(struct request *request, struct note *note) MUST_CHECK

#endif
