#include "library.h"

#include <openssl/crypto.h>
#include <stdlib.h>

#include "json.h"
#include "memory.h"

static void *take(size_t size)
{
	return memory_grow(NULL, size, 1);
}

static void *take_for_crypto(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_grow(NULL, size, 1);
}

static void *grow_for_crypto(void *at, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_grow(at, size, 1);
}

static void free_for_crypto(void *at, const char *file, int line)
{
	(void)file;
	(void)line;
	free(at);
}

void library_take_memory(void)
{
	json_set_alloc_funcs(take, free);
	/* it says no when it was used already; then it is as it was */
	(void)CRYPTO_set_mem_functions(take_for_crypto, grow_for_crypto, free_for_crypto);
}
