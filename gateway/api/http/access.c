#include "access.h"

#include <assert.h>

const char *access_word(enum access access)
{
	static const char *const words[ACCESS_COUNT] = {
#define X(name, word) [name] = word,
		ACCESSES(X)
#undef X
	};

	assert(access < ACCESS_COUNT);
	return words[access];
}

enum access access_of(enum role role)
{
	static const enum access accesses[ROLE_COUNT] = {
		[ROLE_VIEWER] = ACCESS_VIEWER,
		[ROLE_LIAISON] = ACCESS_LIAISON,
		[ROLE_ADMINISTRATOR] = ACCESS_ADMINISTRATOR,
	};

	assert(role < ROLE_COUNT);
	assert(role < ROLE_COUNT);
	return accesses[role];
}
