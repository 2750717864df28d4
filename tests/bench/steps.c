/*
 * steps - how long a due follow-up step takes among N promises that are not due.
 *
 *	steps FOLDER N    one line of JSON: steps a second, microseconds a step, start-up
 *
 * Those that are due were opened one after the other, as one morning's are, in the middle
 * of all.  A real ledger on disk, the shipped rules, the scheduler's own batches of 64 in one
 * transaction; nothing is sent.  Start-up: opening a ledger that is there, until the
 * next wake-up is known.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/promises.h"
#include "store/store.h"
#include "wire/loop.h"
#include "work/scene.h"
#include "work/steps.h"

enum { DUE = 4096, BATCH = 64 };

/* Tuesday, 3 March 2026, 10:00 in Chicago; school is open until 16:00. */
static const int64_t opened_at = 1772553600000;

static const struct work_line_settings line = { .number = "+13125550100", .per_second = 1,
						.speaks = { [CHANNEL_SMS] = true } };
static const struct work_account_settings account = {
	.account = { .name = "main", .base_url = "http://127.0.0.1:1", .account_sid = "AC1",
		     .auth_token = "x", .public_url = "http://127.0.0.1:1" },
	.kind = "practice", .max_concurrency = 1, .lines = &line, .line_count = 1,
};

static void must(enum fault fault, const char *what)
{
	if (!fault)
		return;
	fprintf(stderr, "%s: %s\n", what, fault_text(fault));
	exit(1);
}

static void fill(struct db *db, int64_t count)
{
	static const char contact[] =
		"INSERT INTO contact (id, name, language, language_source, is_known, zone,"
		" own_from, own_to, prefers, created_at, updated_at)"
		" VALUES (1, 'Rosa', 'es', 'told', 1, '', 0, 0, 'sms', 0, 0)";
	static const char promises[] =
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
		" INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state,"
		" owner_id, follows_id, opened_at, input_at, inputs, due_at, late_at,"
		" answered_at, closed_at, excuse, excuse_note, excused_by, rule, rule_version,"
		" next_step, wake_at, person_at, person_reason)"
		" SELECT 1000 + i, 1, '+13125550101', 'sms', (SELECT id FROM line), 'es', 'open', 7,"
		" 0, $2, $2, 1, $2 + 86400000, 0, 0, 0, '', '', 0, 'everything else', 1, 2,"
		" CASE WHEN i BETWEEN $1 / 2 AND $1 / 2 + $3 - 1 THEN $2 + 14400000"
		" ELSE $2 + 99999999 + i * 7919 % 999999937 END, 0, '' FROM n";

	must(db_begin(db), "begin");
	must(db_run(db, contact, NULL, 0, NULL), "contact");
	must(db_run(db, promises, BINDS(NUMBER(count), NUMBER(opened_at), NUMBER(DUE)), NULL),
	     "promises");
	must(db_commit(db), "commit");
}

static int64_t run_steps(struct work *work, struct db *db)
{
	struct promise due[BATCH];
	int64_t began_us = clock_stopwatch_us(), next_at;
	size_t count = BATCH, total = 0;

	while (count == BATCH) {
		struct scene scene = scene_of(work, work->speech, db, NULL);

		must(db_begin(db), "begin");
		must(promise_due(db, scene.now, due, BATCH, &count), "due");
		for (size_t i = 0; i < count; i++)
			must(steps_take(&scene, &due[i], scene.now), "step");
		must(promise_next_wake(db, &next_at), "next");
		must(db_commit(db), "commit");
		total += count;
	}
	if (total < DUE) {
		fprintf(stderr, "only %zu of %d were due\n", total, DUE);
		exit(1);
	}
	return (clock_stopwatch_us() - began_us) * 1000 / (int64_t)total;
}

static struct work *open_work(struct work_settings *settings, struct loop *loop,
			      struct clock *clock, struct db *db)
{
	static const char *const tags[] = { "en", "es" };
	struct note note = { .text = "" };
	struct speech *speech;
	struct work *work;

	must(speech_load("locales", tags, COUNT_OF(tags), "en", &speech, &note), "locales");
	must(work_new(&(struct work_parts){ settings, loop, clock, speech, db }, &work, &note),
	     "work");
	return work;
}

static int64_t time_start(const char *address, struct work_settings *settings,
			  struct loop *loop, struct clock *clock)
{
	int64_t began_us = clock_stopwatch_us(), next_at = 0;
	struct work *work;
	struct db *db;

	must(db_open(address, DB_WRITE, &db, NULL), "open");
	must(store_migrate(db, clock_now(clock), NULL), "migrate");
	work = open_work(settings, loop, clock, db);
	must(promise_next_wake(db, &next_at), "next");
	began_us = clock_stopwatch_us() - began_us;
	work_free(&work);
	db_close(&db);
	return began_us;
}

int main(int argc, char **argv)
{
	struct clock *clock = clock_new_practice(opened_at + 4 * HOUR_MS, false);
	struct loop *loop = loop_new();
	struct work_settings settings = {
		.district_name = "Maple", .district_phone = "", .law_to = 1440,
		.zone = zone_find(STR("America/Chicago")), .accounts = &account,
		.account_count = 1, .media_dir = "/tmp", .client = client_limits_default(),
		.audit_key = STR("bench"), .settle_for = 1000,
	};
	int64_t step_ns, start_us, count = argc > 2 ? atoll(argv[2]) : 0;
	char address[1024];
	struct work *work;
	struct db *db;

	if (count < DUE)
		return 64;
	snprintf(address, sizeof(address), "sqlite:%s/hearback.db", argv[1]);
	settings.week = school_week_default(settings.zone);
	must(db_open(address, DB_WRITE, &db, NULL), "open");
	must(store_migrate(db, clock_now(clock), NULL), "migrate");
	work = open_work(&settings, loop, clock, db);
	fill(db, count);
	step_ns = run_steps(work, db);
	work_free(&work);
	db_close(&db);
	start_us = time_start(address, &settings, loop, clock);
	printf("{\"open_promises\": %lld, \"steps_per_second\": %lld, \"us_per_step\": %.1f, "
	       "\"start_ms\": %.1f}\n", (long long)count, (long long)(1000000000 / step_ns),
	       (double)step_ns / 1000, (double)start_us / 1000);
	loop_free(&loop);
	clock_free(&clock);
	return 0;
}
