/* icu::MessageFormat with named arguments, behind C. */
#include "shim.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/plurrule.h>

using icu::Formattable;
using icu::Locale;
using icu::MessagePattern;
using icu::UnicodeString;

/* Stands for an argument that nobody gave; no text has this code point. */
static const char16_t not_given = u'\uffff';

struct argument {
	bool chooses;   /* a branch: plural, select */
	bool is_needed; /* in every branch */
};

struct shim_message {
	/* MessageFormat::format is const, but makes its number format and plural
	 * rules when it first needs them: one speaker at a time. */
	mutable std::mutex lock;
	std::unique_ptr<icu::MessageFormat> format;
	std::map<std::string, argument> arguments;
	std::vector<UnicodeString> names; /* same order */
};

static UnicodeString to_unicode(struct str text)
{
	return UnicodeString::fromUTF8(
		icu::StringPiece(text.at ? text.at : "", static_cast<int32_t>(text.size)));
}

static std::string to_bytes(const UnicodeString &text)
{
	std::string bytes;

	text.toUTF8String(bytes);
	return bytes;
}

/* Languages without data in ICU count as English does, "one" and "other": the root
 * rules would never take the "one" that their translators write. */
static Locale locale_of(const char *tag, UErrorCode &status)
{
	return *tag ? Locale::forLanguageTag(tag, status) : Locale::getEnglish();
}

/* The branches of the plural that starts at part `start`, without "=1". */
static std::set<std::string> branches_of(const MessagePattern &pattern, int32_t start)
{
	const int32_t limit = pattern.getLimitPartIndex(start);
	std::set<std::string> branches;

	for (int32_t i = start + 1; i < limit; i++) {
		const MessagePattern::Part &part = pattern.getPart(i);

		if (part.getType() == UMSGPAT_PART_TYPE_ARG_SELECTOR)
			branches.insert(to_bytes(pattern.getSubstring(part)));
		else if (part.getType() == UMSGPAT_PART_TYPE_MSG_START)
			i = pattern.getLimitPartIndex(i);
	}
	return branches;
}

static enum fault check_plural(const MessagePattern &pattern, int32_t start,
			       const Locale &locale, struct note *note)
{
	UErrorCode status = U_ZERO_ERROR;
	const UPluralType type =
		pattern.getPart(start).getArgType() == UMSGPAT_ARG_TYPE_PLURAL ?
			UPLURAL_TYPE_CARDINAL : UPLURAL_TYPE_ORDINAL;
	const std::set<std::string> branches = branches_of(pattern, start);
	std::unique_ptr<icu::PluralRules> rules(
		icu::PluralRules::forLocale(locale, type, status));
	std::unique_ptr<icu::StringEnumeration> needed;

	if (U_SUCCESS(status))
		needed.reset(rules->getKeywords(status));
	if (U_FAILURE(status))
		return fault_because(FAULT_BROKEN, note, "ICU: %s", u_errorName(status));
	for (const char *name; (name = needed->next(nullptr, status));)
		if (!branches.count(name))
			return fault_because(FAULT_INVALID, note,
					     "the plural lacks \"%s\", which this language needs",
					     name);
	return FAULT_NONE;
}

static enum fault note_argument(shim_message &message, const MessagePattern &pattern,
				int32_t start, bool is_needed, struct note *note)
{
	const UMessagePatternArgType type = pattern.getPart(start).getArgType();
	const MessagePattern::Part &name = pattern.getPart(start + 1);
	const bool chooses = type != UMSGPAT_ARG_TYPE_NONE;

	if (name.getType() != UMSGPAT_PART_TYPE_ARG_NAME)
		return fault_because(FAULT_INVALID, note,
				     "arguments have names here, not numbers");
	/* their types come from our code, never from a translation */
	if (type == UMSGPAT_ARG_TYPE_SIMPLE || type == UMSGPAT_ARG_TYPE_CHOICE)
		return fault_because(FAULT_INVALID, note,
				     "only {name}, plural, selectordinal and select are used here");
	argument &known = message.arguments[to_bytes(pattern.getSubstring(name))];
	known.chooses |= chooses;
	known.is_needed |= chooses || is_needed;
	return FAULT_NONE;
}

