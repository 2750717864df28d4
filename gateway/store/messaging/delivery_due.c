/* Which rows have their turn: guarantees.md §2.2 (start), 2.3 (claim), 2.6 (reconcile). */
#include "delivery_due.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "delivery_row.h"
#include "message_row.h"

static void claimed_read(struct row *row, struct arena *arena, struct claimed *claimed)
{
	delivery_read(row, &claimed->delivery);
	message_read(row, arena, &claimed->message);
	row_text(row, claimed->token, sizeof(claimed->token));
}

READER_KEPT_ALL(claimed)

static bool is_alike(const struct claimed *a, const struct claimed *b)
{
	return strcmp(a->delivery.phone, b->delivery.phone) == 0 &&
	       str_equals(a->message.text, b->message.text);
}

/* Adds the due rows of one kind, without alikes of what is there already. */
static enum fault due_add(struct db_rows *rows, struct arena *arena, struct claimed *claimed,
			  size_t most, size_t *count)
{
	while (*count < most && db_rows_next(rows)) {
		struct row row = row_of(rows);
		struct claimed *found = &claimed[*count];
		bool is_first = true;

		*found = (struct claimed){ .token = "" };
		claimed_read(&row, arena, found);
		if (row_check(&row))
			return row_check(&row);
		for (size_t i = 0; is_first && i < *count; i++)
			is_first = !is_alike(&claimed[i], found);
		*count += is_first;
	}
	return db_rows_fault(rows);
}

struct due_ask {
	struct line_id line;
	int64_t now;
	size_t most;
};

/* Alikes take places too: so more than `most` are asked for.  When even those were all
 * alike, the rest comes after the first of them is over. */
static enum fault due_of_kind(struct db *db, const struct due_ask *ask, int kind,
			      struct db_rows **rows)
{
	return db_ask(db, rows,
		      "SELECT " DELIVERY_COLUMNS ", " MESSAGE_COLUMNS ", ''"
		      " FROM delivery AS d JOIN message AS m ON m.id = d.message_id"
		      " WHERE d.line_id = $1 AND d.kind_rank = $2 AND d.state = 'queued'"
		      " AND d.not_before_at <= $3 AND NOT " ALIKE_IS_OPEN("d")
		      " ORDER BY d.not_before_at, d.message_id LIMIT $4",
		      BINDS(NUMBER(ask->line.n), NUMBER(kind), NUMBER(ask->now),
			    NUMBER(4 * ask->most)));
}

enum fault delivery_due(struct db *db, struct line_id line, int64_t now, struct arena *arena,
			struct claimed *claimed, size_t most, size_t *count)
{
	const struct due_ask ask = { line, now, most };
	enum fault fault = FAULT_NONE;
	size_t n = 0;

	assert(line.n != 0 && arena && claimed && most > 0 && count);
	for (int kind = 0; !fault && kind < KIND_COUNT && n < most; kind++) {
		AUTO_ROWS rows = NULL;

		fault = due_of_kind(db, &ask, kind, &rows);
		if (!fault)
			fault = due_add(rows, arena, claimed, most, &n);
	}
	if (!fault)
		*count = n;
	return fault;
}

/* The first of what waits, a range of the index for each kind. */
enum fault delivery_due_next_at(struct db *db, struct line_id line, int64_t *at)
{
	int64_t next_at = NEVER;

	assert(line.n != 0 && at);
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		int64_t of_kind = NEVER;
		enum fault fault = setting_ask_number(db, "SELECT not_before_at FROM delivery"
						  " WHERE line_id = $1 AND kind_rank = $2"
						  " AND state = 'queued'"
						  " ORDER BY not_before_at LIMIT 1",
					      BINDS(NUMBER(line.n), NUMBER(kind)), &of_kind);

		if (fault && fault != FAULT_MISSING)
			return fault;
		next_at = of_kind < next_at ? of_kind : next_at;
	}
	*at = next_at;
	return FAULT_NONE;
}

enum fault delivery_due_again(struct db *db, struct line_id line, int64_t now, int64_t *count)
{
	enum fault fault = FAULT_NONE;

