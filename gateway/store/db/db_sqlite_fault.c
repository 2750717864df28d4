/* What the engine said, as what the caller may do next. */
#include "db_sqlite_fault.h"

#include <stdio.h>

static const struct {
	int code;
	enum fault fault;
} faults[] = {
	{ SQLITE_FULL, FAULT_DISK },	    { SQLITE_IOERR, FAULT_DISK },
	{ SQLITE_READONLY, FAULT_DISK },    { SQLITE_CANTOPEN, FAULT_DISK },
	{ SQLITE_CORRUPT, FAULT_DISK },	    { SQLITE_NOTADB, FAULT_DISK },
	{ SQLITE_PERM, FAULT_DISK },	    { SQLITE_BUSY, FAULT_AGAIN },
	{ SQLITE_LOCKED, FAULT_AGAIN },	    { SQLITE_INTERRUPT, FAULT_AGAIN },
	{ SQLITE_NOMEM, FAULT_AGAIN },	    { SQLITE_CONSTRAINT, FAULT_CONFLICT },
};

static enum fault fault_of(int code)
{
	for (size_t i = 0; i < COUNT_OF(faults); i++)
		if (faults[i].code == (code & 0xff))
			return faults[i].fault;
	return FAULT_BROKEN;
}

enum fault db_sqlite_fault(struct sqlite *sqlite, int code)
{
	enum fault fault = fault_of(code);

	snprintf(sqlite->message, sizeof(sqlite->message), "%s",
		 sqlite3_errmsg(sqlite->handle));
	if (sqlite->is_open && !sqlite->lost && sqlite3_get_autocommit(sqlite->handle))
		sqlite->lost = fault;
	return fault;
}
