#include "segment.h"

#include <assert.h>

#include "unicode.h"

/* twilio-wire.md §9, sorted.  ASCII is told by is_gsm_ascii. */
static const uint32_t gsm_basic[] = {
	0xa1,  0xa3,  0xa4,  0xa5,  0xa7,  0xbf,  0xc4,  0xc5,  0xc6,  0xc7,  0xc9,
	0xd1,  0xd6,  0xd8,  0xdc,  0xdf,  0xe0,  0xe4,  0xe5,  0xe6,  0xe8,  0xe9,
	0xec,  0xf1,  0xf2,  0xf6,  0xf8,  0xf9,  0xfc,  0x393, 0x394, 0x398, 0x39b,
	0x39e, 0x3a0, 0x3a3, 0x3a6, 0x3a8, 0x3a9,
};

/*
 * What typographic characters become, sorted by code point.  `text` of NULL means
 * "shift by `shift`" (fullwidth ASCII).  Combining marks are left out on purpose:
 * a fold never takes the accent from a letter.
 */
static const struct fold {
	uint32_t from, to;
	const char *text;
	uint32_t shift;
} folds[] = {
	{ 0x00, 0x08, "", 0 },       { 0x09, 0x09, " ", 0 },      { 0x0b, 0x0b, "", 0 },
	{ 0x0e, 0x1f, "", 0 },       { 0x60, 0x60, "'", 0 },      { 0x7f, 0x9f, "", 0 },
	{ 0xa0, 0xa0, " ", 0 },      { 0xab, 0xab, "\"", 0 },     { 0xad, 0xad, "", 0 },
	{ 0xb4, 0xb4, "'", 0 },           { 0xbb, 0xbb, "\"", 0 },
	{ 0xbc, 0xbc, "1/4", 0 },    { 0xbd, 0xbd, "1/2", 0 },    { 0xbe, 0xbe, "3/4", 0 },
	{ 0xf7, 0xf7, "/", 0 },      { 0x262, 0x262, "G", 0 },    { 0x26a, 0x26a, "I", 0 },
	{ 0x274, 0x274, "N", 0 },    { 0x280, 0x280, "R", 0 },    { 0x28f, 0x28f, "Y", 0 },
	{ 0x299, 0x299, "B", 0 },    { 0x29c, 0x29c, "H", 0 },    { 0x29f, 0x29f, "L", 0 },
	{ 0x2b9, 0x2b9, "'", 0 },    { 0x2ba, 0x2ba, "\"", 0 },   { 0x2bb, 0x2bd, "'", 0 },
	{ 0x2c8, 0x2c8, "'", 0 },    { 0x2ca, 0x2cb, "'", 0 },    { 0x2dc, 0x2dc, "~", 0 },
	{ 0x1680, 0x1680, " ", 0 },  { 0x180e, 0x180e, "", 0 },   { 0x1d00, 0x1d00, "A", 0 },  { 0x1d04, 0x1d04, "C", 0 },
	{ 0x1d05, 0x1d05, "D", 0 },  { 0x1d07, 0x1d07, "E", 0 },  { 0x1d0a, 0x1d0a, "J", 0 },
	{ 0x1d0b, 0x1d0b, "K", 0 },  { 0x1d0d, 0x1d0d, "M", 0 },  { 0x1d0f, 0x1d0f, "O", 0 },
	{ 0x1d18, 0x1d18, "P", 0 },  { 0x1d1b, 0x1d1b, "T", 0 },  { 0x1d1c, 0x1d1c, "U", 0 },
	{ 0x1d20, 0x1d20, "V", 0 },  { 0x1d21, 0x1d21, "W", 0 },  { 0x1d22, 0x1d22, "Z", 0 },
	{ 0x2000, 0x200a, " ", 0 },  { 0x200b, 0x200f, "", 0 },
	{ 0x2010, 0x2015, "-", 0 },  { 0x2018, 0x2019, "'", 0 },  { 0x201a, 0x201a, ",", 0 },
	{ 0x201b, 0x201b, "'", 0 },  { 0x201c, 0x201f, "\"", 0 }, { 0x2022, 0x2023, "-", 0 },
	{ 0x2024, 0x2024, ".", 0 },  { 0x2025, 0x2025, "..", 0 }, { 0x2026, 0x2026, "...", 0 },
	{ 0x2028, 0x2029, " ", 0 },  { 0x202f, 0x202f, " ", 0 },  { 0x2032, 0x2032, "'", 0 },
	{ 0x2033, 0x2033, "\"", 0 }, { 0x2035, 0x2035, "'", 0 },  { 0x2036, 0x2036, "\"", 0 },
	{ 0x2039, 0x2039, "<", 0 },  { 0x203a, 0x203a, ">", 0 },  { 0x203c, 0x203c, "!!", 0 },
	{ 0x2043, 0x2043, "-", 0 },  { 0x2044, 0x2044, "/", 0 },  { 0x2047, 0x2047, "??", 0 },
	{ 0x2048, 0x2048, "?!", 0 }, { 0x2049, 0x2049, "!?", 0 }, { 0x205f, 0x205f, " ", 0 },
	{ 0x2060, 0x2060, "", 0 },   { 0x2212, 0x2212, "-", 0 },  { 0x2215, 0x2215, "/", 0 },
	{ 0x2217, 0x2217, "*", 0 },  { 0x2223, 0x2223, "|", 0 },  { 0x223c, 0x223c, "~", 0 },
	{ 0x275b, 0x275c, "'", 0 },  { 0x275d, 0x275e, "\"", 0 }, { 0x3000, 0x3000, " ", 0 },
	{ 0x3001, 0x3001, ",", 0 },  { 0x3002, 0x3002, ".", 0 },  { 0x301d, 0x301f, "\"", 0 },
	{ 0xa730, 0xa730, "F", 0 },  { 0xa731, 0xa731, "S", 0 },  { 0xfe58, 0xfe58, "-", 0 },
	{ 0xfe63, 0xfe63, "-", 0 },  { 0xfeff, 0xfeff, "", 0 },   { 0xff01, 0xff01, "!", 0 },
	{ 0xff02, 0xff02, "\"", 0 }, { 0xff03, 0xff5e, NULL, 0xfee0 },
	{ 0xff61, 0xff61, ".", 0 },  { 0xff64, 0xff64, ",", 0 },
};

