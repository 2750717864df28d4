/* The languages, the sentences and the calendar in force: loaded, held, swapped whole. */
#include "tests/unit/work/bench.h"

static void a_language_that_is_not_shipped_is_refused_by_name(void **state)
{
	static const char *const good[] = { "en" }, *const bad[] = { "en", "tlh" };
	struct locale *locale = NULL;
	const char *unknown = NULL;
	struct note note = { .text = "" };

	(void)state;
	assert_fault(locale_load(&(struct locale_ask){ "locales", bad, 2, "en" }, &locale, &unknown,
				 &note), FAULT_CONFIG);
	assert_ptr_equal(unknown, bad[1]);
	assert_non_null(strstr(note.text, "tlh"));
	assert_fault(locale_load(&(struct locale_ask){ "locales", good, 1, "tlh" }, &locale, &unknown,
				 &note), FAULT_CONFIG);
	assert_string_equal(unknown, "tlh");
	assert_non_null(strstr(note.text, "staff_language"));
	assert_true(locale_load(&(struct locale_ask){ "/nowhere", good, 1, "en" }, &locale, &unknown,
				&note) != FAULT_NONE);
	assert_null(unknown);
	assert_null(locale);
}

static void who_holds_the_old_sentences_keeps_them(void **state)
{
	static const char *const tags[] = { "en", "es" };
	struct locale *held, *fresh;
	struct bench bench;

	(void)state;
	bench_new(&bench, TUESDAY_TEN);
	held = locale_hold(bench.core->locale);
	assert_fine(locale_load(&(struct locale_ask){ "locales", tags, 2, "en" }, &fresh, NULL,
				&bench.note));
	core_set_locale(bench.core, fresh);
	assert_ptr_equal(bench.core->locale, fresh);
	assert_string_equal(locale_language(held, "so")->tag, "so");
	assert_string_equal(locale_language(held, "tlh")->tag, "en");
	locale_free(&held);
	assert_string_equal(locale_language(bench.core->locale, "so")->tag, "so");
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_language_that_is_not_shipped_is_refused_by_name),
		cmocka_unit_test(who_holds_the_old_sentences_keeps_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
