/*
 * locale - the languages, the sentences and the school calendar in force, swapped whole
 * on reload and on import.
 *
 * Counted: whoever holds one over a loop turn (a job on the writer thread) takes a
 * reference.  The daemon keeps the old set when a new one does not load.
 *
 * Threads: hold and drop from any; everything inside is read-only.
 */
#ifndef WORK_LOCALE_H
#define WORK_LOCALE_H

#include "i18n/intent/opt_out.h"
#include "i18n/intent/text_hours.h"
#include "i18n/language/catalog.h"
#include "timetable.h"

enum { LOCALE_LANGUAGES = 64 };

struct locale {
	struct lang_set *languages;
	struct opt_out_set *opt_outs;
	struct text_hours_set *text_hours;
	struct catalog *catalog;
	const struct lang *allowed[LOCALE_LANGUAGES]; /* the district's, most common first */
	size_t allowed_count;
	const struct lang *staff;   /* the staff's language: English by default */
	uint64_t edition;           /* of its words, a random one, never 0: two locales of one edition
				       say the same, for one lends to the other */
	struct timetable *timetable; /* NULL: no calendar was read yet */
	struct locale *lends;       /* whose languages and catalog these are; NULL: its own */
	_Atomic int holders;
};

struct locale_ask {
	const char *folder;
	const char *const *tags;    /* the district's languages */
	size_t count;
	const char *staff;          /* the staff's, a tag too */
};
/* FAULT_CONFIG when one of the tags is not shipped: *unknown (may be NULL) is that tag, the
 * asker's own pointer; NULL when a file of the folder is at fault. */
enum fault locale_load(const struct locale_ask *ask, struct locale **locale,
		       const char **unknown, struct note *note) MUST_CHECK;
struct locale *locale_hold(struct locale *locale);
/* Fits AUTO_PTR. */
void locale_free(struct locale **locale);
/* The same words with another timetable, which it takes over. */
struct locale *locale_with(struct locale *locale, struct timetable *timetable);
/* The contact's language by tag, or the staff's when it is not shipped any more. */
const struct lang *locale_language(const struct locale *locale, const char *tag);

#endif
