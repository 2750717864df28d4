/* The ladder in deed, on a real ledger: which phone is texted when an answer does not arrive. */
#include "seen.h"
#include "world.h"

#define ROSA_2 "+13125550111"
#define ROSA_3 "+13125550112"
#define JOSE "+13125550121"
#define ANSWER "At six, in the library."

static const struct receipt landline = { .event = ON_UNDELIVERED, .code = 30006,
					 .remedy = REMEDY_BAD_NUMBER };
static const struct receipt blocked = { .event = ON_UNDELIVERED, .code = 30004,
					.remedy = REMEDY_NEVER };
static const struct receipt opted_out = { .event = ON_UNDELIVERED, .code = 21610,
					  .remedy = REMEDY_STOPPED };
static const struct receipt filtered = { .event = ON_UNDELIVERED, .code = 30007,
					 .remedy = REMEDY_CONTENT };
static const struct receipt off = { .event = ON_UNDELIVERED, .code = 30003,
				    .remedy = REMEDY_LATER };

static struct world *open_world(void)
{
	struct world *world = world_new();

	world->lines[0].speaks[CHANNEL_WHATSAPP] = false;
	world_open(world);
	world_start(world);
	return world;
}

/* One more number of Rosa's. */
static void add_number(struct world *world, const char *phone)
{
	struct contact_put command = { .command.row = &contact_command_put, .of = STR(ROSA) };

	str_put(command.phone, sizeof(command.phone), str_of(phone));
	assert_fine(world_act(world, &command.command));
}

static void join(struct world *world, const char *phone, const char *language, bool shares)
{
	struct contact_put command = { .command.row = &contact_command_put };

	str_put(command.phone, sizeof(command.phone), str_of(phone));
	str_put(command.home.household.name, sizeof(command.home.household.name), STR("Vega"));
	command.home.household.shares = shares;
	command.home.has[HOUSEHOLD_HAS_SHARES] = true;
	command.given.has[CONTACT_HAS_HOUSEHOLD] = true;
	str_put(command.given.contact.language, sizeof(command.given.contact.language), str_of(language));
	command.given.contact.language_source = LANGUAGE_TOLD;
	command.given.has[CONTACT_HAS_LANGUAGE] = true;
	assert_fine(world_act(world, &command.command));
}

static void until_quiet(struct world *world)
{
	world_until(world, world_number(world, "SELECT count(*) FROM delivery WHERE state = 'sending'"
					       " OR (state = 'queued' AND waits_for = '')") == 0);
	world_until(world, outbox_under_way(world->core->accounts[0].outbox) == 0);
}

/* Rosa's promise is answered, and the answer was handed over to her phone. */
static struct promise_id answered(struct world *world)
{
	struct promise_id promise = world_promise(world, ROSA);

	world_delivered(world, world_sent_to(world, ROSA));
	world_answer(world, promise, ANSWER);
	until_quiet(world);
	assert_string_equal(world_sent_to(world, ROSA)->text, ANSWER);
	return promise;
}

static void fail_at(struct world *world, const char *phone, const struct receipt *receipt)
{
	world_receipt(world, world_sent_to(world, phone), receipt);
	until_quiet(world);
}

static int64_t in_state(struct world *world, const char *state)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM promise WHERE state = '%s'", state);
	return world_number(world, sql);
}

/* On a person's list for a visit, with everybody told. */
static void assert_visit(struct world *world)
{
	assert_int_equal(world_number(world, "SELECT count(*) FROM promise WHERE state = 'taken'"
		" AND person_at > 0 AND person_reason = 'visit'"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM notice WHERE what ="
		" 'promise.visit' AND staff_id = 0 AND role = 'administrator'"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM rung WHERE rung = 'visit'"
		" AND next = '' AND message_id = 0"), 1);
}

