/*
 * second - another writing connection to the same ledger, as a second daemon would have it
 * where the engine allows one: by a second name of the file, which has a lock of its own.
 */
#ifndef TESTS_UNIT_STORE_SECOND_H
#define TESTS_UNIT_STORE_SECOND_H

#include "ledger.h"

static inline void second_connect(const struct ledger *ledger, struct db **db)
{
	char path[128], address[160];
	struct note note = { .text = "" };

	snprintf(path, sizeof(path), "%s/b.db", ledger->folder);
	snprintf(address, sizeof(address), "sqlite:%s", path);
	assert_int_equal(symlink(ledger->path, path), 0);
	if (db_open(address, DB_WRITE, db, &note))
		fail_msg("%s", note.text);
	/* who meets the other waits no five seconds here */
	assert_int_equal(ledger_number(*db, "PRAGMA busy_timeout = 1"), 1);
	assert_int_equal(ledger_number(ledger->db, "PRAGMA busy_timeout = 1"), 1);
}

#endif
