/* Reports: figures against a brute-force calculator, and what is hidden against somebody
 * who subtracts every report from every other. */
#include "tests/lib/test.h"

#include <stdlib.h>

#include "base/clock.h"
#include "domain/excuse.h"
#include "domain/reports/report.h"
#include "domain/reports/school_index.h"
#include "domain/reports/small_cells.h"
#include "domain/school.h"
#include "tests/lib/instant.h"

static unsigned seed = 20261122;

static unsigned dice(unsigned sides)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % sides;
}

/* --- school time ------------------------------------------------------------------------ */

static int64_t random_instant(struct school_span within)
{
	return within.from_at + (int64_t)dice(30000) * ((within.to_at - within.from_at) / 30000) +
	       dice(60000);
}

static void a_ruler_says_what_walking_the_week_says(void **state)
{
	static const char *const weeks[] = { "mon-fri 08:00-16:00", "mon-sun 00:00-24:00",
					     "mon 08:00-11:30 12:15-16:00, sat 22:00-24:00" };
	static const char *const zones[] = { "America/Chicago", "America/Havana",
					     "Australia/Lord_Howe" };
	const struct school_span reach = { at("2026-02-20T05:00:00Z"), at("2026-11-20T07:00:00Z") };

	(void)state;
	for (size_t w = 0; w < 9; w++) {
		struct school_span closed[40];
		struct school_closures closures = { closed, COUNT_OF(closed) };
		struct school_week week;
		struct school_index index;
		AUTO(arena) arena;

		arena_init(&arena, 1 << 20);
		assert_int_equal(school_week_read(str_of(weeks[w / 3]),
						  zone_find(str_of(zones[w % 3])), &week, NULL),
				 FAULT_NONE);
		for (size_t i = 0; i < COUNT_OF(closed); i++) {
			closed[i].from_at = random_instant(reach);
			closed[i].to_at = closed[i].from_at + dice(3 * 86400) * 1000;
		}
		closures.count = school_closures_tidy(closed, COUNT_OF(closed));
		week.closures = &closures;
		assert_int_equal(school_index_make(&week, reach, &arena, &index), FAULT_NONE);
		for (int i = 0; i < 300; i++) {
			int64_t from_at = random_instant(reach) - DAY_MS;
			int64_t to_at = random_instant(reach) + DAY_MS;
			int64_t told_for = school_index_between(&index, from_at, to_at);

			if (told_for != (to_at > from_at ? school_between(&week, from_at, to_at) : 0))
				fail_msg("week %zu: %lld to %lld", w, (long long)from_at, (long long)to_at);
		}
	}
}

/* --- figures ------------------------------------------------------------------------------ */

enum { GROUPS = 5, ROWS = 400 };

static const char *const tags[GROUPS] = { "so", "en", "es", "vi", "ar" };
static const char *const schools[GROUPS] = { "", "Oak", "Elm", "Ash", "Yew" };
static const char *const channels[GROUPS] = { "sms", "sms", "voice", "sms", "whatsapp" };

static struct report_row some_row(unsigned group)
{
	struct report_row row = {
		.group = { tags[group], schools[dice(GROUPS)], channels[group] },
		.state = (enum promise_state)dice(PROMISE_STATES),
		.excuse = (enum excuse)dice(EXCUSE_COUNT),
		.is_late = dice(3) == 0,
		.inputs = 1 + (int)dice(3),
	};

	for (int i = 0; i < REPORT_SPANS; i++)
		row.spans_for[i] = dice(4) ? (int64_t)dice(900) * SECOND_MS * 60 : -1;
	return row;
}

/* The smallest of them that so many tenths did not exceed; found without sorting. */
static int64_t brute_rank(const struct report_row *rows, size_t count, const char *tag,
			  enum report_span span, int tenths)
{
	int64_t best = -1;

	for (size_t i = 0; i < count; i++) {
		int64_t below = 0, all = 0, value = rows[i].spans_for[span];

		for (size_t j = 0; j < count; j++) {
			if (strcmp(rows[j].group[0], tag) != 0 || rows[j].spans_for[span] < 0)
				continue;
			all++;
			below += rows[j].spans_for[span] <= value;
		}
		if (strcmp(rows[i].group[0], tag) == 0 && value >= 0 &&
		    below * 10 >= all * tenths && (best < 0 || value < best))
			best = value;
	}
	return best;
}

