/*
 * calculator - wall clocks counted minute by minute, with the C library's zones.
 *
 * Shares nothing with i18n/time/zone.h but the names of the zones: it asks localtime_r
 * for the offset of every quarter of an hour of four years, and counts from there.
 */
#ifndef TESTS_UNIT_DOMAIN_CALCULATOR_H
#define TESTS_UNIT_DOMAIN_CALCULATOR_H

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

/* 2024-01-01 and 2028-01-01 */
#define CALCULATOR_FROM INT64_C(1704067200000)
#define CALCULATOR_TO INT64_C(1830297600000)
enum { QUARTERS = 4 * 366 * 96 };

static const char *const calculator_zones[] = {
	"America/Chicago", "America/New_York", "America/Phoenix", "America/Los_Angeles",
	"America/Anchorage", "Pacific/Honolulu", "America/St_Johns", "Europe/Berlin",
	"Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "America/Havana",
};

struct calculator {
	short offset[QUARTERS]; /* minutes */
};

static inline void calculator_load(struct calculator *calculator, const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
	for (int i = 0; i < QUARTERS; i++) {
		time_t at = (time_t)(CALCULATOR_FROM / 1000 + i * 900);
		struct tm local;

		localtime_r(&at, &local);
		calculator->offset[i] = (short)(local.tm_gmtoff / 60);
	}
}

/* Minutes since 1970 as the wall clock shows them. */
static inline int64_t calculator_wall(const struct calculator *calculator, int64_t at)
{
	int64_t minute = at / MINUTE_MS;

	return minute + calculator->offset[(minute - CALCULATOR_FROM / MINUTE_MS) / 15];
}

static inline int calculator_minute(const struct calculator *calculator, int64_t at)
{
	return (int)(calculator_wall(calculator, at) % 1440);
}

static inline int calculator_weekday(const struct calculator *calculator, int64_t at)
{
	return (int)((calculator_wall(calculator, at) / 1440 + 4) % 7);
}

/* A repeatable series of numbers (xorshift). */
static inline uint64_t dice(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static inline int64_t dice_below(uint64_t *state, int64_t most)
{
	return (int64_t)(dice(state) % (uint64_t)most);
}

#endif
