#include "tests/lib/test.h"

#include "owed.h"
#include "store/people/opt_out_reviews.h"

enum { REVIEWS = 40 };

static void expect_reviews(struct db *db, const struct opt_out_review *all, int64_t now)
{
	struct opt_out_review found[REVIEWS];
	int64_t earliest = NEVER, at = 0;
	size_t due = 0, of_rosa = 0, count = 99;

	for (int i = 0; i < REVIEWS; i++) {
		if (all[i].decision != DECISION_OPEN)
			continue;
		due += all[i].wake_at <= now;
		of_rosa += strcmp(all[i].phone, ROSA) == 0;
		earliest = all[i].wake_at < earliest ? all[i].wake_at : earliest;
	}
	assert_fine(opt_out_review_next_wake(db, &at));
	assert_true(at == earliest);
	assert_fine(opt_out_review_due(db, now, found, REVIEWS, &count));
	assert_int_equal(count, due);
	for (size_t i = 1; i < count; i++)
		assert_true(found[i].wake_at >= found[i - 1].wake_at);
	assert_fine(opt_out_review_open_of(db, STR(ROSA), found, REVIEWS, &count));
	assert_int_equal(count, of_rosa);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(found[i].phone, ROSA);
		assert_int_equal(found[i].decision, DECISION_OPEN);
	}
}

/* A second text changes nothing while the clock runs, and begins anew once it was decided. */
static void a_review_is_opened_once_decided_and_opened_anew(void **state)
{
	static struct opt_out_review all[REVIEWS];
	struct chance chance = { 103 };
	struct ledger ledger;

	(void)state;
	sample_world(&ledger);
	for (int i = 0; i < REVIEWS; i++) {
		struct promise promise = sample_promise(i + 1, 1);

		assert_fine(promise_add(ledger.db, &promise));
		all[i] = (struct opt_out_review){ .promise = { i + 1 }, .decision = DECISION_KEPT };
		str_put(all[i].phone, PHONE_ROOM, i % 3 ? STR(ROSA) : STR(ALI));
		assert_fine(opt_out_review_add(ledger.db, &all[i]));
	}
	for (int round = 0; round < 300; round++) {
		struct opt_out_review *one = &all[chance_below(&chance, REVIEWS)], said = *one, found;

		said.decision = chance_below(&chance, 2) ? DECISION_OPEN :
				(enum decision)chance_between(&chance, DECISION_STOPPED, DECISION_KEPT);
		said.wake_at = noon + chance_between(&chance, 0, 40);
		said.decided_at = said.decision == DECISION_OPEN ? 0 : noon + round;
		if (said.decision == DECISION_OPEN) {
			said.message.n = round;
			assert_fine(opt_out_review_add(ledger.db, &said));
			*one = one->decision == DECISION_OPEN ? *one : said;
		} else {
			assert_fine(opt_out_review_put(ledger.db, &said));
			*one = said;
		}
		assert_fine(opt_out_review_get(ledger.db, one->promise, &found));
		assert_int_equal(found.decision, one->decision);
		assert_int_equal(found.message.n, one->message.n);
		assert_true(found.wake_at == one->wake_at && found.decided_at == one->decided_at);
		expect_reviews(ledger.db, all, noon + chance_between(&chance, -1, 41));
	}
	ledger_done(&ledger);
}

static void a_review_of_no_promise_is_refused(void **state)
{
	struct ledger ledger;
	struct opt_out_review review = { .promise = { 4711 }, .phone = ROSA };

	(void)state;
	sample_world(&ledger);
	assert_fault(opt_out_review_add(ledger.db, &review), FAULT_CONFLICT);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_review_is_opened_once_decided_and_opened_anew),
		cmocka_unit_test(a_review_of_no_promise_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