static void a_landline_hands_over_to_the_other_number_at_once(void **state)
{
	struct world *world = open_world();

	(void)state;
	answered(world);
	add_number(world, ROSA_2);
	fail_at(world, ROSA, &landline);
	assert_string_equal(world_sent_to(world, ROSA_2)->text, ANSWER);
	assert_int_equal(in_state(world, "answered"), 1);
	assert_int_equal(seen_promise(world->eyes).person_at, 0);
	assert_int_equal(seen_promise(world->eyes).rung, 1);
	assert_int_equal(seen_of_a_person(world->eyes), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM event WHERE what = 'ladder.rung'"
		" AND actor = 'ladder'"), 1);
	/* the answer is by the same author, in the same language, of the same promise */
	assert_int_equal(world_number(world, "SELECT count(DISTINCT promise_id) = 1 AND"
		" count(DISTINCT language) = 1 AND count(DISTINCT text) = 1 AND count(*) = 2"
		" FROM message WHERE kind = 'answer'"), 1);
	world_delivered(world, world_sent_to(world, ROSA_2));
	until_quiet(world);
	assert_int_equal(in_state(world, "kept"), 1);
	assert_int_equal(world_count_to(world, ROSA), 2);
	/* and "did this answer you?" is asked where it arrived */
	assert_int_equal(world_count_to(world, ROSA_2), 2);
	world_free(&world);
}

static void a_failure_is_climbed_from_once(void **state)
{
	struct world *world = open_world();

	(void)state;
	answered(world);
	add_number(world, ROSA_2);
	add_number(world, ROSA_3);
	world_advance(world, world->settings.receipt_for + SECOND_MS);
	world_until(world, world_number(world, "SELECT count(*) FROM rung") == 1);
	until_quiet(world);
	for (int i = 0; i < 2; i++) /* what was silent fails after all */
		fail_at(world, ROSA, i ? &blocked : &landline);
	assert_int_equal(world_count_to(world, ROSA_2) + world_count_to(world, ROSA_3), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM rung"), 1);
	assert_int_equal(in_state(world, "answered"), 1);
	world_free(&world);
}

static void the_first_phones_late_receipt_keeps_it_and_takes_the_other_text_back(void **state)
{
	struct world *world = open_world();
	struct thing *first;

	(void)state;
	answered(world);
	first = world_sent_to(world, ROSA);
	add_number(world, ROSA_2);
	world_advance(world, 13 * HOUR_MS); /* 23:00: the next text waits for morning */
	fail_at(world, ROSA, &landline);
	assert_int_equal(world_count_to(world, ROSA_2), 0);
	world_delivered(world, first);
	until_quiet(world);
	assert_int_equal(in_state(world, "kept"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM delivery WHERE state ="
					     " 'suppressed' AND needs_person = 0"), 1);
	/* and the mark was wrong */
	assert_int_equal(world_number(world, "SELECT sum(unusable_code) FROM number"), 0);
	world_advance(world, 12 * HOUR_MS);
	until_quiet(world);
	assert_int_equal(world_count_to(world, ROSA_2), 0);
	world_free(&world);
}

static void silence_tries_others_and_never_that_number_again(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->lines[0].speaks[CHANNEL_WHATSAPP] = true;
	world_open(world);
	world_start(world);
	answered(world);
	add_number(world, ROSA_2);
	for (int i = 0; i < 2; i++) {
		world_advance(world, world->settings.receipt_for + SECOND_MS);
		world_until(world, world_number(world, "SELECT count(*) FROM rung") == i + 1);
		until_quiet(world);
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM message WHERE kind = 'answer'"
		" AND phone = '" ROSA "'"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM message WHERE kind = 'answer'"
		" AND phone = '" ROSA_2 "'"), 1);
	assert_visit(world);
	world_free(&world);
}

static void the_same_number_may_be_reached_by_another_channel(void **state)
{
	static const struct receipt not_on_whatsapp = { .event = ON_UNDELIVERED, .code = 63003,
							.remedy = REMEDY_BAD_NUMBER };
	struct world *world = world_new();

	(void)state;
	world->lines[0].speaks[CHANNEL_WHATSAPP] = true;
	world_open(world);
	world_start(world);
	answered(world);
	fail_at(world, ROSA, &landline);
	assert_string_equal(world_sent_to(world, "whatsapp:" ROSA)->text, ANSWER);
	assert_int_equal(world_number(world, "SELECT unusable_on FROM number"), 1);
	fail_at(world, "whatsapp:" ROSA, &not_on_whatsapp);
	assert_int_equal(world_number(world, "SELECT unusable_on FROM number"), 3);
	assert_visit(world);
	assert_int_equal(world_count_to(world, ROSA) + world_count_to(world, "whatsapp:" ROSA), 3);
	world_free(&world);
}

