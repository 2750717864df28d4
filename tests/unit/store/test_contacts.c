#include "tests/lib/test.h"

#include "sample.h"
#include "store/log/events.h"
#include "store/people/consent.h"

static void a_contact_comes_back_as_it_was_put(void **state)
{
	struct ledger ledger;
	struct contact contact, found;

	(void)state;
	sample_world(&ledger);
	contact = sample_contact(1, "Rosa");
	memset(&found, 0, sizeof(found));
	assert_fine(contact_get(ledger.db, contact.id, &found));
	assert_same_contact(&found, &contact);
	contact.language_source = LANGUAGE_TOLD;
	contact.prefers = CHANNEL_WHATSAPP;
	contact.is_known = false;
	contact.own_to = 7;
	snprintf(contact.name, sizeof(contact.name), "Rosa Pérez");
	assert_fine(contact_put(ledger.db, &contact));
	assert_fine(contact_get(ledger.db, contact.id, &found));
	assert_same_contact(&found, &contact);
	contact.id.n = 77;
	assert_fault(contact_get(ledger.db, contact.id, &found), FAULT_MISSING);
	assert_int_equal(found.id.n, 1);
	assert_fault(contact_put(ledger.db, &contact), FAULT_MISSING);
	contact.id.n = 1;
	assert_fault(contact_add(ledger.db, &contact), FAULT_CONFLICT);
	ledger_done(&ledger);
}

static void a_number_comes_back_as_it_was_put(void **state)
{
	struct ledger ledger;
	struct number number = sample_number(ROSA, 1), found;

	(void)state;
	sample_world(&ledger);
	memset(&found, 0, sizeof(found));
	assert_fine(number_get(ledger.db, STR(ROSA), &found));
	assert_same_number(&found, &number);
	number.question = QUESTION_ANSWERED;
	number.unusable_code = 30006;
	number.unusable_at = noon + 9;
	number.choices[0] = '\0';
	memset(number.choices, 0, sizeof(number.choices));
	assert_fine(number_put(ledger.db, &number));
	memset(&found, 0, sizeof(found));
	assert_fine(number_get(ledger.db, STR(ROSA), &found));
	assert_same_number(&found, &number);
	assert_fault(number_get(ledger.db, STR("+1999"), &found), FAULT_MISSING);
	number = sample_number("+13125550199", 4711);
	assert_fault(number_put(ledger.db, &number), FAULT_MISSING);
	/* of nobody: no */
	assert_fault(number_add(ledger.db, &number, noon), FAULT_CONFLICT);
	ledger_done(&ledger);
}

