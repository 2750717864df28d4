/*
 * daemon_open - the order of life, both ways.
 *
 * Threads: the loop's, before and after it runs.
 */
#ifndef DAEMON_DAEMON_OPEN_H
#define DAEMON_DAEMON_OPEN_H

#include "daemon.h"

enum fault daemon_open(struct daemon *daemon, struct note *note) MUST_CHECK;
/* Everything daemon_open got so far; also after it failed. */
void daemon_close(struct daemon *daemon);

#endif
