/*
 * daemon_watch - reload, drain, the clocks, systemd.
 *
 * Threads: loop.
 */
#ifndef DAEMON_DAEMON_WATCH_H
#define DAEMON_DAEMON_WATCH_H

#include "daemon.h"

/* Begins to stop: no new claim, no new connection; the loop ends when all is quiet or
 * timing.drain has passed. */
void daemon_watch_drain(struct daemon *daemon);
/* New sentences, or the old ones and the reason. */
enum fault daemon_watch_reload(struct daemon *daemon, struct note *note) MUST_CHECK;
/* Tells systemd we are ready, watches the clocks from now on. */
void daemon_watch(struct daemon *daemon);
/* Tells systemd that the start may take so long from now on, in ms. */
void daemon_watch_wait(int64_t span_for);
/* A fault of the start or of a reload: to the log, with its place. */
void daemon_watch_complain(const char *event, enum fault fault, const struct note *note);

#endif
