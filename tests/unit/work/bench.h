/*
 * bench - a core as the engine makes it, but without the engine: settings, clock, lines,
 * words and a ledger, so that the tests of a room link that room and what it sees.
 *
 * The writer's part runs on the test's own thread, on a practice clock that stands still.
 * Signals are counted instead of waking anybody.
 */
#ifndef TESTS_UNIT_WORK_BENCH_H
#define TESTS_UNIT_WORK_BENCH_H

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "adapters/registry.h"
#include "base/log.h"
#include "domain/route.h"
#include "i18n/time/zone.h"
#include "store/db/migrate.h"
#include "store/messaging/lines.h"
#include "store/people/contacts.h"
#include "store/people/grants.h"
#include "store/people/users.h"
#include "store/promises/promises.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"
#include "tests/lib/words.h"
#include "wire/loop.h"
#include "work/txn/agenda.h"
#include "work/txn/blocklist.h"
#include "work/txn/clock_watch.h"
#include "work/txn/core.h"
#include "work/txn/reply_cache.h"
#include "work/txn/rulebook_cache.h"

#define HERE "+13125550100"
#define THERE "+13125550199"
/* Tuesday, school is open. */
#define TUESDAY_TEN "2026-03-03T10:00:00-06:00"

enum { BENCH_LINES = 2, BENCH_WAKES = SIGNAL_ALL + 1 };

struct bench {
	char folder[64], address[128];
	struct loop *loop;
	struct clock *clock;
	struct db *db;
	struct core *core;
	struct core_settings settings;
	struct account_settings accounts[BENCH_LINES];
	struct line_settings lines[BENCH_LINES];
	struct note note;
	struct agenda agenda;        /* of the one transaction at a time */
};

/* How often each was woken, since the last bench_new. */
static int bench_wakes[BENCH_WAKES], bench_account_wakes;

static inline void bench_on_wake(struct core *core, enum signal_wake what)
{
	(void)core;
	bench_wakes[what]++;
}

static inline void bench_on_wake_account(struct account_state *account)
{
	(void)account;
	bench_account_wakes++;
}

/* Two accounts with a line each; a test may change what it likes before bench_open. */
static inline void bench_settings(struct bench *bench)
{
	static const char *const numbers[] = { HERE, THERE }, *const names[] = { "main", "other" };

	for (int i = 0; i < BENCH_LINES; i++) {
		bench->lines[i] = (struct line_settings){ .number = numbers[i], .per_second = 1,
							  .speaks = { [CHANNEL_SMS] = true } };
		bench->accounts[i] = (struct account_settings){
			.account = { .name = names[i], .base_url = "http://127.0.0.1:1",
				     .public_url = "https://hear.example.org" },
			.kind = "practice", .max_concurrency = 1, .lines = &bench->lines[i],
			.line_count = 1 };
	}
	bench->settings = (struct core_settings){
		.district_name = "Maple County Schools", .district_phone = "",
		.zone = zone_find(STR("America/Chicago")), .law_from = 480, .law_to = 1260,
		.media_dir = bench->folder, .accounts = bench->accounts,
		.account_count = BENCH_LINES, .settle_for = 120 * SECOND_MS,
		.list_gap_for = 30 * SECOND_MS, .inbound_poll_every = 60 * SECOND_MS,
		.deep_poll_every = DAY_MS, .receipt_for = 72 * HOUR_MS, .token_for = 90 * DAY_MS,
		.poll_scale_percent = 100, .client = client_limits_default(),
		.audit_key = STR("key") };
	bench->settings.week = school_week_default(bench->settings.zone);
}

