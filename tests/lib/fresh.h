/*
 * fresh - an empty ledger of today's schema: migrated once a program, then copied.
 *
 * What a test begins with is the same file every time, and thirteen migrations cost more than
 * most tests do.  Tests of the migrations themselves open a ledger of their own.
 */
#ifndef TESTS_LIB_FRESH_H
#define TESTS_LIB_FRESH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "store/db/migrate.h"
#include "tests/lib/engine.h"
#include "tests/lib/fine.h"

/* The bytes of that file: kept until the program ends. */
static inline struct buf *fresh_bytes(void)
{
	static struct buf bytes;
	char folder[] = "/tmp/h-fresh-XXXXXX", path[64], address[80];
	struct note note = { .text = "" };
	struct db *db;

	if (bytes.size > 0)
		return &bytes;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/a.db", folder);
	snprintf(address, sizeof(address), "sqlite:%s", path);
	if (db_open(address, DB_WRITE, &db, &note) || migrate_run(db, 1, &note))
		fail_msg("%s", note.text);
	db_close(&db);
	buf_init(&bytes, 16 << 20);
	assert_fine(file_read(path, &bytes, &note));
	unlink(path);
	rmdir(folder);
	return &bytes;
}

/* The database that others are copied from: made once a server, by whoever comes first. */
static inline void fresh_database(void)
{
	PGconn *conn = engine_connect("postgres");
	struct note note = { .text = "" };
	char address[200];
	struct db *db;

	engine_say(conn, "SELECT pg_advisory_lock(1)", NULL, 0);
	if (!engine_has("fresh")) {
		engine_drop("fresh_yet");
		engine_make("fresh_yet", "template0");
		engine_address("fresh_yet", address, sizeof(address));
		if (db_open(address, DB_WRITE, &db, &note) || migrate_run(db, 1, &note))
			fail_msg("%s", note.text);
		db_close(&db);
		/* its session may be a moment in going */
		engine_do("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = 'fresh_yet'");
		engine_do("ALTER DATABASE fresh_yet RENAME TO fresh");
	}
	PQfinish(conn);
}

/* address: "sqlite:PATH".  A ledger that is there already stays as it is. */
static inline void fresh_ledger(const char *address)
{
	const struct buf *bytes = fresh_bytes();
	const char *path = address + strlen("sqlite:");
	FILE *file;

	if (access(path, F_OK) == 0)
		return;
	file = fopen(path, "wxb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes->at, 1, bytes->size, file), bytes->size);
	assert_int_equal(fclose(file), 0);
}

#endif
