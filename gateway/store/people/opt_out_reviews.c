#include "opt_out_reviews.h"

#include <assert.h>

#include "base/clock.h"
#include "domain/words.h"
#include "store/db/row.h"

#define X(name, word) [name] = word,
static const char *const opt_out_review_decision_words[] = { DECISIONS(X) };
#undef X

WORDS_OF(opt_out_review_decision, enum decision)

#define OPT_OUT_REVIEW_COLUMNS                                                              \
	"promise_id, message_id, phone, channel, decision, opened_at, decide_by,"  \
	" wake_at, decided_at, decided_by"

static void opt_out_review_read(struct row *row, struct opt_out_review *review)
{
	review->promise.n = row_number(row);
	review->message.n = row_number(row);
	row_phone(row, review->phone, sizeof(review->phone));
	row_word(row, channel_of, &review->channel);
	row_word(row, opt_out_review_decision_of, &review->decision);
	review->opened_at = row_number(row);
	review->decide_by = row_number(row);
	review->wake_at = row_number(row);
	review->decided_at = row_number(row);
	row_text(row, review->decided_by, sizeof(review->decided_by));
}

READER_ONE(opt_out_review)
READER_ALL(opt_out_review)

enum fault opt_out_review_add(struct db *db, const struct opt_out_review *review)
{
	assert(review->promise.n != 0);

	return db_run(db, "INSERT INTO opt_out_review (" OPT_OUT_REVIEW_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6,"
			  " $7, $8, $9, $10) ON CONFLICT (promise_id) DO UPDATE SET"
			  " message_id = excluded.message_id, decision = excluded.decision,"
			  " opened_at = excluded.opened_at, decide_by = excluded.decide_by,"
			  " wake_at = excluded.wake_at, decided_at = excluded.decided_at,"
			  " decided_by = excluded.decided_by WHERE opt_out_review.decision <> 'open'",
		      BINDS(NUMBER(review->promise.n), NUMBER(review->message.n),
			    PHONEZ(review->phone), TEXTZ(channel_word(review->channel)),
			    TEXTZ(opt_out_review_decision_word(review->decision)), NUMBER(review->opened_at),
			    NUMBER(review->decide_by), NUMBER(review->wake_at),
			    NUMBER(review->decided_at), TEXTZ(review->decided_by)), NULL);
}

enum fault opt_out_review_get(struct db *db, struct promise_id promise, struct opt_out_review *review)
{
	assert(review);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " OPT_OUT_REVIEW_COLUMNS " FROM opt_out_review"
					     " WHERE promise_id = $1", BINDS(NUMBER(promise.n)));

	if (fault)
		return fault;
	return opt_out_review_one(rows, review);
}

enum fault opt_out_review_put(struct db *db, const struct opt_out_review *review)
{
	assert(review->promise.n != 0 && review->decision < DECISION_COUNT);

	int64_t changed = 0;
	enum fault fault = db_run(db, "UPDATE opt_out_review SET decision = $1, wake_at = $2,"
				      " decided_at = $3, decided_by = $4 WHERE promise_id = $5",
				  BINDS(TEXTZ(opt_out_review_decision_word(review->decision)),
					NUMBER(review->wake_at), NUMBER(review->decided_at),
					TEXTZ(review->decided_by), NUMBER(review->promise.n)),
				  &changed);

	return changed_or_missing(fault, changed);
}

enum fault opt_out_review_open_of(struct db *db, struct str phone, struct opt_out_review *reviews, size_t most,
			 size_t *count)
{
	assert(reviews && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " OPT_OUT_REVIEW_COLUMNS " FROM opt_out_review"
					     " WHERE phone = $1 AND decision = 'open' LIMIT $2",
				  BINDS(PHONE(phone), NUMBER(most)));

	if (fault)
		return fault;
	return opt_out_review_all(rows, reviews, most, count);
}

enum fault opt_out_review_due(struct db *db, int64_t now, struct opt_out_review *reviews, size_t most,
		     size_t *count)
{
	assert(reviews && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " OPT_OUT_REVIEW_COLUMNS " FROM opt_out_review"
					     " WHERE decision = 'open' AND wake_at <= $1"
					     " ORDER BY wake_at LIMIT $2",
				  BINDS(NUMBER(now), NUMBER(most)));

	if (fault)
		return fault;
	return opt_out_review_all(rows, reviews, most, count);
}

enum fault opt_out_review_next_wake(struct db *db, int64_t *at)
{
	int64_t next_at = NEVER;
	enum fault fault = setting_ask_number(db, "SELECT wake_at FROM opt_out_review WHERE decision = 'open'"
					  " ORDER BY wake_at LIMIT 1", NULL, 0, &next_at);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*at = next_at;
	return FAULT_NONE;
}
