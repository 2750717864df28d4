/* Telephone numbers of the countries families come from, as they write them; short codes,
 * words instead of digits, and what one digit more or less makes of them. */
#include "tests/lib/fine.h"

#include <stdio.h>

#include "i18n/text/phone.h"
#include "tests/lib/chance.h"

/* At home and from the United States it is the same number. */
static const struct { const char *region, *at_home, *from_here, *e164; } abroad[] = {
	{ "MX", "55 1234 5678", "011 52 55 1234 5678", "+525512345678" },
	{ "GT", "5123 4567", "011-502-5123-4567", "+50251234567" },
	{ "SV", "7012 3456", "+503 7012-3456", "+50370123456" },
	{ "HN", "9123-4567", "+504 9123 4567", "+50491234567" },
	{ "CO", "321 1234567", "+57 (321) 123-4567", "+573211234567" },
	{ "BR", "(11) 96123-4567", "011 55 11 96123 4567", "+5511961234567" },
	{ "HT", "34 10 1234", "+509 34-10-1234", "+50934101234" },
	{ "SO", "07 1123456", "+252 71 123456", "+25271123456" },
	{ "ET", "091 123 4567", "+251-91-123-4567", "+251911234567" },
	{ "KE", "0712 123456", "011 254 712 123456", "+254712123456" },
	{ "VN", "091 234 56 78", "+84 91 234 56 78", "+84912345678" },
	{ "CN", "131 2345 6789", "+86 131-2345-6789", "+8613123456789" },
	{ "TW", "0912 345 678", "+886 912 345 678", "+886912345678" },
	{ "PH", "0905 123 4567", "+63 905 123 4567", "+639051234567" },
	{ "KR", "010-2000-0000", "011 82 10 2000 0000", "+821020000000" },
	{ "IN", "081234 56789", "+91 81234-56789", "+918123456789" },
	{ "PK", "0301 2345678", "+92 301 2345678", "+923012345678" },
	{ "BD", "01812-345678", "+880 1812-345678", "+8801812345678" },
	{ "NP", "984-1234567", "+977 984-1234567", "+9779841234567" },
	{ "MM", "09 212 3456", "+95 9 212 3456", "+9592123456" },
	{ "AF", "070 123 4567", "+93 70 123 4567", "+93701234567" },
	{ "IR", "0912 345 6789", "+98 912 345 6789", "+989123456789" },
	{ "UA", "050 123 4567", "+380 50 123 4567", "+380501234567" },
	{ "RU", "8 (912) 345-67-89", "+7 912 345-67-89", "+79123456789" },
	{ "FR", "06 12 34 56 78", "011 33 6 12 34 56 78", "+33612345678" },
};

static void expect_number(const char *text, const char *region, const char *e164)
{
	struct phone phone = { .e164 = "" };
	struct note note = { .text = "" };

	if (phone_read(str_of(text), region, &phone, &note) || strcmp(phone.e164, e164) != 0)
		fail_msg("%s in %s: %s %s", text, region ? region : "nowhere", phone.e164, note.text);
}

static void a_number_from_home_is_the_same_number_here(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(abroad); i++) {
		expect_number(abroad[i].at_home, abroad[i].region, abroad[i].e164);
		expect_number(abroad[i].from_here, "US", abroad[i].e164);
		expect_number(abroad[i].e164, "US", abroad[i].e164);
		expect_number(abroad[i].e164, NULL, abroad[i].e164);
	}
}

/* Letters of the keypad, as on a bus; digits of other scripts; signs that are no digits. */
static void a_number_may_be_written_in_words_and_in_any_digits(void **state)
{
	static const struct { const char *text, *e164; } rows[] = {
		{ "1-800-FLOWERS", "+18003569377" }, { "(312) 555-BUSS", "+13125552877" },
		{ "３１２-５５５-０１００", "+13125550100" }, { "٣١٢٥٥٥٠١٠٠", "+13125550100" },
		{ "۳۱۲ ۵۵۵ ۰۱۰۰", "+13125550100" }, { "３１２　５５５　０１００", "+13125550100" },
		{ "tel:312-555-0100", "+13125550100" }, { "312.555.0100", "+13125550100" },
		{ "312–555–0100", "+13125550100" }, { "\u202a+1 312 555 0100\u202c", "+13125550100" },
		{ "+1\u00a0312\u00a0555\u00a00100", "+13125550100" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_number(rows[i].text, "US", rows[i].e164);
}

/* Short codes are no family's; what is dialled for help is never texted. */
static void no_short_code_and_no_emergency_is_a_familys_number(void **state)
{
	static const struct { const char *text, *region; } rows[] = {
		{ "911", "US" }, { "112", "US" }, { "999", "US" }, { "911", "MX" }, { "066", "MX" }, { "190", "BR" },
		{ "110", "CN" }, { "9 1 1", "US" }, { "９１１", "US" }, { "40404", "US" }, { "12345", "US" },
		{ "311", "US" }, { "211", "US" }, { "988", "US" }, { "*67", "US" }, { "#31#", "US" }, { "0", "US" },
		{ "55501", "US" }, { "112", NULL }, { "911", NULL }, { "911", "XX" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct phone phone = { .e164 = "kept" };
		struct note note = { .text = "" };

		if (phone_read(str_of(rows[i].text), rows[i].region, &phone, &note) != FAULT_INVALID)
			fail_msg("%s is %s", rows[i].text, phone.e164);
		assert_string_equal(phone.e164, "kept");
		assert_true(note.text[0]);
	}
}

/* One digit more or fewer is another number or none, and never cut or filled up. */
static void a_digit_more_or_fewer_is_no_american_number(void **state)
{
	struct chance chance = { 19 };

	(void)state;
	for (int round = 0; round < 300; round++) {
		char text[24];
		struct phone phone;
		int digits = (int)chance_between(&chance, 4, 14);
		int size = snprintf(text, sizeof(text), "%d%02d%d", (int)chance_between(&chance, 2, 9),
				    (int)chance_below(&chance, 100), (int)chance_between(&chance, 2, 9));

		while (size < digits)
			size += snprintf(text + size, sizeof(text) - (size_t)size, "%d", (int)chance_below(&chance, 10));
		if (digits == 10) {
			char e164[32];

			snprintf(e164, sizeof(e164), "+1%s", text);
			expect_number(text, "US", e164);
		} else if (phone_read(str_of(text), "US", &phone, NULL) == FAULT_NONE) {
			fail_msg("%s is %s", text, phone.e164);
		}
	}
}

/* A reason says what is wrong and repeats nothing of the number. */
static void no_reason_tells_a_digit_of_the_number(void **state)
{
	static const char *const texts[] = { "911", "555-0100", "312 555 010", "+999 12345678", "312 555 0100 x5",
					     "31255501001234", "12" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct phone phone;
		struct note note = { .text = "" };

		assert_fault(phone_read(str_of(texts[i]), "US", &phone, &note), FAULT_INVALID);
		assert_null(strpbrk(note.text, "0123456789"));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_from_home_is_the_same_number_here),
		cmocka_unit_test(a_number_may_be_written_in_words_and_in_any_digits),
		cmocka_unit_test(no_short_code_and_no_emergency_is_a_familys_number),
		cmocka_unit_test(a_digit_more_or_fewer_is_no_american_number),
		cmocka_unit_test(no_reason_tells_a_digit_of_the_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
