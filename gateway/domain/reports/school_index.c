#include "school_index.h"

#include <assert.h>

#include "base/clock.h"
#include "domain/school.h"

enum { SPANS_A_DAY = 2 };

/* A closure cuts at most one piece into two; both ends of the reach reach into a day. */
static size_t most_pieces(const struct school_week *week, struct school_span reach)
{
	size_t days = (size_t)((reach.to_at - reach.from_at) / DAY_MS) + 4;

	return days * SPANS_A_DAY + (week->closures ? week->closures->count : 0);
}

enum fault school_index_make(const struct school_week *week, struct school_span reach,
		      struct arena *arena, struct school_index *index)
{
	size_t most;

	assert(week && week->zone);
	assert(arena && index);
	assert(reach.from_at <= reach.to_at);
	if (reach.to_at < reach.from_at)
		reach.to_at = reach.from_at;
	most = most_pieces(week, reach);
	*index = (struct school_index){ .week = week, .reach = reach };
	index->pieces = arena_take(arena, most * sizeof(*index->pieces));
	index->before = arena_take(arena, most * sizeof(*index->before));
	if (!index->pieces || !index->before)
		return FAULT_TOO_LARGE;
	index->count = school_pieces(week, reach, index->pieces, most);
	for (size_t i = 1; i < index->count; i++)
		index->before[i] = index->before[i - 1] + index->pieces[i - 1].to_at -
				   index->pieces[i - 1].from_at;
	return FAULT_NONE;
}

/* Staffed ms from the beginning of the reach. */
static int64_t mark_of(const struct school_index *index, int64_t at)
{
	size_t low = 0, high = index->count;
	const struct school_span *piece;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->pieces[middle].from_at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return 0;
	piece = &index->pieces[low - 1];
	return index->before[low - 1] + (at < piece->to_at ? at : piece->to_at) - piece->from_at;
}

int64_t school_index_between(const struct school_index *index, int64_t from_at, int64_t to_at)
{
	assert(index && index->week);
	if (to_at <= from_at)
		return 0;
	if (from_at < index->reach.from_at || to_at > index->reach.to_at)
		return school_between(index->week, from_at, to_at);
	return mark_of(index, to_at) - mark_of(index, from_at);
}
