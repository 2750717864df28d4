#include "notices.h"

#include <assert.h>

#include "store/db/row.h"
#include "users.h"

#define NOTICE_COLUMNS "id, staff_id, role, promise_id, what, at, seen_at, detail"

static void notice_read(struct row *row, struct notice *notice)
{
	notice->id = row_number(row);
	notice->user.n = row_number(row);
	row_word(row, role_of, &notice->role);
	notice->promise.n = row_number(row);
	row_text(row, notice->what, sizeof(notice->what));
	notice->at = row_number(row);
	notice->seen_at = row_number(row);
	row_sealed(row, SEAL_DETAIL, notice->detail, sizeof(notice->detail));
}

READER_ALL(notice)

enum fault notice_add(struct db *db, const struct notice *notice)
{
	assert(notice->id != 0 && notice->what[0] && notice->role < ROLE_COUNT);
	return db_run(db, "INSERT INTO notice (" NOTICE_COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		      BINDS(NUMBER(notice->id), NUMBER(notice->user.n),
			    TEXTZ(role_word(notice->role)), NUMBER(notice->promise.n),
			    TEXTZ(notice->what), NUMBER(notice->at), NUMBER(notice->seen_at),
			    SEALEDZ(SEAL_DETAIL, notice->detail)),
		      NULL);
}

enum fault notice_list(struct db *db, const struct user *user, int64_t before,
		       struct notice *notices, size_t most, size_t *count)
{
	assert(user && notices && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " NOTICE_COLUMNS " FROM notice"
					     " WHERE staff_id IN ($1, 0)"
					     " AND (staff_id = $1 OR role = $2) AND id < $3"
					     " ORDER BY id DESC LIMIT $4",
				  BINDS(NUMBER(user->id.n), TEXTZ(role_word(user->role)),
					NUMBER(before), NUMBER(most)));

	if (fault)
		return fault;
	return notice_all(rows, notices, most, count);
}
