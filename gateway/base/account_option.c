#include "account_option.h"

#include <assert.h>

const char *account_option_value(const struct account_values *options, size_t row)
{
	assert(options);
	assert(row < ACCOUNT_OPTIONS);
	assert(options[row].count <= ACCOUNT_VALUES);
	return options[row].count ? options[row].at[0] : "";
}
