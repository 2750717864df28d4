/*
 * steps - how long a due follow-up step takes among N promises that are not due.
 *
 *	steps FOLDER N           one line of JSON: steps a second, microseconds a step, start-up
 *	steps FOLDER N spread    the due ones lie all over the ledger
 *
 * Those that are due were opened one after the other, as one morning's are, in the middle
 * of all; or, spread, each lies on a page of its own.  Each takes the dearest step, the
 * deadline.  A real ledger on disk, the scheduler's own batches of 64 in one transaction;
 * nothing is sent.  Start-up: opening a ledger that is there, until the next wake-up is
 * known.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/db/migrate.h"
#include "store/people/users.h"
#include "store/promises/promises.h"
#include "store/promises/rulebooks.h"
#include "wire/loop.h"
#include "work/engine.h"
#include "work/followup/consequences.h"
#include "work/followup/rule_steps.h"
#include "work/txn/txn.h"

enum { DUE = 4096, BATCH = 64, STAFF = 50, FAMILIES = 20000, RULES = 2 };

/* Tuesday, 3 March 2026, 10:00 in Chicago; school is open until 16:00. */
static const int64_t opened_at = 1772553600000;

static const struct line_settings line = { .number = "+13125550100", .per_second = 1,
						.speaks = { [CHANNEL_SMS] = true } };
static const struct account_settings account = {
	.account = { .name = "main", .base_url = "http://127.0.0.1:1", .public_url = "http://127.0.0.1:1" },
	.kind = "practice", .max_concurrency = 1, .lines = &line, .line_count = 1,
};

static void must(enum fault fault, const char *what)
{
	if (!fault)
		return;
	fprintf(stderr, "%s: %s\n", what, fault_text(fault));
	exit(1);
}

/* The deadline is the dearest step: late, somebody else gets it, administrators are told,
 * and the family is, in its language. */
static void publish(struct db *db)
{
	static const char document[] =
		"rules:\n"
		"  - name: everything else\n"
		"    answer_within: 4 school hours\n"
		"    steps:\n"
		"      - {after: at once, do: acknowledge}\n"
		"      - {after: at once, do: assign, to: coverage}\n"
		"      - {after: deadline, do: reassign, to: coverage}\n"
		"      - {after: deadline, do: escalate, tier: 1}\n"
		"      - {after: deadline, do: update family}\n";
	int version = 0;

	must(rulebook_publish(db, &(struct rulebook){ .document = str_of(document),
		.author = "bench", .note = "bench", .published_at = opened_at }, &version),
	     "rules");
	if (version != RULES)
		must(FAULT_CONFLICT, "rules");
}

static void hire(struct db *db)
{
	for (int64_t i = 0; i < STAFF; i++) {
		struct user user = { .id = { 1 + i }, .role = ROLE_LIAISON, .languages = "es" };

		snprintf(user.email, sizeof(user.email), "%d@example.org", (int)i);
		must(user_add(db, &user), "staff");
	}
}

static void enrol(struct db *db)
{
	for (int64_t i = 0; i < FAMILIES; i++) {
		struct contact contact = { .id = { 1 + i }, .name = "Rosa", .language = "es",
					   .language_source = LANGUAGE_TOLD, .is_known = true,
					   .prefers = CHANNEL_SMS };
		struct number number = { .contact = contact.id };

		snprintf(number.phone, sizeof(number.phone), "+1312%07d", (int)i);
		must(contact_add(db, &contact), "contact");
		must(number_add(db, &number, opened_at), "number");
	}
}

/* Ids, families and owners as if texts had come in from everybody, one after the other. */
static void promise(struct db *db, int64_t count, int64_t apart)
{
	static const char rows[] =
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
		" INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state,"
		" owner_id, follows_id, opened_at, input_at, inputs, due_at, late_at,"
		" answered_at, closed_at, excuse, excuse_note, excused_by, rule, rule_version,"
		" next_step, wake_at, person_at, person_reason)"
		" SELECT 100000 + i, 1 + i * 7919 % $2, '+1312' || substr(10000000 + i * 7919 % $2, 2),"
		" 'sms', (SELECT id FROM line), 'es', 'open', 1 + i % $3,"
		" 0, $4, $4, 1, $4 + 14400000, 0, 0, 0, '', '', 0, 'everything else', $5, 2,"
		" CASE WHEN (i - $6) % $7 = 0 AND (i - $6) / $7 BETWEEN 0 AND $8 - 1"
		" THEN $4 + 14400000"
		" ELSE $4 + 99999999 + i * 7919 % 999999937 END, 0, '' FROM n";

	must(db_run(db, rows, BINDS(NUMBER(count), NUMBER(FAMILIES), NUMBER(STAFF),
				    NUMBER(opened_at), NUMBER(RULES),
				    NUMBER(apart > 1 ? 1 : count / 2), NUMBER(apart), NUMBER(DUE)),
		    NULL), "promises");
	must(db_run(db, "UPDATE staff SET workload = (SELECT count(*) FROM promise"
			" WHERE owner_id = staff.id AND state IN ('open', 'taken', 'answered'))",
		    NULL, 0, NULL), "what they owe");
}

