#include "unicode.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/halt.h"
#include "base/memory.h"

/* No text of ours is longer: a long message has 1,600 characters. */
#define CEILING (1 << 24)

enum { PIECE = 1024 };

static void *take(const void *context, size_t size)
{
	(void)context;
	return memory_grow(NULL, size, 1);
}

static void *grow(const void *context, void *at, size_t size)
{
	(void)context;
	return memory_grow(at, size, 1);
}

static void give_back(const void *context, void *at)
{
	(void)context;
	free(at);
}

void unicode_take_memory(void)
{
	UErrorCode status = U_ZERO_ERROR;

	u_setMemoryFunctions(NULL, take, grow, give_back, &status);
}

typedef const UNormalizer2 *(*normalizer_of)(UErrorCode *status);

static UChar *room_for(int32_t units)
{
	return memory_more((UChar *)NULL, (size_t)units + 1);
}

static void add_utf16(struct buf *into, const UChar *units, int32_t count)
{
	UErrorCode status = U_ZERO_ERROR;
	/* never more than three bytes a unit */
	size_t room = (size_t)count * 3 + 1;
	char *bytes = memory_more((char *)NULL, room);
	int32_t size;

	u_strToUTF8WithSub(bytes, (int32_t)room, &size, units, count, 0xfffd, NULL, &status);
	if (U_FAILURE(status))
		into->is_stale = true;
	else
		buf_add(into, (struct str){ bytes, (size_t)size });
	free(bytes);
}

static UChar *to_utf16(struct str text, int32_t *count)
{
	/* never more units than bytes */
	UChar *units = room_for((int32_t)text.size);
	UErrorCode status = U_ZERO_ERROR;

	u_strFromUTF8WithSub(units, (int32_t)text.size + 1, count, text.at,
			     (int32_t)text.size, 0xfffd, NULL, &status);
	/* What is no UTF-8 becomes U+FFFD, and there is room: nothing is left to fail. */
	if (U_FAILURE(status))
		halt_because("unicode.broken", "ICU cannot read a text");
	return units;
}

/*
 * How much of the text is taken at once: ICU sorts marks by insertion, so 10,000 of them on
 * one letter took a second.  A piece ends where nothing behind touches what stands before;
 * where there is no such place within PIECE bytes, at its end: marks of different pieces
 * then keep their order, and no writing has so many.
 */
static struct str next_piece(struct str *rest, const UNormalizer2 *normalizer)
{
	struct str text = *rest, ahead = *rest;
	size_t size = text.size, best = 0;
	uint32_t rune;

	while (size > PIECE && text.size - ahead.size <= PIECE) {
		size_t at = text.size - ahead.size;

		if (unicode_next(&ahead, &rune) && unorm2_hasBoundaryBefore(normalizer, (UChar32)rune))
			best = at;
		if (text.size - ahead.size > PIECE)
			size = best ? best : at;
	}
	*rest = str_from(text, size);
	return str_slice(text, 0, size);
}

static void normalize_piece(struct str text, const UNormalizer2 *normalizer, struct buf *into)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t count, room;
	UChar *from = to_utf16(text, &count);
	UChar *to;

	/* 18 is the longest that one unit becomes (U+FDFA under NFKC) */
	room = count * 18;
	to = room_for(room);
	count = unorm2_normalize(normalizer, from, count, to, room, &status);
	if (U_FAILURE(status))
		into->is_stale = true;
	else
		add_utf16(into, to, count);
	free(from);
	free(to);
}

static void normalize(struct str text, normalizer_of form, struct buf *into)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *normalizer = form(&status);

	if (text.size > CEILING || U_FAILURE(status)) {
		into->is_stale = true;
		return;
	}
	while (text.size)
		normalize_piece(next_piece(&text, normalizer), normalizer, into);
}

