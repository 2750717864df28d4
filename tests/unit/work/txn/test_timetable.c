/* The closures in force: the district's, each school's with them; swapped whole, held over a turn. */
#include "tests/unit/work/bench.h"

#include "store/people/calendars.h"

static void close_from(struct bench *bench, const char *school, const char *from, const char *to)
{
	struct closure closure = { .from_at = at(from), .to_at = at(to), .is_all_day = true };

	str_put(closure.school, sizeof(closure.school), str_of(school));
	assert_fine(calendar_closure_add(bench->db, &closure));
}

static void calendar_of(struct bench *bench, const char *school)
{
	struct calendar calendar = { .imported_at = bench_now(bench), .until_at = NEVER };

	str_put(calendar.school, sizeof(calendar.school), str_of(school));
	assert_fine(calendar_replace(bench->db, &calendar));
}

/* Wednesday is closed for all, Thursday at North alone; South has a calendar and no closure. */
static void year(struct bench *bench)
{
	bench_new(bench, TUESDAY_TEN);
	calendar_of(bench, "");
	calendar_of(bench, "North");
	calendar_of(bench, "South");
	close_from(bench, "", "2026-03-04T00:00:00-06:00", "2026-03-05T00:00:00-06:00");
	close_from(bench, "North", "2026-03-05T00:00:00-06:00", "2026-03-06T00:00:00-06:00");
}

static void in_force(struct bench *bench)
{
	struct timetable *timetable = NULL;

	assert_fine(timetable_load(bench->db, &timetable));
	core_set_timetable(bench->core, timetable);
	timetable_free(&timetable);
}

static void a_schools_closures_are_the_districts_and_its_own(void **unused)
{
	static const struct {
		const char *school, *open;   /* when an hour of school is over that begins now */
	} rows[] = {
		{ "", "2026-03-05T08:00:00-06:00" }, { "North", "2026-03-06T08:00:00-06:00" },
		{ "South", "2026-03-05T08:00:00-06:00" }, { "Nowhere", "2026-03-05T08:00:00-06:00" },
	};
	struct bench bench;
	struct txn txn;

	(void)unused;
	year(&bench);
	in_force(&bench);
	clock_advance(bench.clock, 10 * HOUR_MS);
	txn = bench_txn(&bench);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct school_week week = txn_week(&txn, rows[i].school);

		assert_true(school_after(&week, txn.now, 1) - 1 == at(rows[i].open) ||
			    school_after(&week, txn.now, 1) == at(rows[i].open));
	}
	/* the transaction's own week is the district's */
	assert_false(school_is_open(&txn.week, at("2026-03-04T10:00:00-06:00")));
	assert_true(school_is_open(&txn.week, at("2026-03-05T10:00:00-06:00")));
	bench_done(&bench);
}

static void a_new_timetable_wakes_everybody_and_spares_who_holds_the_old_one(void **unused)
{
	struct bench bench;
	struct locale *held;

	(void)unused;
	year(&bench);
	held = locale_hold(bench.core->locale);
	assert_int_equal(bench_wakes[SIGNAL_ALL], 0);
	in_force(&bench);
	assert_int_equal(bench_wakes[SIGNAL_ALL], 1);
	assert_int_equal(timetable_closures(held->timetable, STR("North"))->count, 0);
	assert_int_equal(timetable_closures(bench.core->locale->timetable, STR("North"))->count, 1);
	/* same words, another calendar */
	assert_ptr_equal(held->languages, bench.core->locale->languages);
	locale_free(&held);
	bench_done(&bench);
}

/* Two days that touch are one closure: North's Wednesday and Thursday. */
static void closures_that_touch_are_one(void **unused)
{
	struct bench bench;
	const struct school_closures *closures;

	(void)unused;
	year(&bench);
	in_force(&bench);
	closures = timetable_closures(bench.core->locale->timetable, STR("North"));
	assert_int_equal(closures->count, 1);
	assert_int_equal(closures->spans[0].from_at, at("2026-03-04T00:00:00-06:00"));
	assert_int_equal(closures->spans[0].to_at, at("2026-03-06T00:00:00-06:00"));
	bench_done(&bench);
}

static void words_that_are_reloaded_keep_the_calendar(void **unused)
{
	static const char *const tags[] = { "en", "es" };
	struct bench bench;
	struct locale *fresh;

	(void)unused;
	year(&bench);
	in_force(&bench);
	assert_fine(locale_load(&(struct locale_ask){ "locales", tags, 2, "en" }, &fresh, NULL,
				&bench.note));
	core_set_locale(bench.core, fresh);
	assert_int_equal(timetable_closures(bench.core->locale->timetable, STR_NONE)->count, 1);
	bench_done(&bench);
}

static void without_a_timetable_nothing_is_closed(void **unused)
{
	struct timetable *none = NULL;

	(void)unused;
	assert_null(timetable_closures(NULL, STR("North")));
	assert_null(timetable_hold(NULL));
	timetable_free(&none);
	assert_null(none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_schools_closures_are_the_districts_and_its_own),
		cmocka_unit_test(a_new_timetable_wakes_everybody_and_spares_who_holds_the_old_one),
		cmocka_unit_test(closures_that_touch_are_one),
		cmocka_unit_test(words_that_are_reloaded_keep_the_calendar),
		cmocka_unit_test(without_a_timetable_nothing_is_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
