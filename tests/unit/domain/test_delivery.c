#include "tests/lib/test.h"

#include "tests/lib/fine.h"

#include "base/clock.h"
#include "domain/delivery.h"

/* --- the whole matrix, written out a second time ------------------------------ */

static const struct {
	const char *events[DELIVERY_EVENTS]; /* "state deeds", NULL: nothing new */
} expected[DELIVERY_STATES] = {
	/* clang-format off */
	[DELIVERY_QUEUED] = { {
		"sending", "sent await", NULL, NULL, NULL, NULL, NULL, NULL,
		"failed person", NULL, "delivered evidence", "read evidence",
		"suppressed person", "failed person" } },
	[DELIVERY_SENDING] = { {
		NULL, "sent await", "queued new", "queued new", "failed person",
		"unknown settle", "unknown settle", NULL,
		"failed person", "failed person", "delivered evidence", "read evidence",
		NULL, NULL } },
	[DELIVERY_UNKNOWN] = { {
		NULL, "sent await", NULL, NULL, NULL, NULL, NULL, "queued ambiguous new",
		"failed person", "queued new", "delivered evidence", "read evidence",
		NULL, "failed person ambiguous" } },
	[DELIVERY_SENT] = { {
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		"failed person", "queued new", "delivered evidence", "read evidence",
		NULL, "sent person" } },
	[DELIVERY_SUPPRESSED] = { {
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		"delivered evidence", "read evidence", NULL, NULL } },
	[DELIVERY_FAILED] = { {
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		"delivered evidence", "read evidence", NULL, NULL } },
	[DELIVERY_DELIVERED] = { {
		NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		NULL, "read", NULL, NULL } },
	/* DELIVERY_READ: nothing more to say */
	/* clang-format on */
};

/* What the row and the error table add is claimed below. */
enum { OF_TABLE = DEED_EVIDENCE | DEED_PERSON | DEED_MARK_AMBIGUOUS | DEED_NEW_ATTEMPT |
		  DEED_AWAIT | DEED_SETTLE };

static enum fault step_of(enum delivery_state now, enum delivery_event event,
			  struct delivery_consequences *step)
{
	return delivery_consequences(&(struct delivery_facts){ .state = now }, event, step);
}

static unsigned deeds_of(const char *text)
{
	static const struct {
		const char *word;
		unsigned deed;
	} words[] = {
		{ " evidence", DEED_EVIDENCE }, { " person", DEED_PERSON },
		{ " ambiguous", DEED_MARK_AMBIGUOUS }, { " new", DEED_NEW_ATTEMPT },
		{ " await", DEED_AWAIT }, { " settle", DEED_SETTLE },
	};
	unsigned deeds = 0;

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strstr(text, words[i].word))
			deeds |= words[i].deed;
	return deeds;
}

static void every_event_in_every_state_does_what_the_drawing_says(void **unused)
{
	(void)unused;
	for (int s = 0; s < DELIVERY_STATES; s++) {
		for (int e = 0; e < DELIVERY_EVENTS; e++) {
			const char *want = expected[s].events[e];
			struct delivery_consequences step = { DELIVERY_STATES, 77 };
			enum fault fault = step_of((enum delivery_state)s,
							 (enum delivery_event)e, &step);
			enum delivery_state state = DELIVERY_STATES;

			if (!want) {
				assert_int_equal(fault, FAULT_CONFLICT);
				assert_int_equal(step.state, DELIVERY_STATES);
				assert_int_equal(step.deeds, 77);
				continue;
			}
			assert_int_equal(fault, FAULT_NONE);
			assert_true(delivery_of(str_slice(str_of(want), 0, strcspn(want, " ")),
						&state));
			assert_int_equal(step.state, state);
			assert_int_equal(step.deeds & OF_TABLE, deeds_of(want));
		}
	}
}

static void each_step(void (*claim)(const struct delivery_facts *facts, enum delivery_event event,
				     const struct delivery_consequences *then))
{
	for (int no = 0; no < DELIVERY_STATES * DELIVERY_EVENTS * (REMEDY_COUNT + 1) * 2; no++) {
		int rest = no / 2, remedy = rest % (REMEDY_COUNT + 1);
		enum delivery_event event = (enum delivery_event)(rest / (REMEDY_COUNT + 1) %
								  DELIVERY_EVENTS);
		struct delivery_facts facts = {
			.state = (enum delivery_state)(rest / (REMEDY_COUNT + 1) / DELIVERY_EVENTS),
			.has_remedy = remedy < REMEDY_COUNT,
			.remedy = remedy < REMEDY_COUNT ? (enum remedy)remedy : REMEDY_RETRY,
			.is_taken_back = no & 1 };
		struct delivery_consequences then;

		if (delivery_consequences(&facts, event, &then) == FAULT_NONE)
			claim(&facts, event, &then);
	}
}

