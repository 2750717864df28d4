#include "tests/lib/test.h"

#include "base/clock.h"
#include "store/db/migrate.h"
#include "store/people/consent.h"
#include "store/people/opt_out_reviews.h"
#include "tests/unit/store/sample.h"

static struct opt_out_review sample_doubt(int64_t promise, int64_t wake_at)
{
	struct opt_out_review review = { .promise = { promise }, .message = { 50 },
			       .channel = CHANNEL_SMS, .opened_at = 100, .decide_by = 900,
			       .wake_at = wake_at };

	str_put(review.phone, sizeof(review.phone), STR(ROSA));
	return review;
}

static void a_doubt_stands_until_it_is_decided(void **state)
{
	struct ledger ledger;
	struct promise promise = sample_promise(7, 1);
	struct opt_out_review review = sample_doubt(7, 500), found[2];
	size_t count = 9;
	int64_t at = 0;

	(void)state;
	sample_world(&ledger);
	assert_fine(promise_add(ledger.db, &promise));
	assert_fine(opt_out_review_next_wake(ledger.db, &at));
	assert_int_equal(at, NEVER);
	assert_fault(opt_out_review_get(ledger.db, promise.id, found), FAULT_MISSING);
	assert_fault(opt_out_review_put(ledger.db, &review), FAULT_MISSING);
	assert_fine(opt_out_review_add(ledger.db, &review));
	review.wake_at = 1; /* the first clock runs */
	assert_fine(opt_out_review_add(ledger.db, &review));
	assert_fine(opt_out_review_next_wake(ledger.db, &at));
	assert_int_equal(at, 500);
	assert_fine(opt_out_review_due(ledger.db, 499, found, 2, &count));
	assert_int_equal(count, 0);
	assert_fine(opt_out_review_due(ledger.db, 500, found, 2, &count));
	assert_int_equal(count, 1);
	assert_int_equal(found[0].decide_by, 900);
	assert_string_equal(found[0].phone, ROSA);
	assert_fine(opt_out_review_open_of(ledger.db, STR(ROSA), found, 2, &count));
	assert_int_equal(count, 1);
	review.decision = DECISION_KEPT;
	review.decided_at = 600;
	str_put(review.decided_by, sizeof(review.decided_by), STR("staff:1"));
	assert_fine(opt_out_review_put(ledger.db, &review));
	assert_fine(opt_out_review_open_of(ledger.db, STR(ROSA), found, 2, &count));
	assert_int_equal(count, 0);
	assert_fine(opt_out_review_get(ledger.db, promise.id, found));
	assert_int_equal(found[0].decision, DECISION_KEPT);
	assert_string_equal(found[0].decided_by, "staff:1");
	ledger_done(&ledger);
}

static enum fault set(struct ledger *ledger, bool is_stopped, enum consent_cause cause, int64_t at)
{
	return consent_set(ledger->db, &(struct consent_change){
		.phone = STR(ROSA), .channel = CHANNEL_SMS, .is_stopped = is_stopped,
		.cause = cause, .event_id = at, .at = at });
}

static void the_history_tells_each_change_once_and_for_each_purpose(void **state)
{
	struct ledger ledger;
	struct consent consent;
	struct consent_entry entries[20];
	size_t count = 0;

	(void)state;
	sample_world(&ledger);
	assert_fine(set(&ledger, true, CAUSE_PHRASE, 1000));
	assert_fine(set(&ledger, true, CAUSE_POLICY, 2000)); /* stopped already: nothing new */
	assert_fine(consent_history(ledger.db, STR(ROSA), entries, 20, &count));
	assert_int_equal(count, PURPOSE_COUNT);
	assert_fine(consent_set_purpose(ledger.db, &(struct consent_change){
		.phone = STR(ROSA), .channel = CHANNEL_SMS, .cause = CAUSE_SCOPE,
		.event_id = 3000, .at = 3000 }, PURPOSE_EMERGENCY));
	assert_fine(consent_get(ledger.db, STR(ROSA), CHANNEL_SMS, PURPOSE_EMERGENCY, &consent));
	assert_true(consent.is_granted);
	assert_fine(consent_get(ledger.db, STR(ROSA), CHANNEL_SMS, PURPOSE_SCHOOL, &consent));
	assert_true(consent.is_stopped);
	assert_fine(consent_history(ledger.db, STR(ROSA), entries, 20, &count));
	assert_int_equal(count, PURPOSE_COUNT + 1);
	assert_int_equal(entries[0].purpose, PURPOSE_EMERGENCY);
	assert_false(entries[0].is_stopped);
	assert_int_equal(entries[0].cause, CAUSE_SCOPE);
	assert_fine(set(&ledger, false, CAUSE_KEYWORD, 4000));
	assert_fine(consent_history(ledger.db, STR(ROSA), entries, 20, &count));
	assert_int_equal(count, PURPOSE_COUNT + 3); /* emergencies were back already */
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_doubt_stands_until_it_is_decided),
		cmocka_unit_test(the_history_tells_each_change_once_and_for_each_purpose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
