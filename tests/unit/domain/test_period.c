/* What a report covers: days, or whole months that are over. */
#include "tests/lib/test.h"

#include "domain/reports/period.h"
#include "tests/lib/instant.h"

static void a_period_is_days_or_whole_months_that_are_over(void **state)
{
	static const struct {
		bool is_in_months;
		const char *from, *to;
		const char *told_from, *told_to; /* NULL: refused */
		const char *from_at, *to_at;
	} rows[] = {
		{ false, "", "", "2026-03-13", "2026-04-11", "2026-03-13T05:00:00Z", "2026-04-12T05:00:00Z" },
		{ false, "2026-03-08", "2026-03-08", "2026-03-08", "2026-03-08", "2026-03-08T06:00:00Z",
		  "2026-03-09T05:00:00Z" }, /* 23 hours */
		{ false, "", "2026-03-01", "2026-01-31", "2026-03-01", "2026-01-31T06:00:00Z", "2026-03-02T06:00:00Z" },
		{ false, "2026-04-01", "", "2026-04-01", "2026-04-11", "2026-04-01T05:00:00Z", "2026-04-12T05:00:00Z" },
		{ false, "2026-04-02", "2026-04-01", NULL, NULL, NULL, NULL },
		{ false, "2024-01-01", "2026-01-01", NULL, NULL, NULL, NULL },
		{ false, "last week", "", NULL, NULL, NULL, NULL },
		{ false, "2026-02-30", "", NULL, NULL, NULL, NULL },
		{ true, "", "", "2026-03-01", "2026-03-31", "2026-03-01T06:00:00Z", "2026-04-01T05:00:00Z" },
		{ true, "2026-01-20", "2026-02-03", "2026-01-01", "2026-02-28", "2026-01-01T06:00:00Z", "2026-03-01T06:00:00Z" },
		{ true, "2025-12-31", "", "2025-12-01", "2026-03-31", "2025-12-01T06:00:00Z", "2026-04-01T05:00:00Z" },
		{ true, "2026-01-01", "2026-04-11", "2026-01-01", "2026-03-31", "2026-01-01T06:00:00Z", "2026-04-01T05:00:00Z" },
		{ true, "2026-04-01", "2026-04-11", NULL, NULL, NULL, NULL },
		{ true, "2025-03-01", "2026-03-01", NULL, NULL, NULL, NULL },
		{ true, "2025-04-01", "2026-03-01", "2025-04-01", "2026-03-31", "2025-04-01T05:00:00Z", "2026-04-01T05:00:00Z" },
		{ true, "2026-03-01", "2026-02-01", NULL, NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct period period = { .months = 0 };
		struct period_ask ask = { zone_find(STR("America/Chicago")), at("2026-04-12T03:00:00Z"),
					  str_of(rows[i].from), str_of(rows[i].to), rows[i].is_in_months };
		enum fault fault = period_read(&ask, &period, NULL);

		if ((fault == FAULT_NONE) != (rows[i].told_from != NULL))
			fail_msg("%s..%s: %s", rows[i].from, rows[i].to, fault_word(fault));
		if (fault)
			continue;
		assert_string_equal(period.from, rows[i].told_from);
		assert_string_equal(period.to, rows[i].told_to);
		assert_int_equal(period.from_at, at(rows[i].from_at));
		assert_int_equal(period.to_at, at(rows[i].to_at));
		if (period.months) {
			assert_int_equal(period_month(&period, period.from_at), 0);
			assert_int_equal(period_month(&period, period.to_at - 1), period.months - 1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_period_is_days_or_whole_months_that_are_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
