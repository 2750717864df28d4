#include "memory.h"

#include <assert.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "halt.h"

/* Less is not worth the walk; and by how much more than the last time. */
enum { FREE_MUCH = 8 << 20, FREE_MORE = 1 << 20, RESIDENT_MORE = 4 << 20 };

void *memory_found(const void *pointer)
{
	if (!pointer)
		halt_because("memory.exhausted", "there is no memory left");
	return (void *)pointer;
}

/* At least one byte: calloc and realloc may give NULL for none. */
static size_t bytes_of(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		halt_because("memory.exhausted", "more was asked for than there can be");
	return bytes ? bytes : 1;
}

void *memory_zeroed(size_t count, size_t size)
{
	return memory_found(calloc(1, bytes_of(count, size)));
}

void *memory_grow(void *at, size_t count, size_t size)
{
	return memory_found(realloc(at, bytes_of(count, size)));
}

void *memory_copy(const void *from, size_t size)
{
	void *copy = memory_grow(NULL, size, 1);

	if (size)
		memcpy(copy, from, size);
	return copy;
}

char *memory_text(struct str text)
{
	char *copy = memory_grow(NULL, text.size + 1, 1);

	if (text.size)
		memcpy(copy, text.at, text.size);
	copy[text.size] = '\0';
	return copy;
}

/* 0 where nobody tells. */
static size_t resident(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long all = 0, pages = 0;

	if (!file)
		return 0;
	if (fscanf(file, "%ld %ld", &all, &pages) != 2 || pages < 0)
		pages = 0;
	fclose(file);
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

bool memory_give_back(struct memory_look *last)
{
	assert(last);

	size_t free_now = mallinfo2().fordblks;

	if (free_now < FREE_MUCH || (free_now < last->free + FREE_MORE &&
				     resident() < last->resident + RESIDENT_MORE))
		return false;
	(void)malloc_trim(0);
	*last = (struct memory_look){ mallinfo2().fordblks, resident() };
	return true;
}
