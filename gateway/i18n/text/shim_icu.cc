/* The classes of ICU that have no C twin, behind C: dates in words, matching. */
#include "shim.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <unicode/localematcher.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/translit.h>
#include <unicode/uniset.h>
#include <unicode/usetiter.h>

using icu::Locale;
using icu::UnicodeString;

/* ---- locales -------------------------------------------------------------------- */

struct shim_matcher {
	std::vector<Locale> locales;
	std::unique_ptr<icu::LocaleMatcher> matcher;
};

static std::unique_ptr<shim_matcher> make_matcher(const char *const *tags, size_t count)
{
	auto made = std::make_unique<shim_matcher>();
	UErrorCode status = U_ZERO_ERROR;
	icu::LocaleMatcher::Builder builder;

	for (size_t i = 0; i < count; i++)
		made->locales.push_back(Locale::forLanguageTag(tags[i], status));
	for (const Locale &locale : made->locales)
		builder.addSupportedLocale(locale);
	builder.setNoDefaultLocale();
	made->matcher = std::make_unique<icu::LocaleMatcher>(builder.build(status));
	if (U_FAILURE(status))
		return nullptr;
	return made;
}

struct shim_matcher *shim_icu_matcher_new(const char *const *tags, size_t count)
{
	try {
		return make_matcher(tags, count).release();
	} catch (...) {
		return nullptr;
	}
}

void shim_icu_matcher_free(struct shim_matcher **matcher)
{
	delete *matcher;
	*matcher = nullptr;
}

static int match(const struct shim_matcher *matcher, const char *tag)
{
	UErrorCode status = U_ZERO_ERROR;
	Locale wanted = Locale::forLanguageTag(tag, status);
	const Locale *best;

	if (U_FAILURE(status))
		return -1;
	best = matcher->matcher->getBestMatch(wanted, status);
	if (U_FAILURE(status) || !best)
		return -1;
	for (size_t i = 0; i < matcher->locales.size(); i++)
		if (matcher->locales[i] == *best)
			return static_cast<int>(i);
	return -1;
}

int shim_icu_match(const struct shim_matcher *matcher, const char *tag)
{
	try {
		return match(matcher, tag);
	} catch (...) {
		return -1;
	}
}

static bool knows_locale(const char *tag)
{
	UErrorCode status = U_ZERO_ERROR;
	Locale wanted = Locale::forLanguageTag(tag, status);
	int32_t count;
	const Locale *known = Locale::getAvailableLocales(count);

	if (U_FAILURE(status))
		return false;
	for (int32_t i = 0; i < count; i++)
		if (std::string(known[i].getLanguage()) == wanted.getLanguage())
			return true;
	return false;
}

bool shim_icu_knows_locale(const char *locale)
{
	try {
		return *locale && knows_locale(locale);
	} catch (...) {
		return false;
	}
}

/* ---- Han characters --------------------------------------------------------------- */

