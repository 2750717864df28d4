/*
 * db_pgsql_address - "postgresql://user@host:port/database?…", taken apart.
 *
 * The words of the address are libpq's (host=/folder names a Unix socket, passfile= the file with
 * the password, sslmode=, sslrootcert=, options=…), and one of ours: statements=unnamed, for a
 * connection that goes through a pooler which hands each transaction to another backend
 * (pgbouncer, pool_mode = transaction): nothing is then kept in the session.
 *
 * A password does not belong into an address, which stands in settings, in logs and in lists of
 * processes: one that holds a password is refused, and no note repeats a word of the address.
 * Over a network libpq would take an unencrypted connection where it gets no other; unless the
 * address says otherwise the server's certificate and name are checked (sslmode=verify-full).
 *
 * Ownership: db_pgsql_address_done frees what db_pgsql_address_read has made.
 * Threads: the caller's.
 */
#ifndef STORE_DB_PGSQL_ADDRESS_H
#define STORE_DB_PGSQL_ADDRESS_H

#include "base/str.h"

enum { DB_PGSQL_ADDRESS_WORDS = 64 };

struct db_pgsql_address {
	char *keys[DB_PGSQL_ADDRESS_WORDS];   /* as libpq wants them: the last one is NULL */
	char *values[DB_PGSQL_ADDRESS_WORDS];
	size_t count;
	bool is_pooled;
};

/* `rest`: what stands behind "postgresql:".  FAULT_CONFIG with the reason. */
enum fault db_pgsql_address_read(const char *rest, struct db_pgsql_address *address,
				 struct note *note) MUST_CHECK;
/* Sets a word; takes the place of what the address said. */
void db_pgsql_address_set(struct db_pgsql_address *address, const char *key, const char *value);
/* NULL: the address does not say. */
const char *db_pgsql_address_word(const struct db_pgsql_address *address, const char *key);
void db_pgsql_address_done(struct db_pgsql_address *address);

#endif
