/*
 * world - the work with everything real below it: loop, ledger, writer, reader; and a
 * provider (provider.h) on the same loop.
 */
#ifndef TESTS_UNIT_WORK_WORLD_H
#define TESTS_UNIT_WORK_WORLD_H

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_account.h"
#include "base/log.h"
#include "i18n/time/zone.h"
#include "provider.h"
#include "store/db/migrate.h"
#include "store/jobs/reader.h"
#include "tests/lib/commands.h"
#include "tests/lib/fresh.h"
#include "tests/lib/words.h"
#include "wire/loop.h"
#include "work/engine.h"
#include "work/followup/consequences.h"
#include "work/inbound/intake.h"
#include "work/outbound/outbox.h"
#include "work/outbound/receipt_job.h"
#include "work/restore.h"
#include "work/txn/txn.h"

#define LINE_1 "+13125550100"
#define LINE_2 "+13125550199"
#define ROSA "+13125550101"
#define ALI "+13125550102"
#define SID "AC00000000000000000000000000000001"
/* Tuesday, 3 March 2026, 10:00 in Chicago. */
#define TUESDAY INT64_C(1772553600000)

/* Only a test that fails waits so long: what it waits for is a condition. */
enum { PATIENCE_FOR = 300000 };

struct world {
	char folder[64], address[128], base_url[64];
	struct loop *loop;
	struct clock *clock;
	struct core *core;
	struct core_settings settings;
	struct account_settings accounts[2];
	struct line_settings lines[2];
	struct provider provider;
	struct db *eyes;            /* reads what is committed */
	int queue;                  /* before world_open: of the writer; 0: as long as it needs */
	bool is_put_back;           /* before world_open: its ledger came from a copy */
	int inbound;
	/* of the last act, intake or receipt */
	bool is_done;
	enum fault fault;
	struct command *acting;     /* the caller's, which gets back what it brought about */
	struct text_told told;      /* of the last answer */
	struct intake_result kept;
	char note[320];
};

static inline void world_post(void *context, void (*run)(void *data), void *data)
{
	loop_post(context, run, data);
}

/* One account with one line; more by hand before world_open. */
static inline void world_settings(struct world *world)
{
	snprintf(world->base_url, sizeof(world->base_url), "http://127.0.0.1:%d",
		 world->provider.port);
	for (int i = 0; i < 2; i++) {
		world->lines[i] = (struct line_settings){
			.number = i ? LINE_2 : LINE_1, .per_second = 100,
			.speaks = { [CHANNEL_SMS] = true } };
		world->accounts[i] = (struct account_settings){
			.account = { .name = i ? "other" : "main", .base_url = world->base_url,
				     .public_url = "https://hear.example.org",
				     .options = {
					[TWILIO_ACCOUNT_SID] = { { SID }, 1 },
					[TWILIO_AUTH_TOKEN] = { { "token" }, 1 } } },
			.kind = "practice", .max_concurrency = 8, .lines = &world->lines[i],
			.line_count = 1 };
	}
	world->settings = (struct core_settings){
		.district_name = "Maple County Schools", .district_phone = "",
		.zone = zone_find(STR("America/Chicago")), .law_from = 480, .law_to = 1260,
		.media_dir = world->folder, .accounts = world->accounts, .account_count = 1,
		.settle_for = 120 * SECOND_MS, .list_gap_for = 30 * SECOND_MS,
		.inbound_poll_every = 60 * SECOND_MS, .deep_poll_every = DAY_MS,
		.receipt_for = 72 * HOUR_MS, .token_for = 90 * DAY_MS, .poll_scale_percent = 100,
		.client = client_limits_default(), .audit_key = STR("audit key of the test"),
	};
	world->settings.week = school_week_default(world->settings.zone);
}

static inline struct world *world_new(void)
{
	struct world *world = calloc(1, sizeof(*world));
	struct server_limits limits = server_limits_default();
	struct note note = { .text = "" };

	assert_non_null(world);
	snprintf(world->folder, sizeof(world->folder), "/tmp/h-work-XXXXXX");
	assert_non_null(mkdtemp(world->folder));
	snprintf(world->address, sizeof(world->address), "sqlite:%s/hearback.db", world->folder);
	log_set_level(getenv("TALK") ? LOG_DEBUG : LOG_ALARM);
	world->loop = loop_new();
	world->clock = clock_new_practice(TUESDAY, true);
	world->provider.server = server_new(world->loop, provider_endpoints, &world->provider, &limits);
	assert_fine(server_listen(world->provider.server, "127.0.0.1:0", &world->provider.port, &note));
	world_settings(world);
	return world;
}

