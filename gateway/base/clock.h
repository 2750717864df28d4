/*
 * clock - what time it is, and a clock that can be wound for practice.
 *
 * All instants are int64 milliseconds UTC since 1970, never before its first second.  A real
 * clock follows the machine.  A practice clock starts where it is told and either runs along with
 * the machine (make run: clock advance skips ahead) or stands still until it is
 * advanced (stories, property tests).  It never goes back.
 *
 * Threads: any thread may read; advance from any thread.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "macros.h"

#define SECOND_MS ((int64_t)1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define NEVER INT64_MAX

struct clock;

struct clock *clock_new_real(void);
/* start_at 0: now. */
struct clock *clock_new_practice(int64_t start_at, bool is_running);
void clock_free(struct clock **clock);
int64_t clock_now(const struct clock *clock);
bool clock_is_practice(const struct clock *clock);
/* Practice clocks only; span_for > 0. */
void clock_advance(struct clock *clock, int64_t span_for);
/* Microseconds of a clock that never jumps: for measuring work. */
int64_t clock_stopwatch_us(void);
/* Milliseconds since boot, sleep included (CLOCK_BOOTTIME): timers run on it,
 * and its distance to clock_now tells a jump of the wall clock. */
int64_t clock_boot_ms(void);

#endif
