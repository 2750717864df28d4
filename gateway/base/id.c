#include "id.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "memory.h"
#include "random.h"

enum { COUNT_BITS = 16, MAKER_BITS = 6 };
static const int64_t since_2020 = 1577836800000;

struct id_maker {
	int64_t maker_no;
	_Atomic int64_t last;  /* milliseconds << COUNT_BITS | count */
};

struct id_maker *id_maker_new(unsigned maker_no)
{
	struct id_maker *maker = memory_new(struct id_maker);

	assert(maker_no < 1u << MAKER_BITS);
	maker->maker_no = maker_no;
	return maker;
}

void id_maker_free(struct id_maker **maker)
{
	assert(maker);
	free(*maker);
	*maker = NULL;
}

int64_t id_next(struct id_maker *maker, int64_t now)
{
	assert(maker);
	/* The lower half of the counter is left free, so that a burst within one
	 * millisecond seldom has to borrow from the next. */
	int64_t fresh = (now > since_2020 ? now - since_2020 : 0) << COUNT_BITS |
			(int64_t)(random_number() & 0x7fff);
	int64_t last = atomic_load(&maker->last);
	int64_t next;

	do {
		next = fresh > last ? fresh : last + 1;
	} while (!atomic_compare_exchange_weak(&maker->last, &last, next));
	return next >> COUNT_BITS << (COUNT_BITS + MAKER_BITS) |
	       maker->maker_no << COUNT_BITS | (next & 0xffff);
}

int64_t id_before(int64_t at)
{
	if (at <= since_2020)
		return 0;
	if (at - since_2020 > INT64_MAX >> (COUNT_BITS + MAKER_BITS))
		return INT64_MAX;
	return ((at - since_2020) << (COUNT_BITS + MAKER_BITS)) - 1;
}

enum fault id_parse(struct str text, int64_t *id)
{
	uint64_t value = 0;

	assert(id);
	if (text.size == 0 || text.size > 19)
		return FAULT_INVALID;
	for (size_t i = 0; i < text.size; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return FAULT_INVALID;
		value = value * 10 + (uint64_t)(text.at[i] - '0');
	}
	if (value == 0 || value > INT64_MAX)
		return FAULT_INVALID;
	*id = (int64_t)value;
	return FAULT_NONE;
}
