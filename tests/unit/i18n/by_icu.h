/*
 * by_icu - what ICU makes of a whole text at once, and random texts to ask it about: the judge of
 * every short way that i18n takes around it.
 */
#ifndef TESTS_I18N_BY_ICU_H
#define TESTS_I18N_BY_ICU_H

#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "i18n/text/unicode.h"

enum { BY_ICU_MOST = 400 };

/* What ICU makes of a whole text at once. */
static inline void by_icu(struct str text, const UNormalizer2 *(*form)(UErrorCode *status), struct buf *into)
{
	static UChar from[BY_ICU_MOST * 4], to[BY_ICU_MOST * 18];
	static char bytes[BY_ICU_MOST * 54];
	UErrorCode status = U_ZERO_ERROR;
	int32_t count, size;

	u_strFromUTF8WithSub(from, COUNT_OF(from), &count, text.at, (int32_t)text.size, 0xfffd, NULL, &status);
	count = unorm2_normalize(form(&status), from, count, to, COUNT_OF(to), &status);
	u_strToUTF8WithSub(bytes, sizeof(bytes), &size, to, count, 0xfffd, NULL, &status);
	assert_true(U_SUCCESS(status));
	buf_add(into, (struct str){ bytes, (size_t)size });
}

/* Any byte below 0x80, NUL too; of the second kind one in eight is something else. */
static inline void by_icu_text(struct chance *chance, bool is_mixed, struct buf *into)
{
	static const char *const others[] = { "\u0301", "\u0338", "é", "Đ", "ẞ", "´", "¨", "\u200d", "ﷺ", "한",
					      "ก", "字", "\xff", "\xc3", "😀", "ﬁ", "İ", "\u00a0", "ʼ", "Ω" };
	uint64_t length = chance_below(chance, 60);

	buf_clear(into);
	while (length--) {
		if (is_mixed && chance_below(chance, 8) == 0)
			buf_add_text(into, others[chance_below(chance, COUNT_OF(others))]);
		else
			buf_add_char(into, (char)chance_below(chance, 0x80));
	}
}

#endif