/* The characters that ICU's rule set `id` changes when they stand alone. */
static icu::UnicodeSet changed_by(const char *id)
{
	UErrorCode status = U_ZERO_ERROR;
	std::unique_ptr<icu::Transliterator> rules(
		icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
	icu::UnicodeSet source, changed;

	if (U_FAILURE(status))
		return changed;
	rules->getSourceSet(source);
	/* charAt(i) counts from the start every time */
	for (icu::UnicodeSetIterator each(source); each.next() && !each.isString();) {
		UnicodeString before(each.getCodepoint());
		UnicodeString after(before);

		rules->transliterate(after);
		if (after != before)
			changed.add(each.getCodepoint());
	}
	return changed;
}

struct han_writings {
	icu::UnicodeSet simplified = changed_by("Simplified-Traditional");
	icu::UnicodeSet traditional = changed_by("Traditional-Simplified");

	han_writings()
	{
		icu::UnicodeSet both(simplified);

		both.retainAll(traditional);
		simplified.removeAll(both).freeze();
		traditional.removeAll(both).freeze();
	}
};

int shim_icu_han_writing(uint32_t rune)
{
	try {
		static const han_writings writings;
		const UChar32 character = static_cast<UChar32>(rune);

		return writings.simplified.contains(character) -
		       writings.traditional.contains(character);
	} catch (...) {
		return 0;
	}
}

/* ---- Windows' names of zones ------------------------------------------------------ */

static bool windows_zone(const char *name, std::string *found)
{
	UErrorCode status = U_ZERO_ERROR;
	UnicodeString place;

	icu::TimeZone::getIDForWindowsID(UnicodeString::fromUTF8(name), nullptr, place, status);
	place.toUTF8String(*found);
	return U_SUCCESS(status) && !place.isEmpty();
}

bool shim_icu_windows_zone(const char *name, struct buf *into)
{
	try {
		std::string found;

		if (!windows_zone(name, &found))
			return false;
		buf_add(into, { found.data(), found.size() });
		return true;
	} catch (...) {
		return false;
	}
}

/* ---- dates ------------------------------------------------------------------------ */

static std::unique_ptr<icu::DateFormat> make_format(const char *tag, const char16_t *skeleton)
{
	UErrorCode status = U_ZERO_ERROR;
	Locale locale = Locale::forLanguageTag(tag, status);
	std::unique_ptr<icu::DateFormat> format;

	locale.setKeywordValue("calendar", "gregorian", status);
	if (U_SUCCESS(status))
		format.reset(icu::DateFormat::createInstanceForSkeleton(
			UnicodeString(skeleton), locale, status));
	return U_SUCCESS(status) ? std::move(format) : nullptr;
}

static const char16_t day_and_time[] = u"EEEEMMMMdjm";
static const char16_t time_alone[] = u"jm";

/* Tells what it is given as if it were UTC. */
static std::unique_ptr<icu::DateFormat> make_spelling(const char *tag, const char16_t *skeleton)
{
	auto format = shim_icu_knows_locale(tag) ? make_format(tag, skeleton) : nullptr;

	if (format)
		format->setTimeZone(*icu::TimeZone::getGMT());
	return format;
}

/* A DateFormat writes into itself while it formats, and takes 300 us to make: two
 * for each locale of languages.yaml, and one lock around them.  What it said last is most
 * often what is asked for next: whom one minute's texts promise what, is the same minute. */
struct spelling {
	std::unique_ptr<icu::DateFormat> format; /* none: ICU has no words */
	int64_t minute = INT64_MIN;              /* of `last`; no skeleton shows less */
	std::string last;
};

static void spell(struct spelling &spelling, int64_t wall, int64_t minute)
{
	UnicodeString text;

	spelling.format->format(static_cast<UDate>(wall), text);
	text.findAndReplace(UnicodeString(u'\u202f'), UnicodeString(u' '));
	text.findAndReplace(UnicodeString(u'\u00a0'), UnicodeString(u' '));
	spelling.minute = INT64_MIN;
	spelling.last.clear();
	text.toUTF8String(spelling.last);
	spelling.minute = minute;
}

static bool spell_time(const char *tag, const char16_t *skeleton, int64_t wall,
		       std::string *spelled)
{
	static std::mutex lock;
	static std::map<std::pair<std::string, const char16_t *>, struct spelling> spellings;
	const int64_t minute = wall / 60000 - (wall % 60000 < 0);
	std::lock_guard<std::mutex> guard(lock);
	struct spelling &spelling = spellings[{ tag, skeleton }];

	if (!spelling.format && spelling.minute == INT64_MIN)
		spelling.format = make_spelling(tag, skeleton);
	if (!spelling.format) {
		spelling.minute = 0; /* asked once is enough */
		return false;
	}
	if (spelling.minute != minute)
		spell(spelling, wall, minute);
	*spelled = spelling.last;
	return true;
}

bool shim_icu_spell_time(const char *locale, int64_t wall, struct buf *into)
{
	try {
		std::string spelled;

		if (!spell_time(locale, day_and_time, wall, &spelled))
			return false;
		buf_add(into, { spelled.data(), spelled.size() });
		return true;
	} catch (...) {
		return false;
	}
}

bool shim_icu_spell_minute(const char *locale, int minute, struct buf *into)
{
	try {
		std::string spelled;

		if (!spell_time(locale, time_alone, static_cast<int64_t>(minute) * 60000, &spelled))
			return false;
		buf_add(into, { spelled.data(), spelled.size() });
		return true;
	} catch (...) {
		return false;
	}
}

bool shim_icu_spell_country(const char *country, struct buf *into)
{
	try {
		icu::UnicodeString name;
		std::string spelled;

		Locale("", country).getDisplayCountry(Locale::getEnglish(), name);
		name.toUTF8String(spelled);
		if (spelled.empty() || spelled == country)
			return false;
		buf_add(into, { spelled.data(), spelled.size() });
		return true;
	} catch (...) {
		return false;
	}
}
