/*
 * db_pgsql_fault - what PostgreSQL said, as what the caller may do next.
 *
 * By SQLSTATE, never by the words, which change with version and language.
 * AGAIN: not now (serialization, deadlock, lock and statement time-outs, cancelled, the server is
 * going away or not there, no memory).  CONFLICT: a constraint, a word for a number.  DISK: full, I/O error, damaged,
 * read only, no right.  TOO_LARGE: a limit of the server, an index entry beyond 2,704 bytes.
 * Everything else is a mistake of ours: BROKEN.
 *
 * Threads: pure.
 */
#ifndef STORE_DB_PGSQL_FAULT_H
#define STORE_DB_PGSQL_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum { DB_PGSQL_STATE = 6 };

/* state: five signs; "" or NULL: the connection itself is gone. */
enum fault db_pgsql_fault(const char *state);
/* A page or an index is not what was written. */
bool db_pgsql_fault_is_damage(const char *state);
/* The server's sentence where it names tables and constraints only; of the others, whose sentence may
 * hold a value that a family wrote, the SQLSTATE alone. */
void db_pgsql_fault_message(const char *state, const char *primary, char *into, size_t room);

#endif
