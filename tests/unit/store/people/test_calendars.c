#include "tests/lib/test.h"

#include "base/clock.h"
#include "store/people/calendars.h"
#include "tests/unit/store/ledger.h"

static struct closure sample_closure(const char *school, int64_t from_at, const char *summary)
{
	struct closure closure = { .from_at = from_at, .to_at = from_at + DAY_MS,
				   .is_all_day = true };

	snprintf(closure.school, sizeof(closure.school), "%s", school);
	snprintf(closure.summary, sizeof(closure.summary), "%s", summary);
	return closure;
}

static void an_import_replaces_its_own_calendar_and_no_other(void **state)
{
	struct calendar district = { .school = "", .imported_at = noon, .imported_by = "ctl:root",
				     .until_at = noon + DAY_MS };
	struct calendar north = { .school = "North", .imported_at = noon };
	struct calendar calendars[4];
	struct closure closures[4] = {
		sample_closure("", noon, "Thanksgiving"), sample_closure("North", noon - 1, "Fair"),
		sample_closure("", noon + 5, "Winter"), sample_closure("South", noon, "Nobody") };
	struct ledger ledger;
	int64_t rows = 9;
	size_t count = 9;

	(void)state;
	ledger_new(&ledger);
	assert_fine(calendar_replace(ledger.db, &district));
	assert_fine(calendar_replace(ledger.db, &north));
	for (int i = 0; i < 3; i++)
		assert_fine(calendar_closure_add(ledger.db, &closures[i]));
	assert_fault(calendar_closure_add(ledger.db, &closures[0]), FAULT_CONFLICT);
	assert_fault(calendar_closure_add(ledger.db, &closures[3]), FAULT_CONFLICT);
	assert_fine(calendar_closure_list(ledger.db, 0, closures, 4, &count));
	assert_int_equal(count, 3);
	assert_string_equal(closures[0].summary, "Fair");
	assert_string_equal(closures[1].summary, "Thanksgiving");
	assert_true(closures[2].is_all_day && closures[2].from_at == noon + 5);
	assert_fine(calendar_closure_list(ledger.db, noon + DAY_MS, closures, 4, &count));
	assert_int_equal(count, 1);
	district.imported_at = noon + 7;
	assert_fine(calendar_replace(ledger.db, &district));
	assert_fine(calendar_closure_count(ledger.db, &rows));
	assert_int_equal(rows, 1);
	assert_fine(calendar_list(ledger.db, calendars, 4, &count));
	assert_int_equal(count, 2);
	assert_true(calendars[0].imported_at == noon + 7);
	assert_string_equal(calendars[0].imported_by, "ctl:root");
	assert_string_equal(calendars[1].school, "North");
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_import_replaces_its_own_calendar_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
