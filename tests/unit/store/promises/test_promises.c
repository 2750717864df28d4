#include "tests/lib/test.h"

#include "domain/excuse.h"
#include "tests/unit/store/sample.h"

static void a_promise_comes_back_as_it_was_put(void **state)
{
	struct ledger ledger;
	struct promise promise, found;

	(void)state;
	sample_world(&ledger);
	promise = sample_promise(30, 1);
	assert_fine(promise_add(ledger.db, &promise));
	for (int at = 0; at < PROMISE_STATES; at++) {
		promise.state = (enum promise_state)at;
		promise.owner.n = 5;
		promise.follows.n = 29;
		promise.inputs = 3;
		promise.late_at = noon + 1;
		promise.answered_at = noon + 2;
		promise.closed_at = noon + 3;
		promise.excused_by.n = 6;
		promise.next_step = 2;
		promise.wake_at = NEVER;
		promise.person_at = noon + 4;
		promise.person_reason = PERSON_VISIT;
		snprintf(promise.person_detail, sizeof(promise.person_detail), "silence");
		snprintf(promise.excuse_note, sizeof(promise.excuse_note), "am Telefon erklärt");
		assert_fine(promise_put(ledger.db, &promise));
		memset(&found, 0, sizeof(found));
		assert_fine(promise_get(ledger.db, promise.id, &found));
		assert_same_promise(&found, &promise);
	}
	for (int excuse = 0; excuse < EXCUSE_COUNT; excuse++) {
		memset(promise.excuse, 0, sizeof(promise.excuse));
		snprintf(promise.excuse, sizeof(promise.excuse), "%s",
			 excuse_word((enum excuse)excuse));
		assert_fine(promise_put(ledger.db, &promise));
	}
	snprintf(promise.excuse, sizeof(promise.excuse), "lazy");
	assert_fault(promise_put(ledger.db, &promise), FAULT_CONFLICT);
	promise.id.n = 99;
	assert_fault(promise_get(ledger.db, promise.id, &found), FAULT_MISSING);
	promise.excuse[0] = '\0';
	assert_fault(promise_put(ledger.db, &promise), FAULT_MISSING);
	promise.contact.n = 4711;
	assert_fault(promise_add(ledger.db, &promise), FAULT_CONFLICT);
	ledger_done(&ledger);
}

/* Ten of Rosa (ids 100..109), two of each state, and one of Ali. */
static void ten(struct ledger *ledger)
{
	sample_world(ledger);
	for (int i = 0; i < 10; i++) {
		struct promise promise = sample_promise(100 + i, 1);

		promise.state = (enum promise_state)(i % PROMISE_STATES);
		promise.wake_at = noon + 50 - i;
		promise.due_at = noon + i;
		promise.owner.n = i < 5 ? 0 : 7;
		promise.late_at = i >= 3 && i <= 6 ? noon : 0;
		promise.person_at = i == 1 || i == 8 ? noon : 0;
		snprintf(promise.language, sizeof(promise.language), i % 2 ? "so" : "es");
		assert_fine(promise_add(ledger->db, &promise));
	}
	struct promise ali = sample_promise(200, 2);

	ali.wake_at = NEVER;
	assert_fine(promise_add(ledger->db, &ali));
}

static void the_scheduler_sees_only_what_waits_and_the_earliest_first(void **state)
{
	struct ledger ledger;
	struct promise promises[12];
	size_t count = 0;
	int64_t at = 0;

	(void)state;
	ledger_new(&ledger);
	assert_fine(promise_next_wake(ledger.db, &at));
	assert_true(at == NEVER);
	ledger_done(&ledger);
	ten(&ledger);
	/* waiting: 100 101 102 105 106 107 */
	assert_fine(promise_next_wake(ledger.db, &at));
	assert_true(at == noon + 43);
	assert_fine(promise_due(ledger.db, noon + 42, promises, 12, &count));
	assert_int_equal(count, 0);
	assert_fine(promise_due(ledger.db, noon + 48, promises, 12, &count));
	assert_int_equal(count, 4);
	assert_int_equal(promises[0].id.n, 107);
	assert_int_equal(promises[3].id.n, 102);
	assert_fine(promise_due(ledger.db, noon + 99, promises, 2, &count));
	assert_int_equal(count, 2);
	assert_fine(promise_open_of(ledger.db, (struct contact_id){ 1 }, promises, 12, &count));
	assert_int_equal(count, 6);
	assert_int_equal(promises[0].id.n, 100);
	assert_fine(promise_last(ledger.db, (struct contact_id){ 1 }, (struct line_id){ 9 },
				 &promises[0]));
	assert_int_equal(promises[0].id.n, 109);
	assert_fault(promise_last(ledger.db, (struct contact_id){ 1 }, (struct line_id){ 8 },
				  &promises[0]), FAULT_MISSING);
	ledger_done(&ledger);
}

static void lists_filter_and_page(void **state)
{
	static const struct {
		const char *label;
		struct promise_filter filter;
		size_t most;
		const char *ids;
	} cases[] = {
		{ "all", { .after = { 0 } }, 12, "200 109 108 107 106 105 104 103 102 101 100 " },
		{ "first page", { .after = { 0 } }, 2, "200 109 " },
		{ "next page", { .after = { 109 } }, 2, "108 107 " },
		{ "waiting", { .state = STR("waiting") }, 12, "200 107 106 105 102 101 100 " },
		{ "open", { .state = STR("open") }, 12, "200 105 100 " },
		{ "kept", { .state = STR("kept") }, 12, "108 103 " },
		{ "no such state", { .state = STR("forgotten") }, 12, "" },
		{ "Somali", { .language = STR("so"), .state = STR("waiting") }, 12, "107 105 101 " },
		{ "owner", { .owner = { 7 } }, 12, "109 108 107 106 105 " },
		{ "due", { .due_before = 1795348800002, .state = STR("waiting") }, 12, "101 100 " },
		{ "on a person's list", { .is_for_person = true }, 12, "108 101 " },
		{ "all at once", { .state = STR("waiting"), .language = STR("so"), .owner = { 7 },
				   .after = { 107 } }, 12, "105 " },
	};
	struct ledger ledger;
	struct promise promises[12];

	(void)state;
	ten(&ledger);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char ids[200] = "";
		size_t count = 0, size = 0;

		assert_fine(promise_list(ledger.db, &cases[i].filter, promises, cases[i].most,
					 &count));
		for (size_t n = 0; n < count; n++)
			size += (size_t)snprintf(ids + size, sizeof(ids) - size, "%d ",
						 (int)promises[n].id.n);
		if (strcmp(ids, cases[i].ids) != 0)
			fail_msg("%s: %s", cases[i].label, ids);
	}
	ledger_done(&ledger);
}

static void counts_tell_what_is_owed(void **state)
{
	struct ledger ledger;
	struct promise_counts counts;

	(void)state;
	ten(&ledger);
	assert_fine(promise_count(ledger.db, &counts));
	assert_int_equal(counts.waiting, 7);
	assert_int_equal(counts.late, 2);
	assert_int_equal(counts.on_person, 1);
	assert_int_equal(counts.unowned, 4);
	assert_int_equal(counts.kept, 2);
	assert_int_equal(counts.kept_late, 1);
	assert_int_equal(counts.excused, 2);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_promise_comes_back_as_it_was_put),
		cmocka_unit_test(the_scheduler_sees_only_what_waits_and_the_earliest_first),
		cmocka_unit_test(lists_filter_and_page),
		cmocka_unit_test(counts_tell_what_is_owed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