static inline void world_open(struct world *world)
{
	struct writer_post post = { world_post, world->loop };
	struct note note = { .text = "" };
	struct db *db;

	fresh_ledger(world->address);
	if (db_open(world->address, DB_WRITE, &db, &note) ||
	    migrate_run(db, clock_now(world->clock), &note) ||
	    engine_new(&(struct engine_parts){ &world->settings, world->loop, world->clock, words_locale(), db },
		     &world->core, &note) ||
	    restore_prepare(world->core, db, world->is_put_back, &note))
		fail_msg("%s", note.text);
	world->core->writer = writer_new(db, world->queue ? (size_t)world->queue : 1024, post);
	assert_fine(reader_open(world->address, &(struct reader_plan){ 1, 256, post },
				&world->core->reader, &note));
	assert_fine(db_open(world->address, DB_READ, &world->eyes, &note));
}

/* As daemon_close does it. */
static inline void world_close(struct world *world)
{
	struct writer *writer = world->core->writer;

	engine_cut(world->core);
	writer_stop(writer);
	reader_free(&world->core->reader);
	for (int i = 0; i < 3; i++)
		loop_turn(world->loop, 0);
	engine_free(&world->core);
	writer_free(&writer);
	db_close(&world->eyes);
}

static inline void world_free(struct world **world)
{
	struct world *gone = *world;
	char command[128];

	if (gone->core)
		world_close(gone);
	provider_let_go(&gone->provider);
	server_free(&gone->provider.server);
	for (int i = 0; i < 3; i++)
		loop_turn(gone->loop, 0);
	loop_free(&gone->loop);
	clock_free(&gone->clock);
	snprintf(command, sizeof(command), "rm -rf %s", gone->folder);
	assert_int_equal(system(command), 0);
	free(gone);
	*world = NULL;
}

