/* Which way a text to a number would go now, and why. */
#include "tests/unit/work/case.h"

#include "store/people/consent.h"
#include "work/rulesets/explain.h"
#include "work/txn/line_table.h"
#include "work/txn/line_watch.h"

static struct route route_to(struct bench *bench, const char *phone, enum kind kind,
			     enum fault expected)
{
	struct route route = { .end = ROUTE_NEVER };

	assert_fault(explain_route(bench->core, bench->db, &(struct explain_ask){
		.locale = bench->core->locale, .phone = str_of(phone), .kind = kind,
		.purpose = PURPOSE_SCHOOL }, &route, &bench->note), expected);
	return route;
}

static void a_route_is_explained_for_families_and_for_strangers(void **unused)
{
	struct bench bench;
	struct route route;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	route = route_to(&bench, ROSA, KIND_OUTREACH, FAULT_MISSING);
	assert_int_equal(route.end, ROUTE_GO);
	assert_string_equal(route.language->tag, "en");
	bench_family(&bench, ROSA, "so");
	route = route_to(&bench, ROSA, KIND_OUTREACH, FAULT_NONE);
	assert_int_equal(route.end, ROUTE_GO);
	assert_string_equal(route.language->tag, "so");
	assert_int_equal(route.line.n, bench.core->lines[0].id.n);
	assert_fine(consent_set(bench.db, &(struct consent_change){ .phone = STR(ROSA),
		    .channel = CHANNEL_SMS, .is_stopped = true, .cause = CAUSE_KEYWORD,
		    .event_id = 9, .at = bench_now(&bench) }));
	assert_int_equal(route_to(&bench, ROSA, KIND_OUTREACH, FAULT_NONE).end, ROUTE_STOPPED);
	bench_done(&bench);
}

static void a_route_waits_for_the_morning_and_takes_the_line_that_is_not_paused(void **unused)
{
	struct bench bench;
	struct route route;

	(void)unused;
	bench_new(&bench, "2026-03-03T22:00:00-06:00");
	bench_family(&bench, ROSA, "en");
	route = route_to(&bench, ROSA, KIND_OUTREACH, FAULT_NONE);
	assert_int_equal(route.end, ROUTE_WAIT);
	assert_int_equal(route.from_at, at("2026-03-04T08:00:00-06:00"));
	line_watch_pause(&bench.core->lines[0], STR("tests"));
	route = route_to(&bench, ROSA, KIND_OUTREACH, FAULT_NONE);
	assert_int_equal(route.line.n, bench.core->lines[1].id.n);
	line_watch_pause(&bench.core->lines[1], STR("tests"));
	assert_int_equal(route_to(&bench, ROSA, KIND_OUTREACH, FAULT_NONE).end, ROUTE_NO_LINE);
	bench_done(&bench);
}

static void a_district_without_a_line_for_texts_has_no_route(void **unused)
{
	struct bench bench;

	(void)unused;
	bench_prepare(&bench, TUESDAY_TEN);
	for (int i = 0; i < BENCH_LINES; i++)
		bench.lines[i].speaks[CHANNEL_SMS] = false;
	bench_open(&bench);
	bench_family(&bench, ROSA, "en");
	route_to(&bench, ROSA, KIND_OUTREACH, FAULT_CONFIG);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_route_is_explained_for_families_and_for_strangers),
		cmocka_unit_test(a_route_waits_for_the_morning_and_takes_the_line_that_is_not_paused),
		cmocka_unit_test(a_district_without_a_line_for_texts_has_no_route),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
