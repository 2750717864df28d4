/*
 * engine - which engine the tests of the store run on: STORE=postgresql (tests/lib/postgresql starts
 * the server and says where), or SQLite.
 *
 * A ledger of PostgreSQL is a database of its own on that server, made and dropped here.
 */
#ifndef TESTS_LIB_ENGINE_H
#define TESTS_LIB_ENGINE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/macros.h"
#include "store/pgsql/db_pgsql_link.h"
#include "tests/lib/fine.h"

static inline bool engine_is_postgresql(void)
{
	const char *store = getenv("STORE");

	return store && strcmp(store, "postgresql") == 0;
}

/* What is about files, PRAGMAs and the log of SQLite is not asked of another engine. */
#define ENGINE_IS_SQLITE()                 \
	do {                               \
		if (engine_is_postgresql()) \
			skip();            \
	} while (0)
#define ENGINE_IS_POSTGRESQL()              \
	do {                                \
		if (!engine_is_postgresql()) \
			skip();             \
	} while (0)

static inline const char *engine_server(void)
{
	const char *server = getenv("STORE_SERVER");

	if (!server)
		fail_msg("no STORE_SERVER: run it by tests/lib/postgresql");
	return server;
}

/* The address of a database, whether it is there or not. */
static inline void engine_address(const char *name, char *into, size_t room)
{
	snprintf(into, room, "postgresql:///%s?host=%s&user=hearback&options=-cclient_min_messages%%3Dwarning",
		 name, engine_server());
}

/* A connection of the test's own. */
static inline PGconn *engine_connect(const char *name)
{
	char address[200];
	PGconn *conn;

	engine_address(name, address, sizeof(address));
	conn = PQconnectdb(address);
	if (PQstatus(conn) != CONNECTION_OK)
		fail_msg("%s", PQerrorMessage(conn));
	return conn;
}

/* Runs it and gives the first column of the first row, "" of none. */
static inline void engine_say(PGconn *conn, const char *sql, char *into, size_t room)
{
	PGresult *result = PQexec(conn, sql);
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	if (into)
		snprintf(into, room, "%s", PQntuples(result) ? PQgetvalue(result, 0, 0) : "");
	PQclear(result);
}

/* One text in the database where others are made. */
static inline void engine_do(const char *sql)
{
	PGconn *conn = engine_connect("postgres");

	engine_say(conn, sql, NULL, 0);
	PQfinish(conn);
}

static inline bool engine_has(const char *name)
{
	PGconn *conn = engine_connect("postgres");
	char sql[200], said[8];

	snprintf(sql, sizeof(sql), "SELECT 1 FROM pg_database WHERE datname = '%s'", name);
	engine_say(conn, sql, said, sizeof(said));
	PQfinish(conn);
	return said[0] != '\0';
}

/* A copy of another one; template0 is empty. */
static inline void engine_make(const char *name, const char *like)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE %s", name, like);
	engine_do(sql);
}

static inline void engine_drop(const char *name)
{
	char sql[200];

	snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
	engine_do(sql);
}

#endif
