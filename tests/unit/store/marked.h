/*
 * marked - a ledger in which every column that is sealed holds a marked text, and what becomes of the marks.
 *
 * Written by the store's own verbs, so that whatever they write is looked at.
 */
#ifndef TESTS_UNIT_STORE_MARKED_H
#define TESTS_UNIT_STORE_MARKED_H

#include "tests/lib/test.h"

#include "base/file.h"
#include "sample.h"
#include "store/log/audit.h"
#include "store/log/events.h"
#include "store/messaging/emergencies.h"
#include "store/messaging/media.h"
#include "store/people/absences.h"
#include "store/people/consent.h"
#include "store/people/households.h"
#include "store/people/notices.h"
#include "store/people/opt_out_reviews.h"
#include "store/people/students.h"
#include "store/people/tokens.h"
#include "store/promises/rulebooks.h"
#include "store/sealing/census.h"

#define MARK "Zitronenfalter"          /* in every text and name… */
#define MARKED_PHONE "+13125559753"    /* …and number */
/* A family that knows our spelling. */
#define LOOKALIKE "hb1:AAAAAAAA:" MARK

#define MARKED_KEY "0123456789abcdef"

static inline void marked_people(struct db *db)
{
	struct contact contact = sample_contact(101, "Rosa " MARK);
	struct number number = sample_number(MARKED_PHONE, 101);
	struct household home = { .id = { 102 }, .name = MARK " home", .groups = MARK ",bus" };
	struct student student = { .id = { 103 }, .household = { 102 }, .name = MARK " child", .school = "Maple" };
	struct user user = { .id = { 105 }, .email = MARK "@x.org", .name = "Ana " MARK, .phone = MARKED_PHONE };
	struct absence absence = { .id = 106, .user = { 105 }, .from_at = 1, .to_at = 2, .reason = MARK };
	struct token token = { .id = 107, .user = { 105 }, .name = MARK, .created_at = noon, .expires_at = NEVER };
	struct notice notice = { .id = 108, .user = { 105 }, .what = "x", .detail = MARK };

	assert_fine(contact_add(db, &contact));
	assert_fine(number_add(db, &number, noon));
	assert_fine(household_add(db, &home));
	assert_fine(student_add(db, &student));
	assert_fine(user_add(db, &user));
	assert_fine(absence_add(db, &absence));
	assert_fine(token_add(db, &token, STR("secret")));
	assert_fine(notice_add(db, &notice));
	assert_fine(consent_set(db, &(struct consent_change){
		.phone = STR(MARKED_PHONE), .channel = CHANNEL_SMS, .is_stopped = true, .cause = CAUSE_KEYWORD,
		.by = { 110 }, .event_id = 109, .at = noon }));
}

static inline void marked_texts(struct db *db)
{
	struct message heard = sample_inbound(110, MARK " " LOOKALIKE), said = sample_said(111, MARKED_PHONE, LOOKALIKE);
	struct promise promise = sample_promise(112, 101);
	struct opt_out_review review = { .promise = { 112 }, .message = { 110 }, .phone = MARKED_PHONE, .wake_at = 1 };
	struct emergency emergency = { .id = 113, .contact = { 101 }, .phone = MARKED_PHONE, .text = STR("Fire " MARK),
				       .asked_by = { 105 }, .asked_at = noon, .expires_at = noon };
	struct media media = { .message = { 110 }, .no = 0, .url = "https://x.org/" MARK, .type = "image/png" };
	struct rulebook book = { .document = STR("rules: " MARK), .author = "staff:105", .note = MARK };
	struct audit_row row = { .actor = "staff:105", .command = "x", .at = noon, .detail = STR("{\"of\":\"" MARK "\"}") };
	int version;

	str_put(heard.phone, sizeof(heard.phone), STR(MARKED_PHONE));
	str_put(promise.phone, sizeof(promise.phone), STR(MARKED_PHONE));
	str_put(promise.excuse_note, sizeof(promise.excuse_note), STR(MARK));
	assert_fine(message_add_inbound(db, STR("AC1"), STR("SM110"), &heard));
	assert_fine(delivery_queue(db, &said, 0, WAIT_NONE));
	assert_fine(promise_add(db, &promise));
	assert_fine(opt_out_review_add(db, &review));
	assert_fine(emergency_add(db, &emergency));
	assert_fine(media_add(db, &media));
	media.no = 1;
	assert_fine(media_add(db, &media));
	assert_fine(rulebook_publish(db, &book, &version));
	assert_fine(line_set_health(db, (struct line_id){ 9 }, &(struct line_health){ .cause = PAUSE_PERSON, .paused_at = 1 },
				    STR(MARK)));
	assert_fine(event_keep(db, &(struct event){ .id = 114, .at = noon, .what = "promise.note", .actor = "staff:105",
						    .promise = { 112 }, .detail = STR(MARK) }));
	for (int i = 0; i < 3; i++)
		assert_fine(audit_add(db, STR(MARKED_KEY), &row));
}