static void a_filtered_text_is_not_sent_again_the_same_way(void **state)
{
	struct world *world = open_world();

	(void)state;
	answered(world);
	add_number(world, ROSA_2);
	fail_at(world, ROSA, &filtered);
	assert_int_equal(world_count_to(world, ROSA_2), 0);
	assert_visit(world);
	world_free(&world);
}

/* Who of a household is told. */
static const struct {
	const char *label, *language;
	bool shares, has_stopped;
	int texts;
} guardians[] = {
	{ "the household shares", "en", true, false, 1 },
	{ "it does not", "en", false, false, 0 },
	{ "the other reads Spanish", "es", true, false, 0 },
	{ "the other said stop", "en", true, true, 0 },
};

static void another_guardian_is_told_only_what_they_may_know_and_can_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(guardians); i++) {
		struct world *world = open_world();
		int before;

		if (guardians[i].has_stopped) {
			world_hear(world, JOSE, "stop");
			until_quiet(world);
		}
		before = world_count_to(world, JOSE);
		answered(world);
		join(world, ROSA, "en", guardians[i].shares);
		join(world, JOSE, guardians[i].language, guardians[i].shares);
		fail_at(world, ROSA, &landline);
		if (world_count_to(world, JOSE) - before != guardians[i].texts)
			fail_msg("%s", guardians[i].label);
		if (guardians[i].texts == 0) {
			assert_visit(world);
		} else {
			world_delivered(world, world_sent_to(world, JOSE));
			until_quiet(world);
			assert_int_equal(in_state(world, "kept"), 1);
			/* who asked nothing is not asked "did this answer you?" */
			assert_int_equal(world_count_to(world, JOSE), 1);
		}
		world_free(&world);
	}
}

static void a_stop_by_the_provider_goes_to_the_other_number_and_no_text_to_that_one(void **state)
{
	struct world *world = open_world();
	struct promise_id promise = answered(world);

	(void)state;
	add_number(world, ROSA_2);
	fail_at(world, ROSA, &opted_out);
	assert_int_equal(world_count_to(world, ROSA_2), 1);
	assert_int_equal(seen_promise(world->eyes).person_at, 0);
	fail_at(world, ROSA_2, &opted_out);
	assert_visit(world);
	/* a new answer begins a new ladder, and finds that both have stopped */
	assert_fault(world_act(world, &(struct promise_answer){ .command.row = &text_command_answer, .promise = promise,
						    .text = STR("Again.") }.command), FAULT_STOPPED);
	assert_int_equal(world_count_to(world, ROSA) + world_count_to(world, ROSA_2), 3);
	world_free(&world);
}

static void an_answer_to_a_number_that_is_no_use_goes_round_it(void **state)
{
	struct world *world = open_world();
	struct promise_id promise = world_promise(world, ROSA);

	(void)state;
	add_number(world, ROSA_2);
	fail_at(world, ROSA, &landline); /* the acknowledgement */
	world_answer(world, promise, ANSWER);
	until_quiet(world);
	assert_int_equal(world_count_to(world, ROSA), 1);
	assert_string_equal(world_sent_to(world, ROSA_2)->text, ANSWER);
	assert_int_equal(world_number(world, "SELECT count(*) FROM rung WHERE failed_id = 0"
		" AND answer_id = message_id AND miss = 'no_texts'"), 1);
	fail_at(world, ROSA_2, &blocked);
	assert_visit(world);
	world_free(&world);
}

static void a_failed_acknowledgement_does_not_climb_but_its_owner_is_told(void **state)
{
	struct world *world = open_world();

	(void)state;
	world_promise(world, ROSA);
	add_number(world, ROSA_2);
	fail_at(world, ROSA, &landline);
	assert_int_equal(world_count_to(world, ROSA_2), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM rung"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM notice WHERE what ="
					     " 'promise.no_texts'"), 1);
	assert_int_equal(in_state(world, "open"), 1);
	world_free(&world);
}

