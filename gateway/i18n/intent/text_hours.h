/*
 * text_hours - the hours at which a family wants our texts, said in its own words.
 *
 * "Text me after 6", "después de las 6 de la tarde", "不要在晚上8点以后发短信": the words are
 * in locales/hours.yaml, whose head explains the lists.  A text says them only when
 * nothing else is in it: every word is known, there is one time (or two with a between),
 * no question mark, and no doubt about morning or evening.  All else says nothing here and
 * is an input like any other.
 *
 * Morning or evening, without a word for it: 1 to 7 are the afternoon's, 12 is noon, 13 to
 * 24 are what they are; before 8 is in the evening; 8 to 11 alone may be both and say
 * nothing; of two times the first is in the morning from 8 to 11, and the second comes
 * behind it on the same day.
 *
 * Pure and deterministic; some 10 µs a text.
 *
 * Threads: a loaded set is read-only.
 */
#ifndef I18N_TEXT_HOURS_H
#define I18N_TEXT_HOURS_H

#include "i18n/language/lang.h"
#include "i18n/language/text_forms.h"

enum { TEXT_HOURS_LONGEST = 160 };

struct text_hours_set;

/* Minutes of the day; from == to: any time; to 0: until midnight. */
struct text_hours {
	int from, to;
	bool is_sure;            /* speaks of texts; "after 6" alone does not */
	const struct lang *lang; /* that it was said in */
};

/* False: it says no such thing, or two languages read two things in it. */
bool text_hours_read_forms(const struct text_hours_set *set, const struct text_forms *forms,
			   struct text_hours *text_hours);
/* The same of a text that has no forms yet; here for the tests. */
bool text_hours_read(const struct text_hours_set *set, struct str text, struct text_hours *text_hours);

#endif
