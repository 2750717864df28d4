#include "twilio_json.h"

#include <assert.h>
#include <limits.h>

int twilio_json_number(const json_t *object, const char *key)
{
	assert(key);

	int64_t number = json_number(object, key, 0);

	return number > 0 && number <= INT_MAX ? (int)number : 0;
}
