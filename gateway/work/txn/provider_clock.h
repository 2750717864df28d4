/*
 * provider_clock - how far a provider's clock is from ours, by the Date of its answers.
 *
 * Its lists are asked for "since": a provider whose clock is behind stamps what came a minute
 * ago with an hour that we have asked about already.  So what is asked for is moved into its
 * time, and only ever back: too much is read twice, too little is a STOP that nobody heard.
 *
 * The offset is the median of the last answers: one that hung for a while, or that a proxy
 * kept, moves it by nothing.  What is further off than PROVIDER_CLOCK_MOST is no clock: it
 * is counted, told, and moves nothing.
 *
 * Threads: loop.
 * Source: guarantees.md §2.6.
 */
#ifndef WORK_PROVIDER_CLOCK_H
#define WORK_PROVIDER_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "wire/http.h"

enum { PROVIDER_CLOCK_SAMPLES = 9 };

#define PROVIDER_CLOCK_MOST (7 * DAY_MS)
/* From there on people are told. */
#define PROVIDER_CLOCK_OFF (30 * SECOND_MS)

struct provider_clock {
	int64_t samples[PROVIDER_CLOCK_SAMPLES]; /* theirs minus ours, ms; a ring */
	size_t count;                            /* ever; what the ring holds is the last */
	int64_t absurd;                          /* answers in a row with a Date that is none */
	bool is_told;                            /* that it is off, or absurd */
};

/* An answer came at `now` by the machine's clock; one that says no time changes nothing. */
void provider_clock_note(struct provider_clock *clock, const struct http_reply *reply, int64_t now);
/* The machine's clock jumped: what was measured by it is worth nothing. */
void provider_clock_forget(struct provider_clock *clock);
bool provider_clock_is_known(const struct provider_clock *clock);
/* Theirs minus ours, whole seconds, as it is shown; 0 while nothing is known. */
int64_t provider_clock_seconds(const struct provider_clock *clock);
/* What to ask for, so that nothing is missed that was stamped at `at` or later by our clock. */
int64_t provider_clock_since(const struct provider_clock *clock, int64_t at);
/* What it stamped, by our clock; as it is while theirs is not off. */
int64_t provider_clock_ours(const struct provider_clock *clock, int64_t stamped_at);
/* True once each time it goes wrong or comes right again: then the log says it. */
bool provider_clock_is_news(struct provider_clock *clock);
/* Far enough off, or absurd. */
bool provider_clock_is_off(const struct provider_clock *clock);

#endif