	assert(line.n != 0 && count);
	for (int reason = 0; !fault && reason < WAIT_REASON_COUNT; reason++) {
		int64_t changed = 0;

		if (!wait_reason_is_hour((enum wait_reason)reason))
			continue;
		fault = db_run(db, "UPDATE delivery SET not_before_at = $1 WHERE line_id = $2"
				   " AND state = 'queued' AND waits_for = $3 AND not_before_at > $1",
			       BINDS(NUMBER(now), NUMBER(line.n),
				     TEXTZ(wait_reason_word((enum wait_reason)reason))), &changed);
		*count += changed;
	}
	return fault;
}

enum fault delivery_due_anew(struct db *db, struct line_id line, int64_t now, int64_t *count)
{
	assert(line.n != 0 && count);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE delivery SET not_before_at = $1 WHERE line_id = $2"
				      " AND state = 'queued' AND not_before_at > $1",
				  BINDS(NUMBER(now), NUMBER(line.n)), &changed);

	*count += changed;
	return fault;
}

/* --- after a death, and after silence ------------------------------------------ */

enum fault delivery_due_restart(struct db *db, int64_t now, int64_t settle_for,
			    int64_t *count)
{
	assert(settle_for >= 0 && count);

	enum fault fault = db_run(db,
		"UPDATE attempt SET ended_at = $1, outcome = 'unknown' WHERE ended_at = 0"
		" AND message_id IN (SELECT message_id FROM delivery"
		" WHERE state IN ('sending', 'unknown') AND state = 'sending')",
		BINDS(NUMBER(now)), NULL);

	if (fault)
		return fault;
	return db_run(db, "UPDATE delivery SET state = 'unknown', ended_at = $1, look_at = $2"
			  " WHERE state IN ('sending', 'unknown') AND state = 'sending'",
		      BINDS(NUMBER(now), NUMBER(now + settle_for)), count);
}

enum fault delivery_due_move(struct db *db, struct line_id from, struct line_id to,
			 int64_t *count)
{
	assert(to.n != 0 && count);

	enum fault fault = db_run(db,
		"UPDATE message SET line_id = $1 WHERE id IN (SELECT message_id FROM delivery"
		" WHERE line_id = $2 AND state = 'queued')",
		BINDS(NUMBER(to.n), NUMBER(from.n)), NULL);

	if (fault)
		return fault;
	return db_run(db, "UPDATE delivery SET line_id = $1 WHERE line_id = $2"
			  " AND state = 'queued'",
		      BINDS(NUMBER(to.n), NUMBER(from.n)), count);
}

enum fault delivery_due_release(struct db *db, struct line_id line, int64_t now, int64_t *count)
{
	assert(line.n != 0 && count);
	return db_run(db, "UPDATE delivery SET not_before_at = $1 WHERE line_id = $2"
			  " AND state = 'queued' AND not_before_at > $1"
			  " AND waits_for = 'line_refused'",
		      BINDS(NUMBER(now), NUMBER(line.n)), count);
}

enum fault delivery_due_to_look_at(struct db *db, int64_t now, struct arena *arena,
			       struct claimed *claimed, size_t most, size_t *count)
{
	assert(arena && claimed && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT " DELIVERY_COLUMNS ", " MESSAGE_COLUMNS ","
		" coalesce((SELECT a.token FROM attempt AS a WHERE a.message_id = d.message_id"
		" ORDER BY a.no DESC LIMIT 1), '')"
		" FROM delivery AS d JOIN message AS m ON m.id = d.message_id"
		" WHERE d.state IN ('unknown', 'sent') AND d.look_at <= $1"
		" ORDER BY d.look_at LIMIT $2",
		BINDS(NUMBER(now), NUMBER(most)));

	if (fault)
		return fault;
	return claimed_all(rows, arena, claimed, most, count);
}

enum fault delivery_due_next_look(struct db *db, int64_t *at)
{
	assert(at);

	int64_t next_at = NEVER;
	enum fault fault = setting_ask_number(db, "SELECT look_at FROM delivery"
					  " WHERE state IN ('unknown', 'sent')"
					  " ORDER BY look_at LIMIT 1", NULL, 0, &next_at);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = next_at;
	return FAULT_NONE;
}
