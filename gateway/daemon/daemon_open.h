/*
 * daemon_open - the order of life, both ways.
 *
 * Threads: the loop's, before and after it runs.
 */
#ifndef DAEMON_DAEMON_OPEN_H
#define DAEMON_DAEMON_OPEN_H

#include "daemon.h"

/* With `config` loaded.  After a fault only daemon_close. */
enum fault daemon_open(struct daemon *daemon, struct note *note) MUST_CHECK;
/* How many steps it has, and the first so many of them: for the test that breaks off behind each. */
size_t daemon_open_steps(void);
enum fault daemon_open_until(struct daemon *daemon, size_t count, struct note *note) MUST_CHECK;
/* Everything daemon_open got so far; also after it failed. */
void daemon_close(struct daemon *daemon);

#endif
