#include "clock_watch.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"

/* More than this is no slewing; and how long somebody may be still busy setting it. */
enum { JUMP_MS = 60 * 1000, REST_MS = 60 * 1000 };

/* 1 January 2026: an earlier clock is wrong. */
#define WRITTEN_AT INT64_C(1767225600000)

static int64_t ahead_for(const struct core *core)
{
	return clock_now(core->wall) - clock_boot_ms();
}

void clock_watch_begin(struct core *core)
{
	assert(loop_is_here(core->loop));
	core->wall_ahead_for = ahead_for(core);
}

static void rest_jumped(struct core *core, int64_t by_ms)
{
	log_fact(LOG_ALARM, "clock.jumped", LOG_COUNT("by_ms", by_ms));
	core->rests_until = clock_boot_ms() + REST_MS;
	core->is_set = true;
	for (size_t i = 0; i < core->account_count; i++)
		provider_clock_forget(&core->accounts[i].clock);
	signal_wake(core, SIGNAL_ALL);
}

/* Said once a minute, as long as it lasts. */
static void rest_unset(struct core *core)
{
	log_fact(LOG_ALARM, "clock.unset",
		 LOG_NOTE("the machine's clock is before 2026: nothing is sent until it is set"));
	core->rests_until = clock_boot_ms() + REST_MS;
}

int64_t clock_watch_rest_for(struct core *core)
{
	assert(loop_is_here(core->loop));

	int64_t ahead = ahead_for(core), jump_for = ahead - core->wall_ahead_for;
	int64_t rest_for;

	core->wall_ahead_for = ahead;
	if (llabs(jump_for) > JUMP_MS)
		rest_jumped(core, jump_for);
	rest_for = core->rests_until - clock_boot_ms();
	if (rest_for <= 0 && !clock_is_practice(core->clock) && clock_now(core->wall) < WRITTEN_AT) {
		rest_unset(core);
		rest_for = REST_MS;
	}
	return rest_for > 0 ? rest_for : 0;
}
