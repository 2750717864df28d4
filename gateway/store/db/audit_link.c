#include "audit_link.h"

#include <assert.h>

#include "row.h"

enum fault audit_link_last(struct db *db, struct audit_link *link)
{
	assert(link);

	AUTO_ROWS rows = NULL;
	struct audit_link last = { .no = 0 };
	enum fault fault = db_ask(db, &rows, "SELECT no, mac FROM audit ORDER BY no DESC LIMIT 1", NULL, 0);

	if (fault)
		return fault;
	if (db_rows_next(rows)) {
		last.no = db_rows_number(rows, 0);
		str_put(last.mac, sizeof(last.mac), db_rows_text(rows, 1));
	}
	fault = db_rows_fault(rows);
	if (!fault)
		*link = last;
	return fault;
}

enum fault audit_link_is(struct db *db, const struct audit_link *link, bool *is)
{
	int64_t count = 0;
	enum fault fault;

	assert(link && is);
	fault = setting_ask_number(db, "SELECT count(*) FROM audit WHERE no = $1 AND mac = $2",
				   BINDS(NUMBER(link->no), TEXTZ(link->mac)), &count);
	if (!fault)
		*is = link->no == 0 || count == 1;
	return fault;
}
