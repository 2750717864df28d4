/* One family never silences another: what pauses a line, what does not, and how it is tried again. */
#include "tests/lib/test.h"

#include <stdio.h>

#include "base/clock.h"
#include "domain/line_health.h"
#include "domain/list_cause.h"

enum { MANY = 40 };
static const int64_t noon = 1000000000;

struct town {
	struct line_health health;
	int64_t now;
};

static struct town well(void)
{
	return (struct town){ .now = noon };
}

/* A second later, of the phone `who`. */
static enum line_turn see(struct town *town, int who, enum line_sight_kind kind, enum remedy remedy, int code)
{
	char phone[20];

	snprintf(phone, sizeof(phone), "+1787555%04d", who);
	town->now += SECOND_MS;
	return line_health_see(&town->health, &(struct line_sight){
		.kind = kind, .remedy = remedy, .code = code, .phone = str_of(phone), .handed_at = town->now },
		town->now);
}

static bool is_paused(const struct town *town)
{
	return town->health.cause != PAUSE_NONE;
}

/* --- what never pauses, and what does ------------------------------------------------------------ */

static const enum line_sight_kind failures[] = { SIGHT_REFUSED, SIGHT_UNDELIVERED };

static bool may_be_senders(enum remedy remedy)
{
	return remedy == REMEDY_SENDER || remedy == REMEDY_ROUTE;
}

static void one_number_never_pauses_a_line_but_for_the_account(void **state)
{
	(void)state;
	for (size_t f = 0; f < COUNT_OF(failures); f++)
		for (int i = 0; i < REMEDY_COUNT; i++) {
			struct town town = well();

			for (int n = 0; n < MANY; n++)
				(void)see(&town, 7, failures[f], (enum remedy)i, 21408);
			if (is_paused(&town) != (i == REMEDY_CONFIG))
				fail_msg("%s", remedy_word((enum remedy)i));
		}
}

static void five_different_numbers_in_a_row_pause_it_for_the_sender_alone(void **state)
{
	(void)state;
	for (size_t f = 0; f < COUNT_OF(failures); f++)
		for (int i = 0; i < REMEDY_COUNT; i++) {
			struct town town = well();
			int n = 0;

			while (n < MANY && !is_paused(&town))
				(void)see(&town, n++, failures[f], (enum remedy)i, 30034);
			if (n != (i == REMEDY_CONFIG ? 1 : may_be_senders((enum remedy)i) ? 5 : MANY))
				fail_msg("%s: %d", remedy_word((enum remedy)i), n);
			if (may_be_senders((enum remedy)i)) {
				assert_int_equal(town.health.cause, PAUSE_SENDER);
				assert_int_equal(town.health.code, 30034);
				assert_int_equal(town.health.is_by_receipt, failures[f] == SIGHT_UNDELIVERED);
			}
		}
}

static void the_same_number_counts_once_among_others(void **state)
{
	struct town town = well();

	(void)state;
	for (int n = 0; n < MANY; n++)
		assert_int_equal(see(&town, n % 4, SIGHT_REFUSED, REMEDY_SENDER, 21606), LINE_STAYS);
	assert_int_equal(see(&town, 4, SIGHT_REFUSED, REMEDY_ROUTE, 30018), LINE_PAUSES);
}