static void claim_ends(const struct delivery_facts *facts, enum delivery_event event,
		       const struct delivery_consequences *then)
{
	(void)facts;
	assert_int_equal((then->deeds & DEED_END) != 0, delivery_is_over(then->state));
	assert_int_equal((then->deeds & DEED_ATTEMPT_OVER) != 0, event != ON_CLAIM);
	assert_int_equal((then->deeds & DEED_NEW_ATTEMPT) != 0, then->state == DELIVERY_QUEUED);
	assert_int_equal((then->deeds & DEED_SETTLE) != 0, then->state == DELIVERY_UNKNOWN);
}

static void what_is_over_has_its_end_and_what_waits_its_time(void **unused)
{
	(void)unused;
	each_step(claim_ends);
}

static void claim_number(const struct delivery_facts *facts, enum delivery_event event,
			 const struct delivery_consequences *then)
{
	bool is_evidence = delivery_is_evidence(then->state);

	(void)event;
	assert_int_equal((then->deeds & DEED_MEND_NUMBER) != 0, is_evidence);
	assert_int_equal((then->deeds & DEED_MARK_NUMBER) != 0,
			 !is_evidence && facts->has_remedy && facts->remedy == REMEDY_BAD_NUMBER);
	assert_int_equal((then->deeds & DEED_STOP) != 0,
			 !is_evidence && facts->has_remedy && facts->remedy == REMEDY_STOPPED);
}

static void a_receipt_mends_what_an_error_had_marked(void **unused)
{
	(void)unused;
	each_step(claim_number);
}

/* G4: a failure is never silent. */
static void claim_person(const struct delivery_facts *facts, enum delivery_event event,
			 const struct delivery_consequences *then)
{
	bool is_missed = delivery_is_over(then->state) && !delivery_is_evidence(then->state);

	assert_int_equal((then->deeds & DEED_PERSON) != 0,
			 (is_missed || event == ON_GIVE_UP) &&
			 !(event == ON_SUPPRESS && facts->is_taken_back));
	if (is_missed || delivery_is_evidence(then->state))
		assert_true(then->deeds & DEED_WEIGH);
}

static void what_was_missed_is_a_persons_unless_its_promise_took_it_back(void **unused)
{
	(void)unused;
	each_step(claim_person);
}

static int height(enum delivery_state state)
{
	static const int heights[DELIVERY_STATES] = { 0, 1, 2, 3, 4, 4, 5, 6 };

	return heights[state];
}

static void status_only_climbs_but_for_a_new_attempt(void **unused)
{
	(void)unused;
	for (int s = 0; s < DELIVERY_STATES; s++) {
		for (int e = 0; e < DELIVERY_EVENTS; e++) {
			struct delivery_consequences step;

			if (step_of((enum delivery_state)s, (enum delivery_event)e,
					  &step) != FAULT_NONE)
				continue;
			if (step.deeds & DEED_NEW_ATTEMPT)
				assert_int_equal(step.state, DELIVERY_QUEUED);
			else if (e == ON_GIVE_UP && s == DELIVERY_SENT)
				assert_int_equal(step.state, DELIVERY_SENT);
			else
				assert_true(height(step.state) > height((enum delivery_state)s));
		}
	}
}

static void only_a_receipt_is_evidence_and_every_receipt_is(void **unused)
{
	(void)unused;
	for (int s = 0; s < DELIVERY_STATES; s++) {
		for (int e = 0; e < DELIVERY_EVENTS; e++) {
			struct delivery_consequences step;

			if (step_of((enum delivery_state)s, (enum delivery_event)e,
					  &step) != FAULT_NONE)
				continue;
			assert_int_equal(delivery_is_evidence(step.state),
					 e == ON_DELIVERED || e == ON_READ);
			if (!delivery_is_evidence((enum delivery_state)s))
				assert_int_equal((step.deeds & DEED_EVIDENCE) != 0,
						 delivery_is_evidence(step.state));
			/* a failure always reaches a person (G4) */
			if (step.state == DELIVERY_FAILED || step.state == DELIVERY_SUPPRESSED)
				assert_true(step.deeds & DEED_PERSON);
		}
	}
}

