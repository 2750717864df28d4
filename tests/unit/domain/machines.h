/*
 * machines - the promise and its answers together, by the real tables: two answers of two
 * attempts each, STOP, lateness, an owner who comes and goes, and another number that the
 * ladder takes; and all that can happen to them.
 *
 * What follows from an event is decided by the real promise_consequences,
 * delivery_consequences and outcome_of; what work/followup does about each deed stands here
 * in a line (promise_apply.c, delivery_apply.c, ladder_run.c, backstop.c, coverage.c).  A deed
 * that nobody carries out here fails the walk (deeds_done).
 */
#ifndef TESTS_UNIT_DOMAIN_MACHINES_H
#define TESTS_UNIT_DOMAIN_MACHINES_H

#include "tests/lib/test.h"

#include "base/clock.h"
#include "domain/delivery.h"
#include "domain/outcome.h"

enum { ANSWERS = 2, ATTEMPTS = 2, NO_DELIVERY = DELIVERY_STATES, RECEIPTS = 5 };

/* Times are in order only: opened 1, due 2, now 3. */
enum { OPENED_AT = 1, DUE_AT = 2, NOW = 3 };

struct answer {
	unsigned char state, attempts, told[ATTEMPTS];
	bool needs_person, went_on;
};

struct world {
	enum promise_state state;
	bool is_late, is_listed, is_listed_for_nobody, wakes, has_owner, is_stopped;
	bool has_way;            /* for the ladder, to another number */
	int written;             /* answers so far */
	struct answer answers[ANSWERS];
};

/* --- what work does with the deeds --------------------------------------------------- */

static inline void list(struct world *world, bool for_nobody)
{
	world->is_listed = true;
	world->is_listed_for_nobody = for_nobody;
}

static inline void unlist(struct world *world)
{
	world->is_listed = world->is_listed_for_nobody = false;
}

/* backstop.c: what is left alone wakes once more. */
static inline void backstop(struct world *world)
{
	if (!promise_is_closed(world->state) && world->state != PROMISE_ANSWERED &&
	    !world->is_listed)
		world->wakes = true;
}

/* The ladder sent it, to a number that did not stop. */
static inline bool is_elsewhere(const struct world *world, int no)
{
	return no > 0 && world->answers[no - 1].went_on;
}

/* ladder_run_close: what is queued would be said twice; a person's own words still leave when
 * the promise is excused. */
static inline void take_back(struct world *world)
{
	for (int i = 0; i < world->written; i++)
		if (world->answers[i].state == DELIVERY_QUEUED &&
		    (world->state == PROMISE_KEPT || is_elsewhere(world, i)))
			world->answers[i].state = DELIVERY_SUPPRESSED;
}

/* Deeds that the walk met and did; test_machines.c asks for every one. */
static unsigned promise_deeds_done, delivery_deeds_done;
static unsigned outcomes_done;

static inline bool apply_with(struct world *world, enum promise_event event,
			       const struct promise_facts *more)
{
	struct promise_consequences then;
	struct promise_facts facts = { .state = world->state, .now = NOW, .due_at = DUE_AT,
				       .late_at = world->is_late ? DUE_AT : 0,
				       .has_owner = more->has_owner,
				       .is_ladder_spent = more->is_ladder_spent };

	/* evidence comes before the deadline too */
	if (more->now)
		facts.now = more->now;
	if (promise_consequences(&facts, event, &then))
		return false;
	world->state = then.state;
	world->is_late = then.late_at != 0;
	assert_int_equal(promise_is_closed(then.state), then.closed_at != 0);
	if (then.deeds & PROMISE_DEED_UNLIST)
		unlist(world);
	if (then.deeds & PROMISE_DEED_REST)
		world->wakes = false;
	if (then.deeds & PROMISE_DEED_TAKE_BACK)
		take_back(world);
	if (then.deeds & PROMISE_DEED_LIST)
		list(world, false);
	promise_deeds_done |= then.deeds;
	return true;
}

static inline bool apply(struct world *world, enum promise_event event)
{
	return apply_with(world, event, &(struct promise_facts){ .now = 0 });
}