/* Septets of an ASCII character; 0 when GSM 03.38 lacks it. */
static unsigned ascii_septets(uint32_t rune)
{
	switch (rune) {
	case '\f': case '[': case '\\': case ']': case '^': case '{': case '|': case '}': case '~':
		return 2;
	case '\n': case '\r':
		return 1;
	default:
		return rune >= ' ' && rune < 0x7f && rune != '`';
	}
}

static unsigned septets_of(uint32_t rune)
{
	size_t low = 0;
	size_t high = COUNT_OF(gsm_basic);

	if (rune < 0x80)
		return ascii_septets(rune);
	if (rune == 0x20ac)
		return 2;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (gsm_basic[middle] < rune)
			low = middle + 1;
		else
			high = middle;
	}
	return low < COUNT_OF(gsm_basic) && gsm_basic[low] == rune;
}

/* Counts units one character at a time; a character never lies in two segments. */
struct filling {
	unsigned units;  /* of the whole text */
	unsigned closed; /* segments that are full */
	unsigned used;   /* units of the open one */
};

static void fill(struct filling *filling, unsigned units, unsigned room)
{
	filling->units += units;
	if (filling->used + units > room) {
		filling->closed++;
		filling->used = 0;
	}
	filling->used += units;
}

/* So many characters of one unit each. */
static void fill_singly(struct filling *filling, unsigned units, unsigned room)
{
	unsigned full;

	if (units == 0)
		return;
	filling->units += units;
	filling->used += units;
	full = (filling->used - 1) / room;
	filling->closed += full;
	filling->used -= full * room;
}

