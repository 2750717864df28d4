/* What may be said of a contact, its household and a student. */
#include "tests/lib/test.h"

#include <string.h>

#include "api/json/family_fields.h"
#include "tests/lib/words.h"
#include "work/txn/locale.h"

static struct locale *speech(void)
{
	return words_locale();
}

static enum fault set(const struct locale *locale, enum family_part part, const char *text,
		      struct family_given *given)
{
	struct note note = { .text = "" };
	enum fault fault = family_fields_set(locale, part, str_of(text), given, &note);

	/* the reason repeats nothing of what was said */
	if (fault && strlen(text) > 3 && part != FAMILY_HOURS)
		assert_null(strstr(note.text, text));
	return fault;
}

static void a_language_is_named_by_tag_or_name_and_kept_as_its_tag(void **state)
{
	static const struct { const char *said, *tag; } rows[] = {
		{ "es", "es" }, { "es-MX", "es" }, { "Spanish", "es" }, { "spanish", "es" },
		{ "Español", "es" }, { " so ", "so" }, { "Tiếng Việt", "vi" },
	};
	struct locale *locale = speech();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct family_given given = { .contact.has = { false } };

		if (set(locale, FAMILY_LANGUAGE, rows[i].said, &given))
			fail_msg("\"%s\" is no language", rows[i].said);
		assert_string_equal(given.contact.contact.language, rows[i].tag);
		assert_true(given.contact.has[CONTACT_HAS_LANGUAGE]);
	}
	locale_free(&locale);
}

static void each_part_sets_its_own_mark_and_no_other(void **state)
{
	static const struct { enum family_part part; const char *said; } rows[] = {
		{ FAMILY_NAME, "Rosa" }, { FAMILY_LANGUAGE, "es" }, { FAMILY_ZONE, "America/Denver" },
		{ FAMILY_PREFERS, "sms" }, { FAMILY_HOURS, "18:00-21:00" },
		{ FAMILY_HOUSEHOLD, "Vega" }, { FAMILY_GROUPS, "band" }, { FAMILY_SHARES, "yes" },
		{ FAMILY_STUDENT, "Luz" }, { FAMILY_SCHOOL, "North" },
	};
	struct locale *locale = speech();

	(void)state;
	assert_int_equal(COUNT_OF(rows), FAMILY_PART_COUNT);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct family_given given = { .contact.has = { false } };
		int marks = 0;

		assert_int_equal(set(locale, rows[i].part, rows[i].said, &given), FAULT_NONE);
		for (int j = 0; j < CONTACT_PARTS; j++)
			marks += given.contact.has[j];
		for (int j = 0; j < HOUSEHOLD_PARTS; j++)
			marks += given.home.has[j];
		for (int j = 0; j < STUDENT_PARTS; j++)
			marks += given.student.has[j];
		if (marks != 1)
			fail_msg("%s sets %d marks", family_fields_word(rows[i].part), marks);
	}
	locale_free(&locale);
}

static void what_makes_no_sense_is_refused_without_repeating_it(void **state)
{
	static const struct { enum family_part part; const char *said; } rows[] = {
		{ FAMILY_NAME, "Ros\xe9" }, { FAMILY_LANGUAGE, "Klingon" },
		{ FAMILY_LANGUAGE, "" }, { FAMILY_ZONE, "America/Springfield" },
		{ FAMILY_PREFERS, "pigeon" }, { FAMILY_HOURS, "evenings" },
		{ FAMILY_HOURS, "18:00" }, { FAMILY_HOURS, "18:60-21:00" },
		{ FAMILY_HOURS, "24:00-25:00" }, { FAMILY_SHARES, "perhaps" },
		{ FAMILY_SCHOOL, "North, South" },
	};
	struct locale *locale = speech();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct family_given given = { .contact.has = { false } };

		if (set(locale, rows[i].part, rows[i].said, &given) != FAULT_INVALID)
			fail_msg("%s: \"%s\" is taken", family_fields_word(rows[i].part), rows[i].said);
	}
	locale_free(&locale);
}

static void hours_read_as_minutes_and_any_takes_them_back(void **state)
{
	struct family_given given = { .contact.has = { false } };
	struct locale *locale = speech();

	(void)state;
	assert_int_equal(set(locale, FAMILY_HOURS, "18:30 - 21:05", &given), FAULT_NONE);
	assert_int_equal(given.contact.contact.own_from, 18 * 60 + 30);
	assert_int_equal(given.contact.contact.own_to, 21 * 60 + 5);
	assert_int_equal(set(locale, FAMILY_HOURS, "ANY", &given), FAULT_NONE);
	assert_int_equal(given.contact.contact.own_from, given.contact.contact.own_to);
	locale_free(&locale);
}

static void names_are_joined_by_commas_without_gaps(void **state)
{
	static const struct { const char *said, *kept; } rows[] = {
		{ "North, South", "North,South" }, { "North;South", "North,South" },
		{ " ;North,,", "North" }, { "", "" }, { "one two", "one two" },
	};
	char into[32];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(family_fields_join(str_of(rows[i].said), into, sizeof(into), NULL),
				 FAULT_NONE);
		assert_string_equal(into, rows[i].kept);
	}
	assert_int_equal(family_fields_join(STR("a name that is longer than the room, more"), into,
					    sizeof(into), NULL), FAULT_TOO_LARGE);
}

static void a_name_that_is_too_long_is_refused_and_not_cut(void **state)
{
	struct family_given given = { .contact.has = { false } };
	struct locale *locale = speech();
	char name[NAME_ROOM + 1];

	(void)state;
	memset(name, 'a', NAME_ROOM);
	name[NAME_ROOM] = '\0';
	assert_int_equal(set(locale, FAMILY_NAME, name, &given), FAULT_TOO_LARGE);
	name[NAME_ROOM - 1] = '\0';
	assert_int_equal(set(locale, FAMILY_NAME, name, &given), FAULT_NONE);
	assert_int_equal(strlen(given.contact.contact.name), NAME_ROOM - 1);
	locale_free(&locale);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_language_is_named_by_tag_or_name_and_kept_as_its_tag),
		cmocka_unit_test(each_part_sets_its_own_mark_and_no_other),
		cmocka_unit_test(what_makes_no_sense_is_refused_without_repeating_it),
		cmocka_unit_test(hours_read_as_minutes_and_any_takes_them_back),
		cmocka_unit_test(names_are_joined_by_commas_without_gaps),
		cmocka_unit_test(a_name_that_is_too_long_is_refused_and_not_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
