#include "tests/lib/test.h"

#include "domain/delivery.h"
#include "domain/outcome.h"

/* Every step of a message × every state of its promise × every other fact, in turn. */
struct at {
	struct outcome_facts facts;
	enum delivery_state from;
	enum outcome outcome;
};

static bool fill(struct at *at, int no)
{
	struct outcome_facts *facts = &at->facts;
	int rest = no >> 9;

	*facts = (struct outcome_facts){
		.is_answer = no & 1, .has_promise = no >> 1 & 1, .is_listed = no >> 2 & 1,
		.is_newest = no >> 3 & 1, .is_hourless = no >> 4 & 1, .is_stuck = no >> 5 & 1,
		.is_retry_long = no >> 6 & 1, .is_from_copy = no >> 7 & 1,
		.is_of_destination = no >> 8 & 1,
		.promise = (enum promise_state)(rest % PROMISE_STATES) };
	rest /= PROMISE_STATES;
	facts->event = (enum delivery_event)(rest % DELIVERY_EVENTS);
	at->from = (enum delivery_state)(rest / DELIVERY_EVENTS);
	return at->from < DELIVERY_STATES;
}

static void each(void (*claim)(const struct at *at), unsigned *met)
{
	struct at at;

	for (int no = 0; fill(&at, no); no++) {
		if (delivery_consequences(&(struct delivery_facts){ .state = at.from },
					  at.facts.event, &at.facts.then))
			continue;
		at.outcome = outcome_of(&at.facts);
		*met |= 1U << at.outcome;
		claim(&at);
	}
}

static bool is_missed(const struct at *at)
{
	const struct delivery_consequences *then = &at->facts.then;

	return !delivery_is_evidence(then->state) &&
	       (delivery_is_over(then->state) || then->deeds & DEED_PERSON);
}

static bool is_waited_for(const struct at *at)
{
	return at->facts.is_answer && at->facts.has_promise &&
	       !promise_is_closed(at->facts.promise);
}

/* --- the claims ---------------------------------------------------------------------- */

static void claim_kept(const struct at *at)
{
	assert_int_equal(at->outcome == OUTCOME_KEPT,
			 is_waited_for(at) && delivery_is_evidence(at->facts.then.state));
}

static void an_answer_that_arrived_keeps_its_promise_and_nothing_else_does(void **unused)
{
	unsigned met = 0;

	(void)unused;
	each(claim_kept, &met);
	/* all that can follow has been met on the way */
	assert_int_equal(met, (1U << OUTCOME_COUNT) - 1);
}

/* G4: whatever ends without evidence, somebody has it: the ladder, or a person. */
static void claim_not_silent(const struct at *at)
{
	const struct outcome_facts *facts = &at->facts;
	bool is_old = facts->promise == PROMISE_ANSWERED && !facts->is_newest;

	if (is_waited_for(at) && is_missed(at) && !facts->is_listed && !is_old &&
	    facts->event != ON_RETRY)
		assert_int_not_equal(at->outcome, OUTCOME_NOTHING);
}

static void no_answer_is_missed_in_silence(void **unused)
{
	unsigned met = 0;

	(void)unused;
	each(claim_not_silent, &met);
}

static void claim_climb(const struct at *at)
{
	if (at->outcome != OUTCOME_LADDER && at->outcome != OUTCOME_HAND_OVER)
		return;
	assert_true(is_waited_for(at));
	assert_int_equal(at->facts.promise, PROMISE_ANSWERED);
	assert_true(at->facts.is_newest);
	assert_int_equal(at->outcome == OUTCOME_HAND_OVER, at->facts.is_from_copy);
}

static void only_the_newest_answer_of_an_answered_promise_climbs(void **unused)
{
	unsigned met = 0;

	(void)unused;
	each(claim_climb, &met);
}

static void claim_closed(const struct at *at)
{
	if (at->facts.has_promise && promise_is_closed(at->facts.promise))
		assert_int_equal(at->outcome, OUTCOME_NOTHING);
}

static void nothing_follows_for_a_promise_that_is_closed(void **unused)
{
	unsigned met = 0;

	(void)unused;
	each(claim_closed, &met);
}

/* G18: who cannot be texted at all is a person's, whatever the text was. */
static void claim_destination(const struct at *at)
{
	const struct outcome_facts *facts = &at->facts;

	if (facts->is_of_destination && facts->has_promise && !promise_is_closed(facts->promise) &&
	    !facts->is_listed && !facts->is_answer)
		assert_true(at->outcome == OUTCOME_DESTINATION || at->outcome == OUTCOME_NO_HOUR);
	if (at->outcome == OUTCOME_DESTINATION)
		assert_true(facts->is_of_destination && facts->has_promise);
}