static inline void bench_prepare(struct bench *bench, const char *now)
{
	/* in memory where the machine has that: these tests are of no disk */
	*bench = (struct bench){ .folder = "/dev/shm/h-bench-XXXXXX" };
	if (access("/dev/shm", W_OK) != 0)
		str_put(bench->folder, sizeof(bench->folder), STR("/tmp/h-bench-XXXXXX"));
	assert_non_null(mkdtemp(bench->folder));
	snprintf(bench->address, sizeof(bench->address), "sqlite:%s/hearback.db", bench->folder);
	log_set_level(getenv("TALK") ? LOG_DEBUG : LOG_ALARM);
	bench->loop = loop_new();
	bench->clock = clock_new_practice(at(now), false);
	bench_settings(bench);
}

static inline void bench_add_line(struct bench *bench, size_t i)
{
	struct core *core = bench->core;
	struct account_state *account = &core->accounts[core->account_count++];
	struct line_state *line = &core->lines[core->line_count++];
	const struct line_key key = { str_of(bench->accounts[i].account.name),
				      str_of(bench->lines[i].number) };
	struct line row;

	*account = (struct account_state){ .settings = &bench->accounts[i], .core = core,
					   .adapter = registry_find(str_of(bench->accounts[i].kind)),
					   .lines = line, .line_count = 1 };
	assert_fine(line_put(bench->db, &key, id_next(core->ids, clock_now(core->clock)),
			     clock_now(core->wall), &row));
	*line = (struct line_state){ .id = row.id, .settings = &bench->lines[i],
				     .account = account };
	pace_init(&line->pace, bench->lines[i].per_second, 12, clock_now(core->clock));
}

/* Read once: a bench of its own for each row of a table has to be cheap. */
static inline struct locale *bench_locale(struct db *db)
{
	struct timetable *timetable = NULL;

	assert_fine(timetable_load(db, &timetable));
	return locale_with(words_loaded(), timetable);
}

/* An empty ledger with the shipped rules in it, written once a program. */
static char bench_empty[96];

static inline void bench_remove_empty(void)
{
	unlink(bench_empty);
	strcat(bench_empty, ".lock");
	unlink(bench_empty);
}

static inline void bench_write_empty(const struct bench *bench)
{
	struct id_maker *ids = id_maker_new(0);
	struct note note = { .text = "" };
	char address[110];
	struct db *db;

	snprintf(bench_empty, sizeof(bench_empty), "%s.empty", bench->folder);
	snprintf(address, sizeof(address), "sqlite:%s", bench_empty);
	if (db_open(address, DB_WRITE, &db, &note) || migrate_run(db, 1, &note))
		fail_msg("%s", note.text);
	assert_fine(db_begin(db));
	assert_fine(rulebook_cache_seed(db, ids, 1));
	assert_fine(db_commit(db));
	db_close(&db);
	id_maker_free(&ids);
	atexit(bench_remove_empty);
}

static inline void bench_copy_empty(const struct bench *bench)
{
	static char bytes[1 << 16];
	FILE *from, *to;
	size_t size;

	if (!bench_empty[0])
		bench_write_empty(bench);
	from = fopen(bench_empty, "rb");
	to = fopen(bench->address + strlen("sqlite:"), "wb");
	assert_true(from && to);
	while ((size = fread(bytes, 1, sizeof(bytes), from)) > 0)
		assert_int_equal(fwrite(bytes, 1, size, to), size);
	fclose(from);
	assert_int_equal(fclose(to), 0);
}

static inline void bench_open(struct bench *bench)
{
	struct core *core = calloc(1, sizeof(*core));

	assert_non_null(core);
	bench->core = core;
	core->settings = &bench->settings;
	core->loop = bench->loop;
	core->clock = bench->clock;
	core->wall = clock_new_real();
	clock_watch_begin(core);
	core->ids = id_maker_new(0);
	core->rules = rulebook_cache_new();
	core->replies = reply_cache_new();
	core->blocklist = blocklist_new();
	core->signal = (struct signal){ .wake = bench_on_wake,
					.wake_account = bench_on_wake_account };
	memset(bench_wakes, 0, sizeof(bench_wakes));
	bench_account_wakes = 0;
	bench_copy_empty(bench);
	if (db_open(bench->address, DB_WRITE, &bench->db, &bench->note))
		fail_msg("%s", bench->note.text);
	assert_fine(db_begin(bench->db));
	for (size_t i = 0; i < bench->settings.account_count; i++)
		bench_add_line(bench, i);
	core->locale = bench_locale(bench->db);
	assert_fine(db_commit(bench->db));
}

