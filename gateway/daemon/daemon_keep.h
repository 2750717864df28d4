/*
 * daemon_keep - what is kept beside the ledger: pictures, and the key of the audit chain.
 *
 * Threads: before the loop runs.
 */
#ifndef DAEMON_DAEMON_KEEP_H
#define DAEMON_DAEMON_KEEP_H

#include "daemon.h"

/* Makes media_dir and, the first time, the audit key; reads the key. */
enum fault daemon_keep(const struct config *config, struct daemon_settings *settings,
		       struct note *note) MUST_CHECK;
/* The key that is there, into a buf of AUDIT_KEY_SIZE - 1: wipe it. */
enum fault daemon_keep_key(const struct config *config, struct buf *key, struct note *note) MUST_CHECK;
/* The same without making anything: could it be made, and is what is there what it should be? */
enum fault daemon_keep_look(const struct config *config, struct note *note) MUST_CHECK;

#endif