static void an_unknown_row_is_never_queued_by_a_restart_or_a_timeout(void **unused)
{
	struct delivery_consequences step;

	(void)unused;
	assert_int_equal(step_of(DELIVERY_SENDING, ON_RESTART, &step), FAULT_NONE);
	assert_int_equal(step.state, DELIVERY_UNKNOWN);
	assert_int_equal(step_of(DELIVERY_UNKNOWN, ON_RESTART, &step), FAULT_CONFLICT);
	assert_int_equal(step_of(DELIVERY_UNKNOWN, ON_UNKNOWN, &step), FAULT_CONFLICT);
	assert_int_equal(step_of(DELIVERY_UNKNOWN, ON_NOT_SENT, &step), FAULT_CONFLICT);
	assert_int_equal(step_of(DELIVERY_UNKNOWN, ON_SUPPRESS, &step), FAULT_CONFLICT);
	assert_int_equal(step_of(DELIVERY_UNKNOWN, ON_NOT_FOUND, &step), FAULT_NONE);
	assert_true(step.deeds & DEED_MARK_AMBIGUOUS);
	assert_int_equal(step_of(DELIVERY_QUEUED, ON_SUPPRESS, &step), FAULT_NONE);
}

/* --- callbacks, at unit level (G8): any order, any number of times --------------- */

static enum delivery_state run(enum delivery_state state, const enum delivery_event *events,
			       int count, unsigned *evidence)
{
	for (int i = 0; i < count; i++) {
		struct delivery_consequences step;
		enum delivery_state before = state;

		if (step_of(state, events[i], &step) != FAULT_NONE)
			continue;
		state = step.state;
		assert_true(height(state) >= height(before));
		if (step.deeds & DEED_EVIDENCE)
			(*evidence)++;
	}
	return state;
}

/* The place of the `n`-th order of five things. */
static void order(int n, const enum delivery_event *history, enum delivery_event *events)
{
	int left[5] = { 0, 1, 2, 3, 4 };

	for (int i = 0, size = 5; i < 5; i++, size--) {
		int at = n % size;

		n /= size;
		events[i] = history[left[at]];
		for (int k = at; k < size - 1; k++)
			left[k] = left[k + 1];
	}
}

static enum delivery_state most(const enum delivery_event *events, int count)
{
	static const enum delivery_state said[] = { DELIVERY_QUEUED, DELIVERY_SENT,
						    DELIVERY_FAILED, DELIVERY_DELIVERED,
						    DELIVERY_READ };
	int rank = 0;

	for (int i = 0; i < count; i++)
		if (delivery_rank(events[i]) > rank)
			rank = delivery_rank(events[i]);
	return said[rank];
}

static void all_orders_of_all_histories_end_at_their_highest(void **unused)
{
	static const enum delivery_event histories[][5] = {
		/* accepted, sent, delivered, read */
		{ ON_ACCEPTED, ON_ACCEPTED, ON_DELIVERED, ON_READ, ON_READ },
		{ ON_ACCEPTED, ON_ACCEPTED, ON_ACCEPTED, ON_DELIVERED, ON_DELIVERED },
		{ ON_ACCEPTED, ON_ACCEPTED, ON_UNDELIVERED, ON_UNDELIVERED, ON_ACCEPTED },
		{ ON_ACCEPTED, ON_UNDELIVERED, ON_DELIVERED, ON_DELIVERED, ON_ACCEPTED },
		{ ON_ACCEPTED, ON_ACCEPTED, ON_UNDELIVERED, ON_DELIVERED, ON_READ },
	};
	static const enum delivery_state from[] = { DELIVERY_QUEUED, DELIVERY_SENDING,
						    DELIVERY_UNKNOWN, DELIVERY_SENT };
	int runs = 0;

	(void)unused;
	for (size_t h = 0; h < COUNT_OF(histories); h++) {
		for (int n = 0; n < 120; n++) {
			for (size_t f = 0; f < COUNT_OF(from); f++) {
				for (int repeat = 1; repeat < 32; repeat++) {
					enum delivery_event once[5], events[10];
					unsigned evidence = 0;
					int count = 0;
					enum delivery_state end;

					order(n, histories[h], once);
					/* each bit of `repeat`: that callback comes twice */
					for (int i = 0; i < 5; i++) {
						events[count++] = once[i];
						if (repeat >> i & 1)
							events[count++] = once[i];
					}
					end = run(from[f], events, count, &evidence);
					assert_int_equal(end, most(events, count));
					assert_int_equal(evidence, delivery_is_evidence(end));
					/* and once more, all of it: nothing changes */
					assert_int_equal(run(end, events, count, &evidence), end);
					runs++;
				}
			}
		}
	}
	assert_int_equal(runs, 5 * 120 * 4 * 31);
}

