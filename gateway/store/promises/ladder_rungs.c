#include "ladder_rungs.h"

#include <assert.h>

#include "store/db/row.h"

#define RUNG_COLUMNS                                                               \
	"promise_id, no, answer_id, failed_id, message_id, rung, next, miss, why, at"

static void rung_row_read(struct row *row, struct rung_row *rung)
{
	struct str next;

	rung->promise.n = row_number(row);
	rung->no = row_int(row);
	rung->answer.n = row_number(row);
	rung->failed.n = row_number(row);
	rung->message.n = row_number(row);
	row_word(row, rung_of, &rung->rung);
	next = row_str(row);
	if (!rung_of(next, &rung->next))
		rung->next = RUNG_COUNT;
	row_word(row, miss_of, &rung->miss);
	row_text(row, rung->why, sizeof(rung->why));
	rung->at = row_number(row);
}

READER_ALL(rung_row)

enum fault ladder_rung_add(struct db *db, const struct rung_row *rung)
{
	assert(rung->promise.n != 0 && rung->no > 0);
	assert(rung->rung < RUNG_COUNT && rung->miss < MISS_COUNT);
	return db_run(db, "INSERT INTO rung (" RUNG_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6,"
			  " $7, $8, $9, $10)",
		      BINDS(NUMBER(rung->promise.n), NUMBER(rung->no), NUMBER(rung->answer.n),
			    NUMBER(rung->failed.n), NUMBER(rung->message.n),
			    TEXTZ(rung_word(rung->rung)),
			    TEXTZ(rung->next == RUNG_COUNT ? "" : rung_word(rung->next)),
			    TEXTZ(miss_word(rung->miss)), TEXTZ(rung->why), NUMBER(rung->at)),
		      NULL);
}

enum fault ladder_rung_list(struct db *db, struct promise_id promise, struct rung_row *rungs,
		     size_t most, size_t *count)
{
	assert(rungs && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " RUNG_COLUMNS " FROM rung"
					     " WHERE promise_id = $1 ORDER BY no DESC LIMIT $2",
				  BINDS(NUMBER(promise.n), NUMBER(most)));

	if (fault)
		return fault;
	return rung_row_all(rows, rungs, most, count);
}

static void answer_way_read(struct row *row, struct answer_way *way)
{
	way->message.n = row_number(row);
	row_phone(row, way->phone, sizeof(way->phone));
	row_word(row, channel_of, &way->channel);
	way->line.n = row_number(row);
	way->contact.n = row_number(row);
	row_word(row, delivery_of, &way->state);
	way->is_ambiguous = row_flag(row);
}

READER_ALL(answer_way)

static void queued_word_read(struct row *row, struct queued_word *word)
{
	word->message.n = row_number(row);
	row_word(row, kind_of, &word->kind);
}

READER_ALL(queued_word)

enum fault ladder_rung_queued(struct db *db, struct promise_id promise, struct queued_word *words,
			  size_t most, size_t *count)
{
	assert(words && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT m.id, m.kind FROM message AS m"
					     " JOIN delivery AS d ON d.message_id = m.id"
					     " WHERE m.promise_id > 0 AND m.promise_id = $1"
					     " AND m.kind IN ('answer', 'update')"
					     " AND d.state = 'queued' ORDER BY m.id LIMIT $2",
				  BINDS(NUMBER(promise.n), NUMBER(most)));

	if (fault)
		return fault;
	return queued_word_all(rows, words, most, count);
}

enum fault ladder_rung_ways(struct db *db, struct promise_id promise, struct answer_way *ways,
		       size_t most, size_t *count)
{
	assert(promise.n != 0 && ways && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT m.id, m.phone, m.channel, m.line_id, m.contact_id,"
					     " d.state, d.is_ambiguous FROM message AS m"
					     " JOIN delivery AS d ON d.message_id = m.id"
					     " WHERE m.promise_id > 0 AND m.promise_id = $1"
					     " AND m.kind = 'answer'"
					     " ORDER BY m.id DESC LIMIT $2",
				  BINDS(NUMBER(promise.n), NUMBER(most)));

	if (fault)
		return fault;
	return answer_way_all(rows, ways, most, count);
}
