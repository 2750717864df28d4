#include "census.h"

#include <assert.h>
#include <string.h>

#include "store/db/row.h"
#include "store/seal/seal_cell.h"

/* A batch is read to its end before its rows are written: no statement walks over what it changes. */
enum { BATCH = 100, ARENA_MOST = 256 << 20 };

#define WALK(columns, from, key) "SELECT " key ", " columns " FROM " from " WHERE " key " > $1 ORDER BY " key " LIMIT $2"

static const struct census_table tables[] = {
	/* before the messages, whose texts it hashes */
	{ "SELECT d.message_id, d.phone, m.text FROM delivery AS d JOIN message AS m ON m.id = d.message_id"
	  " WHERE d.message_id > $1 ORDER BY d.message_id LIMIT $2",
	  "UPDATE delivery SET phone = $1, text_hash = $2 WHERE message_id = $3", 1, 2,
	  { { "delivery.phone", SEAL_PHONE }, { "delivery.text_hash", SEAL_KIND_COUNT } } },
	{ WALK("phone, text", "message", "id"), "UPDATE message SET phone = $1, text = $2 WHERE id = $3", 1, 2,
	  { { "message.phone", SEAL_PHONE }, { "message.text", SEAL_TEXT } } },
	{ WALK("name", "contact", "id"), "UPDATE contact SET name = $1 WHERE id = $2", 1, 1,
	  { { "contact.name", SEAL_NAME } } },
	{ "SELECT phone FROM number WHERE phone > $1 ORDER BY phone LIMIT $2",
	  "UPDATE number SET phone = $1 WHERE phone = $2", 0, 1, { { "number.phone", SEAL_PHONE } } },
	{ "SELECT DISTINCT phone FROM consent WHERE phone > $1 ORDER BY phone LIMIT $2",
	  "UPDATE consent SET phone = $1 WHERE phone = $2", 0, 1, { { "consent.phone", SEAL_PHONE } } },
	/* one change is of one number, whatever its purposes */
	{ "SELECT DISTINCT event_id, phone FROM consent_change WHERE event_id > $1 ORDER BY event_id LIMIT $2",
	  "UPDATE consent_change SET phone = $1 WHERE event_id = $2", 1, 1,
	  { { "consent_change.phone", SEAL_PHONE } } },
	{ WALK("phone", "opt_out_review", "promise_id"), "UPDATE opt_out_review SET phone = $1 WHERE promise_id = $2",
	  1, 1, { { "opt_out_review.phone", SEAL_PHONE } } },
	{ WALK("phone, excuse_note", "promise", "id"), "UPDATE promise SET phone = $1, excuse_note = $2 WHERE id = $3",
	  1, 2, { { "promise.phone", SEAL_PHONE }, { "promise.excuse_note", SEAL_NOTE } } },
	{ WALK("phone, text", "emergency", "id"), "UPDATE emergency SET phone = $1, text = $2 WHERE id = $3", 1, 2,
	  { { "emergency.phone", SEAL_PHONE }, { "emergency.text", SEAL_TEXT } } },
	{ WALK("detail", "event", "id"), "UPDATE event SET detail = $1 WHERE id = $2", 1, 1,
	  { { "event.detail", SEAL_DETAIL } } },
	{ WALK("detail", "notice", "id"), "UPDATE notice SET detail = $1 WHERE id = $2", 1, 1,
	  { { "notice.detail", SEAL_DETAIL } } },
	{ WALK("detail", "audit", "no"), "UPDATE audit SET detail = $1 WHERE no = $2", 1, 1,
	  { { "audit.detail", SEAL_DETAIL } } },
	{ WALK("name, groups", "household", "id"), "UPDATE household SET name = $1, groups = $2 WHERE id = $3", 1, 2,
	  { { "household.name", SEAL_HOUSEHOLD }, { "household.groups", SEAL_GROUPS } } },
	{ WALK("name", "student", "id"), "UPDATE student SET name = $1 WHERE id = $2", 1, 1,
	  { { "student.name", SEAL_NAME } } },
	{ WALK("email, email_key, name, phone", "staff", "id"),
	  "UPDATE staff SET email = $1, email_key = $2, name = $3, phone = $4 WHERE id = $5", 1, 4,
	  { { "staff.email", SEAL_EMAIL }, { "staff.email_key", SEAL_EMAIL }, { "staff.name", SEAL_NAME },
	    { "staff.phone", SEAL_PHONE } } },
	{ WALK("name", "token", "id"), "UPDATE token SET name = $1 WHERE id = $2", 1, 1, { { "token.name", SEAL_NAME } } },
	{ WALK("pause_reason", "line", "id"), "UPDATE line SET pause_reason = $1 WHERE id = $2", 1, 1,
	  { { "line.pause_reason", SEAL_NOTE } } },
	{ WALK("document, note", "rule_book", "version"),
	  "UPDATE rule_book SET document = $1, note = $2 WHERE version = $3", 1, 2,
	  { { "rule_book.document", SEAL_TEXT }, { "rule_book.note", SEAL_NOTE } } },
	{ WALK("reason", "absence", "id"), "UPDATE absence SET reason = $1 WHERE id = $2", 1, 1,
	  { { "absence.reason", SEAL_NOTE } } },
	{ "SELECT message_id, no, url FROM media WHERE (message_id, no) > ($1, $2) ORDER BY message_id, no LIMIT $3",
	  "UPDATE media SET url = $1 WHERE message_id = $2 AND no = $3", 2, 1, { { "media.url", SEAL_ADDRESS } } },
};

