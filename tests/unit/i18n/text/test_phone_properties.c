/* Numbers of all kinds in all clothes: one number is one number, and nothing else becomes one. */
#include "tests/lib/chance.h"
#include "tests/lib/fine.h"

#include <stdio.h>

#include "i18n/text/phone.h"

/* Area code and exchange begin with 2 to 9, and neither is a service code such as 911. */
static void any_number(struct chance *chance, char digits[11])
{
	do {
		digits[0] = (char)chance_between(chance, '2', '9');
		digits[3] = (char)chance_between(chance, '2', '9');
		for (int i = 1; i < 10; i += 1 + (i == 2))
			digits[i] = (char)chance_between(chance, '0', '9');
		digits[10] = '\0';
	} while (!strncmp(digits + 1, "11", 2) || !strncmp(digits + 4, "11", 2) || digits[1] == '9');
}

static void a_number_is_the_same_in_all_its_clothes(void **state)
{
	static const char *const clothes[] = {
		"+1%.3s%.3s%s", "%.3s%.3s%s", "1%.3s%.3s%s", "(%.3s) %.3s-%s", "%.3s-%.3s-%s", "%.3s.%.3s.%s", "+1 %.3s %.3s %s",
		"1-%.3s-%.3s-%s", "  %.3s %.3s %s\n", "tel:+1-%.3s-%.3s-%s", "%.3s\u00a0%.3s\u2011%s", "+1 (%.3s) %.3s %s",
	};
	struct chance chance = { 312 };

	(void)state;
	for (int round = 0; round < 300; round++) {
		char digits[11], expected[16];

		any_number(&chance, digits);
		snprintf(expected, sizeof(expected), "+1%s", digits);
		for (size_t i = 0; i < COUNT_OF(clothes); i++) {
			struct phone phone;
			struct note note;
			char text[60];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(text, sizeof(text), clothes[i], digits, digits + 3, digits + 6);
#pragma GCC diagnostic pop
			if (phone_read(str_of(text), "US", &phone, &note))
				fail_msg("%s: %s", text, note.text);
			assert_string_equal(phone.e164, expected);
		}
	}
}

/* With its country's code a number is the same wherever the school is. */
static void a_number_with_its_country_needs_no_region(void **state)
{
	static const char *const regions[] = { "US", "MX", "GB", NULL };
	struct chance chance = { 555 };

	(void)state;
	for (int round = 0; round < 500; round++) {
		char digits[11], e164[16], spelled[24];

		any_number(&chance, digits);
		snprintf(e164, sizeof(e164), "+1%s", digits);
		snprintf(spelled, sizeof(spelled), "+1 %.3s-%.3s-%s", digits, digits + 3, digits + 6);
		for (size_t i = 0; i < COUNT_OF(regions); i++) {
			struct phone phone;

			assert_fine(phone_read(str_of(spelled), regions[i], &phone, NULL));
			assert_string_equal(phone.e164, e164);
		}
	}
}

/* The provider's own spelling goes through as it is, at every length that E.164 has. */
static void plus_and_digits_are_taken_at_their_word(void **state)
{
	(void)state;
	for (size_t digits = 1; digits <= 20; digits++) {
		bool is_plausible = digits >= 8 && digits <= 15;
		struct phone phone = { "kept" };
		char text[24] = "+5";

		memset(text + 2, '2', digits - 1);
		if (is_plausible)
			assert_fine(phone_read(str_of(text), NULL, &phone, NULL));
		else if (digits > 15 || digits < 5)
			assert_fault(phone_read(str_of(text), NULL, &phone, NULL), FAULT_INVALID);
		if (is_plausible)
			assert_string_equal(phone.e164, text);
	}
}

/* Whatever a stranger sends: an answer, E.164 when it is one, nothing touched when it is none. */
static void any_text_is_a_number_in_e164_or_none(void **state)
{
	static const char letters[] = "0123456789+-() .;ext#*,aZ\xff\xc3\xa9";
	struct chance chance = { 64 };
	int read = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[80];
		size_t size = (size_t)chance_below(&chance, chance_below(&chance, 4) ? 16 : 79);
		struct phone phone = { "kept" };
		struct note note = { .text = "" };

		for (size_t i = 0; i < size; i++)
			text[i] = letters[chance_below(&chance, chance_below(&chance, 5) ? 10 : sizeof(letters) - 1)];
		if (phone_read((struct str){ text, size }, "US", &phone, &note)) {
			assert_string_equal(phone.e164, "kept");
			assert_true(note.text[0]);
			/* nobody's number goes into a log by way of the reason */
			assert_null(strpbrk(note.text, "0123456789"));
			continue;
		}
		read++;
		assert_true(phone.e164[0] == '+' && phone.e164[1] >= '1' && phone.e164[1] <= '9');
		assert_int_equal(strspn(phone.e164 + 1, "0123456789"), strlen(phone.e164) - 1);
		assert_in_range(strlen(phone.e164), 6, PHONE_SIZE - 1);
	}
	assert_true(read > 500);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_the_same_in_all_its_clothes),
		cmocka_unit_test(a_number_with_its_country_needs_no_region),
		cmocka_unit_test(plus_and_digits_are_taken_at_their_word),
		cmocka_unit_test(any_text_is_a_number_in_e164_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
