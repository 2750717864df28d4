/*
 * fuzz - what every target shares.  Each is one function over bytes that must neither
 * crash nor break what its header promises.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Reads every byte, so that ASan finds a text that is longer than what it borrows from. */
static inline unsigned fuzz_touch(struct str text)
{
	volatile unsigned sum = 0;

	for (size_t i = 0; i < text.size; i++)
		sum = sum + (unsigned char)text.at[i];
	return sum;
}

/* UTF-8 without a NUL: what any column takes. */
static inline bool fuzz_is_kept(struct str text)
{
	return str_is_utf8(text) && !(text.size && memchr(text.at, '\0', text.size));
}

#endif
