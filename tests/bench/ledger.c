/*
 * ledger - fills a ledger through the store's own verbs.
 *
 *	ledger FILE contacts N    N families with a number each, and the district's lines
 *	ledger FILE promises N [FAMILIES [DUE]]
 *	                          N open promises to the first FAMILIES (20,000), of which DUE
 *	                          (6,400) wait for a reminder at the start
 *	ledger FILE queued N      N texts that wait to be sent
 *
 * Always the same ledger: a Tuesday in March, 15:00 in Chicago, is its now.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "store/db/migrate.h"
#include "store/messaging/deliveries.h"
#include "store/messaging/lines.h"
#include "store/promises/promises.h"

/* Tuesday, 3 March 2026, 15:00 in Chicago. */
#define NOW INT64_C(1772571600000)
#define FAMILIES INT64_C(20000)
#define DUE INT64_C(6400)

enum { LINES = 8, GROUP = 5000, STAFF = 50 };

struct filler {
	struct db *db;
	struct id_maker *ids;
	int64_t count, families, due;
};

static void must(enum fault fault, const char *what)
{
	if (!fault)
		return;
	fprintf(stderr, "ledger: %s: %s\n", what, fault_word(fault));
	exit(1);
}

/* --- filling ------------------------------------------------------------------------ */

static void phone_of(int64_t family, char phone[PHONE_ROOM])
{
	snprintf(phone, PHONE_ROOM, "+1312%07lld", 2000000 + (long long)family);
}

static enum fault add_contact(struct filler *filler, int64_t i)
{
	struct contact contact = { .id = { i + 1 }, .name = "Gutiérrez", .language = "es",
				   .language_source = LANGUAGE_ROSTER, .is_known = true,
				   .prefers = CHANNEL_SMS, .created_at = NOW, .updated_at = NOW };
	struct number number = { .contact = contact.id };
	enum fault fault = contact_add(filler->db, &contact);

	phone_of(i, number.phone);
	return fault ? fault : number_add(filler->db, &number, NOW);
}

static enum fault add_lines(struct db *db)
{
	enum fault fault = FAULT_NONE;

	for (int i = 0; i < LINES && !fault; i++) {
		char number[PHONE_ROOM];
		struct line line;
		struct line_key key = { STR("main"), STR_NONE };

		snprintf(number, sizeof(number), "+1312%07d", 5550100 + i);
		key.number = str_of(number);
		fault = line_put(db, &key, i + 1, NOW, &line);
	}
	return fault;
}

/* Those that are due were opened from ten to eleven: they are reminded of at the start. */
static enum fault add_promise(struct filler *filler, int64_t i)
{
	bool is_due = i < filler->due;
	int64_t opened_at = is_due ? NOW - 5 * HOUR_MS + i * HOUR_MS / filler->due :
		NOW - 4 * HOUR_MS + 1 + i * (4 * HOUR_MS - 2) / filler->count;
	int64_t in_for = opened_at + 4 * HOUR_MS <= NOW + HOUR_MS ? 4 * HOUR_MS : 20 * HOUR_MS;
	struct promise promise = {
		.id = { id_next(filler->ids, opened_at) },
		.contact = { i * 7919 % filler->families + 1 }, .channel = CHANNEL_SMS,
		.line = { 1 + i % LINES }, .language = "es", .state = PROMISE_TAKEN,
		.owner = { 1 + i % STAFF }, .opened_at = opened_at, .input_at = opened_at,
		.inputs = 1, .due_at = opened_at + 24 * HOUR_MS, .rule = "everything else",
		.rule_version = 1, .next_step = 2, .wake_at = opened_at + in_for,
	};

	phone_of(promise.contact.n - 1, promise.phone);
	return promise_add(filler->db, &promise);
}

static enum fault add_queued(struct filler *filler, int64_t i)
{
	char text[160];
	struct message message = {
		.id = { id_next(filler->ids, NOW) }, .direction = DIRECTION_OUT,
		.kind = KIND_ANSWER, .purpose = PURPOSE_SCHOOL, .channel = CHANNEL_SMS,
		.contact = { i * 7919 % FAMILIES + 1 }, .line = { 1 + i % LINES },
		.language = "es", .segments = 1, .created_at = NOW,
	};

	phone_of(message.contact.n - 1, message.phone);
	snprintf(text, sizeof(text), "Mañana %lld hay clases a la hora de siempre. Gracias por "
		 "escribirnos; que siga mejor.", (long long)i);
	message.text = str_of(text);
	return delivery_queue(filler->db, &message, NOW, WAIT_NONE);
}

static void fill(struct filler *filler, enum fault (*add)(struct filler *filler, int64_t i))
{
	for (int64_t i = 0; i < filler->count;) {
		must(db_begin(filler->db), "begin");
		for (int64_t end = i + GROUP; i < end && i < filler->count; i++)
			must(add(filler, i), "a row");
		must(db_commit(filler->db), "commit");
		db_tidy(filler->db);
	}
}

static void fill_contacts(struct filler *filler)
{
	must(migrate_run(filler->db, NOW, NULL), "migrate");
	must(add_lines(filler->db), "lines");
	fill(filler, add_contact);
}

static void fill_promises(struct filler *filler)
{
	fill(filler, add_promise);
}

static void fill_queued(struct filler *filler)
{
	fill(filler, add_queued);
}

int main(int argc, char **argv)
{
	static const struct verb {
		const char *name;
		void (*run)(struct filler *filler);
	} verbs[] = { { "contacts", fill_contacts }, { "promises", fill_promises },
		      { "queued", fill_queued } };
	struct note note = { .text = "" };
	struct filler filler = { .count = argc > 3 ? atoll(argv[3]) : 0,
				 .families = argc > 4 ? atoll(argv[4]) : FAMILIES,
				 .due = argc > 5 ? atoll(argv[5]) : DUE };
	char address[512];

	if (argc < 3)
		return fputs("ledger FILE contacts|promises|queued N\n", stderr), 64;
	snprintf(address, sizeof(address), "sqlite:%s", argv[1]);
	filler.ids = id_maker_new(0);
	if (db_open(address, DB_WRITE, &filler.db, &note))
		return fprintf(stderr, "ledger: %s\n", note.text), 1;
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (!strcmp(verbs[i].name, argv[2]))
			verbs[i].run(&filler);
	db_close(&filler.db);
	id_maker_free(&filler.ids);
	return 0;
}
