/* Sentences' patterns: what a translator may write, what is refused, and what is said of it. */
#include "tests/lib/fine.h"

#include "i18n/text/shim.h"

static enum fault make(const char *pattern, const char *locale, struct shim_message **message, struct note *note)
{
	*message = NULL;
	*note = (struct note){ .text = "" };
	return shim_message_new(str_of(pattern), locale, message, note);
}

static const struct {
	const char *pattern, *locale;
} refused[] = {
	{ "{", "en" }, { "{a", "en" }, { "{a b}", "en" }, { "{}", "en" }, { "{0}", "en" }, { "{a, plural, one{x}}", "en" },
	{ "{a, plural, other{x}}", "en" },                       /* English needs one */
	{ "{a, plural, one{x} other{y}}", "ru" },                /* Russian needs few and many too */
	{ "{a, plural, one{x} other{y}}", "ar" },
	{ "{a, selectordinal, other{x}}", "en" },
	{ "{a, select, x{y}}", "en" },                           /* no other */
	{ "{a, number}", "en" }, { "{a, date, short}", "en" }, { "{a, choice, 0#x}", "en" }, { "{a, nonsense, x}", "en" },
	{ "{a, plural, one{{b, number}} other{x}}", "en" },      /* also inside of a branch */
	{ "{a, select, other{{b, plural, other{x}}}}", "en" },
};

static void what_no_sentence_may_be_is_refused_with_a_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		struct shim_message *message;
		struct note note;

		if (make(refused[i].pattern, refused[i].locale, &message, &note) != FAULT_INVALID)
			fail_msg("%s is taken", refused[i].pattern);
		assert_null(message);
		assert_true(note.text[0]);
	}
}

#define N(number) { { "n", { NULL, 0 }, (number), true } }
#define T(text) { { "t", STR(text), 0, false } }

static const struct {
	const char *pattern, *locale;
	struct shim_arg args[2];
	const char *said;
} said[] = {
	{ "Hola", "es", { { NULL } }, "Hola" },
	{ "", "en", { { NULL } }, "" },
	{ "It''s {t}", "en", T("x"), "It's x" },
	{ "'{t}' {t}", "en", T("x"), "{t} x" },
	{ "{t}", "en", T("{n} ' # {t, plural}"), "{n} ' # {t, plural}" },   /* a name is no pattern */
	{ "{t}{t}", "en", T("añ"), "añañ" },
	{ "{t}", "en", T("a\xff" "b"), "a\ufffdb" },
	{ "{n, plural, one{# day} other{# days}}", "en", N(1), "1 day" },
	{ "{n, plural, one{# day} other{# days}}", "en", N(0), "0 days" },
	{ "{n, plural, =0{none} one{# day} other{# days}}", "en", N(0), "none" },
	{ "{n, plural, one{# день} few{# дня} many{# дней} other{# дня}}", "ru", N(1), "1 день" },
	{ "{n, plural, one{# день} few{# дня} many{# дней} other{# дня}}", "ru", N(3), "3 дня" },
	{ "{n, plural, one{# день} few{# дня} many{# дней} other{# дня}}", "ru", N(11), "11 дней" },
	{ "{n, plural, one{# день} few{# дня} many{# дней} other{# дня}}", "ru", N(21), "21 день" },
	{ "{n, plural, other{#天}}", "zh", N(1), "1天" },
	{ "{n, plural, one{# jou} other{# jou yo}}", "", N(1), "1 jou" },   /* no data: counts as in English */
	{ "{n, selectordinal, one{#st} two{#nd} few{#rd} other{#th}}", "en", N(22), "22nd" },
	{ "{t, select, sms{a text} other{a call}}", "en", T("sms"), "a text" },
	{ "{t, select, sms{a text} other{a call}}", "en", T("fax"), "a call" },
	{ "{n, plural, one{#} many{#} other{#}}", "fr", N(5000000), "5 000 000" },      /* plain spaces: see segment.h */
	{ "{n, plural, one{#} other{#}}", "en", N(INT64_MAX), "9,223,372,036,854,775,807" },
};

