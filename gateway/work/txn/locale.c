#include "locale.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "i18n/intent/opt_out_set.h"
#include "i18n/intent/text_hours_set.h"
#include "i18n/language/detect.h"
#include "i18n/language/lang_set.h"

void locale_free(struct locale **locale)
{
	struct locale *gone = *locale;

	*locale = NULL;
	if (!gone || atomic_fetch_sub(&gone->holders, 1) > 1)
		return;
	timetable_free(&gone->timetable);
	if (gone->lends) {
		locale_free(&gone->lends);
	} else {
		catalog_free(&gone->catalog);
		opt_out_set_free(&gone->opt_outs);
		text_hours_set_free(&gone->text_hours);
		lang_set_free(&gone->languages);
	}
	free(gone);
}

struct locale *locale_with(struct locale *locale, struct timetable *timetable)
{
	assert(locale && timetable);

	struct locale *fresh = memory_new(struct locale);

	fresh->languages = locale->languages;
	fresh->opt_outs = locale->opt_outs;
	fresh->text_hours = locale->text_hours;
	fresh->catalog = locale->catalog;
	memcpy(fresh->allowed, locale->allowed, sizeof(fresh->allowed));
	fresh->allowed_count = locale->allowed_count;
	fresh->staff = locale->staff;
	fresh->edition = locale->edition;
	fresh->timetable = timetable;
	fresh->lends = locale_hold(locale->lends ? locale->lends : locale);
	fresh->holders = 1;
	return fresh;
}

struct locale *locale_hold(struct locale *locale)
{
	assert(locale);
	atomic_fetch_add(&locale->holders, 1);
	return locale;
}

static enum fault allow(struct locale *locale, const char *tag, struct note *note)
{
	const struct lang *lang = lang_find(locale->languages, str_of(tag));

	if (!lang)
		return fault_because(FAULT_CONFIG, note,
				     "district.languages: \"%.20s\" is not shipped: locales/"
				     "languages.yaml lists what is", tag);
	locale->allowed[locale->allowed_count++] = lang;
	return FAULT_NONE;
}

static enum fault load(struct locale *locale, const char *folder, struct note *note)
{
	AUTO(buf) path;
	enum fault fault;

	buf_init(&path, 4096);
	buf_add_format(&path, "%s/languages.yaml", folder);
	fault = lang_set_load(buf_text(&path), &locale->languages, note);
	if (!fault)
		fault = detect_self_check(locale->languages, note);
	buf_clear(&path);
	buf_add_format(&path, "%s/opt_out.yaml", folder);
	if (!fault)
		fault = opt_out_set_load(buf_text(&path), locale->languages, &locale->opt_outs, note);
	buf_clear(&path);
	buf_add_format(&path, "%s/hours.yaml", folder);
	if (!fault)
		fault = text_hours_set_load(buf_text(&path), locale->languages, &locale->text_hours, note);
	if (!fault)
		fault = catalog_load(folder, locale->languages, &locale->catalog, note);
	return fault;
}

/* *unknown: the tag that is not shipped. */
static enum fault choose(struct locale *locale, const struct locale_ask *ask,
			 const char **unknown, struct note *note)
{
	for (size_t i = 0; i < ask->count && i < LOCALE_LANGUAGES; i++) {
		enum fault fault = allow(locale, ask->tags[i], note);

		*unknown = fault ? ask->tags[i] : NULL;
		if (fault)
			return fault;
	}
	locale->staff = lang_find(locale->languages, str_of(ask->staff));
	if (locale->staff)
		return FAULT_NONE;
	*unknown = ask->staff;
	return fault_because(FAULT_CONFIG, note,
			     "district.staff_language: \"%.20s\" is not shipped", ask->staff);
}

enum fault locale_load(const struct locale_ask *ask, struct locale **locale,
		       const char **unknown, struct note *note)
{
	assert(ask->folder && ask->tags && ask->staff && locale);

	struct locale *fresh = memory_new(struct locale);
	const char *missing = NULL;
	enum fault fault;

	atomic_store(&fresh->holders, 1);
	fresh->edition = random_number() | 1;
	fault = load(fresh, ask->folder, note);
	if (!fault)
		fault = choose(fresh, ask, &missing, note);
	if (unknown)
		*unknown = missing;
	if (fault) {
		locale_free(&fresh);
		return fault;
	}
	*locale = fresh;
	return FAULT_NONE;
}

const struct lang *locale_language(const struct locale *locale, const char *tag)
{
	assert(locale && tag);

	const struct lang *lang = lang_find(locale->languages, str_of(tag));

	return lang ? lang : locale->staff;
}
