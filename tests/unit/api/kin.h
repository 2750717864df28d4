/*
 * kin - a ledger in a folder of its own with two families and a line: contacts 1 (Rosa) and
 * 2 (Ali), line 9.  For what is shown or compared without a server.
 */
#ifndef TESTS_UNIT_API_KIN_H
#define TESTS_UNIT_API_KIN_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/db/migrate.h"
#include "store/messaging/deliveries.h"
#include "store/messaging/lines.h"
#include "store/people/users.h"
#include "store/promises/promises.h"
#include "tests/lib/fine.h"
#include "tests/lib/fresh.h"

#define ROSA "+13125550101"
#define ALI "+13125550102"

struct kin {
	char folder[64];
	struct db *db;
};

static const int64_t noon = 1795348800000;

static inline void kin_add(struct kin *kin, int64_t id, const char *name, const char *phone)
{
	struct contact contact = { .id = { id }, .language = "es", .language_source = LANGUAGE_ROSTER,
				   .is_known = true, .zone = "America/Chicago", .own_from = 9 * 60,
				   .own_to = 20 * 60, .prefers = CHANNEL_SMS, .created_at = noon,
				   .updated_at = noon + 1 };
	struct number number = { .contact = { id } };

	str_put(contact.name, sizeof(contact.name), str_of(name));
	str_put(number.phone, sizeof(number.phone), str_of(phone));
	assert_fine(contact_add(kin->db, &contact));
	assert_fine(number_add(kin->db, &number, noon));
}

static inline void kin_new(struct kin *kin)
{
	struct note note = { .text = "" };
	char address[96];
	struct line line;

	*kin = (struct kin){ .folder = "/tmp/h-kin-XXXXXX" };
	assert_non_null(mkdtemp(kin->folder));
	snprintf(address, sizeof(address), "sqlite:%s/a.db", kin->folder);
	fresh_ledger(address);
	assert_fine(db_open(address, DB_WRITE, &kin->db, &note));
	assert_fine(migrate_run(kin->db, noon, &note));
	kin_add(kin, 1, "Rosa", ROSA);
	kin_add(kin, 2, "Ali", ALI);
	assert_fine(line_put(kin->db, &(struct line_key){ STR("AC1"), STR("+13125550100") }, 9, noon, &line));
}

static inline void kin_done(struct kin *kin)
{
	char command[96];

	db_close(&kin->db);
	snprintf(command, sizeof(command), "rm -rf %s", kin->folder);
	assert_int_equal(system(command), 0);
}

/* An open one of Rosa's, or of that contact. */
static inline struct promise kin_promise(int64_t id, int64_t contact)
{
	return (struct promise){ .id = { id }, .contact = { contact }, .phone = ROSA, .channel = CHANNEL_SMS,
				 .line = { 9 }, .language = "es", .state = PROMISE_OPEN, .opened_at = noon,
				 .input_at = noon, .inputs = 1, .due_at = noon + HOUR_MS, .rule = "built-in",
				 .rule_version = 1, .wake_at = noon + HOUR_MS };
}

/* What Rosa wrote, and what Ana (5) answered her. */
static inline struct message kin_heard(int64_t id, const char *text)
{
	return (struct message){ .id = { id }, .direction = DIRECTION_IN, .purpose = PURPOSE_SCHOOL,
				 .channel = CHANNEL_SMS, .contact = { 1 }, .phone = ROSA, .line = { 9 },
				 .language = "es", .meaning = MEANING_INPUT, .text = str_of(text),
				 .segments = 1, .created_at = noon };
}

static inline struct message kin_said(int64_t id, const char *text)
{
	struct message message = kin_heard(id, text);

	message.direction = DIRECTION_OUT;
	message.kind = KIND_ANSWER;
	message.author.n = 5;
	return message;
}

#endif
