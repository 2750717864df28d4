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

/* More, and ICU says it. */
enum { MOST_NAMES = 16 };

struct argument {
	bool chooses;   /* a branch: plural, select */
	bool is_needed; /* in every branch */
};

/*
 * A pattern as we say it ourselves, where it has nothing but names and selects: what a
 * MessageFormat does with those, without its objects.  The test of shim_message compares
 * every sentence of every language with ICU's.
 */
struct piece {
	enum { TEXT, ARGUMENT, SELECT } kind;
	std::string text;               /* of TEXT */
	size_t argument;                /* of the others: its place among the names */
	std::vector<std::pair<std::string, std::vector<piece>>> branches; /* of SELECT */
};

struct shim_message {
	/* MessageFormat::format is const, but makes its number format and plural
	 * rules when it first needs them: one speaker at a time. */
	mutable std::mutex lock;
	std::unique_ptr<icu::MessageFormat> format;
	std::map<std::string, argument> arguments;
	std::vector<UnicodeString> names; /* same order */
	std::vector<piece> pieces;
	bool is_plain = false;            /* the pieces say all of it */
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

/* ---- pieces --------------------------------------------------------------------- */

static size_t place_of(const shim_message &message, const std::string &name)
{
	return static_cast<size_t>(
		std::distance(message.arguments.begin(), message.arguments.find(name)));
}

static void add_text(const std::string &text, std::vector<piece> &pieces)
{
	if (text.empty())
		return;
	if (pieces.empty() || pieces.back().kind != piece::TEXT)
		pieces.push_back({ piece::TEXT, "", 0, {} });
	pieces.back().text += text;
}

static bool cut(const shim_message &message, const MessagePattern &pattern, int32_t start,
		std::vector<piece> &pieces);

/* The select whose argument begins at part `start`. */
static bool cut_select(const shim_message &message, const MessagePattern &pattern, int32_t start,
		       piece &select)
{
	const int32_t limit = pattern.getLimitPartIndex(start);

	for (int32_t i = start + 2; i < limit; i++) {
		std::vector<piece> said;

		if (pattern.getPartType(i) != UMSGPAT_PART_TYPE_ARG_SELECTOR ||
		    pattern.getPartType(i + 1) != UMSGPAT_PART_TYPE_MSG_START ||
		    !cut(message, pattern, i + 1, said))
			return false;
		select.branches.emplace_back(to_bytes(pattern.getSubstring(pattern.getPart(i))), said);
		i = pattern.getLimitPartIndex(i + 1);
	}
	return true;
}

/* The message that begins at part `start`; false: it has something that ICU has to say. */
static bool cut(const shim_message &message, const MessagePattern &pattern, int32_t start,
		std::vector<piece> &pieces)
{
	const UnicodeString &source = pattern.getPatternString();
	const int32_t limit = pattern.getLimitPartIndex(start);
	int32_t from = pattern.getPart(start).getLimit();

	for (int32_t i = start + 1; i <= limit; i++) {
		const MessagePattern::Part &part = pattern.getPart(i);

		add_text(to_bytes(source.tempSubStringBetween(from, part.getIndex())), pieces);
		from = part.getLimit();
		if (part.getType() == UMSGPAT_PART_TYPE_MSG_LIMIT ||
		    part.getType() == UMSGPAT_PART_TYPE_SKIP_SYNTAX)
			continue;
		if (part.getType() != UMSGPAT_PART_TYPE_ARG_START)
			return false;
		pieces.push_back({ part.getArgType() == UMSGPAT_ARG_TYPE_SELECT ? piece::SELECT : piece::ARGUMENT,
				   "", place_of(message, to_bytes(pattern.getSubstring(pattern.getPart(i + 1)))), {} });
		if (part.getArgType() == UMSGPAT_ARG_TYPE_SELECT) {
			if (!cut_select(message, pattern, i, pieces.back()))
				return false;
		} else if (part.getArgType() != UMSGPAT_ARG_TYPE_NONE) {
			return false;
		}
		i = pattern.getLimitPartIndex(i);
		from = pattern.getPart(i).getLimit();
	}
	return true;
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
	message->is_plain = cut(*message, pattern, 0, message->pieces);
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

/* What ICU would write otherwise than it came: a number, broken bytes, the space that is
 * replaced, the mark of what is missing. */
static bool is_odd(const struct shim_arg &arg)
{
	static const struct str narrow = STR("\u202f"), missing = STR("\uffff");
	bool is_ascii = true;

	for (size_t i = 0; i < arg.text.size; i++)
		is_ascii &= !(static_cast<unsigned char>(arg.text.at[i]) & 0x80);
	return arg.is_number ||
	       (!is_ascii && (!str_is_utf8(arg.text) || str_find(arg.text, narrow) < arg.text.size ||
			      str_find(arg.text, missing) < arg.text.size));
}

static const std::vector<piece> *choose(const piece &select, struct str word)
{
	const std::vector<piece> *other = nullptr;

	for (const auto &branch : select.branches) {
		if (str_is(word, branch.first.c_str()))
			return &branch.second;
		if (!other && branch.first == "other")
			other = &branch.second;
	}
	return other;
}

/* False: an argument is missing, or there is something for ICU after all. */
static bool say_pieces(const std::vector<piece> &pieces, const struct shim_arg *const *given,
		       std::string &said)
{
	for (const piece &piece : pieces) {
		const struct shim_arg *arg = piece.kind == piece::TEXT ? nullptr : given[piece.argument];
		const std::vector<struct piece> *branch;

		if (piece.kind == piece::TEXT) {
			said += piece.text;
			continue;
		}
		if (!arg || is_odd(*arg))
			return false;
		if (piece.kind == piece::ARGUMENT) {
			said.append(arg->text.at ? arg->text.at : "", arg->text.size);
			continue;
		}
		branch = choose(piece, arg->text);
		if (!branch || !say_pieces(*branch, given, said))
			return false;
	}
	return true;
}

/* False: ICU has to say it, or to complain. */
static bool say_plainly(const struct shim_message &message, const struct shim_arg *args,
			size_t count, struct buf *into)
{
	const struct shim_arg *given[MOST_NAMES];
	std::string said;
	size_t at = 0;

	if (!message.is_plain || message.arguments.size() > MOST_NAMES)
		return false;
	for (const auto &known : message.arguments) {
		given[at] = nullptr;
		for (size_t i = 0; i < count && !given[at]; i++)
			if (known.first == args[i].name)
				given[at] = &args[i];
		if (!given[at] && known.second.is_needed)
			return false;
		at++;
	}
	if (!say_pieces(message.pieces, given, said))
		return false;
	buf_add(into, { said.data(), said.size() });
	return true;
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
		return say_plainly(*message, args, count, into) ? FAULT_NONE :
		       say(*message, args, count, into, note);
	} catch (...) {
		return fault_because(FAULT_BROKEN, note, "ICU threw");
	}
}

enum fault shim_message_say_by_icu(const struct shim_message *message,
				   const struct shim_arg *args, size_t count,
				   struct buf *into, struct note *note)
{
	try {
		return say(*message, args, count, into, note);
	} catch (...) {
		return fault_because(FAULT_BROKEN, note, "ICU threw");
	}
}
