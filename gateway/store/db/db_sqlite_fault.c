/* What the engine said, as what the caller may do next. */
#include "db_sqlite_fault.h"

#include <stdio.h>

#include "base/file.h"

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

const char *db_sqlite_fault_advice(sqlite3 *handle)
{
	static const struct {
		int code;
		const char *advice;
	} advices[] = {
		{ SQLITE_NOTADB, ": put a backup in its place" },
		{ SQLITE_CORRUPT, ": put a backup in its place" },
		{ SQLITE_FULL, ": make room on its disk" },
		{ SQLITE_READONLY, ": let the user that hearbackd runs as write it and its folder" },
		{ SQLITE_CANTOPEN, ": let the user that hearbackd runs as read and write it and its folder" },
		{ SQLITE_BUSY, ": another program has it open; end that first" },
		{ SQLITE_IOERR, ": look at its disk (dmesg)" },
	};
	int code = sqlite3_errcode(handle) & 0xff;
	bool is_systems = code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
	const char *cure = is_systems ? file_cure(sqlite3_system_errno(handle)) : "";

	if (cure[0])
		return cure; /* such an error may be anything: a full disk, one that may not be written */
	for (size_t i = 0; i < COUNT_OF(advices); i++)
		if (advices[i].code == code)
			return advices[i].advice;
	return "";
}

void db_sqlite_fault_damage(struct sqlite *sqlite)
{
	(void)sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (sqlite->db.health)
		db_health_damaged(sqlite->db.health);
}

enum fault db_sqlite_fault(struct sqlite *sqlite, int code)
{
	enum fault fault = fault_of(code);

	snprintf(sqlite->message, sizeof(sqlite->message), "%s",
		 sqlite3_errmsg(sqlite->handle));
	if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
		db_sqlite_fault_damage(sqlite);
	if (sqlite->is_open && !sqlite->lost && sqlite3_get_autocommit(sqlite->handle))
		sqlite->lost = fault;
	return fault;
}