/* ladder_run.c: the answer goes another way, or to a person. */
static inline void climb(struct world *world, int no)
{
	if (!world->has_way || world->written == ANSWERS) {
		assert_true(apply_with(world, PROMISE_ON_UNDELIVERABLE, &(struct promise_facts){
			.is_ladder_spent = true }));
		return;
	}
	world->has_way = false;
	world->answers[no].needs_person = false;
	world->answers[no].went_on = true;
	world->answers[world->written++] = (struct answer){ .state = DELIVERY_QUEUED };
	unlist(world);
}

static inline void weigh(struct world *world, int no, enum delivery_event event,
			 const struct delivery_consequences *then)
{
	struct outcome_facts facts = { .event = event, .then = *then, .is_answer = true,
				       .has_promise = true, .promise = world->state,
				       .is_listed = world->is_listed,
				       .is_newest = no == world->written - 1 };
	enum outcome outcome = outcome_of(&facts);

	outcomes_done |= 1U << outcome;
	switch (outcome) {
	case OUTCOME_KEPT:
		/* both may be: the scheduler had its turn, or the receipt was quicker */
		assert_true(apply_with(world, PROMISE_ON_RECEIPT, &(struct promise_facts){
			.now = world->is_late ? NOW : OPENED_AT }));
		break;
	case OUTCOME_UNDELIVERED:
		list(world, false);
		break;
	case OUTCOME_LADDER:
		climb(world, no);
		break;
	default:
		assert_int_equal(outcome, OUTCOME_NOTHING);
	}
}

static inline bool deliver(struct world *world, int no, enum delivery_event event)
{
	struct answer *answer = &world->answers[no];
	struct delivery_consequences then;

	if (answer->state == NO_DELIVERY ||
	    delivery_consequences(&(struct delivery_facts){
		.state = (enum delivery_state)answer->state }, event, &then))
		return false;
	answer->state = (unsigned char)then.state;
	if (then.deeds & DEED_PERSON)
		answer->needs_person = true;
	if (then.deeds & DEED_EVIDENCE)
		answer->needs_person = false;
	delivery_deeds_done |= then.deeds;
	if (then.deeds & DEED_WEIGH)
		weigh(world, no, event, &then);
	return true;
}

/* --- the events ---------------------------------------------------------------------- */

static inline bool on_take(struct world *world, int who)
{
	bool has_owner = world->has_owner || who == 0;

	if (!apply_with(world, PROMISE_ON_TAKEN, &(struct promise_facts){
		.has_owner = has_owner }))
		return false;
	world->has_owner = has_owner;
	backstop(world);
	return true;
}

static inline bool on_answer(struct world *world, int unused)
{
	(void)unused;
	if (world->is_stopped || world->written == ANSWERS || !apply(world, PROMISE_ON_HANDED))
		return false;
	world->answers[world->written++] = (struct answer){ .state = DELIVERY_QUEUED };
	return true;
}

static inline bool on_excuse(struct world *world, int unused)
{
	(void)unused;
	return apply(world, PROMISE_ON_EXCUSED);
}

static inline bool on_more(struct world *world, int unused)
{
	(void)unused;
	return apply(world, PROMISE_ON_MORE);
}

/* steps.c: the deadline, or the last look. */
static inline bool on_wake(struct world *world, int unused)
{
	(void)unused;
	if (!world->wakes)
		return false;
	world->wakes = false;
	if (!world->is_late)
		return apply(world, PROMISE_ON_DEADLINE) && (backstop(world), true);
	if (world->state != PROMISE_ANSWERED && !world->is_listed)
		list(world, false);
	return true;
}

static inline bool ladder_run_has_it(const struct world *world)
{
	int newest = world->written - 1;

	return world->state == PROMISE_ANSWERED &&
	       (is_elsewhere(world, newest) ||
		delivery_is_over((enum delivery_state)world->answers[newest].state));
}

/* Another number of theirs becomes known. */
static inline bool on_number(struct world *world, int unused)
{
	(void)unused;
	if (world->has_way || world->written == ANSWERS)
		return false;
	world->has_way = true;
	return true;
}

static inline bool on_stop(struct world *world, int unused)
{
	(void)unused;
	if (world->is_stopped)
		return false;
	world->is_stopped = true;
	for (int i = 0; i < ANSWERS; i++)
		if (world->answers[i].state == DELIVERY_QUEUED && !is_elsewhere(world, i))
			deliver(world, i, ON_SUPPRESS);
	if (!promise_is_closed(world->state) && !ladder_run_has_it(world))
		list(world, false);
	return true;
}

