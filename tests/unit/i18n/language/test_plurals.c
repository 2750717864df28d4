/* How each shipped language counts, against the rules of CLDR written down here. */
#include "tests/lib/fine.h"

#include "i18n/language/lang.h"
#include "i18n/language/lang_set.h"
#include "i18n/text/shim.h"
#include "tests/lib/chance.h"

static struct lang_set *set;

static int load(void **state)
{
	(void)state;
	return lang_set_load("locales/languages.yaml", &set, NULL) != FAULT_NONE;
}

static int unload(void **state)
{
	(void)state;
	lang_set_free(&set);
	return 0;
}

/* --- CLDR's rules for whole numbers -------------------------------------------------------- */

static const char *always_other(int64_t n)
{
	(void)n;
	return "other";
}

static const char *one_is_one(int64_t n)
{
	return n == 1 ? "one" : "other";
}

static const char *none_and_one_are_one(int64_t n)
{
	return n == 0 || n == 1 ? "one" : "other";
}

/* es: a whole million is "de"; fr and pt besides: none is one. */
static const char *millions_are_many(int64_t n)
{
	return n && n % 1000000 == 0 ? "many" : one_is_one(n);
}

static const char *none_is_one_millions_are_many(int64_t n)
{
	return n && n % 1000000 == 0 ? "many" : none_and_one_are_one(n);
}

static const char *slavic(int64_t n)
{
	if (n % 10 == 1 && n % 100 != 11)
		return "one";
	if (n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14))
		return "few";
	return "many";
}

static const char *arabic(int64_t n)
{
	if (n <= 2)
		return (const char *[]){ "zero", "one", "two" }[n];
	if (n % 100 >= 3 && n % 100 <= 10)
		return "few";
	return n % 100 >= 11 ? "many" : "other";
}

static const char *filipino(int64_t n)
{
	int64_t last = n % 10;

	return (n >= 1 && n <= 3) || (last != 4 && last != 6 && last != 9) ? "one" : "other";
}

static const struct {
	const char *tag;
	const char *(*counts)(int64_t n);
} rules[] = {
	{ "en", one_is_one }, { "es", millions_are_many }, { "so", one_is_one }, { "vi", always_other },
	{ "ar", arabic }, { "zh-Hans", always_other }, { "zh-Hant", always_other },
	/* ICU has no Haitian and no Hmong: they count as in English (README) */
	{ "ht", one_is_one }, { "mww", one_is_one },
	{ "pt-BR", none_is_one_millions_are_many }, { "ru", slavic }, { "uk", slavic },
	{ "fr", none_is_one_millions_are_many }, { "ko", always_other }, { "fil", filipino },
	{ "fa", none_and_one_are_one }, { "ps", one_is_one }, { "ur", one_is_one },
	{ "hi", none_and_one_are_one }, { "ne", one_is_one }, { "sw", one_is_one },
	{ "am", none_and_one_are_one }, { "my", always_other }, { "bn", none_and_one_are_one },
	{ "pa", none_and_one_are_one },
};

/* --- counting ---------------------------------------------------------------------------------- */

static struct shim_message *counter_of(const struct lang *lang)
{
	struct shim_message *message = NULL;
	struct note note = { .text = "" };

	if (shim_message_new(STR("{n, plural, zero{zero} one{one} two{two} few{few} many{many} other{other}}"),
			     lang->icu_locale, &message, &note))
		fail_msg("%s: %s", lang->tag, note.text);
	return message;
}

static void expect_count(const struct shim_message *message, size_t rule, int64_t n)
{
	const struct shim_arg arg = { "n", { NULL, 0 }, n, true };
	AUTO(buf) said;

	buf_init(&said, 40);
	assert_fine(shim_message_say(message, &arg, 1, &said, NULL));
	if (strcmp(buf_text(&said), rules[rule].counts(n)) != 0)
		fail_msg("%s counts %lld as %s, not %s", rules[rule].tag, (long long)n, buf_text(&said),
			 rules[rule].counts(n));
}

/* All up to 1,200, where every rule has turned around; and the edges beyond. */
static void each_language_counts_as_its_grammar_does(void **state)
{
	static const int64_t edges[] = { 10000, 10001, 100000, 100011, 999999, 1000000, 1000001, 1000002,
					 2000000, 2000005, 21000000, 111000000, 1000000000, 1000000011 };
	struct chance chance = { 5 };

	(void)state;
	assert_int_equal(COUNT_OF(rules), lang_count(set));
	for (size_t rule = 0; rule < COUNT_OF(rules); rule++) {
		const struct lang *lang = lang_find(set, str_of(rules[rule].tag));
		struct shim_message *message;

		if (!lang)
			fail_msg("%s is not shipped", rules[rule].tag);
		message = counter_of(lang);
		for (int64_t n = 0; n <= 1200; n++)
			expect_count(message, rule, n);
		for (size_t i = 0; i < COUNT_OF(edges); i++)
			expect_count(message, rule, edges[i]);
		for (int i = 0; i < 200; i++)
			expect_count(message, rule, chance_between(&chance, 0, 100000000));
		shim_message_free(&message);
	}
}

/* The forms a translator has to write are those that the language uses, and no fewer. */
static void a_pattern_that_lacks_a_form_of_its_language_is_refused(void **state)
{
	static const char *const forms[] = { "zero", "one", "two", "few", "many" };

	(void)state;
	for (size_t rule = 0; rule < COUNT_OF(rules); rule++) {
		for (size_t form = 0; form < COUNT_OF(forms); form++) {
			bool is_used = false;
			struct shim_message *message = NULL;
			struct note note = { .text = "" };
			AUTO(buf) pattern;

			for (int64_t n = 0; n <= 1000000 && !is_used; n += n < 1200 ? 1 : 998800)
				is_used = strcmp(rules[rule].counts(n), forms[form]) == 0;
			buf_init(&pattern, 400);
			buf_add_text(&pattern, "{n, plural, ");
			for (size_t other = 0; other < COUNT_OF(forms); other++)
				if (other != form)
					buf_add_format(&pattern, "%s{#} ", forms[other]);
			buf_add_text(&pattern, "other{#}}");
			assert_fault(shim_message_new(buf_str(&pattern),
						      lang_find(set, str_of(rules[rule].tag))->icu_locale,
						      &message, &note),
				     is_used ? FAULT_INVALID : FAULT_NONE);
			if (is_used)
				assert_non_null(strstr(note.text, forms[form]));
			else
				shim_message_free(&message);
		}
	}
}

/* A number that was said for itself goes before the form that the grammar would take. */
static void a_number_of_its_own_goes_before_its_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < lang_count(set); i++) {
		struct shim_message *message = NULL;

		assert_fine(shim_message_new(STR("{n, plural, =0{none} =2{a pair} zero{z} one{o} two{t} few{f}"
						 " many{m} other{x}}"), lang_at(set, i)->icu_locale, &message, NULL));
		for (int64_t n = 0; n < 4; n++) {
			const struct shim_arg arg = { "n", { NULL, 0 }, n, true };
			AUTO(buf) said;

			buf_init(&said, 40);
			assert_fine(shim_message_say(message, &arg, 1, &said, NULL));
			assert_int_equal(strcmp(buf_text(&said), "none") == 0, n == 0);
			assert_int_equal(strcmp(buf_text(&said), "a pair") == 0, n == 2);
		}
		shim_message_free(&message);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_language_counts_as_its_grammar_does),
		cmocka_unit_test(a_pattern_that_lacks_a_form_of_its_language_is_refused),
		cmocka_unit_test(a_number_of_its_own_goes_before_its_form),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
