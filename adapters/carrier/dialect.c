#include "dialect.h"

#include "dialect_telnyx.h"
#include "dialect_twilio.h"

static const struct dialect *const dialects[] = { &dialect_twilio, &dialect_telnyx };

const struct dialect *dialect_find(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(dialects); i++)
		if (str_is(name, dialects[i]->name))
			return dialects[i];
	return NULL;
}
