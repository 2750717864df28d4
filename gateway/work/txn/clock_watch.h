/*
 * clock_watch - the machine's clock is set, or was never set.
 *
 * Quiet hours are counted by the wall clock.  When that jumps away from the boot clock,
 * somebody may be still busy setting it, and a text could leave in a night that the clock does
 * not show: everything is looked at again, and nothing is sent for a minute (guarantees.md
 * §3).  The outbox looks before each claim and at each hand-over, so that no text goes between
 * the jump and the notice of it.  A clock from before this program was written (a battery that
 * is empty: 1970) was never set: nothing is sent by it, but all is heard.
 *
 * Threads: loop.
 */
#ifndef WORK_CLOCK_WATCH_H
#define WORK_CLOCK_WATCH_H

#include "core.h"

/* From now on a jump is one. */
void clock_watch_begin(struct core *core);
/* Whether nothing may be sent now, and for how long; 0: it may. */
int64_t clock_watch_rest_for(struct core *core);

#endif
