#include "random.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "halt.h"

void random_bytes(void *into, size_t size)
{
	assert(into || size == 0);

	char *at = into;

	while (size) {
		ssize_t got = getrandom(at, size, 0);

		if (got < 0)
			halt_because("random.broken", "the kernel gives no random bytes");
		at += got;
		size -= (size_t)got;
	}
}

uint64_t random_number(void)
{
	uint64_t number;

	random_bytes(&number, sizeof(number));
	return number;
}

void random_token(char into[TOKEN_SIZE])
{
	unsigned char bytes[16];

	assert(into);
	random_bytes(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(into + 2 * i, 3, "%02x", bytes[i]);
}