static inline void bench_new(struct bench *bench, const char *now)
{
	bench_prepare(bench, now);
	bench_open(bench);
}

static inline void bench_done(struct bench *bench)
{
	struct core *core = bench->core;
	char command[128];

	agenda_done(&bench->agenda);
	blocklist_free(&core->blocklist);
	reply_cache_free(&core->replies);
	rulebook_cache_free(&core->rules);
	locale_free(&core->locale);
	id_maker_free(&core->ids);
	clock_free(&core->wall);
	free(core);
	loop_free(&bench->loop);
	clock_free(&bench->clock);
	db_close(&bench->db);
	snprintf(command, sizeof(command), "rm -rf %s", bench->folder);
	assert_int_equal(system(command), 0);
}

/* Of a reader: without an agenda. */
static inline struct txn bench_txn(struct bench *bench)
{
	return txn_of(bench->core, bench->core->locale, bench->db, &bench->note);
}

static inline int64_t bench_now(const struct bench *bench)
{
	return clock_now(bench->clock);
}

static inline int64_t bench_id(struct bench *bench)
{
	return id_next(bench->core->ids, bench_now(bench));
}

/* --- who is there ---------------------------------------------------------------------- */

static inline struct user_id bench_hire(struct bench *bench, const char *email,
					const char *languages, enum role role)
{
	struct user user = { .id = { bench_id(bench) }, .role = role,
			     .created_at = bench_now(bench) };

	str_put(user.email, sizeof(user.email), str_of(email));
	str_put(user.languages, sizeof(user.languages), str_of(languages));
	assert_fine(user_add(bench->db, &user));
	assert_fine(grant_add(bench->db, &(struct grant){ .to.user = user.id, .kind = GRANT_MADE,
							   .at = bench_now(bench) - 2 * DAY_MS }));
	return user.id;
}

static inline struct contact_id bench_family(struct bench *bench, const char *phone,
					     const char *language)
{
	struct contact contact = { .id = { bench_id(bench) }, .language_source = LANGUAGE_TOLD,
				   .is_known = true, .prefers = CHANNEL_SMS,
				   .created_at = bench_now(bench), .updated_at = bench_now(bench) };
	struct number number = { .contact = contact.id, .inbound_at = bench_now(bench) };

	str_put(contact.language, sizeof(contact.language), str_of(language));
	str_put(number.phone, sizeof(number.phone), str_of(phone));
	assert_fine(contact_add(bench->db, &contact));
	assert_fine(number_add(bench->db, &number, bench_now(bench)));
	return contact.id;
}

/* An open promise to a family of its own, as a fresh one stands in the ledger. */
static inline struct promise bench_promise(struct bench *bench, struct user_id owner)
{
	struct promise promise = { .id = { bench_id(bench) }, .channel = CHANNEL_SMS,
				   .line = bench->core->lines[0].id, .state = PROMISE_OPEN,
				   .owner = owner, .opened_at = bench_now(bench),
				   .input_at = bench_now(bench), .inputs = 1,
				   .due_at = bench_now(bench) + DAY_MS, .rule_version = 1,
				   .wake_at = bench_now(bench) + HOUR_MS,
				   .language = "en", .rule = "everything else" };

	snprintf(promise.phone, sizeof(promise.phone), "+1312%07lld",
		 (long long)(promise.id.n % 10000000));
	promise.contact = bench_family(bench, promise.phone, "en");
	assert_fine(promise_add(bench->db, &promise));
	return promise;
}

/* As it is kept. */
static inline struct promise bench_look(struct bench *bench, struct promise_id id)
{
	struct promise promise;

	assert_fine(promise_get(bench->db, id, &promise));
	return promise;
}

#endif
