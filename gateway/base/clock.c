#include "clock.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "memory.h"

struct clock {
	bool is_practice;
	bool is_running;
	_Atomic int64_t base_at;  /* standing: the time; running: added to the machine's */
};

static int64_t read_ms(clockid_t id)
{
	struct timespec spec;

	clock_gettime(id, &spec);
	return (int64_t)spec.tv_sec * 1000 + spec.tv_nsec / 1000000;
}

/* A machine whose clock was never set may be before 1970; all of ours count from there. */
static int64_t read_wall_ms(void)
{
	int64_t shown = read_ms(CLOCK_REALTIME);

	return shown > SECOND_MS ? shown : SECOND_MS;
}

static struct clock *clock_new(bool is_practice, bool is_running, int64_t base_at)
{
	struct clock *clock = memory_new(struct clock);

	clock->is_practice = is_practice;
	clock->is_running = is_running;
	atomic_store(&clock->base_at, base_at);
	return clock;
}

struct clock *clock_new_real(void)
{
	return clock_new(false, true, 0);
}

struct clock *clock_new_practice(int64_t start_at, bool is_running)
{
	int64_t machine_at = read_wall_ms();

	assert(start_at >= 0);
	if (start_at == 0)
		start_at = machine_at;
	return clock_new(true, is_running, is_running ? start_at - machine_at : start_at);
}

void clock_free(struct clock **clock)
{
	assert(clock);
	free(*clock);
	*clock = NULL;
}

int64_t clock_now(const struct clock *clock)
{
	assert(clock);

	int64_t base_at = atomic_load(&clock->base_at);

	return clock->is_running ? base_at + read_wall_ms() : base_at;
}

bool clock_is_practice(const struct clock *clock)
{
	assert(clock);
	return clock->is_practice;
}

void clock_advance(struct clock *clock, int64_t span_for)
{
	assert(clock->is_practice && span_for > 0);
	atomic_fetch_add(&clock->base_at, span_for);
}

int64_t clock_stopwatch_us(void)
{
	struct timespec spec;

	clock_gettime(CLOCK_MONOTONIC, &spec);
	return (int64_t)spec.tv_sec * 1000000 + spec.tv_nsec / 1000;
}

int64_t clock_boot_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}
