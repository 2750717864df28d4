/*
 * Every state of the machines (machines.h) that any order of events can reach: in each
 * invariants.h must hold, and there must be a way to the end.  tests/unit/work/test_orders.c
 * shows the same claims of the real work.
 */
#include "machines.h"

#include <stdlib.h>

#include "domain/delivery.h"
#include "domain/invariants.h"

enum { STATES_MOST = 1 << 19, SLOTS = 1 << 20 };

/* --- packed, to be found again ------------------------------------------------------- */

static uint64_t pack(const struct world *world)
{
	uint64_t key = (uint64_t)world->state | (uint64_t)world->is_late << 3 |
		       (uint64_t)world->is_listed << 4 |
		       (uint64_t)world->is_listed_for_nobody << 5 |
		       (uint64_t)world->wakes << 6 | (uint64_t)world->has_owner << 7 |
		       (uint64_t)world->is_stopped << 8 | (uint64_t)world->written << 9 |
		       (uint64_t)world->has_way << 11;

	for (int i = 0; i < ANSWERS; i++) {
		const struct answer *answer = &world->answers[i];
		uint64_t part = (uint64_t)answer->state | (uint64_t)answer->attempts << 4 |
				(uint64_t)answer->told[0] << 6 | (uint64_t)answer->told[1] << 9 |
				(uint64_t)answer->needs_person << 12 |
				(uint64_t)answer->went_on << 13;

		key |= part << (12 + 14 * i);
	}
	return key + 1; /* 0 is an empty slot */
}

static struct world unpack(uint64_t key)
{
	struct world world;

	key--;
	world = (struct world){
		.state = (enum promise_state)(key & 7), .is_late = key >> 3 & 1,
		.is_listed = key >> 4 & 1, .is_listed_for_nobody = key >> 5 & 1,
		.wakes = key >> 6 & 1, .has_owner = key >> 7 & 1,
		.is_stopped = key >> 8 & 1, .written = (int)(key >> 9 & 3),
		.has_way = key >> 11 & 1 };
	for (int i = 0; i < ANSWERS; i++) {
		uint64_t part = key >> (12 + 14 * i);

		world.answers[i] = (struct answer){
			.state = part & 15, .attempts = part >> 4 & 3,
			.told = { part >> 6 & 7, part >> 9 & 7 },
			.needs_person = part >> 12 & 1, .went_on = part >> 13 & 1 };
	}
	return world;
}

struct found {
	uint64_t *slots;
	uint64_t *queue;
	size_t count;
};

static uint64_t *slot_of(const struct found *found, uint64_t key)
{
	size_t at = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 40) & (SLOTS - 1);

	while (found->slots[at] && found->slots[at] != key)
		at = (at + 1) & (SLOTS - 1);
	return &found->slots[at];
}

static bool found_add(struct found *found, const struct world *world)
{
	uint64_t key = pack(world);
	uint64_t *slot = slot_of(found, key);

	if (*slot)
		return false;
	assert_true(found->count < STATES_MOST);
	*slot = key;
	found->queue[found->count++] = key;
	return true;
}

/* --- the claims ----------------------------------------------------------------------- */

static struct invariants_delivery delivery_facts(const struct world *world, int no)
{
	const struct answer *answer = &world->answers[no];
	enum delivery_state state = (enum delivery_state)answer->state;
	bool is_asked = state == DELIVERY_UNKNOWN ||
			(state == DELIVERY_SENT && !answer->needs_person);

	return (struct invariants_delivery){
		.state = state, .attempts = answer->attempts, .tries = answer->attempts,
		.claimed_at = answer->attempts ? NOW : 0,
		.sent_at = state == DELIVERY_SENT ? NOW : 0,
		.final_at = delivery_is_over(state) ? NOW : 0,
		.look_at = is_asked ? NOW : NEVER, .needs_person = answer->needs_person,
		.is_gone_on = answer->went_on || promise_is_closed(world->state) };
}