static void what_is_over_and_what_is_evidence(void **unused)
{
	(void)unused;
	assert_false(delivery_is_over(DELIVERY_QUEUED));
	assert_false(delivery_is_over(DELIVERY_SENDING));
	assert_false(delivery_is_over(DELIVERY_UNKNOWN));
	assert_false(delivery_is_over(DELIVERY_SENT));
	assert_true(delivery_is_over(DELIVERY_SUPPRESSED));
	assert_true(delivery_is_over(DELIVERY_FAILED));
	assert_true(delivery_is_over(DELIVERY_DELIVERED));
	assert_true(delivery_is_over(DELIVERY_READ));
	assert_false(delivery_is_evidence(DELIVERY_SENT));
	assert_false(delivery_is_evidence(DELIVERY_FAILED));
	assert_true(delivery_is_evidence(DELIVERY_DELIVERED));
	assert_true(delivery_is_evidence(DELIVERY_READ));
}

static void words_lead_back_to_their_constants(void **unused)
{
	enum delivery_state state = DELIVERY_READ;
	enum remedy remedy = REMEDY_LINE;

	(void)unused;
	for (int i = 0; i < DELIVERY_STATES; i++) {
		assert_true(delivery_of(str_of(delivery_word((enum delivery_state)i)), &state));
		assert_int_equal(state, i);
	}
	for (int i = 0; i < REMEDY_COUNT; i++) {
		assert_true(remedy_of(str_of(remedy_word((enum remedy)i)), &remedy));
		assert_int_equal(remedy, i);
	}
	assert_false(delivery_of(STR("Sent"), &state));
	assert_false(remedy_of(STR(""), &remedy));
	for (int i = 0; i < DELIVERY_EVENTS; i++)
		assert_true(delivery_event_word((enum delivery_event)i)[0]);
	assert_string_equal(delivery_event_word(ON_GIVE_UP), "give up");
}

/* --- when to try again ------------------------------------------------------------ */