/* One septet, one unit, one byte, and no fold changes it. */
static bool is_simple(char c)
{
	return (c >= ' ' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '\n' || c == '\r' || c == '_';
}

/* The simple characters at the front: nearly all of nearly every reply. */
static struct str simple_front(struct str text)
{
	size_t size = 0;

	while (size < text.size && is_simple(text.at[size]))
		size++;
	return str_slice(text, 0, size);
}

struct segment_count segment_count(struct str text)
{
	struct filling gsm = { 0, 0, 0 };
	struct filling ucs = { 0, 0, 0 };
	struct segment_count count = { SEGMENT_GSM7, 0, 1, 0 };
	uint32_t rune;

	assert(text.at || text.size == 0);
	while (text.size) {
		unsigned simple = (unsigned)simple_front(text).size;
		unsigned septets;

		count.characters += simple;
		fill_singly(&gsm, simple, 153);
		fill_singly(&ucs, simple, 67);
		text = str_from(text, simple);
		if (!unicode_next(&text, &rune))
			break;
		septets = septets_of(rune);

		if (septets == 0)
			count.alphabet = SEGMENT_UCS2;
		count.characters++;
		fill(&gsm, septets, 153);
		fill(&ucs, rune > 0xffff ? 2 : 1, 67);
	}
	if (count.alphabet == SEGMENT_GSM7) {
		count.units = gsm.units;
		count.segments = gsm.units <= 160 ? 1 : gsm.closed + 1;
	} else {
		count.units = ucs.units;
		count.segments = ucs.units <= 70 ? 1 : ucs.closed + 1;
	}
	return count;
}

static const struct fold *find_fold(uint32_t rune)
{
	size_t low = 0;
	size_t high = COUNT_OF(folds);

	if (rune >= ' ' && rune < 0x7f && rune != '`')
		return NULL;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (folds[middle].to < rune)
			low = middle + 1;
		else
			high = middle;
	}
	return low < COUNT_OF(folds) && folds[low].from <= rune ? &folds[low] : NULL;
}

/* False when the folded text would still not be GSM-7. */
static bool fold_all(struct str text, struct buf *into)
{
	uint32_t rune;

	while (text.size) {
		struct str simple = simple_front(text);
		const struct fold *fold;

		buf_add(into, simple);
		text = str_from(text, simple.size);
		if (!unicode_next(&text, &rune))
			break;
		fold = find_fold(rune);
		if (fold && fold->text)
			buf_add_text(into, fold->text);
		else if (fold)
			buf_add_rune(into, rune - fold->shift);
		else if (septets_of(rune) == 0)
			return false;
		else
			buf_add_rune(into, rune);
	}
	return !into->is_stale && segment_count(buf_str(into)).alphabet == SEGMENT_GSM7;
}

/* ICU 72 writes "2:30<U+202F>PM": that one character would cost 90 others. */
static void add_plain_time(struct str text, struct buf *into)
{
	const struct str narrow = STR("\u202f");

	while (text.size) {
		size_t at = str_find(text, narrow);
		struct str behind = str_from(text, at + narrow.size);

		buf_add(into, str_slice(text, 0, at));
		if (at == text.size)
			return;
		if (behind.size >= 2 && (behind.at[0] == 'A' || behind.at[0] == 'P') &&
		    behind.at[1] == 'M')
			buf_add_char(into, ' ');
		else
			buf_add(into, narrow);
		text = behind;
	}
}

void segment_fold(struct str text, struct buf *into)
{
	AUTO(buf) composed;
	AUTO(buf) folded;

	assert(into);
	/* NFC triples at most; no character folds to more than three bytes each */
	buf_init(&composed, text.size * 3 + 16);
	buf_init(&folded, text.size * 9 + 64);
	if (simple_front(text).size == text.size) {
		buf_add(into, text);
		return;
	}
	unicode_compose(text, &composed);
	if (composed.is_stale)
		into->is_stale = true;
	else if (fold_all(buf_str(&composed), &folded) &&
		 segment_count(buf_str(&folded)).segments <=
			 segment_count(buf_str(&composed)).segments)
		buf_add(into, buf_str(&folded));
	else
		add_plain_time(buf_str(&composed), into);
}