static void fill(struct db *db, int64_t count, int64_t apart)
{
	must(db_begin(db), "begin");
	publish(db);
	hire(db);
	enrol(db);
	promise(db, count, apart);
	must(db_commit(db), "commit");
}

struct taken {
	double us;          /* by the clock on the wall */
	double cpu_us;      /* by the processor's: a busy machine changes it little */
};

static struct taken run_steps(struct core *core, struct db *db)
{
	struct promise due[BATCH];
	int64_t began_us = clock_stopwatch_us(), next_at;
	clock_t began = clock();
	size_t count = BATCH, total = 0;

	while (count == BATCH) {
		struct txn txn = txn_of(core, core->locale, db, NULL);
		AUTO(agenda) agenda;

		consequences_begin(&txn, &agenda);
		must(db_begin(db), "begin");
		must(promise_due(db, txn.now, due, BATCH, &count), "due");
		for (size_t i = 0; i < count; i++)
			must(rule_steps_take(&txn, due[i].id, txn.now), "step");
		must(consequences_settle(&txn, FAULT_NONE), "settle");
		must(promise_next_wake(db, &next_at), "next");
		must(db_commit(db), "commit");
		total += count;
	}
	if (total < DUE) {
		fprintf(stderr, "only %zu of %d were due\n", total, DUE);
		exit(1);
	}
	return (struct taken){
		(double)(clock_stopwatch_us() - began_us) / (double)total,
		(double)(clock() - began) * 1e6 / CLOCKS_PER_SEC / (double)total };
}

static struct core *open_work(struct core_settings *settings, struct loop *loop,
			      struct clock *clock, struct db *db)
{
	static const char *const tags[] = { "en", "es" };
	struct note note = { .text = "" };
	struct locale *locale;
	struct core *core;

	must(locale_load(&(struct locale_ask){ "locales", tags, COUNT_OF(tags), "en" }, &locale, NULL, &note), "locales");
	must(engine_new(&(struct engine_parts){ settings, loop, clock, locale, db }, &core, &note),
	     "work");
	return core;
}

static int64_t time_start(const char *address, struct core_settings *settings,
			  struct loop *loop, struct clock *clock)
{
	int64_t began_us = clock_stopwatch_us(), next_at = 0;
	struct core *core;
	struct db *db;

	must(db_open(address, DB_WRITE, &db, NULL), "open");
	must(migrate_run(db, clock_now(clock), NULL), "migrate");
	core = open_work(settings, loop, clock, db);
	must(promise_next_wake(db, &next_at), "next");
	began_us = clock_stopwatch_us() - began_us;
	engine_free(&core);
	db_close(&db);
	return began_us;
}

int main(int argc, char **argv)
{
	struct clock *clock = clock_new_practice(opened_at + 4 * HOUR_MS, false);
	struct loop *loop = loop_new();
	struct core_settings settings = {
		.district_name = "Maple", .district_phone = "", .law_to = 1440,
		.zone = zone_find(STR("America/Chicago")), .accounts = &account,
		.account_count = 1, .media_dir = "/tmp", .client = client_limits_default(),
		.audit_key = STR("bench"), .settle_for = 1000,
	};
	struct taken taken;
	int64_t start_us, count = argc > 2 ? atoll(argv[2]) : 0;
	bool is_spread = argc > 3 && strcmp(argv[3], "spread") == 0;
	char address[1024];
	struct core *core;
	struct db *db;

	if (count < DUE)
		return 64;
	snprintf(address, sizeof(address), "sqlite:%s/hearback.db", argv[1]);
	settings.week = school_week_default(settings.zone);
	must(db_open(address, DB_WRITE, &db, NULL), "open");
	must(migrate_run(db, clock_now(clock), NULL), "migrate");
	core = open_work(&settings, loop, clock, db);
	fill(db, count, is_spread ? count / DUE : 1);
	taken = run_steps(core, db);
	engine_free(&core);
	db_close(&db);
	start_us = time_start(address, &settings, loop, clock);
	printf("{\"open_promises\": %lld, \"lie\": \"%s\", \"steps_per_second\": %.0f, "
	       "\"us_per_step\": %.1f, \"cpu_us_per_step\": %.1f, \"start_ms\": %.1f}\n",
	       (long long)count, is_spread ? "spread" : "together", 1e6 / taken.us, taken.us,
	       taken.cpu_us, (double)start_us / 1000);
	loop_free(&loop);
	clock_free(&clock);
	return 0;
}
