/*
 * daemon_look - what a start would find: asked by hearbackd -n, and by each start before it makes anything.
 *
 * One list of questions for both, put to the functions that do the thing itself afterwards: so -n and
 * the start are of one mind, and a start that is refused leaves everything as it was.
 *
 * Threads: before the loop runs.
 */
#ifndef DAEMON_DAEMON_LOOK_H
#define DAEMON_DAEMON_LOOK_H

#include "daemon.h"

/* Makes nothing, removes nothing, writes nothing.  Each refusal names the file, the key of hearback.yaml
 * that leads to it, and what to do.  `look_for`: how long every page of the ledger may be looked at.
 * FAULT_CONFLICT with look->is_running: nothing is wrong, but a hearbackd runs on this ledger; what
 * it listens on is taken for its own. */
enum fault daemon_look(const struct config *config, int64_t look_for, struct daemon_look *look,
		       struct note *note) MUST_CHECK;

#endif