static void retries_follow_their_table(void **unused)
{
	/* 512 is the middle: no spread */
	static const struct {
		const char *label;
		enum remedy remedy;
		int attempts;
		int64_t asked_for;
		int64_t wait_for; /* 0: NEVER */
	} rows[] = {
		{ "first", REMEDY_RETRY, 1, 0, SECOND_MS },
		{ "nonsense counts as first", REMEDY_RETRY, 0, 0, SECOND_MS },
		{ "doubles", REMEDY_RETRY, 5, 0, 16 * SECOND_MS },
		{ "capped", REMEDY_RETRY, 6, 0, 30 * SECOND_MS },
		{ "capped", REMEDY_RETRY, 7, 0, 30 * SECOND_MS },
		{ "slow after eight", REMEDY_RETRY, 8, 0, 5 * MINUTE_MS },
		{ "last", REMEDY_RETRY, 11, 0, 6 * HOUR_MS },
		{ "spent", REMEDY_RETRY, 12, 0, 0 },
		{ "spent", REMEDY_RETRY, 13, 0, 0 },
		{ "spent", REMEDY_RETRY, 1000000, 0, 0 },
		{ "later", REMEDY_LATER, 1, 0, HOUR_MS },
		{ "later", REMEDY_LATER, 2, 0, 6 * HOUR_MS },
		{ "later, spent", REMEDY_LATER, 3, 0, 0 },
		{ "spent, whatever was asked", REMEDY_LATER, 3, MINUTE_MS, 0 },
		{ "the account's", REMEDY_CONFIG, 1, 0, SECOND_MS },
		{ "the account's, for ever", REMEDY_CONFIG, 100000, 0, SECOND_MS },
		{ "the line's, it seems", REMEDY_SENDER, 1, 0, MINUTE_MS },
		{ "the line's, last", REMEDY_SENDER, 5, 0, 6 * HOUR_MS },
		{ "the line's, spent", REMEDY_SENDER, 6, 0, 0 },
		{ "where it was to go", REMEDY_DESTINATION, 1, 0, 0 },
		{ "from this line", REMEDY_ROUTE, 1, 0, 0 },
		{ "line", REMEDY_LINE, 99, 0, 30 * SECOND_MS },
		{ "outage of days", REMEDY_OUTAGE, 20000, 0, 15 * SECOND_MS },
		{ "never", REMEDY_NEVER, 1, 0, 0 },
		{ "stopped", REMEDY_STOPPED, 1, SECOND_MS, 0 },
		{ "bad number", REMEDY_BAD_NUMBER, 1, 0, 0 },
		{ "content", REMEDY_CONTENT, 1, 0, 0 },
		{ "asked for less", REMEDY_LINE, 1, SECOND_MS, 30 * SECOND_MS },
		{ "asked for more", REMEDY_RETRY, 1, 20 * SECOND_MS, 21 * SECOND_MS },
		{ "asked for a week", REMEDY_RETRY, 1, 7 * DAY_MS, HOUR_MS + 3 * MINUTE_MS },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t at = delivery_retry_at(rows[i].remedy, rows[i].attempts, 1000000,
					       rows[i].asked_for, 512);

		if (rows[i].wait_for == 0)
			assert_true(at == NEVER);
		else
			assert_int_equal(at, 1000000 + rows[i].wait_for);
	}
}

static void eight_quick_tries_fit_into_two_minutes(void **unused)
{
	int64_t now = 0;

	(void)unused;
	for (int attempts = 1; attempts < 8; attempts++)
		now = delivery_retry_at(REMEDY_RETRY, attempts, now, 0, 1023);
	assert_in_range(now, 60 * SECOND_MS, 120 * SECOND_MS);
}

static void the_spread_is_a_tenth_and_never_earlier_than_asked(void **unused)
{
	(void)unused;
	for (unsigned random = 0; random < 1024; random++) {
		int64_t at = delivery_retry_at(REMEDY_LINE, 1, 0, 0, random);
		int64_t asked = delivery_retry_at(REMEDY_LINE, 1, 0, 50 * SECOND_MS, random);

		assert_in_range(at, 27 * SECOND_MS, 33 * SECOND_MS);
		assert_in_range(asked, 50 * SECOND_MS, 55 * SECOND_MS);
	}
	assert_int_equal(delivery_retry_at(REMEDY_LINE, 1, 0, 0, 0), 27 * SECOND_MS);
	/* more random bits than we look at do no harm */
	assert_int_equal(delivery_retry_at(REMEDY_LINE, 1, 0, 0, 1024 + 512), 30 * SECOND_MS);
}

static void a_faulty_destination_is_counted_when_its_text_has_failed(void **unused)
{
	struct delivery_facts facts = { .has_remedy = true };
	struct delivery_consequences then;

	(void)unused;
	for (int i = 0; i < REMEDY_COUNT; i++) {
		facts.remedy = (enum remedy)i;
		facts.state = DELIVERY_SENDING;
		assert_fine(delivery_consequences(&facts, ON_REFUSED, &then));
		assert_int_equal(!!(then.deeds & DEED_COUNT_REFUSAL), remedy_is_of_destination(facts.remedy));
		assert_true(then.deeds & DEED_PERSON);
		assert_fine(delivery_consequences(&facts, ON_REFUSED_NOW, &then));
		assert_false(then.deeds & DEED_COUNT_REFUSAL);
		facts.state = DELIVERY_SENT;
		assert_fine(delivery_consequences(&facts, ON_UNDELIVERED, &then));
		assert_int_equal(!!(then.deeds & DEED_COUNT_REFUSAL), remedy_is_of_destination(facts.remedy));
		assert_fine(delivery_consequences(&facts, ON_DELIVERED, &then));
		assert_false(then.deeds & DEED_COUNT_REFUSAL);
	}
	assert_true(remedy_is_of_destination(REMEDY_DESTINATION) && remedy_is_of_destination(REMEDY_ROUTE));
	assert_false(remedy_is_of_destination(REMEDY_SENDER) || remedy_is_of_destination(REMEDY_CONFIG));
}

