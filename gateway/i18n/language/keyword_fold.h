/*
 * keyword_fold - a text as words are compared: the `exact` form of keyword.h.
 *
 * Threads: pure.
 */
#ifndef I18N_KEYWORD_FOLD_H
#define I18N_KEYWORD_FOLD_H

#include "base/buf.h"

/* Bytes of the longest keyword; longer messages are not even looked at. */
#define WORD_LONGEST 120

/* Appends the exact form. */
void keyword_fold(struct str text, struct buf *into);

/* Five skin colours, the two emoji styles, the box around keycaps. */
static inline bool keyword_fold_is_dress(uint32_t rune)
{
	return (rune >= 0x1f3fb && rune <= 0x1f3ff) || rune == 0xfe0e || rune == 0xfe0f ||
	       rune == 0x20e3;
}

#endif
