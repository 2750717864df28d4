#include "tests/lib/test.h"

#include "i18n/text/phone.h"

static const struct {
	const char *text, *region, *e164;
} good[] = {
	{ "+12025550199", NULL, "+12025550199" },
	{ "(312) 555-0100", "US", "+13125550100" },
	{ "312-555-0100", "US", "+13125550100" },
	{ " 1 312 555 0100 ", "US", "+13125550100" },
	{ "+1 (312) 555-0100", NULL, "+13125550100" },
	{ "+1 312 555 0100", "MX", "+13125550100" },
	{ "+52 55 1234 5678", "US", "+525512345678" },
	{ "+44 20 7946 0958", "US", "+442079460958" },
	{ "020 7946 0958", "GB", "+442079460958" },
	{ "011 252 61 2345678", "US", "+252612345678" },
	{ "+252612345678", "US", "+252612345678" },
	/* an area code of 2024: possible, if not valid for the old metadata */
	{ "(924) 555-0134", "US", "+19245550134" },
	{ "+15005550006", "US", "+15005550006" },
};

static void numbers_as_people_write_them_become_e164(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct phone phone;
		struct note note;

		if (phone_read(str_of(good[i].text), good[i].region, &phone, &note))
			fail_msg("%s: %s", good[i].text, note.text);
		assert_string_equal(phone.e164, good[i].e164);
	}
}

static const struct {
	const char *text, *region, *reason;
} bad[] = {
	{ "911", "US", "this is an emergency number" },
	{ "9-1-1", "US", "this is an emergency number" },
	{ "112", "DE", "this is an emergency number" },
	{ "999", "GB", "this is an emergency number" },
	{ "555-0100", "US", "the area code is missing" },
	{ "12", "US", "the number is too short" },
	{ "312 555 010", "US", "the number is too short" },
	{ "312 555 01000", "US", "the number is too long" },
	{ "312 555 0100", NULL, "no country code, or an unknown one" },
	{ "+999 12345678", "US", "no country code, or an unknown one" },
	{ "312 555 0100 ext. 7", "US", "an extension cannot get text messages" },
	{ "", "US", "this is no telephone number" },
	{ "home", "US", "this is no telephone number" },
	{ "+", "US", "this is no telephone number" },
	{ "+1234", "US", "the number is too short" },
	{ "\xff\xfe", "US", "this is no telephone number" },
	{ "1234567890123456789012345678901234567890123456789012345678901234567", "US",
	  "this is no telephone number" },
};

static void what_cannot_be_texted_is_refused_with_a_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct phone phone = { "kept" };
		struct note note = { .text = "" };

		if (phone_read(str_of(bad[i].text), bad[i].region, &phone, &note) != FAULT_INVALID ||
		    strcmp(note.text, bad[i].reason) != 0)
			fail_msg("%s: %s", bad[i].text, note.text);
		assert_string_equal(phone.e164, "kept");
	}
}

static void an_area_code_newer_than_the_metadata_is_taken(void **state)
{
	struct phone phone;

	(void)state;
	assert_int_equal(phone_read(STR("(924) 555-0134"), "US", &phone, NULL), FAULT_NONE);
	assert_string_equal(phone.e164, "+19245550134");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_as_people_write_them_become_e164),
		cmocka_unit_test(what_cannot_be_texted_is_refused_with_a_reason),
		cmocka_unit_test(an_area_code_newer_than_the_metadata_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
