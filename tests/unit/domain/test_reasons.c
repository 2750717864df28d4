/* Reasons are words of a table; the sentences are for staff alone. */
#include "tests/lib/test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/consent_cause.h"
#include "domain/ladder.h"
#include "domain/person_reason.h"
#include "domain/wait_reason.h"

static void assert_is_word(const char *word)
{
	for (const char *c = word; *c; c++)
		assert_true(*c == '_' || (*c >= 'a' && *c <= 'z'));
}

static void each_reason_is_read_back_by_its_own_word(void **state)
{
	enum person_reason reason;
	enum wait_reason wait;
	enum consent_cause cause;

	(void)state;
	for (int i = 0; i < PERSON_REASON_COUNT; i++) {
		assert_is_word(person_reason_word((enum person_reason)i));
		assert_true(person_reason_of(str_of(person_reason_word((enum person_reason)i)), &reason));
		assert_int_equal(reason, i);
	}
	for (int i = 0; i < WAIT_REASON_COUNT; i++) {
		assert_is_word(wait_reason_word((enum wait_reason)i));
		assert_true(wait_reason_of(str_of(wait_reason_word((enum wait_reason)i)), &wait));
		assert_int_equal(wait, i);
	}
	for (int i = 0; i < CONSENT_CAUSE_COUNT; i++) {
		assert_is_word(consent_cause_word((enum consent_cause)i));
		assert_true(consent_cause_of(str_of(consent_cause_word((enum consent_cause)i)), &cause));
		assert_int_equal(cause, i);
	}
}

static void a_sentence_is_no_word(void **state)
{
	enum person_reason reason = PERSON_STUCK;
	enum wait_reason wait = WAIT_BUSY;
	enum consent_cause cause = CAUSE_STAFF;

	(void)state;
	assert_false(person_reason_of(STR("nobody covers this language"), &reason));
	assert_false(wait_reason_of(STR("it is night where they live"), &wait));
	assert_false(consent_cause_of(STR("staff:5"), &cause));
	assert_int_equal(reason, PERSON_STUCK);
	assert_int_equal(wait, WAIT_BUSY);
	assert_int_equal(cause, CAUSE_STAFF);
}

static void assert_said(enum person_reason reason, const char *detail, const char *sentence)
{
	AUTO(buf) said;

	buf_init(&said, 300);
	person_reason_say(reason, str_of(detail), &said);
	assert_string_equal(buf_text(&said), sentence);
}

static void staff_read_the_sentence_with_its_cause(void **state)
{
	(void)state;
	assert_said(PERSON_UNCOVERED, "", "nobody covers this language");
	assert_said(PERSON_VISIT, "not_reached", "visit: the phone could not be reached");
	assert_said(PERSON_UNDELIVERED, "silence",
		    "the answer could not be delivered: no receipt came: it may have arrived");
	/* what a ledger of before had in words of its own */
	assert_said(PERSON_OTHER, "the dog ate it", "the dog ate it");
	assert_said(PERSON_UNDELIVERED, "the carrier could not deliver it",
		    "the answer could not be delivered: the carrier could not deliver it");
}

/* The trace is read back by it. */
static void no_two_reasons_have_the_same_sentence(void **state)
{
	(void)state;
	for (int i = 0; i < PERSON_REASON_COUNT; i++)
		for (int j = 0; j < i; j++)
			if (person_reason_phrase((enum person_reason)i)[0])
				assert_string_not_equal(person_reason_phrase((enum person_reason)i),
							person_reason_phrase((enum person_reason)j));
	for (int i = 0; i < WAIT_REASON_COUNT; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(wait_reason_phrase((enum wait_reason)i),
						wait_reason_phrase((enum wait_reason)j));
}

static void a_miss_fits_beside_its_reason(void **state)
{
	(void)state;
	for (int miss = 0; miss < MISS_COUNT; miss++)
		assert_in_range(strlen(miss_word((enum miss)miss)), 1, PERSON_DETAIL - 1);
}

static void only_hours_are_waits_that_a_change_of_hours_moves(void **state)
{
	int hours = 0;

	(void)state;
	for (int i = 0; i < WAIT_REASON_COUNT; i++)
		hours += wait_reason_is_hour((enum wait_reason)i);
	assert_int_equal(hours, 4);
	assert_true(wait_reason_is_hour(WAIT_NIGHT));
	assert_true(wait_reason_is_hour(WAIT_NO_HOUR));
	assert_false(wait_reason_is_hour(WAIT_NONE));
	/* a validity that would outlast the hours: its time is the claim's to find anew */
	assert_false(wait_reason_is_hour(WAIT_HOURS_END));
}

static void each_refusal_that_is_tried_again_has_a_reason(void **state)
{
	(void)state;
	for (int remedy = 0; remedy < REMEDY_COUNT; remedy++)
		assert_int_not_equal(wait_reason_of_remedy((enum remedy)remedy), WAIT_NONE);
	assert_int_equal(wait_reason_of_remedy(REMEDY_CONFIG), WAIT_LINE_REFUSED);
	assert_int_equal(wait_reason_of_remedy(REMEDY_LINE), WAIT_LINE_BUSY);
}

static void the_cause_tells_who_changed_a_consent(void **state)
{
	(void)state;
	assert_string_equal(consent_cause_actor(CAUSE_KEYWORD), "family");
	assert_string_equal(consent_cause_actor(CAUSE_SCOPE), "family");
	assert_string_equal(consent_cause_actor(CAUSE_PROVIDER), "provider");
	assert_string_equal(consent_cause_actor(CAUSE_STAFF), "staff");
	assert_string_equal(consent_cause_actor(CAUSE_POLICY), "system");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reason_is_read_back_by_its_own_word),
		cmocka_unit_test(a_sentence_is_no_word),
		cmocka_unit_test(staff_read_the_sentence_with_its_cause),
		cmocka_unit_test(no_two_reasons_have_the_same_sentence),
		cmocka_unit_test(a_miss_fits_beside_its_reason),
		cmocka_unit_test(only_hours_are_waits_that_a_change_of_hours_moves),
		cmocka_unit_test(each_refusal_that_is_tried_again_has_a_reason),
		cmocka_unit_test(the_cause_tells_who_changed_a_consent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
