/*
 * second - another writing connection to the same ledger, as a second daemon would have it
 * on a machine whose locks hold nobody back.
 */
#ifndef TESTS_UNIT_STORE_SECOND_H
#define TESTS_UNIT_STORE_SECOND_H

#include <sys/file.h>
#include <sys/syscall.h>

#include "ledger.h"

/* The lock of the C library, but while second_connect opens. */
static bool second_is_let_in;

int flock(int fd, int operation)
{
	return second_is_let_in ? 0 : (int)syscall(SYS_flock, fd, operation);
}

static inline void second_connect(const struct ledger *ledger, struct db **db)
{
	struct note note = { .text = "" };

	second_is_let_in = true;
	if (db_open(ledger->address, DB_WRITE, db, &note))
		fail_msg("%s", note.text);
	second_is_let_in = false;
	sealed_if_asked(*db);
	/* who meets the other waits no five seconds here */
	assert_int_equal(ledger_number(*db, "PRAGMA busy_timeout = 1"), 1);
	assert_int_equal(ledger_number(ledger->db, "PRAGMA busy_timeout = 1"), 1);
}

#endif