static void a_destination_that_is_refused_brings_its_promise_to_a_person(void **unused)
{
	unsigned met = 0;

	(void)unused;
	each(claim_destination, &met);
}

static void claim_listed(const struct at *at)
{
	if (at->outcome == OUTCOME_STUCK || at->outcome == OUTCOME_UNDELIVERED ||
	    at->outcome == OUTCOME_PUT_BACK || at->outcome == OUTCOME_NO_HOUR ||
	    at->outcome == OUTCOME_DESTINATION)
		assert_false(at->facts.is_listed);
}

static void nobody_is_told_twice_of_one_promise(void **unused)
{
	unsigned met = 0;

	(void)unused;
	each(claim_listed, &met);
}

static void claim_other(const struct at *at)
{
	if (at->facts.is_answer && at->facts.has_promise)
		return;
	if (!at->facts.is_hourless && !at->facts.is_of_destination)
		assert_int_equal(at->outcome, OUTCOME_NOTHING);
	else if (!at->facts.is_hourless)
		assert_true(at->outcome == OUTCOME_NOTHING || at->outcome == OUTCOME_DESTINATION);
	else
		assert_int_equal(at->outcome == OUTCOME_TELL, !at->facts.has_promise);
}

static void of_any_other_text_only_that_it_never_leaves_is_told(void **unused)
{
	unsigned met = 0;

	(void)unused;
	each(claim_other, &met);
}

/* --- why it was missed ----------------------------------------------------------------- */

static void what_was_taken_back_is_missed_as_consent_and_number_stand(void **unused)
{
	static const enum miss by_facts[2][2] = { /* [is_granted][is_unusable] */
		{ MISS_STOPPED, MISS_STOPPED }, { MISS_HOURS, MISS_NO_TEXTS },
	};

	(void)unused;
	for (int no = 0; no < 8; no++)
		assert_int_equal(outcome_miss(&(struct outcome_miss_facts){
			.event = ON_SUPPRESS, .has_remedy = no & 4, .remedy = REMEDY_CONTENT,
			.is_granted = no & 2, .is_unusable = no & 1 }), by_facts[no >> 1 & 1][no & 1]);
}

/* The provider's own word comes first, then what its silence means. */
static void any_other_miss_is_the_providers_word_or_its_silence(void **unused)
{
	(void)unused;
	for (int event = 0; event < DELIVERY_EVENTS; event++) {
		struct outcome_miss_facts facts = { .event = (enum delivery_event)event };

		if (event == ON_SUPPRESS)
			continue;
		assert_int_equal(outcome_miss(&facts), event == ON_GIVE_UP ? MISS_UNKNOWN : MISS_OFF);
		facts.is_silence = true;
		assert_int_equal(outcome_miss(&facts), event == ON_GIVE_UP ? MISS_SILENCE : MISS_OFF);
		facts.has_remedy = true;
		for (int remedy = 0; remedy < REMEDY_COUNT; remedy++) {
			facts.remedy = (enum remedy)remedy;
			assert_int_equal(outcome_miss(&facts), miss_of_remedy(facts.remedy));
		}
	}
}

/* Before anything was sent: a wish that was said there is respected by its own name, also on
 * a number that could not be texted anyway. */
static void a_number_is_no_use_beforehand_by_what_they_said_first(void **state)
{
	static const struct {
		bool is_stopped, is_unusable, is_useless;
		enum miss miss;
	} rows[] = {
		{ false, false, false, MISS_HOURS }, { true, false, true, MISS_STOPPED },
		{ false, true, true, MISS_NO_TEXTS }, { true, true, true, MISS_STOPPED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum miss miss = MISS_HOURS;

		assert_int_equal(miss_beforehand(rows[i].is_stopped, rows[i].is_unusable, &miss),
				 rows[i].is_useless);
		assert_int_equal(miss, rows[i].miss);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_that_arrived_keeps_its_promise_and_nothing_else_does),
		cmocka_unit_test(no_answer_is_missed_in_silence),
		cmocka_unit_test(only_the_newest_answer_of_an_answered_promise_climbs),
		cmocka_unit_test(nothing_follows_for_a_promise_that_is_closed),
		cmocka_unit_test(nobody_is_told_twice_of_one_promise),
		cmocka_unit_test(a_destination_that_is_refused_brings_its_promise_to_a_person),
		cmocka_unit_test(a_number_is_no_use_beforehand_by_what_they_said_first),
		cmocka_unit_test(of_any_other_text_only_that_it_never_leaves_is_told),
		cmocka_unit_test(what_was_taken_back_is_missed_as_consent_and_number_stand),
		cmocka_unit_test(any_other_miss_is_the_providers_word_or_its_silence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