static struct invariants_promise promise_facts(const struct world *world)
{
	bool is_closed = promise_is_closed(world->state);
	struct invariants_promise facts = {
		.state = world->state, .opened_at = OPENED_AT, .due_at = DUE_AT,
		.late_at = world->is_late ? DUE_AT : 0,
		.answered_at = world->written ? NOW : 0,
		/* kept before its time, when it is not late */
		.closed_at = !is_closed ? 0 : world->is_late ? NOW : OPENED_AT,
		.wake_at = world->wakes ? NOW : NEVER, .person_at = world->is_listed ? NOW : 0,
		.has_excuse = world->state == PROMISE_EXCUSED, .has_owner = world->has_owner,
		.is_owner_here = true };

	for (int i = 0; i < world->written; i++) {
		enum delivery_state state = (enum delivery_state)world->answers[i].state;

		facts.answers_under_way += !delivery_is_over(state);
		facts.answers_delivered += delivery_is_evidence(state);
	}
	return facts;
}

static void check(const struct world *world, const char *event)
{
	struct invariants_promise facts = promise_facts(world);
	const char *broken = invariants_promise(&facts);

	for (int i = 0; !broken && i < world->written; i++) {
		struct invariants_delivery delivery = delivery_facts(world, i);

		broken = invariants_delivery(&delivery);
	}
	if (broken)
		fail_msg("%s: after \"%s\", %s, late %d, listed %d, wakes %d, owner %d, stopped %d, "
			 "answers %d %d", broken, event, promise_word(world->state),
			 world->is_late, world->is_listed, world->wakes, world->has_owner,
			 world->is_stopped, world->answers[0].state, world->answers[1].state);
}

static void check_step(const struct world *was, const struct world *is, const char *event)
{
	const char *broken = invariants_promise_step(was->state, was->is_late, is->state, is->is_late);

	for (int i = 0; !broken && i < was->written; i++)
		broken = invariants_delivery_step((enum delivery_state)was->answers[i].state,
					     (enum delivery_state)is->answers[i].state);
	if (broken)
		fail_msg("%s: \"%s\" in %s", broken, event, promise_word(was->state));
}

/* --- the walk -------------------------------------------------------------------------- */

static struct found found;
static size_t moves, refusals;

static void begin(bool has_owner, bool is_stopped)
{
	struct world world = { .state = PROMISE_OPEN, .wakes = true, .has_owner = has_owner,
			       .is_stopped = is_stopped };

	for (int i = 0; i < ANSWERS; i++)
		world.answers[i].state = NO_DELIVERY;
	if (is_stopped)
		list(&world, false);
	else if (!has_owner)
		list(&world, true);
	check(&world, "opened");
	found_add(&found, &world);
}

static void walk(const struct world *from)
{
	for (size_t e = 0; e < COUNT_OF(events); e++) {
		for (int which = 0; which < events[e].count; which++) {
			struct world to = *from;

			if (!events[e].on(&to, which)) {
				refusals++;
				continue;
			}
			moves++;
			check_step(from, &to, events[e].word);
			if (found_add(&found, &to))
				check(&to, events[e].word);
		}
	}
}

static int explore(void **unused)
{
	(void)unused;
	found.slots = calloc(SLOTS, sizeof(*found.slots));
	found.queue = calloc(STATES_MOST, sizeof(*found.queue));
	if (!found.slots || !found.queue)
		return -1;
	for (int i = 0; i < 4; i++)
		begin(i & 1, i & 2);
	for (size_t i = 0; i < found.count; i++) {
		struct world world = unpack(found.queue[i]);

		walk(&world);
	}
	return 0;
}

static int forget(void **unused)
{
	(void)unused;
	free(found.slots);
	free(found.queue);
	return 0;
}

static void every_reachable_state_is_sound(void **unused)
{
	size_t by_state[PROMISE_STATES] = { 0 };
	size_t kinds = 0;

	(void)unused;
	for (size_t i = 0; i < found.count; i++)
		by_state[unpack(found.queue[i]).state]++;
	print_message("%zu states, %zu moves, %zu refused;", found.count, moves, refusals);
	for (int s = 0; s < PROMISE_STATES; s++) {
		print_message(" %s %zu", promise_word((enum promise_state)s), by_state[s]);
		assert_true(by_state[s] > 0);
	}
	print_message("\n");
	/* complete: each pair is a move or refused */
	for (size_t e = 0; e < COUNT_OF(events); e++)
		kinds += (size_t)events[e].count;
	assert_int_equal(moves + refusals, found.count * kinds);
}