static void a_phone_that_is_off_is_tried_twice_more_before_anything_else(void **state)
{
	struct world *world = open_world();

	(void)state;
	answered(world);
	add_number(world, ROSA_2);
	for (int i = 0; i < 2; i++) {
		fail_at(world, ROSA, &off);
		assert_int_equal(world_count_to(world, ROSA_2), 0);
		assert_int_equal(world_number(world, "SELECT count(*) FROM rung WHERE rung ="
			" 'retry_later' AND failed_id = message_id"), i + 1);
		world_advance(world, 8 * HOUR_MS - (i ? 0 : 6 * HOUR_MS));
		world_until(world, world_count_to(world, ROSA) == 3 + i);
		until_quiet(world);
	}
	fail_at(world, ROSA, &off);
	assert_int_equal(world_count_to(world, ROSA), 4);
	assert_int_equal(world_count_to(world, ROSA_2), 1);
	assert_int_equal(world_number(world, "SELECT count(DISTINCT answer_id) FROM rung"), 1);
	world_free(&world);
}

/* --- all families, all failures: G4 --------------------------------------------------- */

/* Answered with a text under way, or on a person's list, or closed. */
static void check_g4(struct world *world, const char *label)
{
	if (world_number(world,
		"SELECT count(*) FROM promise AS p WHERE NOT (p.state IN ('kept', 'excused')"
		" OR p.person_at > 0 OR (p.state = 'answered' AND EXISTS (SELECT 1 FROM message AS m"
		" JOIN delivery AS d ON d.message_id = m.id WHERE m.promise_id = p.id AND"
		" m.kind = 'answer' AND d.state IN ('queued', 'sending', 'unknown', 'sent'))))"))
		fail_msg("%s: nobody has the promise", label);
	if (world_number(world, "SELECT count(*) FROM (SELECT 1 FROM message WHERE kind = 'answer'"
				" GROUP BY phone, channel HAVING count(*) > 1)"))
		fail_msg("%s: an answer went the same way twice", label);
}

static void in_every_path_somebody_has_the_promise(void **state)
{
	const struct receipt *const failures[] = { &landline, &blocked, &opted_out, &filtered };
	static const char *const phones[] = { ROSA, ROSA_2, JOSE };

	(void)state;
	for (unsigned family = 0; family < 8; family++)
	for (size_t f = 0; f < COUNT_OF(failures); f++) {
		struct world *world = open_world();
		char label[64];

		snprintf(label, sizeof(label), "family %u, failure %d", family, failures[f]->code);
		answered(world);
		if (family & 1)
			add_number(world, ROSA_2);
		if (family & 2) {
			join(world, ROSA, "en", family & 4);
			join(world, JOSE, "en", family & 4);
		}
		for (size_t i = 0; i < COUNT_OF(phones); i++) {
			check_g4(world, label);
			if (world_count_to(world, phones[i]))
				fail_at(world, phones[i], failures[f]);
		}
		check_g4(world, label);
		assert_visit(world);
		world_free(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_landline_hands_over_to_the_other_number_at_once),
		cmocka_unit_test(a_failure_is_climbed_from_once),
		cmocka_unit_test(the_first_phones_late_receipt_keeps_it_and_takes_the_other_text_back),
		cmocka_unit_test(silence_tries_others_and_never_that_number_again),
		cmocka_unit_test(the_same_number_may_be_reached_by_another_channel),
		cmocka_unit_test(a_filtered_text_is_not_sent_again_the_same_way),
		cmocka_unit_test(another_guardian_is_told_only_what_they_may_know_and_can_read),
		cmocka_unit_test(a_stop_by_the_provider_goes_to_the_other_number_and_no_text_to_that_one),
		cmocka_unit_test(an_answer_to_a_number_that_is_no_use_goes_round_it),
		cmocka_unit_test(a_failed_acknowledgement_does_not_climb_but_its_owner_is_told),
		cmocka_unit_test(a_phone_that_is_off_is_tried_twice_more_before_anything_else),
		cmocka_unit_test(in_every_path_somebody_has_the_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
