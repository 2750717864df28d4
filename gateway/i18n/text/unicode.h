/*
 * unicode - the few things we ask ICU about plain text, in UTF-8.
 *
 * Broken UTF-8 becomes U+FFFD; nothing here fails but by the buf's ceiling.  What is ASCII
 * alone takes a short way to the same end, which a test compares with ICU's.
 *
 * Threads: pure.
 */
#ifndef I18N_UNICODE_H
#define I18N_UNICODE_H

#include "base/buf.h"

/* ICU's memory is there, or the process ends (base/library.h).  Once, before ICU is used. */
void unicode_take_memory(void);
bool unicode_is_ascii(struct str text);
static inline char unicode_ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
/* Appends the text in Normalization Form C. */
void unicode_compose(struct str text, struct buf *into);
/* Appends it as one compares words: NFKC, case folded, without characters that
 * are never seen (variation selectors, joiners). */
void unicode_fold(struct str text, struct buf *into);
/* Appends a folded text, taken apart (NFD), without the marks of Latin letters (đ,
 * ø, ł, ı too) and without apostrophes; true when there were marks.  Marks of all
 * other scripts stay: without its hamza an Arabic "start" is "never". */
bool unicode_strip_latin(struct str text, struct buf *into);
/* The two halves of unicode_strip_latin: NFD; and what is done then. */
void unicode_take_apart(struct str text, struct buf *into);
bool unicode_strip_apart(struct str apart, struct buf *into);
/* unicode_next of what does not begin with ASCII. */
bool unicode_next_beyond(struct str *rest, uint32_t *rune);
/* One code point from the front, U+FFFD for each broken byte; false at the end. */
static inline bool unicode_next(struct str *rest, uint32_t *rune)
{
	if (rest->size == 0 || (unsigned char)rest->at[0] >= 0x80)
		return unicode_next_beyond(rest, rune);
	*rune = (unsigned char)rest->at[0];
	*rest = (struct str){ rest->at + 1, rest->size - 1 };
	return true;
}
/* Punctuation, space, controls, and signs such as + ~ ^ (but no emoji). */
bool unicode_is_outer(uint32_t rune);
/* The text without such characters at both ends. */
struct str unicode_trim(struct str text);

#endif
