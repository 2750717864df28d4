/*
 * str - text that somebody else owns.
 *
 * A struct str borrows: bytes and a size, no terminating NUL promised.  It may
 * be empty ({NULL, 0}).  Nothing here allocates.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"

struct str {
	const char *at;
	size_t size;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
/* For printf: "%.*s", STR_ARG(s) */
#define STR_ARG(s) (int)(s).size, (s).at ? (s).at : ""

/* A NULL pointer becomes the empty str. */
struct str str_of(const char *text);
bool str_is(struct str a, const char *text);
bool str_equals(struct str a, struct str b);
/* ASCII case only: for protocol words, never for what families write. */
bool str_equals_nocase(struct str a, struct str b);
bool str_starts(struct str text, struct str with);
bool str_ends(struct str text, struct str with);
/* Byte order, a prefix first. */
int str_compare(struct str a, struct str b);
/* The rest from byte `from`; empty when that is past the end. */
struct str str_from(struct str text, size_t from);
struct str str_slice(struct str text, size_t from, size_t size);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str text);
/* Where `part` first stands, or text.size when it does not. */
size_t str_find(struct str text, struct str part);
/* Cuts off what stands before `at` (or all of it) and steps over it:
 * while (str_next(&rest, ',', &item)) … */
bool str_next(struct str *rest, char at, struct str *item);
/* Decimal, the whole text, within [low, high]. */
enum fault str_number(struct str text, int64_t low, int64_t high,
		      int64_t *number) MUST_CHECK;
bool str_is_utf8(struct str text);
/* One code point from the front; false at the end or at broken UTF-8. */
bool str_next_rune(struct str *rest, uint32_t *rune);
/* FNV-1a, to know a text again: two that differ seldom share one, unless somebody wants it.
 * `seed`: 0, or the hash of what stands before. */
uint64_t str_hash(struct str text, uint64_t seed);
/* Takes the same time whatever differs: for secrets. */
bool str_is_same_secret(struct str a, struct str b);
/* Copies with a NUL, cut at a whole UTF-8 character when the room is short. */
void str_put(char *into, size_t room, struct str text);

#endif
