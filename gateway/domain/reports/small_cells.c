#include "small_cells.h"

#include <assert.h>

struct pool {
	int64_t members;
	int64_t groups;
};

static bool is_safe(const struct pool *pool, int64_t ceiling)
{
	return pool->groups == 0 ||
	       (pool->groups >= 2 && pool->members >= ceiling + pool->groups - 1);
}

/* The smallest group that is still shown; the earlier of two. */
static size_t smallest_shown(const int64_t *members, size_t count, const bool *is_hidden)
{
	size_t found = count;

	for (size_t i = 0; i < count; i++)
		if (!is_hidden[i] && members[i] > 0 &&
		    (found == count || members[i] < members[found]))
			found = i;
	return found;
}

bool small_cells_suppress(const int64_t *members, size_t count, int64_t ceiling, bool *is_hidden)
{
	struct pool pool = { .groups = 0 };

	assert(members || count == 0);
	assert(is_hidden || count == 0);
	assert(ceiling >= 0);
	for (size_t i = 0; i < count; i++) {
		is_hidden[i] = members[i] > 0 && members[i] < ceiling;
		pool.groups += is_hidden[i];
		pool.members += is_hidden[i] ? members[i] : 0;
	}
	while (!is_safe(&pool, ceiling)) {
		size_t next = smallest_shown(members, count, is_hidden);

		if (next == count)
			return false;
		is_hidden[next] = true;
		pool.groups++;
		pool.members += members[next];
	}
	return true;
}
