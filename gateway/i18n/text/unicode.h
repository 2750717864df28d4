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
/* One code point from the front, U+FFFD for each broken byte; false at the end. */
bool unicode_next(struct str *rest, uint32_t *rune);
/* Punctuation, space, controls, and signs such as + ~ ^ (but no emoji). */
bool unicode_is_outer(uint32_t rune);
/* The text without such characters at both ends. */
struct str unicode_trim(struct str text);

#endif