/* The walk runs the real consequences: each deed of the tables was met, and done. */
static void every_deed_that_is_decided_is_met(void **unused)
{
	(void)unused;
	/* of the row alone: the providers' word on a number, and the evidence behind the time */
	assert_int_equal(promise_deeds_done | PROMISE_DEED_SAY_LATE,
			 (1U << PROMISE_DEED_COUNT) - 1);
	assert_int_equal(delivery_deeds_done | DEED_MARK_NUMBER | DEED_STOP | DEED_COUNT_REFUSAL,
			 (1U << DELIVERY_DEED_COUNT) - 1);
	/* who waits for an answer that is missed has been told already, or it climbs */
	assert_int_equal(outcomes_done, 1U << OUTCOME_NOTHING | 1U << OUTCOME_KEPT |
					1U << OUTCOME_LADDER);
}

static void every_end_has_evidence_or_a_signature(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < found.count; i++) {
		struct world world = unpack(found.queue[i]);
		struct invariants_promise facts = promise_facts(&world);

		if (promise_is_closed(world.state))
			assert_true(world.state == PROMISE_EXCUSED || facts.answers_delivered > 0);
	}
}

/* Has the state, or one that the allowed events lead to, what is wanted?  Backwards, until
 * nothing new is found: good[i] is of queue[i]. */
static size_t count_hopeless(unsigned way, bool (*is_wanted)(const struct world *world))
{
	unsigned char *good = calloc(SLOTS, 1);
	size_t changed, hopeless = 0;

	assert_non_null(good);
	do {
		changed = 0;
		for (size_t i = found.count; i-- > 0;) {
			struct world world = unpack(found.queue[i]);
			size_t mine = (size_t)(slot_of(&found, found.queue[i]) - found.slots);
			bool is_good = good[mine] || is_wanted(&world);

			for (size_t e = 0; !is_good && e < COUNT_OF(events); e++)
				for (int w = 0; !is_good && w < events[e].count; w++) {
					struct world to = world;

					if ((events[e].ways & way) && events[e].on(&to, w))
						is_good = good[slot_of(&found, pack(&to)) - found.slots];
				}
			changed += is_good && !good[mine];
			good[mine] = is_good;
		}
	} while (changed);
	for (size_t i = 0; i < found.count; i++)
		hopeless += !good[slot_of(&found, found.queue[i]) - found.slots];
	free(good);
	return hopeless;
}

static bool is_closed(const struct world *world)
{
	return promise_is_closed(world->state);
}

static bool is_closed_or_a_persons(const struct world *world)
{
	return is_closed(world) || world->is_listed;
}

static void from_every_state_a_way_leads_to_the_end(void **unused)
{
	(void)unused;
	assert_int_equal(count_hopeless(ANY, is_closed), 0);
}

/* Also after STOP, a failure, an owner who left: no signature is needed while an answer
 * may still be written. */
static bool is_kept_or_spent(const struct world *world)
{
	return is_closed(world) || world->written == ANSWERS;
}

static void while_an_answer_may_be_written_no_signature_is_needed(void **unused)
{
	(void)unused;
	assert_int_equal(count_hopeless(UNSIGNED, is_kept_or_spent), 0);
}

/* Nobody says a word any more, no phone and no person: time alone brings it to one. */
static void silence_ends_on_a_persons_list(void **unused)
{
	(void)unused;
	assert_int_equal(count_hopeless(SILENT, is_closed_or_a_persons), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reachable_state_is_sound),
		cmocka_unit_test(every_deed_that_is_decided_is_met),
		cmocka_unit_test(every_end_has_evidence_or_a_signature),
		cmocka_unit_test(from_every_state_a_way_leads_to_the_end),
		cmocka_unit_test(while_an_answer_may_be_written_no_signature_is_needed),
		cmocka_unit_test(silence_ends_on_a_persons_list),
	};

	return cmocka_run_group_tests(tests, explore, forget);
}