static inline void marked_fill(struct db *db)
{
	assert_fine(db_begin(db));
	marked_people(db);
	marked_texts(db);
	assert_fine(db_commit(db));
}

/* sample_world's families, then these. */
static inline void marked_world(struct ledger *ledger)
{
	sample_world(ledger);
	marked_fill(ledger->db);
}

/* "SELECT name FROM contact…": an address for each text, as prepared statements want it. */
static inline const char *marked_column(size_t table, size_t cell)
{
	static char texts[64][CENSUS_CELLS][160];
	size_t count;
	const char *column = census_tables(&count)[table].cells[cell].column;

	assert_true(table < 64);
	snprintf(texts[table][cell], sizeof(texts[table][cell]), "SELECT %s FROM %.*s ORDER BY rowid",
		 strchr(column, '.') + 1, (int)strcspn(column, "."), column);
	return texts[table][cell];
}

/* All cells of the census as this connection reads them, and nothing else of the ledger. */
static inline void marked_dump(struct db *db, struct buf *into)
{
	size_t count;
	const struct census_table *tables = census_tables(&count);

	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < tables[i].count; c++) {
			const struct census_cell *cell = &tables[i].cells[c];
			struct db_rows *rows = NULL;

			if (cell->kind == SEAL_KIND_COUNT)
				continue;
			assert_fine(db_ask(db, &rows, marked_column(i, c), NULL, 0));
			buf_add_text(into, cell->column);
			while (db_rows_next(rows)) {
				struct str text = STR_NONE;

				assert_fine(db_rows_sealed(rows, 0, cell->kind, &text));
				buf_add_char(into, ' ');
				buf_add(into, text);
			}
			assert_fine(db_rows_fault(rows));
			db_rows_done(&rows);
			buf_add_char(into, '\n');
		}
}

/* How often a mark stands in the ledger's files, log included. */
static inline int marked_residue(const struct ledger *ledger)
{
	static const char *const ends[] = { "", "-wal" };
	static const char *const marks[] = { MARK, MARKED_PHONE, "zitronenfalter" };
	int found = 0;

	for (size_t end = 0; end < COUNT_OF(ends); end++) {
		char path[128];
		AUTO(buf) bytes;
		struct str rest;

		buf_init(&bytes, 64 << 20);
		snprintf(path, sizeof(path), "%s%s", ledger->path, ends[end]);
		if (access(path, F_OK) == 0)
			assert_fine(file_read(path, &bytes, NULL));
		for (size_t mark = 0; mark < COUNT_OF(marks); mark++)
			for (rest = buf_str(&bytes); str_find(rest, str_of(marks[mark])) < rest.size;
			     rest = str_from(rest, str_find(rest, str_of(marks[mark])) + 1))
				found++;
	}
	return found;
}

#endif
