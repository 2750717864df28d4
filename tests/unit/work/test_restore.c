/*
 * A ledger that was put back from a copy: nothing is said twice, everything is heard, and only
 * then does it go on (guarantees.md G11).
 */
#include "world.h"

#include "seen.h"
#include "store/db/setting.h"
#include "store/people/consent.h"
#include "store/people/users.h"

#define QUESTION "When is the next meeting with the teacher of my daughter?"
#define NIGHT (13 * HOUR_MS)          /* from ten in the morning */

static const struct user_id administrators = { 0 };

static struct promise look(struct world *world, struct promise_id id)
{
	struct promise promise;

	assert_fine(promise_get(world->eyes, id, &promise));
	return promise;
}

static bool is_marked(struct world *world)
{
	char since[24] = "";
	enum fault fault = setting_get(world->eyes, RESTORE_SETTING, since, sizeof(since));

	assert_true(fault == FAULT_NONE || fault == FAULT_MISSING);
	return since[0] != '\0';
}

/* Rosa has asked and was answered at night: the answer waits for the morning in the copy. */
static struct world *copy_of_a_night(struct promise_id *promise, struct message_id *answer)
{
	struct world *world = world_new();

	world_open(world);
	world_start(world);
	*promise = world_promise(world, ROSA);
	world_advance(world, NIGHT);
	world_answer(world, *promise, "On Friday at three.");
	*answer = world->told.message;
	assert_int_equal(seen_delivery(world->eyes, *answer).state, DELIVERY_QUEUED);
	world_close(world);
	world->is_put_back = true;
	return world;
}

static void what_was_queued_in_the_copy_never_leaves_and_a_person_has_its_promise(void **unused)
{
	struct promise_id promise;
	struct message_id answer;
	struct world *world = copy_of_a_night(&promise, &answer);
	int before = world_count_to(world, ROSA);

	(void)unused;
	world_open(world);
	assert_true(world->core->is_quarantined);
	assert_int_equal(seen_delivery(world->eyes, answer).state, DELIVERY_SUPPRESSED);
	assert_int_equal(look(world, promise).person_reason, PERSON_PUT_BACK);
	assert_int_equal(seen_notices(world->eyes, administrators, ROLE_ADMINISTRATOR,
				      "ledger.put_back"), 1);
	assert_int_equal(seen_told_all(world->eyes, "ledger.put_back"), 1);
	world_start(world);
	/* nine in the morning: its hour has come */
	world_advance(world, 10 * HOUR_MS);
	world_turn_for(world, 50);
	assert_int_equal(world_count_to(world, ROSA), before);
	world_free(&world);
}

/* Late stays late; what its rule would have said meanwhile is passed over. */
static void steps_that_fell_due_meanwhile_are_passed_over(void **unused)
{
	struct world *world = world_new();
	struct promise_id promise;

	(void)unused;
	world_open(world);
	world_start(world);
	promise = world_promise(world, ROSA);
	world_close(world);
	clock_advance(world->clock, 3 * DAY_MS);
	world->is_put_back = true;
	world_open(world);
	assert_true(look(world, promise).late_at > 0);
	assert_int_equal(seen_notices(world->eyes, administrators, ROLE_ADMINISTRATOR,
				      "promise.late"), 0);
	assert_int_equal(seen_texts(world->eyes, promise, KIND_UPDATE, NULL), 0);
	world_start(world);
	world_turn_for(world, 50);
	assert_int_equal(seen_texts(world->eyes, promise, KIND_UPDATE, NULL), 0);
	world_free(&world);
}

static void everything_since_the_copy_is_heard_and_nothing_is_said_to_it(void **unused)
{
	struct promise_id promise;
	struct message_id answer;
	struct world *world = copy_of_a_night(&promise, &answer);
	struct consent consent;
	struct promise waiting[8];
	size_t count = 0;

	(void)unused;
	provider_add(&world->provider, ALI, LINE_1, QUESTION, true);
	provider_add(&world->provider, ROSA, LINE_1, "STOP", true);
	world_open(world);
	world_start(world);
	world_until(world, !world->core->is_quarantined);
	assert_int_equal(world_count_to(world, ALI), 0);
	assert_fine(consent_get(world->eyes, STR(ROSA), CHANNEL_SMS, PURPOSE_SCHOOL, &consent));
	assert_true(consent.is_stopped);
	assert_fine(promise_list(world->eyes, &(struct promise_filter){ .state = STR("waiting"),
				 .is_for_person = true }, waiting, COUNT_OF(waiting), &count));
	assert_int_equal(count, 2);
	world_free(&world);
}

