#include "migrate.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "digest.h"
#include "row.h"

/* The runner's own table: it stands before any migration. */
static const char migration_table[] =
	"CREATE TABLE IF NOT EXISTS migration (\n"
	"	no BIGINT PRIMARY KEY,\n"
	"	name TEXT NOT NULL,\n"
	"	checksum TEXT NOT NULL,\n"
	"	applied_at BIGINT NOT NULL\n"
	");\n";

static void checksum_of(const struct migration *migration, char checksum[DIGEST_SIZE])
{
	digest_hex(str_of(migration->sql), checksum);
}

static enum fault past_check(struct db_rows *rows, const struct migration *list, size_t count,
			     size_t *applied, struct note *note)
{
	for (*applied = 0; db_rows_next(rows); (*applied)++) {
		int64_t no = db_rows_number(rows, 0);
		char checksum[DIGEST_SIZE];

		if (*applied >= count)
			return fault_because(FAULT_CONFIG, note,
					     "this ledger was written by a newer hearbackd "
					     "(schema %lld, we know %zu): start that version, or put "
					     "back a backup of before", (long long)no, count);
		checksum_of(&list[*applied], checksum);
		if (no != list[*applied].no || !str_is(db_rows_text(rows, 1), checksum))
			return fault_because(FAULT_CONFIG, note,
					     "migration %s is not the one that made this ledger: "
					     "start the hearbackd that wrote it, or put back a backup",
					     list[*applied].name);
	}
	return db_rows_fault(rows);
}

/* No table yet means nothing applied: asked that way because catalogs have no
 * portable name.  A connection that answers nothing at all is another fault. */
static enum fault table_check(struct db *db, bool *is_there)
{
	int64_t rows;
	enum fault fault = setting_ask_number(db, "SELECT count(*) FROM migration", NULL, 0, &rows);

	*is_there = fault == FAULT_NONE;
	return fault == FAULT_BROKEN ? FAULT_NONE : fault;
}

static enum fault applied_count(struct db *db, const struct migration *list, size_t count,
				size_t *applied, struct note *note)
{
	AUTO_ROWS rows = NULL;
	bool is_there;
	enum fault fault = table_check(db, &is_there);

	*applied = 0;
	if (!fault && !is_there)
		return FAULT_NONE;
	if (!fault)
		fault = db_ask(db, &rows, "SELECT no, checksum FROM migration ORDER BY no", NULL,
			       0);
	if (fault)
		return fault_because(fault, note, "the ledger: %s", db_message(db));
	return past_check(rows, list, count, applied, note);
}

static enum fault remember(struct db *db, const struct migration *migration, int64_t now)
{
	char checksum[DIGEST_SIZE];

	checksum_of(migration, checksum);
	return db_run(db, "INSERT INTO migration (no, name, checksum, applied_at)"
			  " VALUES ($1, $2, $3, $4)",
		      BINDS(NUMBER(migration->no), TEXTZ(migration->name), TEXTZ(checksum),
			    NUMBER(now)), NULL);
}

static enum fault apply(struct db *db, const struct migration *migration, int64_t now,
			struct note *note)
{
	struct note cause = { .text = "" };
	enum fault fault = db_begin(db);

	if (!fault)
		fault = db_script(db, migration->sql, &cause);
	/* a table that was made anew is referred to by rows that nobody has looked at since */
	if (!fault)
		fault = db_orphans(db, &cause);
	if (!fault)
		fault = remember(db, migration, now);
	if (!fault)
		fault = db_commit(db);
	if (!fault)
		return FAULT_NONE;
	fault_because(fault, note, "migration %s: %s", migration->name,
		      cause.text[0] ? cause.text : db_message(db));
	db_rollback(db);
	return fault;
}

enum fault migrate_with(struct db *db, const struct migration *list, size_t count,
			int64_t now, struct note *note)
{
	assert(list);

	size_t applied = 0;
	enum fault fault = applied_count(db, list, count, &applied, note);

	if (!fault && applied == 0)
		fault = db_script(db, migration_table, note);
	for (size_t i = applied; !fault && i < count; i++) {
		assert(list[i].no > (i > 0 ? list[i - 1].no : 0));
		fault = apply(db, &list[i], now, note);
	}
	return fault;
}

enum fault migrate_check_with(struct db *db, const struct migration *list, size_t count,
			 int *behind, struct note *note)
{
	assert(list && behind);

	size_t applied = 0;
	enum fault fault = applied_count(db, list, count, &applied, note);

	if (!fault)
		*behind = (int)(count - applied);
	return fault;
}

/* The names that each ledger of this version has, by making one. */
static enum fault names_expected(const struct migration *list, size_t count, struct buf *names, struct note *note)
{
	struct db *scratch = NULL;
	enum fault fault = db_open("sqlite:", DB_SCRATCH, &scratch, note);

	if (!fault)
		fault = migrate_with(scratch, list, count, 0, note);
	if (!fault)
		fault = db_names(scratch, names);
	db_close(&scratch);
	return fault;
}

enum fault migrate_whole_with(struct db *db, const struct migration *list, size_t count, struct note *note)
{
	AUTO(buf) expected;
	AUTO(buf) there;
	struct str rest, name;
	enum fault fault;

	assert(list);
	buf_init(&expected, 1 << 16);
	buf_init(&there, 1 << 16);
	buf_add_char(&there, '\n');
	fault = names_expected(list, count, &expected, note);
	if (!fault)
		fault = db_names(db, &there);
	if (fault)
		return fault;
	rest = buf_str(&expected);
	while (str_next(&rest, '\n', &name)) {
		char line[200];
		size_t size = (size_t)snprintf(line, sizeof(line), "\n%.*s\n", (int)name.size, name.at);

		if (name.size && str_find(buf_str(&there), (struct str){ line, size }) == there.size)
			return fault_because(FAULT_DISK, note, "the ledger has no %.*s any more: another program "
					     "took it away. Put a backup in its place", (int)name.size, name.at);
	}
	return FAULT_NONE;
}

enum fault migrate_whole(struct db *db, struct note *note)
{
	return migrate_whole_with(db, migrations, migration_count, note);
}

enum fault migrate_run(struct db *db, int64_t now, struct note *note)
{
	return migrate_with(db, migrations, migration_count, now, note);
}

enum fault migrate_check(struct db *db, int *behind, struct note *note)
{
	return migrate_check_with(db, migrations, migration_count, behind, note);
}
