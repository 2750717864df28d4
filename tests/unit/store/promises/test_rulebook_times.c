#include "tests/lib/test.h"

#include "owed.h"
#include "store/promises/rulebooks.h"

enum { BOOKS = 30 };

static int in_force_by_hand(const int64_t effective_at[BOOKS], int64_t now)
{
	int best = 0;

	for (int i = 0; i < BOOKS; i++)
		if (effective_at[i] <= now && (!best || effective_at[i] >= effective_at[best - 1]))
			best = i + 1;
	return best;
}

static void what_is_in_force_and_in_use_follows_from_the_times(void **state)
{
	struct chance chance = { 104 };
	struct ledger ledger;
	struct promise promise = sample_promise(30, 1);
	int64_t effective_at[BOOKS];
	int versions[BOOKS + 2], version = 77;

	(void)state;
	sample_world(&ledger);
	promise.rule_version = 2;
	assert_fine(promise_add(ledger.db, &promise));
	for (int i = 0; i < BOOKS; i++) {
		struct rulebook book = { .document = STR("rules:"), .author = "x" };

		book.effective_at = effective_at[i] = noon + chance_between(&chance, 0, 20);
		assert_fine(rulebook_publish(ledger.db, &book, &version));
		assert_int_equal(version, i + 1);
	}
	for (int64_t now = noon - 1; now < noon + 22; now++) {
		int wanted = in_force_by_hand(effective_at, now);
		bool is_seen[BOOKS + 1] = { false };
		size_t count = 99, want = 0;

		version = 77;
		assert_fault(rulebook_in_force(ledger.db, now, &version), wanted ? FAULT_NONE : FAULT_MISSING);
		assert_int_equal(version, wanted ? wanted : 77);
		assert_fine(rulebook_used(ledger.db, now, versions, COUNT_OF(versions), &count));
		for (size_t i = 0; i < count; i++) {
			assert_false(is_seen[versions[i]]);
			is_seen[versions[i]] = true;
		}
		for (int i = 0; i < BOOKS; i++)
			want += effective_at[i] > now || i + 1 == promise.rule_version;
		assert_int_equal(count, want);
		assert_true(is_seen[2]);
		assert_fine(rulebook_used(ledger.db, now, versions, 3, &count));
		assert_true(count <= 3);
	}
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_in_force_and_in_use_follows_from_the_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