static void only_retry_later_and_sender_use_up_tries(void **unused)
{
	(void)unused;
	for (int i = 0; i < REMEDY_COUNT; i++)
		assert_int_equal(remedy_spends((enum remedy)i),
				 i == REMEDY_RETRY || i == REMEDY_LATER || i == REMEDY_SENDER);
}

static void what_the_carrier_took_is_sent_twice_more_at_most(void **unused)
{
	(void)unused;
	for (int i = 0; i < REMEDY_COUNT; i++) {
		enum remedy remedy = (enum remedy)i;
		int64_t first = delivery_resend_at(remedy, 1, 0, 512);

		if (remedy == REMEDY_CONFIG) {
			assert_int_equal(first, MINUTE_MS);
			assert_int_equal(delivery_resend_at(remedy, 50, 0, 512), first);
			continue;
		}
		if (first != NEVER) {
			int64_t second = delivery_resend_at(remedy, 2, first, 512);

			assert_true(second > first && second < DAY_MS);
		}
		/* what may be the line's three times, and then it is the family's own */
		assert_true((delivery_resend_at(remedy, 3, 0, 512) == NEVER) == (remedy != REMEDY_SENDER));
		assert_true(delivery_resend_at(remedy, 4, 0, 512) == NEVER);
	}
	assert_int_equal(delivery_resend_at(REMEDY_RETRY, 1, 0, 512), 30 * SECOND_MS);
	assert_true(delivery_resend_at(REMEDY_STOPPED, 1, 0, 512) == NEVER);
	assert_true(delivery_resend_at(REMEDY_BAD_NUMBER, 1, 0, 512) == NEVER);
}

/* Not for ever: what the same text meets ten times is no outage. */
static void what_is_in_doubt_each_time_is_a_persons_in_the_end(void **unused)
{
	static const int64_t waits[] = { 0, 0, 0, 0, 0, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS };

	(void)unused;
	for (int i = 0; i < (int)COUNT_OF(waits); i++)
		assert_int_equal(delivery_again_at(i + 1, 7, 512), 7 + waits[i]);
	assert_true(delivery_again_at(10, 7, 512) == NEVER);
	assert_true(delivery_again_at(1000, 7, 0) == NEVER);
}

static void a_sent_message_is_asked_after_five_times(void **unused)
{
	static const int64_t minutes[] = { 2, 10, 60, 360, 1440 };

	(void)unused;
	for (int i = 0; i < 5; i++)
		assert_int_equal(delivery_poll_at(7, i), 7 + minutes[i] * MINUTE_MS);
	assert_true(delivery_poll_at(7, 5) == NEVER);
	assert_true(delivery_poll_at(7, 500) == NEVER);
	assert_true(DELIVERY_RECEIPT_DEADLINE == 3 * DAY_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_in_every_state_does_what_the_drawing_says),
		cmocka_unit_test(what_is_over_has_its_end_and_what_waits_its_time),
		cmocka_unit_test(a_receipt_mends_what_an_error_had_marked),
		cmocka_unit_test(what_was_missed_is_a_persons_unless_its_promise_took_it_back),
		cmocka_unit_test(status_only_climbs_but_for_a_new_attempt),
		cmocka_unit_test(only_a_receipt_is_evidence_and_every_receipt_is),
		cmocka_unit_test(an_unknown_row_is_never_queued_by_a_restart_or_a_timeout),
		cmocka_unit_test(all_orders_of_all_histories_end_at_their_highest),
		cmocka_unit_test(what_is_over_and_what_is_evidence),
		cmocka_unit_test(words_lead_back_to_their_constants),
		cmocka_unit_test(retries_follow_their_table),
		cmocka_unit_test(eight_quick_tries_fit_into_two_minutes),
		cmocka_unit_test(the_spread_is_a_tenth_and_never_earlier_than_asked),
		cmocka_unit_test(only_retry_later_and_sender_use_up_tries),
		cmocka_unit_test(a_faulty_destination_is_counted_when_its_text_has_failed),
		cmocka_unit_test(what_the_carrier_took_is_sent_twice_more_at_most),
		cmocka_unit_test(what_is_in_doubt_each_time_is_a_persons_in_the_end),
		cmocka_unit_test(a_sent_message_is_asked_after_five_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