const struct census_table *census_tables(size_t *count)
{
	*count = COUNT_OF(tables);
	return tables;
}

struct census_row {
	int64_t keys[2];             /* or, where there are none… */
	struct str cell;             /* …the first cell, as it stands */
	struct str texts[CENSUS_CELLS];
};

struct walk {
	struct db *db;
	const struct seal_key *from, *to;
	const struct census_table *table;
	struct arena arena;
	struct census_row rows[BATCH], last;
	size_t count;
	bool is_over;
	int64_t sealed;
	struct note *note;
};

static enum fault because(const struct walk *walk, const char *column, const char *what)
{
	return fault_because(FAULT_DISK, walk->note, "%s: %s", column, what);
}

static bool opens_as(const struct seal_key *key, enum seal_kind kind, struct str cell, struct arena *arena)
{
	char id[SEAL_ID_SIZE];
	size_t size;
	char *into;

	if (!key || !seal_cell_key_id(cell, id) || strcmp(id, seal_key_id(key)) != 0)
		return false;
	into = arena_take(arena, cell.size);
	return into && seal_cell_open(key, kind, cell, into, &size) == FAULT_NONE;
}

/* As it was said, in the arena. */
static enum fault open_cell(struct walk *walk, const struct census_cell *about, struct str cell, struct str *text)
{
	enum seal_kind kind = about->kind == SEAL_KIND_COUNT ? SEAL_TEXT : about->kind;
	size_t size = 0;
	char *into;

	if (!walk->from && opens_as(walk->to, kind, cell, &walk->arena))
		return because(walk, about->column, "the ledger passes for one that is not sealed, but is: its setting "
			       "was taken away. Put a backup in its place");
	*text = arena_copy(&walk->arena, cell);
	if (!text->at)
		return FAULT_TOO_LARGE;
	if (!walk->from || cell.size == 0)
		return FAULT_NONE;
	into = arena_take(&walk->arena, cell.size);
	if (!into)
		return FAULT_TOO_LARGE;
	if (seal_cell_open(walk->from, kind, cell, into, &size))
		return because(walk, about->column, "a cell was changed, or sealed with another key: put a backup in "
			       "the ledger's place");
	*text = (struct str){ into, size };
	return FAULT_NONE;
}

static enum fault read_row(struct walk *walk, struct db_rows *rows, struct census_row *found)
{
	const struct census_table *table = walk->table;
	enum fault fault = FAULT_NONE;

	*found = (struct census_row){ .cell = STR_NONE };
	for (size_t i = 0; i < table->keys; i++)
		found->keys[i] = db_rows_number(rows, (int)i);
	if (table->keys == 0)
		found->cell = arena_copy(&walk->arena, db_rows_text(rows, 0));
	/* a number that was moved comes by again, behind its old place */
	if (table->keys == 0 && opens_as(walk->to, table->cells[0].kind, found->cell, &walk->arena))
		return FAULT_NONE;
	for (size_t i = 0; !fault && i < table->count; i++)
		fault = open_cell(walk, &table->cells[i], db_rows_text(rows, (int)(table->keys + i)),
				  &found->texts[i]);
	return fault;
}