static void expect_group(const struct report_group *group, const struct report_row *rows,
			 size_t count)
{
	struct report_group sum = { .inputs = 0 };

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].group[0], group->name) != 0)
			continue;
		sum.opened++;
		sum.inputs += rows[i].inputs;
		sum.late += rows[i].is_late;
		sum.open += rows[i].state < PROMISE_KEPT;
		sum.kept += rows[i].state == PROMISE_KEPT;
		sum.kept_late += rows[i].state == PROMISE_KEPT && rows[i].is_late;
		sum.excused += rows[i].state == PROMISE_EXCUSED;
		sum.excused_by[EXCUSE_SPAM] += rows[i].state == PROMISE_EXCUSED &&
					       rows[i].excuse == EXCUSE_SPAM;
	}
	assert_int_equal(group->opened, sum.opened);
	assert_int_equal(group->inputs, sum.inputs);
	assert_int_equal(group->late, sum.late);
	assert_int_equal(group->open, sum.open);
	assert_int_equal(group->kept, sum.kept);
	assert_int_equal(group->kept_late, sum.kept_late);
	assert_int_equal(group->excused, sum.excused);
	assert_int_equal(group->excused_by[EXCUSE_SPAM], sum.excused_by[EXCUSE_SPAM]);
	assert_int_equal(group->opened, group->open + group->kept + group->excused);
	for (int span = 0; span < REPORT_SPANS; span++) {
		assert_int_equal(group->times[span].median_for,
				 brute_rank(rows, count, group->name, (enum report_span)span, 5));
		assert_int_equal(group->times[span].p90_for,
				 brute_rank(rows, count, group->name, (enum report_span)span, 9));
	}
}

static void counts_and_ranks_are_those_of_a_brute_calculator(void **state)
{
	(void)state;
	for (int round = 0; round < 12; round++) {
		struct report *report = report_new(&(struct report_ask){ .ceiling = 5 });
		struct report_row rows[ROWS];
		size_t count = 1 + dice(ROWS), group_count = 0;
		const struct report_group *groups;
		int64_t opened = 0;

		for (size_t i = 0; i < count; i++) {
			rows[i] = some_row(dice(GROUPS));
			assert_int_equal(report_add(report, &rows[i]), FAULT_NONE);
		}
		report_close(report);
		groups = report_groups(report, &group_count);
		for (size_t i = 0; i < group_count; i++) {
			expect_group(&groups[i], rows, count);
			opened += groups[i].opened;
			assert_true(i == 0 || strcmp(groups[i - 1].name, groups[i].name) < 0);
		}
		assert_int_equal(opened, count);
		assert_int_equal(report_total(report)->opened, count);
		report_free(&report);
	}
}

static void add_many(struct report *report, int count, unsigned group, int64_t span_for)
{
	for (int i = 0; i < count; i++) {
		struct report_row row = some_row(group);

		row.is_late = span_for > HOUR_MS;
		row.spans_for[REPORT_DELIVERED_WALL] = span_for;
		assert_int_equal(report_add(report, &row), FAULT_NONE);
	}
}

static void a_gap_compares_only_groups_with_enough_promises(void **state)
{
	struct report *report = report_new(&(struct report_ask){ .ceiling = 5 });
	struct report_gap gap;

	(void)state;
	add_many(report, 9, 1, MINUTE_MS);
	add_many(report, 5, 2, 3 * HOUR_MS);
	add_many(report, 4, 0, 90 * HOUR_MS); /* four families are no trend */
	report_close(report);
	gap = report_gap(report, REPORT_DELIVERED_WALL);
	assert_true(gap.is_known);
	assert_string_equal(gap.best->name, "en");
	assert_string_equal(gap.worst->name, "es");
	assert_true(gap.best_value == MINUTE_MS && gap.worst_value == 3 * HOUR_MS);
	gap = report_late_gap(report);
	assert_true(gap.is_known && gap.best_value == 0 && gap.worst_value == 10000);
	report_free(&report);
	report = report_new(&(struct report_ask){ .ceiling = 5 });
	add_many(report, 9, 1, MINUTE_MS);
	report_close(report);
	assert_false(report_gap(report, REPORT_DELIVERED_WALL).is_known);
	report_free(&report);
}

/* --- small groups ------------------------------------------------------------------------ */

