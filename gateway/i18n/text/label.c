#include "label.h"

#include <assert.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

static bool is_in(uint32_t rune, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rune >= ranges[i].first && rune <= ranges[i].last)
			return true;
	return false;
}

/* Controls, and what parts lines. */
static bool is_control(uint32_t rune)
{
	static const struct range ranges[] = { { 0, 0x1f }, { 0x7f, 0x9f }, { 0x2028, 0x2029 } };

	return is_in(rune, ranges, COUNT_OF(ranges));
}

/* Embeddings, overrides and isolates; what has no width; tags; what is no character.  U+E0100 to U+E01EF tell
 * how a sign is written: Japanese names in registers have them. */
static bool is_hidden(uint32_t rune)
{
	static const struct range ranges[] = {
		{ 0xad, 0xad },	    { 0x180e, 0x180e }, { 0x200b, 0x200b }, { 0x202a, 0x202e },
		{ 0x2060, 0x206f }, { 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb },
		{ 0xe0000, 0xe00ff }, { 0xe01f0, 0xe0fff },
	};

	return is_in(rune, ranges, COUNT_OF(ranges)) || (rune & 0xfffe) == 0xfffe;
}

/* Blanks of all kinds, joiners and plain marks: in names, but in no address. */
static bool is_blank(uint32_t rune)
{
	static const struct range ranges[] = {
		{ ' ', ' ' },	    { 0xa0, 0xa0 },	{ 0x61c, 0x61c },   { 0x1680, 0x1680 },
		{ 0x2000, 0x200f }, { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 },
	};

	return is_in(rune, ranges, COUNT_OF(ranges));
}

enum fault label_check(struct str text, enum label_kind kind, struct note *note)
{
	struct str rest = text;
	uint32_t rune;

	while (str_next_rune(&rest, &rune)) {
		if (kind == LABEL_LINES && (rune == '\n' || rune == '\t' || rune == '\r'))
			continue;
		if (rune == '\n' || rune == '\r')
			return fault_because(FAULT_INVALID, note, "this has more than one line: write it on one");
		if (is_control(rune))
			return fault_because(FAULT_INVALID, note, "this has a control character (U+%04X): leave it out",
					     (unsigned)rune);
		if (is_hidden(rune))
			return fault_because(FAULT_INVALID, note, "this has a character that nobody sees (U+%04X): "
					     "leave it out", (unsigned)rune);
		if (kind == LABEL_ADDRESS && is_blank(rune))
			return fault_because(FAULT_INVALID, note, "this has a blank within (U+%04X): leave it out",
					     (unsigned)rune);
	}
	if (rest.size)
		return fault_because(FAULT_INVALID, note, "this is not UTF-8");
	return FAULT_NONE;
}

void label_clean(struct str text, char *into, size_t room)
{
	struct str rest = text, before = text;
	size_t size = 0;
	uint32_t rune;

	assert(into && room > 0);
	for (; str_next_rune(&rest, &rune); before = rest) {
		size_t width = before.size - rest.size;

		if (is_hidden(rune))
			continue;
		if (size + width >= room)
			break;
		if (is_control(rune))
			into[size++] = ' ';
		else {
			memcpy(into + size, before.at, width);
			size += width;
		}
	}
	into[size] = '\0';
}
