#include "tests/lib/test.h"

#include "base/clock.h"
#include "domain/delivery.h"
#include "domain/invariants.h"

enum { OPENED = 10, DUE = 20, NOW = 30 };

static const struct invariants_promise waits = {
	.state = PROMISE_TAKEN, .opened_at = OPENED, .due_at = DUE, .wake_at = DUE,
	.has_owner = true, .is_owner_here = true };
static const struct invariants_promise kept = {
	.state = PROMISE_KEPT, .opened_at = OPENED, .due_at = DUE, .late_at = DUE,
	.answered_at = NOW, .closed_at = NOW, .wake_at = NEVER, .answers_delivered = 1,
	.has_owner = true };
static const struct invariants_promise excused = {
	.state = PROMISE_EXCUSED, .opened_at = OPENED, .due_at = DUE, .closed_at = NOW,
	.wake_at = NEVER, .has_excuse = true };
static const struct invariants_promise answered = {
	.state = PROMISE_ANSWERED, .opened_at = OPENED, .due_at = DUE, .late_at = DUE,
	.answered_at = NOW, .wake_at = NEVER, .answers_under_way = 1 };

static void every_claim_about_a_promise_can_be_broken(void **unused)
{
	static const struct invariants_promise *const sound[] = { &waits, &kept, &excused, &answered };
	struct {
		const char *label;
		struct invariants_promise promise;
		const char *claim;
	} rows[] = {
		{ "closed without a time", kept, "closed, and nothing else" },
		{ "waiting with a time", waits, "closed, and nothing else" },
		{ "kept by nothing", kept, "a phone confirmed" },
		{ "excused for no reason", excused, "coded reason" },
		{ "kept and excused", kept, "coded reason" },
		{ "kept and awake", kept, "wakes no more" },
		{ "kept and on a list", kept, "wakes no more" },
		{ "kept late, said in time", kept, "is late" },
		{ "late before it was opened", waits, "before it was opened" },
		{ "answered by nothing", answered, "under way" },
		{ "nobody's", waits, "has an owner" },
		{ "forgotten", waits, "waits wakes" },
		{ "its owner left", waits, "nobody who left" },
	};

	(void)unused;
	rows[0].promise.closed_at = 0;
	rows[1].promise.closed_at = NOW;
	rows[2].promise.answers_delivered = 0;
	rows[3].promise.has_excuse = false;
	rows[4].promise.has_excuse = true;
	rows[5].promise.wake_at = NOW;
	rows[6].promise.person_at = NOW;
	rows[7].promise.late_at = 0;
	rows[8].promise.late_at = OPENED - 1;
	rows[9].promise.answers_under_way = 0;
	rows[10].promise.has_owner = false;
	rows[11].promise.wake_at = NEVER;
	rows[12].promise.is_owner_here = false;
	for (size_t i = 0; i < COUNT_OF(sound); i++)
		assert_null(invariants_promise(sound[i]));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *broken = invariants_promise(&rows[i].promise);

		if (!broken || !strstr(broken, rows[i].claim))
			fail_msg("%s: %s", rows[i].label, broken ? broken : "nothing is broken");
	}
}

static void a_list_is_enough_for_what_nobody_owns_or_wakes(void **unused)
{
	struct invariants_promise promise = waits;

	(void)unused;
	promise.has_owner = false;
	promise.wake_at = NEVER;
	promise.person_at = NOW;
	assert_null(invariants_promise(&promise));
	promise = answered;
	promise.answers_under_way = 0;
	promise.person_at = NOW;
	assert_null(invariants_promise(&promise));
}

static void every_claim_about_a_message_can_be_broken(void **unused)
{
	static const struct {
		const char *claim;
		struct invariants_delivery delivery;
	} rows[] = {
		{ "no more tries", { DELIVERY_QUEUED, 1, 2, NOW, 0, 0, 0, false, false } },
		{ "was claimed", { DELIVERY_SENDING, 0, 0, 0, 0, 0, 0, false, false } },
		{ "sent has the time", { DELIVERY_SENT, 1, 0, NOW, 0, 0, NOW, false, false } },
		{ "is over", { DELIVERY_FAILED, 1, 1, NOW, 0, 0, NEVER, true, false } },
		{ "is over", { DELIVERY_QUEUED, 1, 1, NOW, 0, NOW, 0, false, false } },
		{ "a person's", { DELIVERY_SUPPRESSED, 0, 0, 0, 0, NOW, NEVER, false, false } },
		{ "no person's", { DELIVERY_READ, 1, 0, NOW, NOW, NOW, NEVER, true, false } },
		{ "asked about", { DELIVERY_UNKNOWN, 1, 0, NOW, 0, 0, NEVER, false, false } },
		{ "asked about", { DELIVERY_SENT, 1, 0, NOW, NOW, 0, NEVER, false, false } },
		{ NULL, { DELIVERY_SENT, 1, 0, NOW, NOW, 0, NEVER, true, false } },
		{ NULL, { DELIVERY_DELIVERED, 1, 0, NOW, NOW, NOW, NEVER, false, false } },
		{ NULL, { DELIVERY_FAILED, 1, 0, NOW, NOW, NOW, NEVER, false, true } },
		{ NULL, { DELIVERY_UNKNOWN, 1, 0, NOW, 0, 0, NEVER, false, true } },
		{ "no person's", { DELIVERY_READ, 1, 0, NOW, NOW, NOW, NEVER, true, true } },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *broken = invariants_delivery(&rows[i].delivery);

		if (rows[i].claim ? !broken || !strstr(broken, rows[i].claim) : broken != NULL)
			fail_msg("row %zu: %s", i, broken ? broken : "nothing is broken");
	}
}

static void what_is_over_and_what_is_late_stays_so(void **unused)
{
	(void)unused;
	assert_non_null(invariants_promise_step(PROMISE_TAKEN, DUE, PROMISE_TAKEN, 0));
	assert_non_null(invariants_promise_step(PROMISE_TAKEN, DUE, PROMISE_TAKEN, NOW));
	assert_non_null(invariants_promise_step(PROMISE_KEPT, 0, PROMISE_TAKEN, 0));
	assert_non_null(invariants_promise_step(PROMISE_TAKEN, 0, PROMISE_OPEN, 0));
	assert_null(invariants_promise_step(PROMISE_ANSWERED, 0, PROMISE_TAKEN, DUE));
	for (int was = 0; was < DELIVERY_STATES; was++)
		for (int is = 0; is < DELIVERY_STATES; is++) {
			bool is_fine = !delivery_is_over((enum delivery_state)was) || is == was ||
				       (is >= DELIVERY_DELIVERED && is > was);

			assert_int_equal(!invariants_delivery_step((enum delivery_state)was,
							      (enum delivery_state)is), is_fine);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_claim_about_a_promise_can_be_broken),
		cmocka_unit_test(a_list_is_enough_for_what_nobody_owns_or_wakes),
		cmocka_unit_test(every_claim_about_a_message_can_be_broken),
		cmocka_unit_test(what_is_over_and_what_is_late_stays_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
