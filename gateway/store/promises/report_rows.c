#include "report_rows.h"

#include <assert.h>

#include "base/id.h"
#include "store/db/row.h"

static void promise_read(struct row *row, struct report_promise *promise)
{
	promise->id = row_number(row);
	promise->opened_at = row_number(row);
	promise->late_at = row_number(row);
	promise->human_at = row_number(row);
	promise->closed_at = row_number(row);
	promise->inputs = row_int(row);
	row_word(row, promise_of, &promise->state);
	row_word(row, channel_of, &promise->channel);
	row_text(row, promise->language, sizeof(promise->language));
	row_text(row, promise->school, sizeof(promise->school));
	row_text(row, promise->excuse, sizeof(promise->excuse));
}

enum fault report_rows_walk(struct db *db, const struct report_reach *reach,
		       enum fault (*each)(void *context, const struct report_promise *promise),
		       void *context, size_t *count)
{
	assert(reach->from_at <= reach->to_at && reach->most > 0 && each && count);

	int64_t first = id_before(reach->from_at) - 1;
	size_t told = 0;
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask_all(db, &rows,
		"SELECT id, opened_at, late_at, human_at, closed_at, inputs, state, channel,"
		" language, school, excuse FROM promise WHERE id > $1 AND id < $2"
		" AND opened_at >= $3 AND opened_at < $4 ORDER BY id LIMIT $5",
		BINDS(NUMBER(reach->after_id > first ? reach->after_id : first),
		      NUMBER(id_before(reach->to_at + REPORT_POLLED_FOR)),
		      NUMBER(reach->from_at), NUMBER(reach->to_at), NUMBER(reach->most)));

	while (!fault && db_rows_next(rows)) {
		struct report_promise promise = { .id = 0 };
		struct row row = row_of(rows);

		promise_read(&row, &promise);
		fault = row_check(&row);
		if (!fault)
			fault = each(context, &promise);
		told++;
	}
	if (!fault)
		fault = db_rows_fault(rows);
	if (!fault)
		*count = told;
	return fault;
}

enum fault report_rows_acknowledged(struct db *db, struct promise_id promise, int64_t *at)
{
	assert(at);

	int64_t left_at = 0;
	enum fault fault = setting_ask_number(db,
		"SELECT d.sent_at FROM message AS m JOIN delivery AS d ON d.message_id = m.id"
		" WHERE m.promise_id = $1 AND m.promise_id > 0 AND m.kind = 'acknowledgement'"
		" AND d.sent_at > 0 ORDER BY m.id LIMIT 1", BINDS(NUMBER(promise.n)), &left_at);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = left_at;
	return FAULT_NONE;
}
