/*
 * chance - numbers that look random and are the same in every run, for property tests.
 *
 * A test begins with a seed of its own and says it when a claim breaks.
 */
#ifndef TESTS_LIB_CHANCE_H
#define TESTS_LIB_CHANCE_H

#include <stdint.h>

struct chance {
	uint64_t state;
};

/* splitmix64 */
static inline uint64_t chance_number(struct chance *chance)
{
	uint64_t z = chance->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* 0 to sides - 1 */
static inline uint64_t chance_below(struct chance *chance, uint64_t sides)
{
	return chance_number(chance) % sides;
}

/* low to high, both may come */
static inline int64_t chance_between(struct chance *chance, int64_t low, int64_t high)
{
	return low + (int64_t)chance_below(chance, (uint64_t)(high - low) + 1);
}

#endif
