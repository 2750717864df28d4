/*
 * room - a ledger and the work over it; the writer's part runs on the test's own thread,
 * on a practice clock.
 */
#ifndef TESTS_UNIT_WORK_ROOM_H
#define TESTS_UNIT_WORK_ROOM_H

#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/db/migrate.h"
#include "store/people/users.h"
#include "tests/lib/commands.h"
#include "tests/lib/fresh.h"
#include "tests/lib/instant.h"
#include "tests/lib/words.h"
#include "tests/unit/work/heard.h"
#include "wire/loop.h"
#include "work/engine.h"
#include "work/followup/consequences.h"

#define HERE "+13125550100"

struct room {
	char folder[64];
	struct loop *loop;
	struct clock *clock;
	struct db *db;
	struct core *core;
	struct core_settings settings;
	struct account_settings account;
	struct line_settings line;
	struct note note;
	int inbound;
	struct agenda agenda;        /* of the one transaction at a time */
};

static inline void room_new(struct room *room, const char *now)
{
	char address[128];

	*room = (struct room){ .folder = "/tmp/h-work-XXXXXX" };
	assert_non_null(mkdtemp(room->folder));
	snprintf(address, sizeof(address), "sqlite:%s/hearback.db", room->folder);
	log_set_level(LOG_ALARM);
	room->loop = loop_new();
	room->clock = clock_new_practice(at(now), false);
	room->line = (struct line_settings){ .number = HERE, .per_second = 1,
						  .speaks = { [CHANNEL_SMS] = true } };
	room->account = (struct account_settings){
		.account = { .name = "main", .base_url = "http://127.0.0.1:1",
			     .public_url = "https://hear.example.org" },
		.kind = "practice", .max_concurrency = 1, .lines = &room->line, .line_count = 1 };
	room->settings = (struct core_settings){
		.district_name = "Maple County Schools", .district_phone = "",
		.zone = zone_find(STR("America/Chicago")), .law_from = 480, .law_to = 1260,
		.media_dir = room->folder, .accounts = &room->account, .account_count = 1,
		.client = client_limits_default(), .audit_key = STR("key") };
	room->settings.week = school_week_default(room->settings.zone);
	fresh_ledger(address);
	assert_int_equal(db_open(address, DB_WRITE, &room->db, &room->note), FAULT_NONE);
	assert_int_equal(migrate_run(room->db, 1, &room->note), FAULT_NONE);
	assert_int_equal(engine_new(&(struct engine_parts){ &room->settings, room->loop, room->clock,
			 words_locale(), room->db }, &room->core, &room->note), FAULT_NONE);
}

static inline void room_done(struct room *room)
{
	char command[128];

	agenda_done(&room->agenda);
	engine_free(&room->core);
	for (int i = 0; i < 3; i++)
		loop_turn(room->loop, 1);
	loop_free(&room->loop);
	clock_free(&room->clock);
	db_close(&room->db);
	snprintf(command, sizeof(command), "rm -rf %s", room->folder);
	assert_int_equal(system(command), 0);
}

static inline struct txn txn_in(struct room *room)
{
	struct txn txn = txn_of(room->core, room->core->locale, room->db, &room->note);

	agenda_done(&room->agenda);
	consequences_begin(&txn, &room->agenda);
	return txn;
}

/* In a transaction of its own; whoever signs nothing is "ctl:test". */
static inline enum fault do_act(struct room *room, struct command *command)
{
	struct txn txn = txn_in(room);
	enum fault fault;

	if (!command->actor[0])
		str_put(command->actor, sizeof(command->actor), STR("ctl:test"));
	assert_true(command->row->is_whole(command));
	assert_int_equal(db_begin(room->db), FAULT_NONE);
	fault = command_run(&txn, command);
	if (fault)
		db_rollback(room->db);
	else
		assert_int_equal(db_commit(room->db), FAULT_NONE);
	if (!fault && command->row->after)
		command->row->after(room->core, command);
	if (command->row->release)
		command->row->release(command);
	return fault;
}

static inline void add_user(struct room *room, const char *email, const char *languages,
			    enum role role)
{
	struct user_add add = { .command.row = &staff_command_add, .user.role = role };

	snprintf(add.user.email, sizeof(add.user.email), "%s", email);
	snprintf(add.user.languages, sizeof(add.user.languages), "%s", languages);
	assert_int_equal(do_act(room, &add.command), FAULT_NONE);
}

static inline enum fault absent(struct room *room, const char *email, int64_t from_at,
				int64_t to_at)
{
	return do_act(room, &(struct user_absent){ .command.row = &staff_command_absent,
		      .email = str_of(email), .from_at = from_at, .to_at = to_at }.command);
}

static inline int64_t id_of(struct room *room, const char *email)
{
	struct user user;

	assert_int_equal(user_by_email(room->db, str_of(email), &user), FAULT_NONE);
	return user.id.n;
}

/* Their promise. */
static inline struct promise hear_from(struct room *room, const char *phone, const char *text)
{
	char sid[32];
	struct inbound inbound = { .channel = CHANNEL_SMS, .text = str_of(text), .to = STR(HERE),
			       .from = str_of(phone) };
	struct txn txn = txn_in(room);
	struct intake_result result = { .is_repeat = false };
	struct promise promise;
	bool is_capped;

	snprintf(sid, sizeof(sid), "SM%d", ++room->inbound);
	inbound.id = str_of(sid);
	assert_int_equal(db_begin(room->db), FAULT_NONE);
	assert_int_equal(consequences_settle(&txn, heard_store(&txn, (struct inbound_store_ask){
		.account = STR("main"), .line = room->core->lines[0].id, .inbound = &inbound,
		.inbound_at = txn.now }, &result, &is_capped)), FAULT_NONE);
	assert_int_equal(db_commit(room->db), FAULT_NONE);
	assert_int_equal(promise_get(room->db, result.promise, &promise), FAULT_NONE);
	return promise;
}

/* A stranger writes. */
static inline struct promise hear(struct room *room, const char *text)
{
	char phone[32];

	snprintf(phone, sizeof(phone), "+1312556%04d", room->inbound + 1);
	return hear_from(room, phone, text);
}

#endif