static inline bool on_start(struct world *world, int unused)
{
	(void)unused;
	if (!world->is_stopped)
		return false;
	world->is_stopped = false;
	return true;
}

/* coverage.c: the owner leaves; somebody else has it (0), or nobody (1). */
static inline bool on_leave(struct world *world, int nobody)
{
	if (promise_is_closed(world->state) || !world->has_owner)
		return false;
	world->has_owner = !nobody;
	if (nobody && !world->is_listed)
		list(world, true);
	return true;
}

static inline bool on_adopt(struct world *world, int unused)
{
	(void)unused;
	if (promise_is_closed(world->state) || world->has_owner)
		return false;
	world->has_owner = true;
	if (world->is_listed_for_nobody)
		unlist(world);
	backstop(world);
	return true;
}

static inline bool on_claim(struct world *world, int no)
{
	struct answer *answer = &world->answers[no];

	if (answer->state != DELIVERY_QUEUED)
		return false;
	if (world->is_stopped && !is_elsewhere(world, no))
		return deliver(world, no, ON_SUPPRESS);
	if (answer->attempts == ATTEMPTS || !deliver(world, no, ON_CLAIM))
		return false;
	answer->attempts++;
	return true;
}

/* Of the latest attempt's POST, or what a status query found. */
static const enum delivery_event outcomes[] = {
	ON_ACCEPTED, ON_NOT_SENT, ON_REFUSED_NOW, ON_REFUSED, ON_UNKNOWN, ON_RESTART,
	ON_NOT_FOUND, ON_GIVE_UP, ON_SUPPRESS,
};

static inline bool on_outcome(struct world *world, int which)
{
	int no = which / (int)COUNT_OF(outcomes);
	enum delivery_event event = outcomes[which % (int)COUNT_OF(outcomes)];
	const struct answer *answer = &world->answers[no];

	/* the receipt was quicker, and has said all this (inflight.c) */
	if (event == ON_ACCEPTED && answer->state != NO_DELIVERY && answer->attempts &&
	    answer->told[answer->attempts - 1])
		return false;
	return deliver(world, no, event);
}

static const enum delivery_event receipts[RECEIPTS] = {
	ON_ACCEPTED, ON_UNDELIVERED, ON_RETRY, ON_DELIVERED, ON_READ,
};

/* receipt_apply.c: each attempt's word only climbs; failures of an older one say nothing. */
static inline bool on_receipt(struct world *world, int which)
{
	int no = which / (RECEIPTS * ATTEMPTS), attempt = which / RECEIPTS % ATTEMPTS;
	enum delivery_event event = receipts[which % RECEIPTS];
	struct answer *answer = &world->answers[no];
	bool is_failure = event == ON_UNDELIVERED || event == ON_RETRY;

	if (answer->state == NO_DELIVERY || attempt >= answer->attempts ||
	    delivery_rank(event) <= answer->told[attempt] ||
	    (is_failure && attempt + 1 != answer->attempts))
		return false;
	answer->told[attempt] = (unsigned char)delivery_rank(event);
	deliver(world, no, event);
	return true;
}

/* SILENT: it comes by time alone, though no person and no phone says a word. */
enum { SILENT = 1, UNSIGNED = 2, ANY = 4, ALL = SILENT | UNSIGNED | ANY, SAID = UNSIGNED | ANY };
static const struct {
	const char *word;
	bool (*on)(struct world *world, int which);
	int count;
	unsigned ways;
} events[] = {
	{ "taken", on_take, 2, SAID },         { "answered", on_answer, 1, SAID },
	{ "excused", on_excuse, 1, ANY },     { "more input", on_more, 1, SAID },
	{ "woken", on_wake, 1, ALL },          { "stop", on_stop, 1, SAID },
	{ "another number", on_number, 1, SAID },
	{ "start", on_start, 1, SAID },        { "owner leaves", on_leave, 2, SAID },
	{ "adopted", on_adopt, 1, SAID },      { "claimed", on_claim, ANSWERS, ALL },
	{ "outcome", on_outcome, ANSWERS * (int)COUNT_OF(outcomes), ALL },
	{ "receipt", on_receipt, ANSWERS * ATTEMPTS * RECEIPTS, SAID },
};

#endif
