#include "buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

void buf_init(struct buf *buf, size_t ceiling)
{
	assert(buf);
	assert(ceiling <= SIZE_MAX / 2);
	*buf = (struct buf){ .ceiling = ceiling };
}

void buf_done(struct buf *buf)
{
	assert(buf);
	free(buf->at);
	*buf = (struct buf){ .ceiling = buf->ceiling };
}

void buf_clear(struct buf *buf)
{
	assert(buf);
	buf->size = 0;
	buf->is_stale = false;
	if (buf->at)
		buf->at[0] = '\0';
}

/* True when `more` bytes and a NUL fit now. */
static bool make_room(struct buf *buf, size_t more)
{
	size_t room = buf->room ? buf->room : 64;

	if (buf->is_stale || more > buf->ceiling - buf->size) {
		buf->is_stale = true;
		return false;
	}
	if (buf->size + more < buf->room)
		return true;
	while (room <= buf->size + more)
		room *= 2;
	buf->at = memory_more(buf->at, room);
	buf->room = room;
	return true;
}

void buf_add(struct buf *buf, struct str text)
{
	if (!make_room(buf, text.size))
		return;
	if (text.size)
		memcpy(buf->at + buf->size, text.at, text.size);
	buf->size += text.size;
	buf->at[buf->size] = '\0';
}

void buf_add_text(struct buf *buf, const char *text)
{
	buf_add(buf, str_of(text));
}

void buf_add_char(struct buf *buf, char c)
{
	if (!make_room(buf, 1))
		return;
	buf->at[buf->size++] = c;
	buf->at[buf->size] = '\0';
}

void buf_add_number(struct buf *buf, int64_t number)
{
	/* towards zero's far side, so that the smallest number fits too */
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		digits[--at] = '-';
	buf_add(buf, (struct str){ digits + at, sizeof(digits) - at });
}

void buf_add_rune(struct buf *buf, uint32_t rune)
{
	char bytes[4];
	size_t size = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;

	if (rune < 0x80) {
		buf_add_char(buf, (char)rune);
		return;
	}
	for (size_t i = size; i-- > 1; rune >>= 6)
		bytes[i] = (char)(0x80 | (rune & 0x3f));
	bytes[0] = (char)((0xf00u >> size & 0xff) | rune);
	buf_add(buf, (struct str){ bytes, size });
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
	va_list args;
	va_list again;
	int size;

	assert(buf && format);
	va_start(args, format);
	va_copy(again, args);
	size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (size >= 0 && make_room(buf, (size_t)size)) {
		vsnprintf(buf->at + buf->size, (size_t)size + 1, format, again);
		buf->size += (size_t)size;
	}
	va_end(again);
}

enum fault buf_check(const struct buf *buf, struct note *note)
{
	assert(buf);
	assert(buf->is_stale || buf->size <= buf->ceiling);
	if (!buf->is_stale)
		return FAULT_NONE;
	return fault_because(FAULT_TOO_LARGE, note, "text is over %zu bytes",
			     buf->ceiling);
}

struct str buf_str(const struct buf *buf)
{
	return (struct str){ buf->at ? buf->at : "", buf->size };
}

const char *buf_text(const struct buf *buf)
{
	return buf->at ? buf->at : "";
}