/* Nothing of ASCII is joined, taken apart or hidden by any normal form. */
bool unicode_is_ascii(struct str text)
{
	const uint64_t beyond = UINT64_C(0x8080808080808080);
	uint64_t eight;
	size_t i = 0;

	for (; i + sizeof(eight) <= text.size; i += sizeof(eight)) {
		memcpy(&eight, text.at + i, sizeof(eight));
		if (eight & beyond)
			return false;
	}
	for (; i < text.size; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	return true;
}

void unicode_compose(struct str text, struct buf *into)
{
	assert(into);
	if (unicode_is_ascii(text))
		buf_add(into, text);
	else
		normalize(text, unorm2_getNFCInstance, into);
}

void unicode_fold(struct str text, struct buf *into)
{
	assert(into);
	if (!unicode_is_ascii(text)) {
		normalize(text, unorm2_getNFKCCasefoldInstance, into);
		return;
	}
	for (size_t i = 0; i < text.size; i++)
		buf_add_char(into, unicode_ascii_lower(text.at[i]));
}

bool unicode_next_beyond(struct str *rest, uint32_t *rune)
{
	if (rest->size == 0)
		return false;
	if (!str_next_rune(rest, rune)) {
		*rune = 0xfffd;
		*rest = str_from(*rest, 1);
	}
	return true;
}

/* Letters with a stroke have no decomposition in Unicode. */
static uint32_t without_stroke(uint32_t rune)
{
	static const struct {
		uint32_t with, without;
	} strokes[] = {
		{ 0xf8, 'o' },  { 0x111, 'd' }, { 0x127, 'h' }, { 0x131, 'i' },
		{ 0x142, 'l' }, { 0x167, 't' }, { 0x268, 'i' },
	};

	for (size_t i = 0; i < COUNT_OF(strokes); i++)
		if (strokes[i].with == rune)
			return strokes[i].without;
	return rune;
}

static bool is_latin(uint32_t rune)
{
	UErrorCode status = U_ZERO_ERROR;

	return uscript_getScript((UChar32)rune, &status) == USCRIPT_LATIN;
}

void unicode_take_apart(struct str text, struct buf *into)
{
	assert(into);
	if (unicode_is_ascii(text))
		buf_add(into, text);
	else
		normalize(text, unorm2_getNFDInstance, into);
}

bool unicode_strip_apart(struct str apart, struct buf *into)
{
	uint32_t rune;
	bool after_latin = false;
	bool had_marks = false;

	assert(into);
	while (unicode_next(&apart, &rune)) {
		if (rune == '\'')
			continue;
		if (rune < 0x80) {
			after_latin = (rune >= 'a' && rune <= 'z') || (rune >= 'A' && rune <= 'Z');
			buf_add_char(into, (char)rune);
			continue;
		}
		if (after_latin && u_charType((UChar32)rune) == U_NON_SPACING_MARK) {
			had_marks = true;
			continue;
		}
		after_latin = is_latin(rune);
		had_marks |= without_stroke(rune) != rune;
		buf_add_rune(into, without_stroke(rune));
	}
	return had_marks;
}

bool unicode_strip_latin(struct str text, struct buf *into)
{
	AUTO(buf) apart;
	struct str piece;

	assert(into);
	buf_init(&apart, text.size * 6 + 16);
	if (unicode_is_ascii(text)) {
		while (str_next(&text, '\'', &piece))
			buf_add(into, piece);
		return false;
	}
	unicode_take_apart(text, &apart);
	return unicode_strip_apart(buf_str(&apart), into);
}

bool unicode_is_outer(uint32_t rune)
{
	/* all of ASCII but what stands in words, and the one sign of money */
	if (rune < 0x80)
		return !((rune >= '0' && rune <= '9') || (rune >= 'a' && rune <= 'z') ||
			 (rune >= 'A' && rune <= 'Z') || rune == '$');
	return U_GET_GC_MASK((UChar32)rune) &
	       (U_GC_P_MASK | U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK | U_GC_SK_MASK | U_GC_SM_MASK);
}

/* Without the ASCII ones at the end: none of its bytes is a part of another character. */
static struct str trim_ascii_end(struct str text)
{
	while (text.size && (unsigned char)text.at[text.size - 1] < 0x80 &&
	       unicode_is_outer((unsigned char)text.at[text.size - 1]))
		text.size--;
	return text;
}

struct str unicode_trim(struct str text)
{
	struct str rest = text;
	struct str ahead = text;
	size_t end = 0;
	uint32_t rune;

	while (unicode_next(&ahead, &rune) && unicode_is_outer(rune))
		rest = ahead;
	rest = trim_ascii_end(rest);
	if (rest.size && (unsigned char)rest.at[rest.size - 1] < 0x80)
		return rest;
	for (ahead = rest; unicode_next(&ahead, &rune);)
		if (!unicode_is_outer(rune))
			end = rest.size - ahead.size;
	return str_slice(rest, 0, end);
}