/* A text that was taken says nothing of those that are taken and thrown away. */
static void a_success_between_begins_the_count_anew(void **state)
{
	static const struct {
		enum line_sight_kind fault, between;
		bool resets;
	} rows[] = {
		{ SIGHT_REFUSED, SIGHT_ACCEPTED, true },      { SIGHT_REFUSED, SIGHT_DELIVERED, true },
		{ SIGHT_UNDELIVERED, SIGHT_ACCEPTED, false }, { SIGHT_UNDELIVERED, SIGHT_DELIVERED, true },
		{ SIGHT_STRANGE, SIGHT_ACCEPTED, true },      { SIGHT_STRANGE, SIGHT_DELIVERED, true },
		{ SIGHT_REFUSED, SIGHT_NOTHING, false },      { SIGHT_UNDELIVERED, SIGHT_NOTHING, false },
		{ SIGHT_STRANGE, SIGHT_NOTHING, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (int place = 0; place <= 4; place++) {
			struct town town = well();

			for (int n = 0; n < 5; n++) {
				if (n == place)
					(void)see(&town, 99, rows[i].between, REMEDY_RETRY, 0);
				(void)see(&town, n, rows[i].fault, REMEDY_SENDER, 30034);
			}
			if (is_paused(&town) != (!rows[i].resets || place == 0))
				fail_msg("row %zu, place %d", i, place);
		}
}

/* A family's own fault between two is neither a success nor one more. */
static void other_refusals_between_change_nothing(void **state)
{
	static const enum remedy others[] = { REMEDY_DESTINATION, REMEDY_BAD_NUMBER, REMEDY_STOPPED,
					      REMEDY_NEVER, REMEDY_CONTENT, REMEDY_LATER, REMEDY_RETRY };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct town town = well();

		for (int n = 0; n < 4; n++) {
			assert_int_equal(see(&town, n, SIGHT_UNDELIVERED, REMEDY_SENDER, 30034), LINE_STAYS);
			assert_int_equal(see(&town, 50 + n, SIGHT_UNDELIVERED, others[i], 1), LINE_STAYS);
		}
		assert_int_equal(see(&town, 4, SIGHT_UNDELIVERED, REMEDY_SENDER, 30034), LINE_PAUSES);
	}
}

static void something_between_us_pauses_it_when_five_have_met_it(void **state)
{
	struct town town = well();

	(void)state;
	for (int n = 0; n < MANY; n++)
		assert_int_equal(see(&town, n % 4, SIGHT_STRANGE, REMEDY_RETRY, 403), LINE_STAYS);
	assert_int_equal(see(&town, 4, SIGHT_STRANGE, REMEDY_RETRY, 403), LINE_PAUSES);
	assert_int_equal(town.health.cause, PAUSE_STRANGER);
	assert_int_equal(town.health.code, 403);
	/* the provider's own word, whatever it says, shows that nothing stands between */
	town = well();
	for (int n = 0; n < MANY; n++) {
		(void)see(&town, n, SIGHT_STRANGE, REMEDY_RETRY, 403);
		(void)see(&town, n, SIGHT_REFUSED, REMEDY_BAD_NUMBER, 21211);
	}
	assert_false(is_paused(&town));
}

/* --- a paused line --------------------------------------------------------------------------------- */

static struct town paused_by(enum line_sight_kind kind, enum remedy remedy)
{
	struct town town = well();

	for (int n = 0; n < 5 && !is_paused(&town); n++)
		(void)see(&town, n, kind, remedy, 20003);
	assert_true(is_paused(&town));
	return town;
}

static void a_paused_line_is_tried_again_and_waits_twice_as_long_each_time(void **state)
{
	static const int64_t minutes[] = { 1, 2, 4, 8, 15, 15, 15 };
	struct town town = paused_by(SIGHT_REFUSED, REMEDY_CONFIG);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(minutes); i++) {
		assert_int_equal(line_health_probe_at(&town.health, town.now), town.now + minutes[i] * MINUTE_MS);
		town.now += minutes[i] * MINUTE_MS;
		assert_int_equal(see(&town, 80, SIGHT_REFUSED, REMEDY_CONFIG, 20005), LINE_WAITS);
		assert_int_equal(town.health.code, 20005);
	}
}

