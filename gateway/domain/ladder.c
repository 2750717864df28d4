#include "ladder.h"

#include <assert.h>

/* --- one way ------------------------------------------------------------------------- */

static enum rung rung_of_way(const struct ladder_facts *facts, const struct ladder_way *way)
{
	assert(way->channel < CHANNEL_COUNT);
	if (way->channel == CHANNEL_VOICE)
		return RUNG_VOICE;
	if (way->is_guardians)
		return RUNG_GUARDIAN;
	return way->channel == facts->channel ? RUNG_NUMBER : RUNG_CHANNEL;
}

/* Why not; NULL: it may be taken.  What was tried is no reason to tell. */
static const char *way_refuse(const struct ladder_facts *facts, const struct ladder_way *way)
{
	const struct { bool holds; const char *reason; } reasons[] = {
		{ way->is_guardians && !facts->shares, "the household does not share" },
		{ way->may_have_it, "it may have arrived there" },
		{ way->is_stopped, "they asked us to stop there" },
		{ way->is_guardians && !way->speaks, "they read another language" },
		{ way->is_unusable, "it cannot receive texts" },
		{ !way->may_receive, "they have not agreed to it" },
		{ facts->miss == MISS_CONTENT && way->channel == facts->channel,
		  "the same text would be refused again" },
		{ !way->has_line, "no line of ours speaks it" },
		{ !way->has_hour, "no hour is allowed there" },
	};

	for (size_t i = 0; i < COUNT_OF(reasons); i++)
		if (reasons[i].holds)
			return reasons[i].reason;
	return NULL;
}

/* --- one rung ------------------------------------------------------------------------- */

/* The way of a rung on which they were heard last; NULL and `choice` has it, or why not. */
static const char *try_ways(const struct ladder_facts *facts, enum rung rung,
			    struct ladder_choice *choice)
{
	const struct ladder_way *best = NULL;
	const char *passed = "there is none";

	for (size_t i = 0; i < facts->count; i++) {
		const struct ladder_way *way = &facts->ways[i];
		const char *reason;

		if (way->is_tried || rung_of_way(facts, way) != rung)
			continue;
		reason = way_refuse(facts, way);
		if (reason) {
			passed = reason;
		} else if (!best || way->inbound_at > best->inbound_at) {
			best = way;
			choice->way = i;
		}
	}
	return best ? NULL : passed;
}

static const char *try_rung(const struct ladder_facts *facts, enum rung rung,
			    struct ladder_choice *choice)
{
	assert(rung < RUNG_COUNT);
	if (rung == RUNG_VISIT)
		return NULL;
	if (rung == RUNG_VOICE)
		return "not available yet";
	if (rung != RUNG_RETRY)
		return try_ways(facts, rung, choice);
	if (facts->miss != MISS_OFF)
		return "it would not help";
	return facts->may_retry ? NULL : "its tries are used up";
}

struct ladder_choice ladder_choose(const struct ladder_facts *facts)
{
	assert(facts && facts->miss < MISS_COUNT && facts->channel < CHANNEL_COUNT);
	assert(facts->ways || facts->count == 0);
	assert(facts->order || facts->order_count == 0);
	assert(facts->count <= LADDER_WAYS);

	static const enum rung full[] = { RUNG_NUMBER, RUNG_CHANNEL, RUNG_VOICE, RUNG_GUARDIAN };
	const enum rung *order = facts->order_count ? facts->order : full;
	size_t count = facts->order_count ? facts->order_count : COUNT_OF(full);
	struct ladder_choice choice = { .rung = RUNG_RETRY };

	choice.passed[RUNG_RETRY] = try_rung(facts, RUNG_RETRY, &choice);
	for (size_t i = 0; choice.passed[choice.rung] && i < count; i++) {
		choice.rung = order[i];
		choice.passed[choice.rung] = try_rung(facts, choice.rung, &choice);
	}
	if (choice.passed[choice.rung])
		choice.rung = RUNG_VISIT;
	return choice;
}

bool ladder_order_check(const enum rung *order, size_t count, size_t *bad)
{
	unsigned seen = 0;

	assert(bad);
	assert(order || count == 0);
	for (size_t i = 0; i < count; i++) {
		*bad = i;
		if (order[i] == RUNG_RETRY || seen & (1u << order[i] | 1u << RUNG_VISIT))
			return false;
		seen |= 1u << order[i];
	}
	return true;
}
