#include "db_sqlite_check.h"

#include <stdio.h>
#include <string.h>

#include "db_sqlite_fault.h"

/* The first row of what a PRAGMA finds. */
struct finding {
	int rows;
	char text[200];
};

static int on_finding(void *data, int columns, char **texts, char **names)
{
	struct finding *finding = data;

	(void)names;
	if (finding->rows++ == 0 && columns > 0 && texts[0])
		snprintf(finding->text, sizeof(finding->text), "%s", texts[0]);
	return 0;
}

static enum fault cannot(sqlite3 *handle, int code, struct note *note)
{
	if ((code & 0xff) == SQLITE_INTERRUPT)
		return fault_because(FAULT_AGAIN, note, "the ledger is too large to be looked at now");
	return fault_because(FAULT_DISK, note, "the ledger cannot be read: %s", sqlite3_errmsg(handle));
}

static enum fault look_at_references(sqlite3 *handle, struct note *note)
{
	struct finding orphans = { 0 };
	int code = sqlite3_exec(handle, "PRAGMA foreign_key_check", on_finding, &orphans, NULL);

	if (code != SQLITE_OK)
		return cannot(handle, code, note);
	if (orphans.rows)
		return fault_because(FAULT_DISK, note, "the ledger is damaged: rows of %s refer to nothing",
				     orphans.text);
	return FAULT_NONE;
}

enum fault db_sqlite_check_handle(sqlite3 *handle, bool is_thorough, struct note *note)
{
	struct finding whole = { 0 };
	int code = sqlite3_exec(handle, is_thorough ? "PRAGMA integrity_check(1)" :
						      "PRAGMA quick_check(1)",
				on_finding, &whole, NULL);

	if (code != SQLITE_OK)
		return cannot(handle, code, note);
	if (strcmp(whole.text, "ok") != 0)
		return fault_because(FAULT_DISK, note, "the ledger is damaged: %s", whole.text);
	return is_thorough ? look_at_references(handle, note) : FAULT_NONE;
}

/* What is interrupted there tells nothing; what cannot be read is damage or the disk. */
enum fault db_sqlite_check(struct db *db, bool is_thorough, struct note *note)
{
	struct note cause = { .text = "" };
	enum fault fault = db_sqlite_check_handle(sqlite_of(db)->handle, is_thorough, &cause);

	if (fault == FAULT_DISK)
		db_sqlite_fault_damage(sqlite_of(db));
	if (fault && note)
		*note = cause;
	return fault;
}

enum fault db_sqlite_check_orphans(struct db *db, struct note *note)
{
	return look_at_references(sqlite_of(db)->handle, note);
}

static int on_name(void *data, int columns, char **texts, char **names)
{
	(void)columns;
	(void)names;
	buf_add_format(data, "%s %s\n", texts[0], texts[1]);
	return 0;
}

enum fault db_sqlite_check_names(struct db *db, struct buf *into)
{
	struct sqlite *sqlite = sqlite_of(db);
	int code = sqlite3_exec(sqlite->handle, "SELECT type, name FROM sqlite_master WHERE name NOT LIKE"
				" 'sqlite!_%' ESCAPE '!' ORDER BY type DESC, name", on_name, into, NULL);

	return code == SQLITE_OK ? buf_check(into, NULL) : db_sqlite_fault(sqlite, code);
}
