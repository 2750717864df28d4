/*
 * rarely - what a stranger can cause is said at most every so often, and how often it was.
 *
 * A log line for each refusal would be the flood's second bucket; none would leave it unseen.
 *
 * Threads: the owner's.
 */
#ifndef BASE_RARELY_H
#define BASE_RARELY_H

#include <stdbool.h>
#include <stdint.h>

/* Begins as {0}. */
struct rarely {
	int64_t said_at;
	int64_t unsaid;
};

/* It happened.  True when it may be said: *count gets how often it happened since it was said
 * last, this time too.  `now` is of the boot clock (over 0), `every` in ms. */
bool rarely_may_say(struct rarely *rarely, int64_t now, int64_t every, int64_t *count);

#endif
