#include "rarely.h"

#include <assert.h>

bool rarely_may_say(struct rarely *rarely, int64_t now, int64_t every, int64_t *count)
{
	assert(rarely && count);
	assert(now > 0 && every > 0);
	rarely->unsaid++;
	if (rarely->said_at && now - rarely->said_at < every)
		return false;
	*count = rarely->unsaid;
	rarely->unsaid = 0;
	rarely->said_at = now;
	return true;
}
