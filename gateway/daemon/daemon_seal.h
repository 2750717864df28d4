/*
 * daemon_seal - the ledger's encryption as hearback.yaml and the command line have it.
 *
 * Every refusal names the ledger, the key's file and what to do, and is FAULT_CONFIG (78) when the key is at
 * fault; `-n` says the same words.
 *
 * Threads: before the loop runs.
 */
#ifndef DAEMON_DAEMON_SEAL_H
#define DAEMON_DAEMON_SEAL_H

#include "daemon.h"

/* Before anything is made: a new ledger that is to be sealed has its key. */
enum fault daemon_seal_look(const struct config *config, struct note *note) MUST_CHECK;
/* sealing_find, blamed; sealing_done is the caller's. */
enum fault daemon_seal_find(const struct config *config, struct db *db, struct sealing *sealing,
			    struct note *note) MUST_CHECK;
/* sealing_settle, told to the log and to work. */
enum fault daemon_seal_settle(struct daemon *daemon, struct db *db, struct note *note) MUST_CHECK;
/* For -n: one line of what is so. */
void daemon_seal_say(const struct daemon_look *look);

/* --- commands; each says on stdout what it did ------------------------------------------ */

enum fault daemon_seal_make_key(const struct config *config, struct note *note) MUST_CHECK;
/* FAULT_CONFLICT: a hearbackd has the ledger. */
enum fault daemon_seal_rotate(const struct config *config, struct note *note) MUST_CHECK;
/* A file of media_dir, as the family sent it, to stdout. */
enum fault daemon_seal_show(const struct config *config, const char *file, struct note *note) MUST_CHECK;

#endif
