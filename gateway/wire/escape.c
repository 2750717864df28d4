#include "escape.h"

/* -1 when it is no hex digit. */
static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int escape_byte(struct str text)
{
	int high = text.size > 2 && text.at[0] == '%' ? hex_value(text.at[1]) : -1;
	int low = text.size > 2 ? hex_value(text.at[2]) : -1;

	return high < 0 || low < 0 ? -1 : high * 16 + low;
}
