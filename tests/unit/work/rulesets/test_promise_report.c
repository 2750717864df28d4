/* Reports over a real ledger: the window, school time by school, and how long it takes. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/id.h"
#include "store/db/migrate.h"
#include "tests/lib/fine.h"
#include "tests/lib/fresh.h"
#include "tests/lib/instant.h"
#include "work/rulesets/promise_report.h"

struct place {
	char folder[64];
	struct db *db;
	struct core core;
	struct core_settings settings;
	struct locale locale;
	struct promise_report_look look;
};

static void place_new(struct place *place, const char *now)
{
	struct note note = { .text = "" };
	char address[128];

	*place = (struct place){ .folder = "/tmp/h-stats-XXXXXX" };
	assert_non_null(mkdtemp(place->folder));
	snprintf(address, sizeof(address), "sqlite:%s/a.db", place->folder);
	fresh_ledger(address);
	if (db_open(address, DB_WRITE, &place->db, &note) ||
	    migrate_run(place->db, at(now), &note) ||
	    db_script(place->db,
		"INSERT INTO contact (id, name, language, language_source, is_known, zone,"
		" own_from, own_to, prefers, created_at, updated_at)"
		" VALUES (1, 'Rosa', 'es', 'told', 1, '', 0, 0, 'sms', 1, 2);"
		"INSERT INTO line (id, account, number, paused_at, pause_reason, polled_at) VALUES (1, 'main', '+13125550100', 0, '', 0);", &note))
		fail_msg("%s", note.text);
	place->settings.zone = zone_find(STR("America/Chicago"));
	place->settings.week = school_week_default(place->settings.zone);
	place->core.settings = &place->settings;
	place->look = (struct promise_report_look){ &place->core, &place->locale, place->db, at(now) };
}

static void place_done(struct place *place)
{
	char command[100];

	db_close(&place->db);
	snprintf(command, sizeof(command), "rm -rf %s", place->folder);
	assert_int_equal(system(command), 0);
}

#define INSERT                                                                                   \
	"INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state, owner_id,"\
	" follows_id, opened_at, input_at, inputs, due_at, late_at, answered_at, closed_at, excuse,"\
	" excuse_note, excused_by, rule, rule_version, next_step, wake_at, person_at, person_reason,"\
	" school, human_at) "

static void add(struct place *place, const struct promise *promise)
{
	assert_fine(db_run(place->db, INSERT
		"SELECT $1, 1, '+1', 'sms', 1, $2, $3, 0, 0, $4, $4, 1, 0, $5, 0, $6, '', '', 0, 'r', 1, 1,"
		" 0, 0, '', $7, $8",
		BINDS(NUMBER(promise->id.n), TEXTZ(promise->language),
		      TEXTZ(promise_word(promise->state)), NUMBER(promise->opened_at),
		      NUMBER(promise->late_at), NUMBER(promise->closed_at),
		      TEXTZ(promise->school), NUMBER(promise->human_at)), NULL));
}

static struct promise_report run(struct place *place, enum report_by by, const char *from, const char *to)
{
	struct promise_report_ask ask = { .report = { .by = by, .ceiling = 5 } };
	struct promise_report stats = { NULL, false };
	struct note note = { .text = "" };

	assert_fine(period_read(&(struct period_ask){ place->settings.zone, place->look.now,
						      str_of(from), str_of(to), false },
				&ask.period, &note));
	if (promise_report_run(&place->look, &ask, &stats, &note))
		fail_msg("%s", note.text);
	return stats;
}

static void a_window_has_what_was_opened_in_it_by_the_districts_days(void **state)
{
	static const struct { const char *opened, *made; bool is_in; } rows[] = {
		{ "2026-03-03T05:59:59.999Z", "2026-03-03T05:59:59.999Z", false },
		{ "2026-03-03T06:00:00Z", "2026-03-03T06:00:00Z", true },
		{ "2026-03-05T05:59:59Z", "2026-03-05T05:59:59Z", true },
		{ "2026-03-05T06:00:00Z", "2026-03-05T06:00:00Z", false },
		/* found by a poll, days later */
		{ "2026-03-04T18:00:00Z", "2026-03-07T18:00:00Z", true },
		{ "2026-03-02T18:00:00Z", "2026-03-04T18:00:00Z", false },
	};
	struct place place;
	struct promise_report stats;

	(void)state;
	place_new(&place, "2026-04-01T12:00:00Z");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		add(&place, &(struct promise){ .id = { id_before(at(rows[i].made)) + 1 + (int64_t)i },
					       .opened_at = at(rows[i].opened), .language = "es" });
	stats = run(&place, REPORT_BY_LANGUAGE, "2026-03-03", "2026-03-04");
	assert_int_equal(report_total(stats.report)->opened, 3);
	assert_false(stats.is_cut);
	report_free(&stats.report);
	place_done(&place);
}

