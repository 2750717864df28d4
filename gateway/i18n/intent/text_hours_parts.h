/*
 * text_hours_parts - what a loaded set of phrases holds; for this room only.
 *
 * Threads: read-only once loaded.
 */
#ifndef I18N_TEXT_HOURS_PARTS_H
#define I18N_TEXT_HOURS_PARTS_H

#include "base/arena.h"
#include "i18n/language/row_lang.h"
#include "text_hours.h"

/* The lists of hours.yaml: key and what its words stand for. */
#define TEXT_HOURS_LISTS(X)                                                         \
	X(after, AFTER) X(before, BEFORE) X(between, BETWEEN) X(and, AND)     \
	X(anytime, ANYTIME) X(not, NOT) X(am, AM) X(pm, PM) X(eve, EVE)       \
	X(noon, NOON) X(hour, HOUR) X(text, TEXT) X(filler, FILLER)

#define X(key, name) TEXT_HOURS_##name,
enum text_hours_mark { TEXT_HOURS_LISTS(X) TEXT_HOURS_TIME, TEXT_HOURS_MARKS };
#undef X

enum { TEXT_HOURS_ITEMS = 24 };

struct text_hours_phrase {
	struct str exact; /* folded */
	struct str bare;  /* without the marks of Latin letters */
	enum text_hours_mark mark;
	bool has_edge;    /* letters behind it would make it another word */
};

/* The places of phrases by the first byte of one of their forms, those of one byte in the
 * order of the lists: from[byte] to before from[byte + 1] of `at`. */
struct text_hours_index {
	unsigned short *at;
	unsigned short from[257];
};

struct text_hours_words {
	const struct lang *lang;
	struct text_hours_phrase *phrases;
	size_t count;
	struct text_hours_index exact, bare;
	bool is_told;     /* hours may count from dawn */
};

struct text_hours_set {
	struct arena arena;
	struct text_hours_words words[ROW_LANGS_MOST];
	size_t count;
	size_t english;   /* count: not in the file */
};

#endif
