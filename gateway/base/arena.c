#include "arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "halt.h"
#include "memory.h"

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t room;
	bool is_zeroed; /* all of it, when it was made: a large one, which the system has zeroed */
	alignas(max_align_t) char bytes[];
};

enum { BLOCK = 4000 };

void arena_init(struct arena *arena, size_t ceiling)
{
	assert(arena);
	*arena = (struct arena){ .ceiling = ceiling };
}

void arena_done(struct arena *arena)
{
	assert(arena);

	struct arena_block *block = arena->blocks;

	while (block) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
	*arena = (struct arena){ .ceiling = arena->ceiling };
}

static void add_block(struct arena *arena, size_t size)
{
	size_t room = size > BLOCK ? size : BLOCK;
	bool is_zeroed = room > BLOCK;
	struct arena_block *block = is_zeroed ? memory_zeroed(1, sizeof(*block) + room) :
						memory_grow(NULL, 1, sizeof(*block) + room);

	block->used = 0;
	block->is_zeroed = is_zeroed;
	block->room = room;
	block->next = arena->blocks;
	arena->blocks = block;
}

void *arena_take(struct arena *arena, size_t size)
{
	size_t mask = alignof(max_align_t) - 1;
	void *at;

	assert(arena);
	assert(arena->used <= arena->ceiling);
	if (size > arena->ceiling)
		return NULL;
	size = (size + mask) & ~mask;
	if (size > arena->ceiling - arena->used)
		return NULL;
	if (!arena->blocks || arena->blocks->room - arena->blocks->used < size)
		add_block(arena, size);
	at = arena->blocks->bytes + arena->blocks->used;
	arena->blocks->used += size;
	arena->used += size;
	/* of a small block seldom all is used */
	return arena->blocks->is_zeroed ? at : memset(at, 0, size);
}

struct str arena_copy(struct arena *arena, struct str text)
{
	assert(arena);
	assert(text.at || text.size == 0);

	char *at = arena_take(arena, text.size + 1);

	if (!at)
		return STR_NONE;
	if (text.size)
		memcpy(at, text.at, text.size);
	return (struct str){ at, text.size };
}

void *arena_need(struct arena *arena, size_t size)
{
	void *at = arena_take(arena, size);

	if (!at)
		halt_because("arena.full", "what we bring along is larger than we planned for");
	return at;
}

struct str arena_keep(struct arena *arena, struct str text)
{
	char *at = arena_need(arena, text.size + 1);

	if (text.size)
		memcpy(at, text.at, text.size);
	return (struct str){ at, text.size };
}
