/* The classes of ICU that have no C twin, behind C: zones, dates, matching. */
#include "shim.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <unicode/basictz.h>
#include <unicode/localematcher.h>
#include <unicode/smpdtfmt.h>
#include <unicode/translit.h>
#include <unicode/uniset.h>

using icu::Locale;
using icu::UnicodeString;

static UnicodeString to_unicode(struct str text)
{
	return UnicodeString::fromUTF8(
		icu::StringPiece(text.at ? text.at : "", static_cast<int32_t>(text.size)));
}

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
	for (int32_t i = 0; i < source.size(); i++) {
		UnicodeString before(source.charAt(i));
		UnicodeString after(before);

		rules->transliterate(after);
		if (after != before)
			changed.add(source.charAt(i));
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

/* ---- zones ------------------------------------------------------------------------ */

/* The offset from local time to UTC, from then on. */
struct change {
	int64_t at;
	int64_t offset;
};

struct zone {
	std::string id;
	std::unique_ptr<icu::BasicTimeZone> rules;
	/* The first stands at TABLE_FROM: ICU counts a calendar out for every question,
	 * and school time asks some thirty a text. */
	std::vector<change> changes;
};

static const int64_t day_ms = 24 * 3600000;
/* 2000 to 2100; what lies before and behind is asked of ICU. */
static const int64_t table_from = INT64_C(946684800000);
static const int64_t table_to = INT64_C(4102444800000);

static int64_t offset_by_rules(const struct zone *zone, int64_t at)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t raw = 0;
	int32_t summer = 0;

	zone->rules->getOffset(static_cast<UDate>(at), false, raw, summer, status);
	return raw + summer;
}

static void list_changes(struct zone *zone)
{
	icu::TimeZoneTransition next;
	int64_t at = table_from;

	zone->changes.push_back({ at, offset_by_rules(zone, at) });
	while (zone->rules->getNextTransition(static_cast<UDate>(at), false, next)) {
		at = static_cast<int64_t>(next.getTime());
		if (at >= table_to)
			return;
		if (offset_by_rules(zone, at) != zone->changes.back().offset)
			zone->changes.push_back({ at, offset_by_rules(zone, at) });
	}
}