static void numbers_of_a_contact_are_bounded_and_oldest_first(void **state)
{
	struct ledger ledger;
	struct number numbers[8];
	size_t count = 99;

	(void)state;
	sample_world(&ledger);
	for (int i = 0; i < 6; i++) {
		char phone[PHONE_ROOM];
		struct number number;

		snprintf(phone, sizeof(phone), "+1312555020%d", 9 - i);
		number = sample_number(phone, 2);
		assert_fine(number_add(ledger.db, &number, noon + 10 + i));
	}
	assert_fine(number_of_contact(ledger.db, (struct contact_id){ 2 }, numbers, 8, &count));
	assert_int_equal(count, 7);
	assert_string_equal(numbers[0].phone, ALI);
	assert_string_equal(numbers[1].phone, "+13125550209");
	assert_string_equal(numbers[6].phone, "+13125550204");
	assert_fine(number_of_contact(ledger.db, (struct contact_id){ 2 }, numbers, 3, &count));
	assert_int_equal(count, 3);
	assert_fine(number_of_contact(ledger.db, (struct contact_id){ 5 }, numbers, 3, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

static void contacts_are_listed_in_pages_and_found_by_name_or_number(void **state)
{
	static const struct {
		const char *text;
		int64_t after;
		size_t most, count;
		int64_t first;
	} cases[] = {
		{ "", 0, 10, 2, 1 },	   { "", 1, 10, 1, 2 },	    { "", 0, 1, 1, 1 },
		{ "ROS", 0, 10, 1, 1 },	   { "0102", 0, 10, 1, 2 }, { "+1312555", 0, 10, 2, 1 },
		{ "%", 0, 10, 0, 0 },	   { "_", 0, 10, 0, 0 },    { "!", 0, 10, 0, 0 },
		{ "Rosa' OR 1", 0, 9, 0, 0 }, { "a", 0, 10, 2, 1 },
	};
	struct ledger ledger;
	struct contact contacts[10];
	char long_text[600];
	size_t count = 0;

	(void)state;
	sample_world(&ledger);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_fine(contact_list(ledger.db, (struct contact_id){ cases[i].after },
					 str_of(cases[i].text), contacts, cases[i].most, &count));
		assert_int_equal(count, cases[i].count);
		if (count)
			assert_int_equal(contacts[0].id.n, cases[i].first);
	}
	memset(long_text, 'x', sizeof(long_text));
	assert_fault(contact_list(ledger.db, (struct contact_id){ 0 },
				  (struct str){ long_text, sizeof(long_text) }, contacts, 9,
				  &count), FAULT_TOO_LARGE);
	ledger_done(&ledger);
}

static void consent_that_was_never_set_is_that_of_the_law(void **state)
{
	struct ledger ledger;
	struct consent consent;

	(void)state;
	sample_world(&ledger);
	for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
		assert_fine(consent_get(ledger.db, STR(ROSA), CHANNEL_SMS,
					(enum purpose)purpose, &consent));
		assert_false(consent.is_stopped);
		assert_int_equal(consent.is_granted, purpose != PURPOSE_OTHER);
		assert_int_equal(consent.changed_at, 0);
		assert_int_equal(consent.cause, CAUSE_NONE);
	}
	ledger_done(&ledger);
}

static void stop_and_start_act_on_every_purpose_of_one_channel(void **state)
{
	struct ledger ledger;
	struct consent consent;
	struct event events[4];
	AUTO(arena) arena;
	size_t count;

	(void)state;
	arena_init(&arena, 1 << 16);
	sample_world(&ledger);
	for (int turn = 0; turn < 3; turn++) {
		bool is_stopped = turn != 1;

		assert_fine(consent_set(ledger.db, &(struct consent_change){
			.phone = STR(ROSA), .channel = CHANNEL_SMS, .is_stopped = is_stopped,
			.cause = turn == 2 ? CAUSE_PROVIDER : CAUSE_KEYWORD, .by = { 50 + turn },
			.event_id = 60 + turn, .at = noon + turn }));
		for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
			assert_fine(consent_get(ledger.db, STR(ROSA), CHANNEL_SMS,
						(enum purpose)purpose, &consent));
			assert_int_equal(consent.is_stopped, is_stopped);
			assert_int_equal(consent.is_granted, !is_stopped);
			assert_true(consent.changed_at == noon + turn);
			assert_fine(consent_get(ledger.db, STR(ROSA), CHANNEL_VOICE,
						(enum purpose)purpose, &consent));
			assert_false(consent.is_stopped);
		}
		assert_fine(event_list(ledger.db, 50 + turn, &arena, events, 4, &count));
		assert_int_equal(count, 1);
		assert_int_equal(events[0].id, 60 + turn);
		assert_int_equal(events[0].contact.n, 1);
		assert_string_equal(events[0].what, is_stopped ? "consent.stopped" :
								 "consent.started");
		assert_string_equal(events[0].actor, turn == 2 ? "provider" : "family");
		assert_true(str_is(events[0].detail, turn == 2 ?
				"{\"channel\":\"sms\",\"cause\":\"provider\"}" :
				"{\"channel\":\"sms\",\"cause\":\"keyword\"}"));
	}
	/* a number nobody has may stop too */
	assert_fine(consent_set(ledger.db, &(struct consent_change){
		.phone = STR("+1999"), .channel = CHANNEL_SMS, .is_stopped = true,
		.cause = CAUSE_STAFF, .event_id = 70, .at = noon }));
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_contact_comes_back_as_it_was_put),
		cmocka_unit_test(a_number_comes_back_as_it_was_put),
		cmocka_unit_test(numbers_of_a_contact_are_bounded_and_oldest_first),
		cmocka_unit_test(contacts_are_listed_in_pages_and_found_by_name_or_number),
		cmocka_unit_test(consent_that_was_never_set_is_that_of_the_law),
		cmocka_unit_test(stop_and_start_act_on_every_purpose_of_one_channel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
