/*
 * db_pgsql_owner - who may write this ledger, and what became of a commit whose answer was lost.
 *
 * The lock is an advisory lock of the session, on the name of the schema: a second daemon is
 * refused, and whatever ends the session gives it back, be it the daemon's death, a broken line
 * (the server notices by its keepalives, within half a minute) or the server's end.  So it
 * is lost with the connection, and with the transaction that was open on it; a new session takes
 * it again.  Migrations run under it, too: there is no other lock for them.
 *
 * Beside it there is one row, in a table of the driver's own (db_writer, not of the migrations: SQLite
 * needs none): the owner, a word that each opening makes anew, and the number of the last transaction.
 * - The row is the fence: a daemon whose session ended, and that finds another owner there when it
 *   comes back, has been replaced meanwhile.  It writes nothing any more: FAULT_CONFLICT for
 *   ever, and no transaction of an earlier owner commits after the row has a new one.
 * - The number answers whether a commit was carried out: each transaction raises it as its last
 *   deed, and after a lost answer it is read on a new connection FOR UPDATE, and believed once the
 *   session's lock is had while the row is still held: the old session has ended then, and its
 *   last deed did not come in between.  Guessing, or reading without that lock, is wrong in both ways
 *   (design/scale.md D7).  db_commit asks until it knows, however long the server is away: whatever
 *   else it said could be false.
 *
 * Threads: the connection's.
 */
#ifndef STORE_DB_PGSQL_OWNER_H
#define STORE_DB_PGSQL_OWNER_H

#include "db_pgsql.h"

/* Of a new connection.  FAULT_CONFLICT: another daemon has it, and which. */
enum fault db_pgsql_owner_take(struct db_pgsql *pgsql, struct note *note) MUST_CHECK;
/* Of a connection that came after one that went down.  FAULT_CONFLICT: it is another's now. */
enum fault db_pgsql_owner_take_again(struct db_pgsql *pgsql) MUST_CHECK;
/* Raises the number and commits, in one message.  *is_known false: the answer did not come. */
enum fault db_pgsql_owner_commit(struct db_pgsql *pgsql, bool *is_known) MUST_CHECK;

#endif
