#include "family_fields.h"

#include <assert.h>
#include <stdio.h>

#include "i18n/text/label.h"
#include "work/txn/locale.h"

static const char *const parts[FAMILY_PART_COUNT] = {
#define X(name, word) [name] = word,
	FAMILY_PARTS(X)
#undef X
};

const char *family_fields_word(enum family_part part)
{
	return parts[part];
}

static enum fault put_name(struct str text, char *into, size_t room, struct note *note)
{
	if (!str_is_utf8(text))
		return fault_because(FAULT_INVALID, note, "the name is not UTF-8");
	if (text.size >= room)
		return fault_because(FAULT_TOO_LARGE, note, "a name of over %zu bytes", room - 1);
	str_put(into, room, text);
	return FAULT_NONE;
}

static enum fault set_name(const struct locale *locale, struct str text, struct family_given *given,
			   struct note *note)
{
	(void)locale;
	given->contact.has[CONTACT_HAS_NAME] = true;
	return put_name(text, given->contact.contact.name, sizeof(given->contact.contact.name), note);
}

static const struct lang *find_language(const struct lang_set *set, struct str text)
{
	for (size_t i = 0; i < lang_count(set); i++) {
		const struct lang *lang = lang_at(set, i);

		if (str_equals_nocase(text, str_of(lang->name)) ||
		    str_equals(text, str_of(lang->autonym)))
			return lang;
	}
	return lang_match(set, text);
}

static enum fault set_language(const struct locale *locale, struct str text, struct family_given *given,
			       struct note *note)
{
	const struct lang *lang = find_language(locale->languages, text);

	if (!lang)
		return fault_because(FAULT_INVALID, note, "this is no language that we ship");
	str_put(given->contact.contact.language, sizeof(given->contact.contact.language), str_of(lang->tag));
	given->contact.has[CONTACT_HAS_LANGUAGE] = true;
	return FAULT_NONE;
}

static enum fault set_zone(const struct locale *locale, struct str text, struct family_given *given,
			   struct note *note)
{
	(void)locale;
	if (text.size && (text.size >= ZONE_ROOM || !zone_find(text)))
		return fault_because(FAULT_INVALID, note,
				     "no such time zone; they read like America/Chicago");
	str_put(given->contact.contact.zone, sizeof(given->contact.contact.zone), text);
	given->contact.has[CONTACT_HAS_ZONE] = true;
	return FAULT_NONE;
}

static enum fault set_prefers(const struct locale *locale, struct str text, struct family_given *given,
			      struct note *note)
{
	(void)locale;
	if (!channel_of(text, &given->contact.contact.prefers))
		return fault_because(FAULT_INVALID, note, "prefers is sms, whatsapp or voice");
	given->contact.has[CONTACT_HAS_PREFERS] = true;
	return FAULT_NONE;
}

/* --- the household and a student ------------------------------------------------------ */

enum fault family_fields_join(struct str text, char *into, size_t room, struct note *note)
{
	AUTO(buf) names;

	assert(into && room > 1);
	buf_init(&names, room - 1);
	while (text.size) {
		size_t size = 0;
		struct str one;

		while (size < text.size && text.at[size] != ',' && text.at[size] != ';')
			size++;
		one = str_trim(str_slice(text, 0, size));
		if (one.size && names.size)
			buf_add_char(&names, ',');
		buf_add(&names, one);
		text = str_from(text, size + 1);
	}
	str_put(into, room, buf_str(&names));
	return buf_check(&names, note);
}

static enum fault set_household(const struct locale *locale, struct str text, struct family_given *given,
				struct note *note)
{
	(void)locale;
	given->contact.has[CONTACT_HAS_HOUSEHOLD] = true;
	return put_name(text, given->home.household.name, sizeof(given->home.household.name), note);
}

static enum fault set_groups(const struct locale *locale, struct str text, struct family_given *given,
			     struct note *note)
{
	(void)locale;
	given->home.has[HOUSEHOLD_HAS_GROUPS] = true;
	return family_fields_join(text, given->home.household.groups, sizeof(given->home.household.groups), note);
}

static enum fault set_shares(const struct locale *locale, struct str text, struct family_given *given,
			     struct note *note)
{
	bool is_yes = str_equals_nocase(text, STR("yes"));

	(void)locale;
	if (!is_yes && !str_equals_nocase(text, STR("no")))
		return fault_because(FAULT_INVALID, note, "shares is yes or no");
	given->home.household.shares = is_yes;
	given->home.has[HOUSEHOLD_HAS_SHARES] = true;
	return FAULT_NONE;
}

static enum fault set_student(const struct locale *locale, struct str text, struct family_given *given,
			      struct note *note)
{
	(void)locale;
	given->student.has[STUDENT_HAS_NAME] = true;
	return put_name(text, given->student.student.name, sizeof(given->student.student.name), note);
}

/* Names of schools are joined by commas elsewhere. */
static enum fault set_school(const struct locale *locale, struct str text, struct family_given *given,
			     struct note *note)
{
	(void)locale;
	given->student.has[STUDENT_HAS_SCHOOL] = true;
	if (str_find(text, STR(",")) < text.size)
		return fault_because(FAULT_INVALID, note, "a school's name has no comma");
	return put_name(text, given->student.student.school, sizeof(given->student.student.school), note);
}

/* hours_source is for the caller: a file or a member of staff. */
static enum fault set_hours(const struct locale *locale, struct str text, struct family_given *given,
			    struct note *note)
{
	struct str rest = text, begin = STR_NONE;
	int from = 0, to = 0;

	(void)locale;
	if (!str_equals_nocase(text, STR("any")) &&
	    (!str_next(&rest, '-', &begin) ||
	     family_fields_read_minutes(str_trim(begin), &from, NULL) ||
	     family_fields_read_minutes(str_trim(rest), &to, NULL)))
		return fault_because(FAULT_INVALID, note,
				     "hours read like 18:00-21:00, or any");
	given->contact.contact.own_from = from;
	given->contact.contact.own_to = to;
	given->contact.has[CONTACT_HAS_HOURS] = true;
	return FAULT_NONE;
}

enum fault family_fields_set(const struct locale *locale, enum family_part part, struct str text,
		      struct family_given *given, struct note *note)
{
	static enum fault (*const setters[FAMILY_PART_COUNT])(const struct locale *, struct str,
							      struct family_given *, struct note *) = {
		[FAMILY_NAME] = set_name,
		[FAMILY_LANGUAGE] = set_language,
		[FAMILY_ZONE] = set_zone,
		[FAMILY_PREFERS] = set_prefers,
		[FAMILY_HOUSEHOLD] = set_household,
		[FAMILY_GROUPS] = set_groups,
		[FAMILY_SHARES] = set_shares,
		[FAMILY_STUDENT] = set_student,
		[FAMILY_SCHOOL] = set_school,
		[FAMILY_HOURS] = set_hours,
	};

	assert(locale && given);
	if (label_check(str_trim(text), LABEL_LINE, note))
		return FAULT_INVALID;
	return setters[part](locale, str_trim(text), given, note);
}

enum fault family_fields_read_minutes(struct str text, int *minutes, struct note *note)
{
	struct str hour = STR_NONE;
	struct str rest = text;
	int64_t h, m;

	assert(minutes);
	if (text.size != 5 || !str_next(&rest, ':', &hour) || hour.size != 2 ||
	    str_number(hour, 0, 23, &h) || str_number(rest, 0, 59, &m))
		return fault_because(FAULT_INVALID, note, "a time of day reads like 18:30");
	*minutes = (int)(h * 60 + m);
	return FAULT_NONE;
}