static void a_sentence_is_said_as_its_language_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		struct shim_message *message;
		struct note note;
		AUTO(buf) into;

		buf_init(&into, 400);
		if (make(said[i].pattern, said[i].locale, &message, &note))
			fail_msg("%s: %s", said[i].pattern, note.text);
		assert_fine(shim_message_say(message, said[i].args, said[i].args[0].name ? 1 : 0, &into, &note));
		if (strcmp(buf_text(&into), said[i].said))
			fail_msg("%s: %s", said[i].pattern, buf_text(&into));
		shim_message_free(&message);
		assert_null(message);
	}
}

static void arguments_are_told_by_name_in_byte_order(void **state)
{
	struct shim_message *message;
	struct note note;

	(void)state;
	assert_fine(make("{b} {a, select, x{{c}} other{{b}}} {B} {n, plural, one{#} other{{d}}}", "en", &message, &note));
	assert_string_equal(shim_message_arg(message, 0), "B");
	assert_string_equal(shim_message_arg(message, 1), "a");
	assert_string_equal(shim_message_arg(message, 2), "b");
	assert_string_equal(shim_message_arg(message, 3), "c");
	assert_string_equal(shim_message_arg(message, 4), "d");
	assert_string_equal(shim_message_arg(message, 5), "n");
	assert_null(shim_message_arg(message, 6));
	assert_null(shim_message_arg(message, SIZE_MAX));
	assert_true(shim_message_chooses(message, "a") && shim_message_chooses(message, "n"));
	assert_false(shim_message_chooses(message, "b") || shim_message_chooses(message, "c") || shim_message_chooses(message, "z"));
	shim_message_free(&message);
}

/* Half a sentence is never sent: what the branch shows must be there, what it does not need not. */
static void a_sentence_lacks_nothing_that_it_would_show(void **state)
{
	static const struct { const char *pattern; const char *given; enum fault fault; const char *said; } rows[] = {
		{ "{t}", "", FAULT_BROKEN, "" },
		{ "{t} {u}", "t", FAULT_BROKEN, "" },
		{ "{t} {u}", "tu", FAULT_NONE, "t u" },
		{ "{t, select, t{x} other{{u}}}", "t", FAULT_NONE, "x" },
		{ "{t, select, x{x} other{{u}}}", "t", FAULT_BROKEN, "" },
		{ "{t, select, x{x} other{{u}}}", "tu", FAULT_NONE, "u" },
		{ "{t, select, x{x} other{y}}", "u", FAULT_BROKEN, "" },
		{ "x", "tu", FAULT_NONE, "x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		static const char *const names[] = { "t", "u" };
		struct shim_arg args[2];
		struct shim_message *message;
		struct note note;
		size_t count = 0;
		AUTO(buf) into;

		buf_init(&into, 100);
		for (size_t k = 0; k < COUNT_OF(names); k++)
			if (strstr(rows[i].given, names[k]))
				args[count++] = (struct shim_arg){ names[k], str_of(names[k]), 0, false };
		assert_fine(make(rows[i].pattern, "en", &message, &note));
		assert_fault(shim_message_say(message, args, count, &into, &note), rows[i].fault);
		assert_string_equal(buf_text(&into), rows[i].said);
		shim_message_free(&message);
	}
}

static void a_sentence_stands_behind_what_was_there_or_not_at_all(void **state)
{
	const struct shim_arg arg[] = T("0123456789");
	struct shim_message *message;
	struct note note;
	AUTO(buf) into;

	(void)state;
	assert_fine(make("{t}", "en", &message, &note));
	buf_init(&into, 12);
	buf_add_text(&into, "a ");
	assert_fine(shim_message_say(message, arg, 1, &into, &note));
	assert_string_equal(buf_text(&into), "a 0123456789");
	assert_fine(shim_message_say(message, arg, 1, &into, &note));
	assert_string_equal(buf_text(&into), "a 0123456789");
	assert_fault(buf_check(&into, NULL), FAULT_TOO_LARGE);
	shim_message_free(&message);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_no_sentence_may_be_is_refused_with_a_reason),
		cmocka_unit_test(a_sentence_is_said_as_its_language_counts),
		cmocka_unit_test(arguments_are_told_by_name_in_byte_order),
		cmocka_unit_test(a_sentence_lacks_nothing_that_it_would_show),
		cmocka_unit_test(a_sentence_stands_behind_what_was_there_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
