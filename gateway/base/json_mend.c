#include "json_mend.h"

#include <assert.h>

/* The number in "\u00e1" at the front of text; -1 when it is none. */
static int unit_of(struct str text)
{
	struct str digits = STR("0123456789abcdef");
	int unit = 0;

	if (text.size < 6 || text.at[0] != '\\' || text.at[1] != 'u')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		char c = text.at[i] >= 'A' && text.at[i] <= 'F' ? (char)(text.at[i] + 32)
								: text.at[i];
		size_t digit = str_find(digits, (struct str){ &c, 1 });

		if (digit == digits.size)
			return -1;
		unit = unit * 16 + (int)digit;
	}
	return unit;
}

static bool is_high(int unit)
{
	return unit >= 0xd800 && unit <= 0xdbff;
}

static bool is_low(int unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

/* Copies one escape, or U+FFFD for one that no text can hold; returns its size. */
static size_t mend_escape(struct str text, struct buf *into)
{
	int unit = unit_of(text);
	size_t size = unit < 0 ? 2 : 6;

	if (is_high(unit) && is_low(unit_of(str_from(text, 6))))
		size = 12;
	else if (unit == 0 || is_high(unit) || is_low(unit)) {
		buf_add(into, STR("\\ufffd"));
		return size;
	}
	buf_add(into, str_slice(text, 0, size));
	return size;
}

/* Never longer than three times the text. */
static void mend(struct str text, struct buf *into)
{
	uint32_t rune;

	while (text.size) {
		if (text.at[0] == '\\') {
			text = str_from(text, mend_escape(text, into));
		} else if (str_next_rune(&text, &rune)) {
			buf_add_rune(into, rune);
		} else {
			buf_add_rune(into, 0xfffd);
			text = str_from(text, 1);
		}
	}
}

/* The parser's own words may quote what a family wrote: they are not passed on. */
enum fault json_mend_read(struct str text, json_t **value, struct note *note)
{
	enum fault fault = json_read(text, value, NULL);
	AUTO(buf) mended;

	buf_init(&mended, text.size * 3 + 1);
	if (fault == FAULT_NONE)
		return FAULT_NONE;
	if (fault == FAULT_TOO_LARGE)
		return fault_because(fault, note, "the provider's reply has over %d values", JSON_VALUES);
	mend(text, &mended);
	if (json_read(buf_str(&mended), value, NULL) == FAULT_NONE)
		return FAULT_NONE;
	return fault_because(FAULT_INVALID, note, "the provider's reply is no JSON");
}
