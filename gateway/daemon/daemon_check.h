/*
 * daemon_check - hearbackd -n.
 *
 * Threads: the only one.
 */
#ifndef DAEMON_DAEMON_CHECK_H
#define DAEMON_DAEMON_CHECK_H

#include "daemon.h"

/* hearbackd -n: everything that can be told without touching anything. */
enum fault daemon_check(const char *path, struct note *note) MUST_CHECK;

#endif
