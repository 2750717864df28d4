#include "pace.h"

#include <assert.h>

#include "base/clock.h"

#define SEGMENT INT64_C(1000000)

/* Holds the burst and a millisecond's worth: we wake on whole milliseconds, and what
 * is over would be lost each time.  A wall clock that was set back moves the rest
 * with it, or a line would stand still for hours. */
static void fill(struct pace *pace, int64_t now)
{
	int64_t most = pace->burst * SEGMENT + pace->per_second_milli;
	int64_t from_at = pace->filled_at;
	int64_t full_for;

	if (now < from_at)
		pace->rests_until -= from_at - now;
	if (pace->rests_until > from_at)
		from_at = pace->rests_until;
	pace->filled_at = now;
	if (now <= from_at || pace->per_second_milli == 0 || pace->tokens_micro >= most)
		return;
	/* milliseconds by thousandths a second are millionths */
	full_for = (most - pace->tokens_micro) / pace->per_second_milli + 1;
	if (now - from_at >= full_for)
		pace->tokens_micro = most;
	else
		pace->tokens_micro += (now - from_at) * pace->per_second_milli;
}

void pace_init(struct pace *pace, double per_second, int64_t burst, int64_t now)
{
	assert(pace && per_second >= 0);
	*pace = (struct pace){
		.per_second_milli = (int64_t)(per_second * 1000 + 0.5),
		.burst = burst < 1 ? 1 : burst,
		.filled_at = now,
		.rests_until = now,
	};
	pace->tokens_micro = pace->burst * SEGMENT;
}

int64_t pace_ready(struct pace *pace, int64_t now)
{
	int64_t ready;

	assert(pace && pace->burst >= 1);
	fill(pace, now);
	ready = pace->tokens_micro > 0 ? pace->tokens_micro / SEGMENT : 0;
	return ready < pace->burst ? ready : pace->burst;
}

void pace_take(struct pace *pace, int64_t segments, int64_t now)
{
	assert(pace && segments >= 0);
	fill(pace, now);
	pace->tokens_micro -= segments * SEGMENT;
}

int64_t pace_next_at(const struct pace *pace, int64_t now)
{
	assert(pace);

	struct pace then = *pace;
	int64_t missing;
	int64_t from_at;

	fill(&then, now);
	missing = SEGMENT - then.tokens_micro;
	if (missing <= 0)
		return now;
	if (then.per_second_milli == 0)
		return NEVER;
	from_at = then.rests_until > now ? then.rests_until : now;
	return from_at + (missing + then.per_second_milli - 1) / then.per_second_milli;
}

void pace_rest(struct pace *pace, int64_t rest_for, int64_t now)
{
	assert(pace && rest_for >= 0);
	fill(pace, now);
	if (pace->tokens_micro > 0)
		pace->tokens_micro = 0;
	if (pace->rests_until < now + rest_for)
		pace->rests_until = now + rest_for;
}
