#include "account_option.h"

const char *account_option_value(const struct account_values *options, size_t row)
{
	return options[row].count ? options[row].at[0] : "";
}
