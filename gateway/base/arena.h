/*
 * arena - memory that lives as long as one call.
 *
 * Everything taken from an arena is freed with it, at once.  It has a ceiling:
 * arena_take returns NULL past it, so a stranger cannot make us keep more.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "str.h"

struct arena_block;

struct arena {
	struct arena_block *blocks;
	size_t used;
	size_t ceiling;
};

void arena_init(struct arena *arena, size_t ceiling);
/* Frees all; fits AUTO(arena). */
void arena_done(struct arena *arena);
/* Zeroed, aligned for anything.  NULL past the ceiling. */
void *arena_take(struct arena *arena, size_t size) MUST_CHECK;
/* A copy with a NUL behind it; STR_NONE past the ceiling. */
struct str arena_copy(struct arena *arena, struct str text) MUST_CHECK;
/* The same for what the house itself brings along (languages, word lists) and whose
 * ceiling was chosen so that it holds: past it they halt, for there is nothing to answer. */
void *arena_need(struct arena *arena, size_t size) MUST_CHECK __attribute__((returns_nonnull));
struct str arena_keep(struct arena *arena, struct str text) MUST_CHECK;

#endif