static void when_all_is_swept_it_goes_on_as_before(void **unused)
{
	struct promise_id promise;
	struct message_id answer;
	struct world *world = copy_of_a_night(&promise, &answer);

	(void)unused;
	world_open(world);
	assert_true(is_marked(world));
	world_start(world);
	world_until(world, !is_marked(world));
	world_until(world, world->core->is_ready && !world->core->is_quarantined);
	world_hear(world, ALI, QUESTION);
	world_until(world, world_count_to(world, ALI) == 1);
	world_free(&world);
}

/* We die before the poll: the next start does not know of the copy, but the ledger does. */
static void who_dies_in_between_begins_again(void **unused)
{
	struct promise_id promise;
	struct message_id answer;
	struct world *world = copy_of_a_night(&promise, &answer);

	(void)unused;
	world_open(world);
	world_close(world);
	world->is_put_back = false;
	world_open(world);
	assert_true(world->core->is_quarantined);
	assert_int_equal(look(world, promise).person_reason, PERSON_PUT_BACK);
	world_start(world);
	world_until(world, !world->core->is_quarantined);
	world_close(world);
	world_open(world);
	assert_false(world->core->is_quarantined);
	world_free(&world);
}

static void while_the_provider_lists_nothing_nothing_is_sent(void **unused)
{
	struct promise_id promise;
	struct message_id answer;
	struct world *world = copy_of_a_night(&promise, &answer);
	int before = world->provider.lists;

	(void)unused;
	world->provider.list_status = 503;
	world_open(world);
	engine_start(world->core);
	world_until(world, world->provider.lists > before);
	world_hear(world, ALI, QUESTION);
	world_turn_for(world, 50);
	assert_true(world->core->is_quarantined);
	assert_false(world->core->is_ready);
	assert_int_equal(world_count_to(world, ALI), 0);
	world_free(&world);
}

/* The copy may be a page and more. */
static void more_than_a_page_of_promises_and_texts_is_handed_over(void **unused)
{
	enum { MANY = 70 };
	struct world *world = world_new();
	struct promise waiting[2 * MANY];
	struct outbox_counts counts;
	size_t count = 0;

	(void)unused;
	world->provider.list_status = 503;     /* nothing leaves: all stays queued */
	world_open(world);
	engine_start(world->core);
	for (int i = 0; i < MANY; i++) {
		char phone[32];

		snprintf(phone, sizeof(phone), "+1312557%04d", i);
		world_hear(world, phone, QUESTION);
	}
	assert_fine(delivery_count(world->eyes, &counts));
	assert_int_equal(counts.queued, MANY);
	world_close(world);
	world->is_put_back = true;
	world_open(world);
	assert_fine(delivery_count(world->eyes, &counts));
	assert_int_equal(counts.queued, 0);
	assert_fine(promise_list(world->eyes, &(struct promise_filter){ .state = STR("waiting"),
				 .is_for_person = true }, waiting, COUNT_OF(waiting), &count));
	assert_int_equal(count, MANY);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(waiting[i].person_reason, PERSON_PUT_BACK);
	world_free(&world);
}

static void a_ledger_that_was_not_put_back_is_left_alone(void **unused)
{
	struct world *world = world_new();

	(void)unused;
	world_open(world);
	assert_false(world->core->is_quarantined);
	assert_false(is_marked(world));
	assert_false(restore_is_ending(world->core));
	world_free(&world);
}

/* The writer is full just then: it is tried again by whoever looks next. */
static void the_end_that_cannot_be_written_down_now_is_tried_again(void **unused)
{
	struct promise_id promise;
	struct message_id answer;
	struct world *world = copy_of_a_night(&promise, &answer);

	(void)unused;
	world_open(world);
	writer_stop(world->core->writer);
	assert_true(restore_is_ending(world->core));
	assert_false(world->core->is_ending_quarantine);
	assert_true(restore_is_ending(world->core));
	assert_true(world->core->is_quarantined);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_queued_in_the_copy_never_leaves_and_a_person_has_its_promise),
		cmocka_unit_test(steps_that_fell_due_meanwhile_are_passed_over),
		cmocka_unit_test(everything_since_the_copy_is_heard_and_nothing_is_said_to_it),
		cmocka_unit_test(when_all_is_swept_it_goes_on_as_before),
		cmocka_unit_test(who_dies_in_between_begins_again),
		cmocka_unit_test(while_the_provider_lists_nothing_nothing_is_sent),
		cmocka_unit_test(more_than_a_page_of_promises_and_texts_is_handed_over),
		cmocka_unit_test(a_ledger_that_was_not_put_back_is_left_alone),
		cmocka_unit_test(the_end_that_cannot_be_written_down_now_is_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