static void what_lifts_a_pause_is_a_success_of_its_kind(void **state)
{
	static const struct {
		const char *label;
		enum line_sight_kind by;
		enum remedy remedy;
		enum line_sight_kind seen;
		enum remedy of;
		bool lifts;
	} rows[] = {
		{ "the account works", SIGHT_REFUSED, REMEDY_CONFIG, SIGHT_ACCEPTED, 0, true },
		{ "it let us in", SIGHT_REFUSED, REMEDY_CONFIG, SIGHT_REFUSED, REMEDY_BAD_NUMBER, true },
		{ "it let us in, to a region", SIGHT_REFUSED, REMEDY_CONFIG, SIGHT_REFUSED, REMEDY_DESTINATION, true },
		{ "still refused", SIGHT_REFUSED, REMEDY_CONFIG, SIGHT_REFUSED, REMEDY_CONFIG, false },
		{ "busy", SIGHT_REFUSED, REMEDY_CONFIG, SIGHT_REFUSED, REMEDY_RETRY, false },
		{ "no answer", SIGHT_REFUSED, REMEDY_CONFIG, SIGHT_NOTHING, 0, false },
		{ "the sender works", SIGHT_REFUSED, REMEDY_SENDER, SIGHT_ACCEPTED, 0, true },
		{ "of the sender it says nothing", SIGHT_REFUSED, REMEDY_SENDER, SIGHT_REFUSED, REMEDY_BAD_NUMBER, false },
		{ "taken, as those before", SIGHT_UNDELIVERED, REMEDY_SENDER, SIGHT_ACCEPTED, 0, false },
		{ "and arrived", SIGHT_UNDELIVERED, REMEDY_SENDER, SIGHT_DELIVERED, 0, true },
		{ "and not arrived", SIGHT_UNDELIVERED, REMEDY_SENDER, SIGHT_UNDELIVERED, REMEDY_SENDER, false },
		{ "suspended, yet it takes texts", SIGHT_UNDELIVERED, REMEDY_CONFIG, SIGHT_ACCEPTED, 0, false },
		{ "the wall is gone", SIGHT_STRANGE, REMEDY_RETRY, SIGHT_ACCEPTED, 0, true },
		{ "the wall is gone, says a refusal", SIGHT_STRANGE, REMEDY_RETRY, SIGHT_REFUSED, REMEDY_NEVER, true },
		{ "the wall stands", SIGHT_STRANGE, REMEDY_RETRY, SIGHT_STRANGE, REMEDY_RETRY, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct town town = paused_by(rows[i].by, rows[i].remedy);
		enum line_turn turn;

		town.now += MINUTE_MS;
		turn = see(&town, 80, rows[i].seen, rows[i].of, 1);
		if (turn != (rows[i].lifts ? LINE_RESUMES : LINE_WAITS) || is_paused(&town) == rows[i].lifts)
			fail_msg("%s", rows[i].label);
	}
}

/* Late answers and receipts: they know neither of the pause nor of its end. */
static void what_was_handed_over_before_tells_nothing(void **state)
{
	struct town town = paused_by(SIGHT_REFUSED, REMEDY_CONFIG);
	struct line_sight old = { .kind = SIGHT_ACCEPTED, .phone = STR("+1"), .handed_at = town.now };

	(void)state;
	assert_int_equal(line_health_see(&town.health, &old, town.now + 1), LINE_STAYS);
	assert_true(is_paused(&town));
	line_health_resume(&town.health, town.now + 10);
	old.kind = SIGHT_UNDELIVERED;
	old.remedy = REMEDY_CONFIG;
	assert_int_equal(line_health_see(&town.health, &old, town.now + 20), LINE_STAYS);
	assert_false(is_paused(&town));
	old.handed_at = town.now + 10;
	assert_int_equal(line_health_see(&town.health, &old, town.now + 20), LINE_PAUSES);
}

static void what_a_person_paused_waits_for_a_person(void **state)
{
	struct town town = well();

	(void)state;
	line_health_pause(&town.health, town.now);
	for (int kind = 0; kind <= SIGHT_NOTHING; kind++)
		for (int i = 0; i < REMEDY_COUNT; i++)
			assert_int_equal(see(&town, i, (enum line_sight_kind)kind, (enum remedy)i, 1), LINE_STAYS);
	assert_int_equal(town.health.cause, PAUSE_PERSON);
	assert_true(line_health_probe_at(&town.health, town.now + DAY_MS) == NEVER);
	line_health_resume(&town.health, town.now);
	assert_false(is_paused(&town));
	assert_true(line_health_probe_at(&town.health, town.now) == NEVER);
}

static void a_clock_that_is_set_back_keeps_no_line_paused(void **state)
{
	struct town town = paused_by(SIGHT_REFUSED, REMEDY_CONFIG);

	(void)state;
	town.now -= 10 * DAY_MS;
	assert_int_equal(line_health_probe_at(&town.health, town.now), town.now + 15 * MINUTE_MS);
	town.now += 15 * MINUTE_MS;
	(void)see(&town, 1, SIGHT_ACCEPTED, REMEDY_RETRY, 0);
	assert_int_equal(see(&town, 1, SIGHT_ACCEPTED, REMEDY_RETRY, 0), LINE_RESUMES);
}

static void every_cause_has_a_word_and_a_sentence(void **state)
{
	(void)state;
	for (int i = 0; i < PAUSE_CAUSE_COUNT; i++) {
		enum pause_cause cause = PAUSE_CAUSE_COUNT;

		assert_true(pause_cause_of(str_of(pause_cause_word((enum pause_cause)i)), &cause));
		assert_int_equal(cause, i);
		assert_int_equal(pause_cause_phrase(cause)[0] != '\0', i != PAUSE_NONE);
	}
}

/* Whose word it was, and never a fault's own. */
static void why_a_list_is_not_read_has_a_word_and_a_sentence_for_every_fault(void **state)
{
	(void)state;
	for (int i = 0; i < FAULT_KINDS; i++) {
		enum list_cause cause = list_cause_by((enum fault)i);

		assert_int_equal(cause == LIST_READ, i == FAULT_NONE);
		assert_int_equal(list_cause_word(cause)[0] != '\0', i != FAULT_NONE);
		assert_int_equal(list_cause_phrase(cause)[0] != '\0', i != FAULT_NONE);
	}
	assert_int_equal(list_cause_by(FAULT_CONFIG), LIST_REFUSED);
	assert_int_equal(list_cause_by(FAULT_STRANGER), LIST_STRANGER);
	assert_int_equal(list_cause_by(FAULT_CONFLICT), LIST_CIRCLE);
	assert_int_equal(list_cause_by(FAULT_AGAIN), LIST_UNANSWERED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(why_a_list_is_not_read_has_a_word_and_a_sentence_for_every_fault),
		cmocka_unit_test(one_number_never_pauses_a_line_but_for_the_account),
		cmocka_unit_test(five_different_numbers_in_a_row_pause_it_for_the_sender_alone),
		cmocka_unit_test(the_same_number_counts_once_among_others),
		cmocka_unit_test(a_success_between_begins_the_count_anew),
		cmocka_unit_test(other_refusals_between_change_nothing),
		cmocka_unit_test(something_between_us_pauses_it_when_five_have_met_it),
		cmocka_unit_test(a_paused_line_is_tried_again_and_waits_twice_as_long_each_time),
		cmocka_unit_test(what_lifts_a_pause_is_a_success_of_its_kind),
		cmocka_unit_test(what_was_handed_over_before_tells_nothing),
		cmocka_unit_test(what_a_person_paused_waits_for_a_person),
		cmocka_unit_test(a_clock_that_is_set_back_keeps_no_line_paused),
		cmocka_unit_test(every_cause_has_a_word_and_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
