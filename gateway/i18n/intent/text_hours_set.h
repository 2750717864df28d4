/*
 * text_hours_set - what a loaded set of phrases holds; for this room only.
 */
#ifndef I18N_TEXT_HOURS_SET_H
#define I18N_TEXT_HOURS_SET_H

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

struct text_hours_words {
	const struct lang *lang;
	struct text_hours_phrase *phrases;
	size_t count;
	bool is_told;     /* hours may count from dawn */
};

struct text_hours_set {
	struct arena arena;
	struct text_hours_words words[ROW_LANGS_MOST];
	size_t count;
	size_t english;   /* count: not in the file */
};

/* A time as it was said. */
struct text_hours_time {
	int hour, minute;
	enum text_hours_mark half; /* AM, PM, EVE, NOON; TEXT_HOURS_TIME: nothing was said */
	bool is_24;          /* written like 06:30, with two digits for the hour */
};

/* One time with its half of the day said or clear by itself; the minute of the day, or -1.
 * `is_told`: only a Latin am or pm, or one of 24 hours, is clear. */
int text_hours_time_alone(const struct text_hours_time *time, bool is_before, bool is_told);
/* Two times as a span of one day; false when it is none. */
bool text_hours_time_pair(const struct text_hours_time times[2], bool is_told, int *from, int *to);

#endif