/* The change that holds at `at`, which lies in the table. */
static size_t change_of(const struct zone *zone, int64_t at)
{
	size_t low = 0;
	size_t high = zone->changes.size();

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/*
 * createTimeZone takes anything: what it does not know becomes UTC, "GMT+5" a
 * zone without summer time, and "EST" or "CST" are old names that are not what
 * people mean.  So we want a place ("America/Chicago") from the database, or UTC.
 */
static bool is_place(struct str id)
{
	UErrorCode status = U_ZERO_ERROR;
	UnicodeString canonical;
	UBool is_in_database = false;

	if (str_is(id, "UTC"))
		return true;
	if (id.size > 64 || str_find(id, str_of("/")) == id.size || str_is(id, "Etc/Unknown"))
		return false;
	icu::TimeZone::getCanonicalID(to_unicode(id), canonical, is_in_database, status);
	return U_SUCCESS(status) && is_in_database;
}

static std::unique_ptr<zone> make_zone(struct str id)
{
	auto made = std::make_unique<zone>();
	std::unique_ptr<icu::TimeZone> rules(icu::TimeZone::createTimeZone(to_unicode(id)));

	made->id = std::string(id.at, id.size);
	made->rules.reset(dynamic_cast<icu::BasicTimeZone *>(rules.get()));
	if (!made->rules)
		return nullptr;
	rules.release();
	list_changes(made.get());
	return made;
}

static const struct zone *find_zone(struct str id)
{
	/* one table, bounded by the database's some 600 names */
	static std::mutex lock;
	static std::map<std::string, std::unique_ptr<zone>> zones;
	std::lock_guard<std::mutex> guard(lock);
	auto known = zones.find(std::string(id.at, id.size));

	if (known != zones.end())
		return known->second.get();
	if (!is_place(id))
		return nullptr;
	return (zones[std::string(id.at, id.size)] = make_zone(id)).get();
}

const struct zone *shim_icu_zone_find(struct str id)
{
	try {
		return id.size ? find_zone(id) : nullptr;
	} catch (...) {
		return nullptr;
	}
}

const char *shim_icu_zone_id(const struct zone *zone)
{
	return zone->id.c_str();
}

int64_t shim_icu_zone_offset(const struct zone *zone, int64_t at)
{
	if (at < table_from || at >= table_to)
		return offset_by_rules(zone, at);
	return zone->changes[change_of(zone, at)].offset;
}

static void ask_rules_local(const struct zone *zone, int64_t local, int64_t *before,
			    int64_t *after)
{
	UErrorCode status = U_ZERO_ERROR;
	const UDate date = static_cast<UDate>(local);
	int32_t raw = 0;
	int32_t summer = 0;

	zone->rules->getOffsetFromLocal(date, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER,
					raw, summer, status);
	*before = raw + summer;
	zone->rules->getOffsetFromLocal(date, UCAL_TZ_LOCAL_LATTER, UCAL_TZ_LOCAL_LATTER,
					raw, summer, status);
	*after = raw + summer;
}

/* A local time that a change skips or repeats lies between what its two offsets make of
 * it; one behind both is of the new offset, one before both of the old. */
void shim_icu_zone_offsets_local(const struct zone *zone, int64_t local, int64_t *before,
			     int64_t *after)
{
	size_t i;

	if (local < table_from + 2 * day_ms || local >= table_to - 2 * day_ms) {
		ask_rules_local(zone, local, before, after);
		return;
	}
	/* no offset is as much as a day */
	for (i = change_of(zone, local + day_ms); i > 0; i--) {
		int64_t old = zone->changes[i - 1].offset;
		int64_t fresh = zone->changes[i].offset;
		int64_t since = local - zone->changes[i].at;

		if (since >= old && since >= fresh)
			break;
		if (since >= old || since >= fresh) {
			*before = old;
			*after = fresh;
			return;
		}
	}
	*before = *after = zone->changes[i].offset;
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

struct spelling {
	std::unique_ptr<icu::DateFormat> format; /* none: ICU has no words */
	const icu::TimeZone *zone;               /* whose time it tells now */
};

static spelling make_spelling(const char *tag, const char16_t *skeleton)
{
	return { shim_icu_knows_locale(tag) ? make_format(tag, skeleton) : nullptr, nullptr };
}

/* A DateFormat writes into itself while it formats, and takes 300 us to make: two
 * for each locale of languages.yaml, and one lock around them. */
static bool spell_time(const icu::TimeZone &zone, const char *tag, const char16_t *skeleton,
		       int64_t at, std::string *spelled)
{
	static std::mutex lock;
	static std::map<std::pair<std::string, const char16_t *>, spelling> spellings;
	std::lock_guard<std::mutex> guard(lock);
	auto known = spellings.find({ tag, skeleton });
	UnicodeString text;

	if (known == spellings.end())
		known = spellings.emplace(std::make_pair(std::string(tag), skeleton),
					  make_spelling(tag, skeleton)).first;
	if (!known->second.format)
		return false;
	if (known->second.zone != &zone)
		known->second.format->setTimeZone(zone);
	known->second.zone = &zone;
	known->second.format->format(static_cast<UDate>(at), text);
	text.findAndReplace(UnicodeString(u'\u202f'), UnicodeString(u' '));
	text.findAndReplace(UnicodeString(u'\u00a0'), UnicodeString(u' '));
	text.toUTF8String(*spelled);
	return true;
}

bool shim_icu_spell_time(const struct zone *zone, const char *locale, int64_t at,
		     struct buf *into)
{
	try {
		std::string spelled;

		if (!spell_time(*zone->rules, locale, day_and_time, at, &spelled))
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

		if (!spell_time(*icu::TimeZone::getGMT(), locale, time_alone,
				static_cast<int64_t>(minute) * 60000, &spelled))
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
