#include "keyword_fold.h"

#include <assert.h>
#include <unicode/uchar.h>

#include "i18n/text/unicode.h"

/* As phones and keyboards write it in the middle of a word. */
static bool is_apostrophe(uint32_t rune)
{
	return rune == 0x2019 || rune == 0x2018 || rune == 0x2bc || rune == 0x2bb ||
	       rune == '`' || rune == 0xb4 || rune == 0x2032;
}

/* What stands before `rest` in `text`, as it is; of what does not fit, as much as does. */
static void add_before(struct str text, struct str rest, struct buf *into)
{
	struct str piece = str_slice(text, 0, text.size - rest.size);
	uint32_t rune;

	if (piece.size <= into->ceiling - into->size) {
		buf_add(into, piece);
		return;
	}
	while (unicode_next(&piece, &rune))
		buf_add_rune(into, rune);
}

/* NFKC would make a space and an accent of ´: so apostrophes come first. */
static void undress(struct str text, struct buf *into)
{
	struct str kept = text;
	uint32_t rune;

	for (struct str here = text; unicode_next(&text, &rune); here = text) {
		if (!is_apostrophe(rune) && !keyword_fold_is_dress(rune) && rune != 0xfffd)
			continue;
		add_before(kept, here, into);
		kept = text;
		if (is_apostrophe(rune))
			buf_add_char(into, '\'');
		else if (rune == 0xfffd) /* a broken byte, too */
			buf_add_rune(into, rune);
	}
	add_before(kept, text, into);
}

static bool is_space(uint32_t rune)
{
	return rune < 0x80 ? rune == ' ' || (rune >= '\t' && rune <= '\r')
			   : u_isUWhiteSpace((UChar32)rune);
}

static void add_single_spaced(struct str text, struct buf *into)
{
	struct str kept = text;
	uint32_t rune;
	bool is_gap = false;

	for (struct str here = text; unicode_next(&text, &rune); here = text) {
		if (!is_space(rune)) {
			if (is_gap)
				buf_add_char(into, ' ');
			is_gap = false;
			continue;
		}
		add_before(kept, here, into);
		kept = text;
		is_gap = true;
	}
	add_before(kept, text, into);
}

/* The same in one pass, where nothing is dressed and ICU would change nothing but case. */
static void fold_ascii(struct str text, struct buf *into)
{
	bool is_gap = false;

	text = unicode_trim(text);
	for (size_t i = 0; i < text.size; i++) {
		char c = text.at[i];

		if (is_space((unsigned char)c)) {
			is_gap = true;
			continue;
		}
		if (is_gap)
			buf_add_char(into, ' ');
		is_gap = false;
		buf_add_char(into, c == '`' ? '\'' : unicode_ascii_lower(c));
	}
}

void keyword_fold(struct str text, struct buf *into)
{
	AUTO(buf) plain;
	AUTO(buf) folded;

	assert(into);
	buf_init(&plain, text.size * 3 + 16);
	buf_init(&folded, text.size * 18 + 16);
	if (unicode_is_ascii(text)) {
		fold_ascii(text, into);
		return;
	}
	undress(text, &plain);
	unicode_fold(buf_str(&plain), &folded);
	add_single_spaced(unicode_trim(buf_str(&folded)), into);
}
