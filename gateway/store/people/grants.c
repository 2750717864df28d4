#include "grants.h"

#include <assert.h>

#include "store/db/row.h"

static void grant_read(struct row *row, struct grant *grant)
{
	grant->to.user.n = row_number(row);
	grant->to.token = row_number(row);
	row_word(row, grant_of, &grant->kind);
	grant->by.user.n = row_number(row);
	grant->by.token = row_number(row);
	grant->at = row_number(row);
}

READER_ALL(grant)

static void signer_read(struct row *row, struct signer *signer)
{
	signer->user.n = row_number(row);
	signer->token = row_number(row);
}

READER_ALL(signer)

enum fault grant_add(struct db *db, const struct grant *grant)
{
	assert(grant->to.user.n != 0 && grant->kind < GRANT_COUNT);
	assert((grant->to.token != 0) == (grant->kind == GRANT_TOKEN));
	return db_run(db, "INSERT INTO staff_grant (staff_id, token_id, given, by_id, by_token, at)"
			  " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
		      BINDS(NUMBER(grant->to.user.n), NUMBER(grant->to.token),
			    TEXTZ(grant_word(grant->kind)), NUMBER(grant->by.user.n),
			    NUMBER(grant->by.token), NUMBER(grant->at)), NULL);
}

enum fault grant_list(struct db *db, struct signer to, struct grant *grants, size_t most,
		      size_t *count)
{
	assert(grants && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT staff_id, token_id, given, by_id, by_token, at FROM staff_grant"
		" WHERE staff_id = $1 AND token_id IN (0, $2) ORDER BY at DESC LIMIT $3",
		BINDS(NUMBER(to.user.n), NUMBER(to.token), NUMBER(most)));

	if (fault)
		return fault;
	return grant_all(rows, grants, most, count);
}

enum fault grant_administrators(struct db *db, struct user_id except, int64_t now,
				struct signer *signers, size_t most, size_t *count)
{
	assert(signers && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows,
		"SELECT s.id, t.id FROM staff AS s JOIN token AS t ON t.staff_id = s.id"
		" WHERE s.role = 'administrator' AND s.disabled_at = 0 AND s.id <> $1"
		" AND t.revoked_at = 0 AND t.expires_at > $2 ORDER BY s.id, t.id DESC LIMIT $3",
		BINDS(NUMBER(except.n), NUMBER(now), NUMBER(most)));

	if (fault)
		return fault;
	return signer_all(rows, signers, most, count);
}