static enum fault read_pattern(shim_message &message, const MessagePattern &pattern,
			       const Locale &locale, struct note *note)
{
	enum fault fault = FAULT_NONE;
	int32_t level = 0;

	for (int32_t i = 0; i < pattern.countParts() && !fault; i++) {
		const MessagePattern::Part &part = pattern.getPart(i);

		if (part.getType() == UMSGPAT_PART_TYPE_MSG_START)
			level = part.getValue();
		else if (part.getType() == UMSGPAT_PART_TYPE_MSG_LIMIT)
			level = part.getValue() - 1;
		else if (part.getType() == UMSGPAT_PART_TYPE_ARG_START)
			fault = note_argument(message, pattern, i, level == 0, note);
		if (!fault && part.getType() == UMSGPAT_PART_TYPE_ARG_START &&
		    UMSGPAT_ARG_TYPE_HAS_PLURAL_STYLE(part.getArgType()))
			fault = check_plural(pattern, i, locale, note);
	}
	return fault;
}

static enum fault make(struct str text, const char *tag,
		       std::unique_ptr<shim_message> &made, struct note *note)
{
	UErrorCode status = U_ZERO_ERROR;
	UParseError error = { 0, 0, { 0 }, { 0 } };
	const UnicodeString source = to_unicode(text);
	const Locale locale = locale_of(tag, status);
	MessagePattern pattern(status);
	auto message = std::make_unique<shim_message>();
	enum fault fault;

	pattern.parse(source, &error, status);
	if (U_SUCCESS(status))
		message->format = std::make_unique<icu::MessageFormat>(source, locale, error,
								       status);
	/* some errors come without their place */
	if (U_FAILURE(status) && error.offset > 0)
		return fault_because(FAULT_INVALID, note,
				     "the pattern cannot be read from character %d on (%s)",
				     error.offset + 1, u_errorName(status));
	if (U_FAILURE(status))
		return fault_because(FAULT_INVALID, note, "the pattern cannot be read (%s)",
				     u_errorName(status));
	fault = read_pattern(*message, pattern, locale, note);
	if (fault)
		return fault;
	for (const auto &known : message->arguments)
		message->names.push_back(UnicodeString::fromUTF8(known.first));
	made = std::move(message);
	return FAULT_NONE;
}

enum fault shim_message_new(struct str pattern, const char *locale,
			    struct shim_message **message, struct note *note)
{
	try {
		std::unique_ptr<shim_message> made;
		enum fault fault = make(pattern, locale, made, note);

		if (!fault)
			*message = made.release();
		return fault;
	} catch (...) {
		return fault_because(FAULT_BROKEN, note, "ICU threw");
	}
}

void shim_message_free(struct shim_message **message)
{
	delete *message;
	*message = nullptr;
}

const char *shim_message_arg(const struct shim_message *message, size_t index)
{
	auto at = message->arguments.begin();

	if (index >= message->arguments.size())
		return nullptr;
	std::advance(at, index);
	return at->first.c_str();
}

bool shim_message_chooses(const struct shim_message *message, const char *name)
{
	try {
		auto known = message->arguments.find(name);

		return known != message->arguments.end() && known->second.chooses;
	} catch (...) {
		return false;
	}
}

static Formattable value_of(const struct shim_arg &arg)
{
	return arg.is_number ? Formattable(arg.number) : Formattable(to_unicode(arg.text));
}

static enum fault say(const struct shim_message &message, const struct shim_arg *args,
		      size_t count, struct buf *into, struct note *note)
{
	UErrorCode status = U_ZERO_ERROR;
	std::vector<Formattable> values;
	UnicodeString said;
	std::string bytes;

	for (const auto &known : message.arguments) {
		const struct shim_arg *given =
			std::find_if(args, args + count, [&](const struct shim_arg &arg) {
				return known.first == arg.name;
			});

		if (given == args + count && known.second.is_needed)
			return fault_because(FAULT_BROKEN, note, "argument %s is missing",
					     known.first.c_str());
		values.push_back(given == args + count ? Formattable(UnicodeString(not_given)) :
							 value_of(*given));
	}
	{
		std::lock_guard<std::mutex> guard(message.lock);
		message.format->format(message.names.data(), values.data(),
				       static_cast<int32_t>(values.size()), said, status);
	}
	if (U_FAILURE(status))
		return fault_because(FAULT_BROKEN, note, "ICU: %s", u_errorName(status));
	if (said.indexOf(not_given) >= 0)
		return fault_because(FAULT_BROKEN, note, "an argument of this branch is missing");
	/* of large French numbers; see segment.h on its price */
	said.findAndReplace(UnicodeString(u'\u202f'), UnicodeString(u' '));
	said.toUTF8String(bytes);
	buf_add(into, { bytes.data(), bytes.size() });
	return FAULT_NONE;
}

enum fault shim_message_say(const struct shim_message *message,
			    const struct shim_arg *args, size_t count,
			    struct buf *into, struct note *note)
{
	try {
		return say(*message, args, count, into, note);
	} catch (...) {
		return fault_because(FAULT_BROKEN, note, "ICU threw");
	}
}
