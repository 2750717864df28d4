/*
 * daemon_ledger - the ledger at a start: is it there, whole, of our version, where its mark left it?
 *
 * Each refusal names the file, the key of hearback.yaml that leads to it, and what to do.
 *
 * Threads: before the loop runs.
 */
#ifndef DAEMON_DAEMON_LEDGER_H
#define DAEMON_DAEMON_LEDGER_H

#include "daemon.h"

/* Behind daemon_look: ours alone, migrated, complete: daemon->opening.db.  A ledger that was too large to
 * be looked at is looked at later: daemon->health tells. */
enum fault daemon_ledger_open(struct daemon *daemon, struct note *note) MUST_CHECK;
/* The mark beside it; needs the audit key. */
enum fault daemon_ledger_mark(struct daemon *daemon, struct note *note) MUST_CHECK;
/* What the mark told, to the log and into the audit chain. */
enum fault daemon_ledger_tell(struct daemon *daemon, struct note *note) MUST_CHECK;
/* Is the audit key there, if it sealed anything?  FAULT_CONFIG with its place. */
enum fault daemon_ledger_key(const struct config *config, struct db *db, struct note *note) MUST_CHECK;
/* Puts the place of `store` in hearback.yaml into the note; the fault stays what it is. */
enum fault daemon_ledger_blame(const struct config *config, enum fault fault, struct note *note) MUST_CHECK;

#endif
