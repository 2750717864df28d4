#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "halt.h"

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