static void school_time_is_that_of_the_promises_school(void **state)
{
	/* Elm is closed on Thursday, 5 March; a Wednesday 15:00 question answered on Friday
	 * at 09:00 took 1 + 8 + 1 school hours, at Elm 1 + 1. */
	struct place place;
	struct promise_report stats;
	struct note note = { .text = "" };
	const struct report_group *groups;
	size_t count = 0;
	const char *schools[] = { "", "Elm" };

	(void)state;
	place_new(&place, "2026-03-10T12:00:00Z");
	assert_fine(db_script(place.db, "INSERT INTO calendar VALUES ('Elm', 1, 'x', 0);"
		"INSERT INTO closure VALUES ('Elm', 1772690400000, 1772776800000, 'water', 1);", &note));
	assert_fine(timetable_load(place.db, &place.locale.timetable));
	for (int i = 0; i < 2; i++) {
		struct promise promise = { .id = { id_before(at("2026-03-04T21:00:00Z")) + 1 + i },
					   .state = PROMISE_KEPT, .language = "es",
					   .opened_at = at("2026-03-04T21:00:00Z"),
					   .human_at = at("2026-03-04T21:30:00Z"),
					   .closed_at = at("2026-03-06T15:00:00Z") };

		snprintf(promise.school, sizeof(promise.school), "%s", schools[i]);
		add(&place, &promise);
	}
	stats = run(&place, REPORT_BY_SCHOOL, "", "");
	groups = report_groups(stats.report, &count);
	assert_int_equal(count, 2);
	assert_string_equal(groups[0].name, "");
	assert_string_equal(groups[1].name, "Elm");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(groups[i].times[REPORT_HUMAN_WALL].median_for, 30 * MINUTE_MS);
		assert_int_equal(groups[i].times[REPORT_HUMAN_SCHOOL].median_for, 30 * MINUTE_MS);
		assert_int_equal(groups[i].times[REPORT_DELIVERED_WALL].median_for, 42 * HOUR_MS);
		assert_int_equal(groups[i].times[REPORT_DELIVERED_SCHOOL].median_for,
				 (i ? 2 : 10) * HOUR_MS);
	}
	report_free(&stats.report);
	timetable_free(&place.locale.timetable);
	place_done(&place);
}

static void a_hundred_thousand_promises_are_counted_and_none_is_left_out(void **state)
{
	struct place place;
	struct promise_report stats;
	int64_t first = id_before(at("2026-03-02T06:00:00Z")) + 1;
	int64_t began_us;

	(void)state;
	place_new(&place, "2026-04-01T04:00:00Z");
	/* one every 25 seconds, of 20 languages and 70 schools */
	assert_fine(db_begin(place.db));
	assert_fine(db_run(place.db, INSERT
		"SELECT $1 + n * 25000 * 4194304, 1, '+1', 'sms', 1, 'l' || (n % 20),"
		" CASE n % 5 WHEN 0 THEN 'open' WHEN 1 THEN 'excused' ELSE 'kept' END, 0, 0,"
		" $2 + n * 25000, 0, 1, 0, n % 3, 0, CASE WHEN n % 5 > 0 THEN $2 + n * 25000 +"
		" (n * 7919) % 300000000 ELSE 0 END, '', '', 0, 'r', 1, 1, 0, 0, '', 's' || (n % 70),"
		" $2 + n * 25000 + (n * 104729) % 9000000 FROM (WITH RECURSIVE c(n) AS (SELECT 0 UNION"
		" ALL SELECT n + 1 FROM c WHERE n < 99999) SELECT n FROM c) AS ns",
		BINDS(NUMBER(first), NUMBER(at("2026-03-02T06:00:00Z"))), NULL));
	assert_fine(db_commit(place.db));
	for (int by = 0; by < REPORT_BYS; by++) {
		began_us = clock_stopwatch_us();
		stats = run(&place, (enum report_by)by, "", "");
		print_message("100,000 promises by %s: %lld ms\n",
			      report_by_word((enum report_by)by),
			      (long long)(clock_stopwatch_us() - began_us) / 1000);
		assert_int_equal(report_total(stats.report)->opened, 100000);
		assert_int_equal(report_total(stats.report)->kept, 60000);
		assert_false(stats.is_cut);
		report_free(&stats.report);
	}
	place_done(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_has_what_was_opened_in_it_by_the_districts_days),
		cmocka_unit_test(school_time_is_that_of_the_promises_school),
		cmocka_unit_test(a_hundred_thousand_promises_are_counted_and_none_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
