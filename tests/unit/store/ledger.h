/*
 * ledger - a real ledger, for one test: an SQLite file in a folder of its own, or a database of
 * a PostgreSQL server (tests/lib/engine.h).
 */
#ifndef TESTS_UNIT_STORE_LEDGER_H
#define TESTS_UNIT_STORE_LEDGER_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sealed.h"
#include "store/db/migrate.h"
#include "tests/lib/fine.h"
#include "tests/lib/fresh.h"

struct ledger {
	char folder[64];
	char path[96];
	char address[200];
	char name[32];          /* of the database; "": a file */
	struct db *db;
};

static const int64_t noon = 1795348800000;

/* A folder, no file yet. */
static inline void ledger_place(struct ledger *ledger)
{
	*ledger = (struct ledger){ .folder = "/tmp/hearback-store-XXXXXX" };
	assert_non_null(mkdtemp(ledger->folder));
	snprintf(ledger->path, sizeof(ledger->path), "%s/a.db", ledger->folder);
	snprintf(ledger->address, sizeof(ledger->address), "sqlite:%s", ledger->path);
	if (engine_is_postgresql()) {
		static int count;

		snprintf(ledger->name, sizeof(ledger->name), "h_%d_%d", (int)getpid(), ++count);
		engine_address(ledger->name, ledger->address, sizeof(ledger->address));
	}
}

static inline void ledger_connect(struct ledger *ledger)
{
	struct note note = { .text = "" };

	if (ledger->name[0] && !engine_has(ledger->name))
		engine_make(ledger->name, "template0");
	if (db_open(ledger->address, DB_WRITE, &ledger->db, &note))
		fail_msg("%s", note.text);
	sealed_if_asked(ledger->db);
}

static inline void ledger_new(struct ledger *ledger)
{
	struct note note = { .text = "" };

	ledger_place(ledger);
	if (ledger->name[0]) {
		fresh_database();
		engine_make(ledger->name, "fresh");
	} else {
		fresh_ledger(ledger->address);
	}
	ledger_connect(ledger);
	if (migrate_run(ledger->db, noon, &note))
		fail_msg("%s", note.text);
}

static inline void ledger_done(struct ledger *ledger)
{
	DIR *dir;
	struct dirent *entry;

	db_close(&ledger->db);
	if (ledger->name[0])
		engine_drop(ledger->name);
	dir = opendir(ledger->folder);
	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(ledger->folder);
}

/* One number of one row. */
static inline int64_t ledger_number(struct db *db, const char *sql)
{
	struct db_rows *rows = NULL;
	int64_t number;

	assert_fine(db_ask(db, &rows, sql, NULL, 0));
	assert_true(db_rows_next(rows));
	number = db_rows_number(rows, 0);
	db_rows_done(&rows);
	return number;
}

#endif