/* The key of a row, as binds; how many. */
static size_t key_of(const struct walk *walk, const struct census_row *row, struct bind binds[2])
{
	binds[0] = walk->table->keys ? NUMBER(row->keys[0]) : TEXT(row->cell);
	binds[1] = NUMBER(row->keys[1]);
	return walk->table->keys == 2 ? 2 : 1;
}

static enum fault read_batch(struct walk *walk)
{
	AUTO_ROWS rows = NULL;
	struct bind binds[3];
	size_t keys = key_of(walk, &walk->last, binds);
	enum fault fault;

	binds[keys] = NUMBER(BATCH);
	fault = db_ask(walk->db, &rows, walk->table->ask, binds, keys + 1);
	walk->count = 0;
	while (!fault && walk->count < BATCH && db_rows_next(rows))
		fault = read_row(walk, rows, &walk->rows[walk->count++]);
	if (!fault)
		fault = db_rows_fault(rows);
	walk->is_over = walk->count < BATCH;
	return fault;
}

static struct bind bind_of(struct walk *walk, const struct census_cell *about, struct str text)
{
	size_t size = seal_cell_size(text.size);
	char *cell;

	if (about->kind == SEAL_KIND_COUNT)
		return NUMBER(seal_cell_hash(walk->to, text));
	cell = arena_need(&walk->arena, size + 1);
	seal_cell_close(walk->to, about->kind, text, cell);
	return TEXT(((struct str){ cell, size }));
}

static enum fault write_row(struct walk *walk, const struct census_row *row)
{
	const struct census_table *table = walk->table;
	struct bind binds[CENSUS_CELLS + 2];
	size_t said = 0;
	int64_t changed = 0;
	enum fault fault;

	for (size_t i = 0; i < table->count; i++) {
		binds[i] = bind_of(walk, &table->cells[i], row->texts[i]);
		said += row->texts[i].size;
	}
	if (said == 0)
		return FAULT_NONE; /* nothing but empty cells, or done before */
	fault = db_run(walk->db, table->put, binds, table->count + key_of(walk, row, &binds[table->count]), &changed);
	walk->sealed += changed;
	return fault;
}

/* What the next batch begins behind outlives the arena. */
static enum fault step_on(struct walk *walk, struct arena *kept)
{
	if (walk->count == 0)
		return FAULT_NONE;
	walk->last = walk->rows[walk->count - 1];
	if (walk->table->keys)
		return FAULT_NONE;
	arena_done(kept);
	walk->last.cell = arena_copy(kept, walk->last.cell);
	return walk->last.cell.at ? FAULT_NONE : FAULT_TOO_LARGE;
}

static enum fault walk_table(struct walk *walk)
{
	AUTO(arena) kept;
	enum fault fault = FAULT_NONE;

	arena_init(&kept, 1 << 20);
	walk->last = (struct census_row){ .keys = { -1, -1 } };
	for (walk->is_over = false; !fault && !walk->is_over;) {
		arena_init(&walk->arena, ARENA_MOST);
		fault = read_batch(walk);
		for (size_t i = 0; !fault && i < walk->count; i++)
			fault = write_row(walk, &walk->rows[i]);
		if (!fault)
			fault = step_on(walk, &kept);
		arena_done(&walk->arena);
	}
	if (fault && walk->note && !walk->note->text[0])
		fault = fault_because(fault, walk->note, "%s: %s", walk->table->cells[0].column, db_message(walk->db));
	return fault;
}

enum fault census_reseal(struct db *db, const struct seal_key *from, const struct seal_key *to, int64_t *rows,
			 struct note *note)
{
	struct walk walk = { .db = db, .from = from, .to = to, .note = note };
	enum fault fault = FAULT_NONE;

	assert(db_is_begun(db) && !db_sealed_by(db) && to && from != to && rows);
	for (size_t i = 0; !fault && i < COUNT_OF(tables); i++) {
		walk.table = &tables[i];
		fault = walk_table(&walk);
	}
	if (!fault)
		*rows = walk.sealed;
	return fault;
}