static void one_table_hides_enough(void **state)
{
	static const struct {
		const char *label;
		int64_t members[6];
		bool is_shown, hidden[6];
	} rows[] = {
		{ "all are large", { 9, 8, 7 }, true, { false } },
		{ "nobody is nobody", { 9, 0, 7 }, true, { false } },
		{ "one small one takes the next smallest with it", { 9, 2, 7 }, true,
		  { false, true, true } },
		{ "two small ones may be enough", { 9, 4, 4 }, true, { false, true, true } },
		{ "two tiny ones are not", { 9, 1, 1 }, true, { true, true, true } },
		{ "ones that must all be one are not", { 9, 1, 1, 1, 1, 1 }, true,
		  { true, true, true, true, true, true } },
		{ "a small one alone", { 3 }, false, { true } },
		{ "and beside nobody", { 3, 0, 0 }, false, { true } },
		{ "a small one and a large one: both", { 50, 1 }, true, { true, true } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool hidden[6] = { false };

		if (small_cells_suppress(rows[i].members, 6, 5, hidden) != rows[i].is_shown)
			fail_msg("%s: shown?", rows[i].label);
		for (int j = 0; rows[i].is_shown && j < 6; j++)
			if (hidden[j] != rows[i].hidden[j])
				fail_msg("%s: group %d", rows[i].label, j);
	}
}

enum { MONTHS = 4, CELLS = GROUPS * MONTHS };
static const int64_t prime = 1000003;

/* What an attacker knows: sums of cells. */
struct attack {
	int64_t rows[400][CELLS];
	int count;
};

static int64_t inverse(int64_t number)
{
	int64_t power = prime - 2, result = 1;

	for (number %= prime; power; power >>= 1, number = number * number % prime)
		if (power & 1)
			result = result * number % prime;
	return result;
}

/* Gauss: the equations in their simplest form.  How many are left. */
static int solve(struct attack *attack)
{
	int rank = 0;

	for (int cell = 0; cell < CELLS; cell++) {
		int pivot = rank;
		int64_t factor;

		while (pivot < attack->count && attack->rows[pivot][cell] == 0)
			pivot++;
		if (pivot == attack->count)
			continue;
		for (int j = 0; j < CELLS; j++) {
			int64_t kept = attack->rows[pivot][j];

			attack->rows[pivot][j] = attack->rows[rank][j];
			attack->rows[rank][j] = kept;
		}
		factor = inverse(attack->rows[rank][cell]);
		for (int j = 0; j < CELLS; j++)
			attack->rows[rank][j] = attack->rows[rank][j] * factor % prime;
		for (int i = 0; i < attack->count; i++) {
			int64_t times = i == rank ? 0 : attack->rows[i][cell];

			for (int j = 0; times && j < CELLS; j++)
				attack->rows[i][j] = ((attack->rows[i][j] - times *
					attack->rows[rank][j]) % prime + prime) % prime;
		}
		rank++;
	}
	return rank;
}

/* Cells that are known to the last family now, although they are small: an equation with
 * one unknown is one. */
static int found_out(struct attack *attack, const int64_t members[GROUPS][MONTHS])
{
	int rank = solve(attack), found = 0;

	for (int i = 0; i < rank; i++) {
		int unknowns = 0, last = 0;

		for (int j = 0; j < CELLS; j++) {
			int64_t value = members[j / MONTHS][j % MONTHS];

			/* that a group has nobody in a month shows by itself */
			if (attack->rows[i][j] == 0 || value == 0)
				continue;
			unknowns++;
			last = j;
		}
		found += unknowns == 1 && members[last / MONTHS][last % MONTHS] < 5;
	}
	return found;
}

static void know(struct attack *attack, int group, const bool is_in[MONTHS])
{
	int64_t *row = attack->rows[attack->count++];

	memset(row, 0, sizeof(attack->rows[0]));
	for (int g = 0; g < GROUPS; g++)
		for (int m = 0; m < MONTHS; m++)
			row[g * MONTHS + m] = is_in[m] && (group < 0 || group == g);
}

static int group_no(const char *name)
{
	for (int i = 0; i < GROUPS; i++)
		if (strcmp(tags[i], name) == 0)
			return i;
	fail_msg("%s is no group", name);
	return 0;
}

/* One report that everybody may see, of the months from..to. */
static void ask_for(struct attack *attack, const int64_t members[GROUPS][MONTHS], int from, int to)
{
	struct report *report = report_new(&(struct report_ask){ .hides = true, .ceiling = 5 });
	const struct report_group *groups;
	bool is_in[MONTHS] = { false };
	size_t count = 0;

	for (unsigned g = 0; g < GROUPS; g++)
		for (int m = from; m <= to; m++)
			for (int64_t i = 0; i < members[g][m]; i++) {
				struct report_row row = some_row(g);

				row.month = m - from;
				row.group[REPORT_BY_SCHOOL] = "Oak";
				row.group[REPORT_BY_CHANNEL] = "sms";
				assert_int_equal(report_add(report, &row), FAULT_NONE);
			}
	report_close(report);
	for (int m = from; m <= to; m++)
		is_in[m] = !report_is_left_out(report, m - from);
	groups = report_groups(report, &count);
	know(attack, -1, is_in);
	for (size_t i = 0; i < count; i++) {
		if (!groups[i].is_hidden)
			know(attack, group_no(groups[i].name), is_in);
		else
			assert_true(groups[i].opened == 0 && groups[i].kept == 0 &&
				    groups[i].times[0].count == 0);
		for (int span = 0; span < REPORT_SPANS; span++)
			assert_true(groups[i].times[span].count >= 5 ||
				    groups[i].times[span].median_for <= 0);
	}
	report_free(&report);
}

/* What anybody would do first: hide what is small in each report, and no more. */
static void ask_naively(struct attack *attack, const int64_t members[GROUPS][MONTHS], int from, int to)
{
	bool is_in[MONTHS] = { false };

	for (int m = from; m <= to; m++)
		is_in[m] = true;
	know(attack, -1, is_in);
	for (int g = 0; g < GROUPS; g++) {
		int64_t sum = 0;

		for (int m = from; m <= to; m++)
			sum += members[g][m];
		if (sum >= 5)
			know(attack, g, is_in);
	}
}

static void no_report_taken_from_another_tells_of_a_small_group(void **state)
{
	static struct attack attack, naive;
	int shown = 0, naively = 0;

	(void)state;
	for (int round = 0; round < 60; round++) {
		int64_t members[GROUPS][MONTHS];

		attack.count = naive.count = 0;
		for (int g = 0; g < GROUPS; g++)
			for (int m = 0; m < MONTHS; m++)
				members[g][m] = dice(3) ? 3 + dice(12) : dice(5);
		for (int from = 0; from < MONTHS; from++)
			for (int to = from; to < MONTHS; to++) {
				int before = attack.count;

				ask_for(&attack, members, from, to);
				ask_naively(&naive, members, from, to);
				shown += attack.count - before > 1;
			}
		if (found_out(&attack, members))
			fail_msg("round %d: somebody stands out", round);
		naively += found_out(&naive, members);
	}
	/* the attack is one: it finds plenty where only what is small is hidden; and what
	 * we show is not nothing */
	assert_true(naively > 20);
	assert_true(shown > 100);
}

static void a_month_that_is_unsafe_by_any_division_is_left_out_of_all(void **state)
{
	static const struct { const char *label; int count; bool is_left_out; } months[] = {
		{ "three families", 3, true }, { "nobody", 0, false }, { "plenty", 30, false },
	};

	(void)state;
	for (int by = 0; by < REPORT_BYS; by++) {
		struct report *report = report_new(&(struct report_ask){
			.by = (enum report_by)by, .hides = true, .ceiling = 5 });

		for (int m = 0; m < 3; m++)
			for (int i = 0; i < months[m].count; i++) {
				struct report_row row = some_row(1);

				row.month = m;
				row.group[REPORT_BY_SCHOOL] = "Oak";
				assert_int_equal(report_add(report, &row), FAULT_NONE);
			}
		report_close(report);
		for (int m = 0; m < 3; m++)
			if (report_is_left_out(report, m) != months[m].is_left_out)
				fail_msg("%s", months[m].label);
		assert_int_equal(report_total(report)->opened, 30);
		report_free(&report);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ruler_says_what_walking_the_week_says),
		cmocka_unit_test(counts_and_ranks_are_those_of_a_brute_calculator),
		cmocka_unit_test(a_gap_compares_only_groups_with_enough_promises),
		cmocka_unit_test(one_table_hides_enough),
		cmocka_unit_test(no_report_taken_from_another_tells_of_a_small_group),
		cmocka_unit_test(a_month_that_is_unsafe_by_any_division_is_left_out_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
