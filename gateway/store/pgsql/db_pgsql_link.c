#include "db_pgsql_link.h"

#include <assert.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "db_pgsql_fault.h"

/* How often a stop is looked for; how long a cancelled statement may take to end. */
enum { LOOK_MS = 20, GRACE_MS = 2000 };

/* One exchange, and how its wait stands. */
struct wait {
	int64_t until_us;
	const _Atomic bool *stop;
	bool is_cancelled;      /* or not to be */
};

bool db_pgsql_link_is_up(const struct db_pgsql_link *link)
{
	return link->conn != NULL;
}

void db_pgsql_link_drop(struct db_pgsql_link *link)
{
	PQfinish(link->conn);
	link->conn = NULL;
}

bool db_pgsql_link_is_failed(const struct db_pgsql_link *link)
{
	return link->conn && PQtransactionStatus(link->conn) == PQTRANS_INERROR;
}

static enum fault gone(struct db_pgsql_link *link, const char *why)
{
	snprintf(link->message, sizeof(link->message), "%s", why);
	db_pgsql_link_drop(link);
	return FAULT_AGAIN;
}

/* Milliseconds until then, at least 0; rounded up, so that a wait does not end before. */
static int left_ms(int64_t until_us)
{
	int64_t left = (until_us - clock_stopwatch_us() + 999) / 1000;

	return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

static short poll_for(PGconn *conn, short events, int most_ms)
{
	struct pollfd fd = { .fd = PQsocket(conn), .events = events };

	return poll(&fd, 1, most_ms) > 0 ? fd.revents : 0;
}

/* --- opening --------------------------------------------------------------------------- */

static void on_notice(void *context, const PGresult *notice)
{
	(void)context;
	(void)notice;
}

static PostgresPollingStatusType connect_on(PGconn *conn, int64_t until_us)
{
	PostgresPollingStatusType status = PGRES_POLLING_WRITING;

	while (status == PGRES_POLLING_READING || status == PGRES_POLLING_WRITING) {
		if (left_ms(until_us) == 0)
			return PGRES_POLLING_FAILED;
		if (poll_for(conn, status == PGRES_POLLING_READING ? POLLIN : POLLOUT, left_ms(until_us)))
			status = PQconnectPoll(conn);
	}
	return status;
}

/* libpq keeps no SQLSTATE of a connection that did not come to be; told to be verbose it writes it
 * into its text, "severity:  28P01: words", in every language.  What stands behind it, or NULL. */
static const char *behind_state(const char *text, char state[DB_PGSQL_STATE])
{
	static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (const char *at = strstr(text, ":  "); at; at = strstr(at + 1, ":  "))
		if (strspn(at + 3, signs) == DB_PGSQL_STATE - 1 && at[2 + DB_PGSQL_STATE] == ':') {
			snprintf(state, DB_PGSQL_STATE, "%s", at + 3);
			return at + 3 + DB_PGSQL_STATE;
		}
	return NULL;
}

static enum fault not_open(struct db_pgsql_link *link, PGconn *conn, struct note *note)
{
	char state[DB_PGSQL_STATE] = "";
	const char *said = PQerrorMessage(conn), *words = behind_state(said, state);
	enum fault fault = db_pgsql_fault(state);

	said = words ? words + strspn(words, " ") : said;
	snprintf(link->message, sizeof(link->message), "%.*s", (int)strcspn(said, "\n"), said);
	if (link->message[0] == '\0')
		snprintf(link->message, sizeof(link->message), "it does not answer");
	PQfinish(conn);
	return fault_because(fault, note, "PostgreSQL lets nobody in: %s", link->message);
}

enum fault db_pgsql_link_open(struct db_pgsql_link *link, struct note *note)
{
	const struct db_pgsql_address *address = link->address;
	PGconn *conn;

	assert(!link->conn && address);
	conn = PQconnectStartParams((const char *const *)address->keys, (const char *const *)address->values, 0);
	if (!conn)
		return FAULT_AGAIN;
	PQsetNoticeReceiver(conn, on_notice, NULL);
	PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
	if (PQstatus(conn) == CONNECTION_BAD ||
	    connect_on(conn, clock_stopwatch_us() + DB_PGSQL_LINK_CONNECT_MS * 1000) != PGRES_POLLING_OK ||
	    PQsetnonblocking(conn, 1) != 0)
		return not_open(link, conn, note);
	link->conn = conn;
	return FAULT_NONE;
}

/* --- waiting --------------------------------------------------------------------------- */

static struct wait wait_of(const struct db_pgsql_link *link, struct db_pgsql_patience patience)
{
	return (struct wait){ .until_us = patience.until_us ? patience.until_us :
					  clock_stopwatch_us() + link->most_for * 1000,
			      .stop = patience.stop, .is_cancelled = patience.is_not_cancelled };
}

static bool is_over(const struct wait *wait)
{
	return (wait->stop && atomic_load(wait->stop)) || clock_stopwatch_us() > wait->until_us;
}

/* By another connection, which has an end of its own and whose statement is not cancelled. */
static bool cancel(struct db_pgsql_link *link)
{
	struct db_pgsql_link other = { .address = link->address };
	struct wait wait = { .until_us = clock_stopwatch_us() + GRACE_MS * 1000 };
	char sql[64];
	bool is_sent;

	if (link->address->is_pooled || db_pgsql_link_open(&other, NULL))
		return false;
	snprintf(sql, sizeof(sql), "SELECT pg_cancel_backend(%d)", PQbackendPID(link->conn));
	is_sent = PQsendQuery(other.conn, sql) == 1;
	while (is_sent && (PQflush(other.conn) > 0 || PQisBusy(other.conn)))
		is_sent = !is_over(&wait) &&
			  (!poll_for(other.conn, POLLIN, LOOK_MS) || PQconsumeInput(other.conn));
	db_pgsql_link_drop(&other);
	return is_sent;
}

/* What is under way is to end: it is cancelled once, and then given up. */
static enum fault hurry(struct db_pgsql_link *link, struct wait *wait)
{
	if (wait->is_cancelled || !cancel(link))
		return gone(link, "PostgreSQL did not answer in time");
	*wait = (struct wait){ .until_us = clock_stopwatch_us() + GRACE_MS * 1000, .is_cancelled = true };
	return FAULT_NONE;
}

/* Until a part of the result can be had without waiting. */
static enum fault settle(struct db_pgsql_link *link, struct wait *wait)
{
	for (;;) {
		int unsent = PQflush(link->conn), most = left_ms(wait->until_us);
		short events = POLLIN;
		enum fault fault = FAULT_NONE;

		if (unsent < 0)
			return gone(link, "the connection to PostgreSQL is gone");
		if (!unsent && !PQisBusy(link->conn))
			return FAULT_NONE;
		if (is_over(wait))
			fault = hurry(link, wait);
		if (fault)
			return fault;
		if (unsent)
			events |= POLLOUT;
		if ((poll_for(link->conn, events, wait->stop && most > LOOK_MS ? LOOK_MS : most) & ~POLLOUT) &&
		    !PQconsumeInput(link->conn))
			return gone(link, "the connection to PostgreSQL is gone");
	}
}

/* --- results ---------------------------------------------------------------------------- */

static enum fault take(struct db_pgsql_link *link, const PGresult *part, struct db_pgsql_result *result)
{
	const char *state;

	switch (PQresultStatus(part)) {
	case PGRES_EMPTY_QUERY:
		return FAULT_NONE;
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_SINGLE_TUPLE:
		return result ? db_pgsql_result_add(result, part) : FAULT_NONE;
	default:
		break;
	}
	state = PQresultErrorField(part, PG_DIAG_SQLSTATE);
	db_pgsql_fault_message(state, PQresultErrorField(part, PG_DIAG_MESSAGE_PRIMARY), link->message,
			       sizeof(link->message));
	link->is_damaged |= db_pgsql_fault_is_damage(state);
	return db_pgsql_fault(state);
}

/* Everything that belongs to what was sent.  The first fault is the one; the rest is read all
 * the same, so that the next statement finds its own answer. */
static enum fault collect(struct db_pgsql_link *link, struct wait wait, struct db_pgsql_result *result)
{
	enum fault fault = FAULT_NONE;

	for (;;) {
		enum fault lost = settle(link, &wait);
		PGresult *part;

		if (!fault)
			fault = lost;
		part = lost ? NULL : PQgetResult(link->conn);
		if (lost)
			return fault;
		if (!part)
			break;
		if (!fault) {
			fault = take(link, part, result);
			/* more than anybody may keep: no need to send the rest */
			if (fault == FAULT_TOO_LARGE && PQresultStatus(part) == PGRES_SINGLE_TUPLE)
				wait.until_us = 1;
		}
		PQclear(part);
	}
	if (PQstatus(link->conn) != CONNECTION_BAD)
		return fault;
	if (!fault)
		return gone(link, "the connection to PostgreSQL is gone");
	db_pgsql_link_drop(link);
	return fault;
}

enum fault db_pgsql_link_text(struct db_pgsql_link *link, const char *sql, struct db_pgsql_patience patience,
			      struct db_pgsql_result *result)
{
	assert(db_pgsql_link_is_up(link) && sql);
	if (!PQsendQuery(link->conn, sql))
		return gone(link, "the connection to PostgreSQL is gone");
	return collect(link, wait_of(link, patience), result);
}

enum fault db_pgsql_link_prepare(struct db_pgsql_link *link, const struct db_pgsql_call *call,
				 struct db_pgsql_patience patience)
{
	assert(db_pgsql_link_is_up(link) && call->name);
	if (!PQsendPrepare(link->conn, call->name, call->sql, call->count, call->types))
		return gone(link, "the connection to PostgreSQL is gone");
	return collect(link, wait_of(link, patience), NULL);
}

enum fault db_pgsql_link_run(struct db_pgsql_link *link, const struct db_pgsql_call *call,
			     struct db_pgsql_patience patience, struct db_pgsql_result *result)
{
	int sent;

	assert(db_pgsql_link_is_up(link) && call->sql && result);
	if (call->name)
		sent = PQsendQueryPrepared(link->conn, call->name, call->count, call->values, call->sizes,
					   call->formats, 0);
	else
		sent = PQsendQueryParams(link->conn, call->sql, call->count, call->types, call->values,
					 call->sizes, call->formats, 0);
	if (!sent)
		return gone(link, "the connection to PostgreSQL is gone");
	(void)PQsetSingleRowMode(link->conn);
	return collect(link, wait_of(link, patience), result);
}
