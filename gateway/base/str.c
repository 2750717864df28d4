#include "str.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <string.h>

struct str str_of(const char *text)
{
	return (struct str){ text, text ? strlen(text) : 0 };
}

bool str_equals(struct str a, struct str b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

bool str_is(struct str a, const char *text)
{
	return str_equals(a, str_of(text));
}

static char lower_of(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Not strncasecmp: it ends at a NUL and would take what stands behind one for the same. */
bool str_equals_nocase(struct str a, struct str b)
{
	if (a.size != b.size)
		return false;
	for (size_t i = 0; i < a.size; i++)
		if (lower_of(a.at[i]) != lower_of(b.at[i]))
			return false;
	return true;
}

bool str_starts(struct str text, struct str with)
{
	return text.size >= with.size && str_equals(str_slice(text, 0, with.size), with);
}

bool str_ends(struct str text, struct str with)
{
	return text.size >= with.size &&
	       str_equals(str_from(text, text.size - with.size), with);
}

int str_compare(struct str a, struct str b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = size ? memcmp(a.at, b.at, size) : 0;

	if (order != 0)
		return order;
	return (a.size > b.size) - (a.size < b.size);
}

struct str str_slice(struct str text, size_t from, size_t size)
{
	if (from >= text.size)
		return STR_NONE;
	if (size > text.size - from)
		size = text.size - from;
	return (struct str){ text.at + from, size };
}

struct str str_from(struct str text, size_t from)
{
	return str_slice(text, from, text.size);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str text)
{
	while (text.size && is_space(text.at[0]))
		text = str_from(text, 1);
	while (text.size && is_space(text.at[text.size - 1]))
		text.size--;
	return text;
}

size_t str_find(struct str text, struct str part)
{
	const void *found;

	if (part.size == 0)
		return 0;
	if (text.size == 0)
		return text.size;
	found = memmem(text.at, text.size, part.at, part.size);
	return found ? (size_t)((const char *)found - text.at) : text.size;
}

bool str_next(struct str *rest, char at, struct str *item)
{
	const char *found;

	if (!rest->at)
		return false;
	found = rest->size ? memchr(rest->at, at, rest->size) : NULL;
	if (!found) {
		*item = *rest;
		*rest = STR_NONE;
		return true;
	}
	*item = (struct str){ rest->at, (size_t)(found - rest->at) };
	*rest = (struct str){ found + 1, rest->size - item->size - 1 };
	return true;
}

enum fault str_number(struct str text, int64_t low, int64_t high, int64_t *number)
{
	bool is_negative = text.size > 1 && text.at[0] == '-';
	struct str digits = str_from(text, is_negative);
	int64_t value = 0;

	assert(number);
	if (digits.size == 0)
		return FAULT_INVALID;
	/* Towards zero's far side, so that the smallest number fits too. */
	for (size_t i = 0; i < digits.size; i++) {
		if (digits.at[i] < '0' || digits.at[i] > '9' ||
		    __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digits.at[i] - '0', &value))
			return FAULT_INVALID;
	}
	if (!is_negative && __builtin_sub_overflow(0, value, &value))
		return FAULT_INVALID;
	if (value < low || value > high)
		return FAULT_INVALID;
	*number = value;
	return FAULT_NONE;
}

/* RFC 3629: the shortest form only, no surrogates, nothing over U+10FFFF. */
bool str_next_rune(struct str *rest, uint32_t *rune)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *at = (const unsigned char *)rest->at;
	size_t size;
	uint32_t value;

	if (rest->size == 0)
		return false;
	if (at[0] < 0x80) { /* most of what anybody writes */
		*rune = at[0];
		*rest = (struct str){ rest->at + 1, rest->size - 1 };
		return true;
	}
	size = at[0] >= 0xf5 ? 0 : at[0] >= 0xf0 ? 4 :
	       at[0] >= 0xe0 ? 3 : at[0] >= 0xc2 ? 2 : 0;
	if (size == 0 || size > rest->size)
		return false;
	value = at[0] & (0xffu >> (size + 1));
	for (size_t i = 1; i < size; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return false;
		value = value << 6 | (at[i] & 0x3fu);
	}
	if (value < least[size] || value > 0x10ffff ||
	    (value >= 0xd800 && value <= 0xdfff))
		return false;
	*rune = value;
	*rest = str_from(*rest, size);
	return true;
}

bool str_is_utf8(struct str text)
{
	uint32_t rune;

	while (text.size)
		if (!str_next_rune(&text, &rune))
			return false;
	return true;
}

bool str_is_same_secret(struct str a, struct str b)
{
	return a.size == b.size && a.size > 0 && CRYPTO_memcmp(a.at, b.at, a.size) == 0;
}

void str_put(char *into, size_t room, struct str text)
{
	assert(into && room > 0);

	size_t size = text.size < room ? text.size : room - 1;

	if (size < text.size)
		while (size > 0 && ((unsigned char)text.at[size] & 0xc0) == 0x80)
			size--;
	if (size)
		memmove(into, text.at, size);
	into[size] = '\0';
}

uint64_t str_hash(struct str text, uint64_t seed)
{
	uint64_t hash = seed ^ UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < text.size; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(0x100000001b3);
	/* so that "a", "bc" is not "ab", "c" */
	return (hash ^ 0xff) * UINT64_C(0x100000001b3);
}