/* Turns the loop until it is so, or fails. */
#define world_until(world, condition)                                              \
	do {                                                                       \
		int64_t until_at_ = clock_boot_ms() + PATIENCE_FOR;                \
		while (!(condition)) {                                             \
			loop_turn((world)->loop, 5);                               \
			if (clock_boot_ms() >= until_at_)                          \
				fail_msg("never: %s", #condition);                 \
		}                                                                  \
	} while (0)

static inline void world_turn_for(struct world *world, int64_t span_for)
{
	int64_t until_at = clock_boot_ms() + span_for;

	while (clock_boot_ms() < until_at)
		loop_turn(world->loop, 5);
}

static inline void world_start(struct world *world)
{
	engine_start(world->core);
	world_until(world, world->core->is_ready);
}

static inline void world_advance(struct world *world, int64_t span_for)
{
	clock_advance(world->clock, span_for);
	engine_wake(world->core);
}

/* One number of one row, as committed; -1 when there is no row. */
static inline int64_t world_number(struct world *world, const char *sql)
{
	static char texts[256][512]; /* prepared statements are found by their address */
	static int used;
	struct db_rows *rows = NULL;
	int64_t number = -1;
	int at = 0;

	while (at < used && strcmp(texts[at], sql) != 0)
		at++;
	if (at == used) {
		assert_true(used < 256);
		snprintf(texts[used++], sizeof(texts[0]), "%s", sql);
	}
	assert_fine(db_ask(world->eyes, &rows, texts[at], NULL, 0));
	if (db_rows_next(rows))
		number = db_rows_number(rows, 0);
	db_rows_done(&rows);
	return number;
}

static inline void world_on_inbound(void *data, enum fault fault, const struct intake_result *result)
{
	struct world *world = data;

	world->is_done = true;
	world->fault = fault;
	world->kept = *result;
}

/* A family texts by webhook. */
static inline void world_hear_on(struct world *world, size_t line, const char *from,
				 const char *text)
{
	char id[64];
	struct inbound inbound = { .from = str_of(from), .channel = CHANNEL_SMS, .text = str_of(text) };

	snprintf(id, sizeof(id), "IN%030d", ++world->inbound);
	inbound.id = str_of(id);
	inbound.to = str_of(world->core->lines[line].settings->number);
	world->is_done = false;
	assert_fine(intake_accept(&world->core->lines[line], &inbound, 0, world_on_inbound, world));
	world_until(world, world->is_done);
	assert_fine(world->fault);
}

static inline void world_hear(struct world *world, const char *from, const char *text)
{
	world_hear_on(world, 0, from, text);
}

static inline void world_on_acted(void *data, enum fault fault, const struct note *note,
				  const struct command *command)
{
	struct world *world = data;

	world->is_done = true;
	world->fault = fault;
	if (world->acting)
		command_copy_told(world->acting, command);
	world->acting = NULL;
	snprintf(world->note, sizeof(world->note), "%s", note->text);
}

/* Whoever signs nothing is "ctl:test". */
static inline enum fault world_act(struct world *world, struct command *command)
{
	world->is_done = false;
	if (!command->actor[0])
		snprintf(command->actor, sizeof(command->actor), "ctl:test");
	world->acting = command;
	assert_fine(command_start(world->core, command, world_on_acted, world));
	world_until(world, world->is_done);
	return world->fault;
}

static inline void world_on_receipt(void *data, enum fault fault)
{
	struct world *world = data;

	world->is_done = true;
	world->fault = fault;
}

static inline void world_receipt(struct world *world, const struct thing *thing,
				 const struct receipt *receipt)
{
	struct receipt sent = *receipt;

	sent.id = str_of(thing->id);
	sent.token = str_of(thing->token);
	sent.is_known = true;
	world->is_done = false;
	assert_fine(receipt_job_start(&world->core->accounts[0], &sent, world_on_receipt, world));
	world_until(world, world->is_done);
	assert_fine(world->fault);
}

static inline void world_delivered(struct world *world, const struct thing *thing)
{
	world_receipt(world, thing, &(struct receipt){ .event = ON_DELIVERED });
}

/* The latest thing the provider took to that phone; fails when there is none. */
static inline struct thing *world_sent_to(struct world *world, const char *phone)
{
	for (int i = world->provider.count; i-- > 0;)
		if (strcmp(world->provider.things[i].to, phone) == 0 &&
		    strcmp(world->provider.things[i].direction, "inbound") != 0)
			return &world->provider.things[i];
	fail_msg("nothing was sent to that phone");
	return NULL;
}

static inline int world_count_to(const struct world *world, const char *phone)
{
	int count = 0;

	for (int i = 0; i < world->provider.count; i++)
		count += strcmp(world->provider.things[i].to, phone) == 0 &&
			 strcmp(world->provider.things[i].direction, "inbound") != 0;
	return count;
}

/* Runs something on the writer thread, in a transaction. */
struct world_job {
	struct job job;
	struct world *world;
	enum fault (*run)(const struct txn *txn, void *data);
	void *data;
};

static inline enum fault world_job_run(struct job *job, struct db *db, struct note *note)
{
	struct world_job *ours = container_of(job, struct world_job, job);
	struct txn txn = txn_of(ours->world->core, ours->world->core->locale, db, note);
	AUTO(agenda) agenda;

	consequences_begin(&txn, &agenda);
	return consequences_settle(&txn, ours->run(&txn, ours->data));
}

static inline void world_job_done(struct job *job, enum fault fault, const struct note *note)
{
	struct world *world = container_of(job, struct world_job, job)->world;

	world->is_done = true;
	world->fault = fault;
	snprintf(world->note, sizeof(world->note), "%s", note->text);
}

static inline enum fault world_run(struct world *world,
				   enum fault (*run)(const struct txn *txn, void *data),
				   void *data)
{
	struct world_job job = { .job = { .run = world_job_run, .done = world_job_done },
				 .world = world, .run = run, .data = data };

	world->is_done = false;
	assert_fine(writer_add(world->core->writer, &job.job));
	world_until(world, world->is_done);
	return world->fault;
}

/* Rosa asks, is acknowledged; her promise. */
static inline struct promise_id world_promise(struct world *world, const char *phone)
{
	int before = world_count_to(world, phone);

	world_hear(world, phone, "When is the next meeting with the teacher of my daughter?");
	assert_true(world->kept.promise.n > 0);
	world_until(world, world_count_to(world, phone) > before);
	world_until(world, outbox_under_way(world->core->accounts[0].outbox) == 0);
	return world->kept.promise;
}

static inline void world_answer(struct world *world, struct promise_id promise, const char *text)
{
	struct promise_answer answer = { .command.row = &text_command_answer, .promise = promise,
					 .text = str_of(text) };

	assert_fine(world_act(world, &answer.command));
	assert_int_equal(answer.state, PROMISE_ANSWERED);
	world->told = answer.told;
}

#endif
