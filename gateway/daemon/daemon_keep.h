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

#endif
