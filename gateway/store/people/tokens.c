#include "tokens.h"

#include <assert.h>

#include "store/db/digest.h"
#include "user_row.h"

#define TOKEN_COLUMNS                                                               \
	"t.id, t.staff_id, t.name, t.maker, t.created_at, t.expires_at, t.used_at,"  \
	" t.revoked_at, t.revoker"

static void token_read(struct row *row, struct token *token)
{
	token->id = row_number(row);
	token->user.n = row_number(row);
	row_sealed(row, SEAL_NAME, token->name, sizeof(token->name));
	row_text(row, token->maker, sizeof(token->maker));
	token->created_at = row_number(row);
	token->expires_at = row_number(row);
	token->used_at = row_number(row);
	token->revoked_at = row_number(row);
	row_text(row, token->revoker, sizeof(token->revoker));
}

READER_ONE(token)
READER_ALL(token)

/* Both halves of one row. */
struct bearer {
	struct token token;
	struct user user;
};

static void bearer_read(struct row *row, struct bearer *bearer)
{
	token_read(row, &bearer->token);
	user_read(row, &bearer->user);
}

READER_ONE(bearer)

enum fault token_add(struct db *db, const struct token *token, struct str secret)
{
	char hash[DIGEST_SIZE];

	assert(secret.size && token->id != 0 && token->user.n != 0);
	assert(token->expires_at > token->created_at);
	digest_hex(secret, hash);
	return db_run(db, "INSERT INTO token (hash, id, staff_id, name, maker, created_at,"
			  " expires_at, used_at, revoked_at, revoker)"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, '')",
		      BINDS(TEXTZ(hash), NUMBER(token->id), NUMBER(token->user.n),
			    SEALEDZ(SEAL_NAME, token->name), TEXTZ(token->maker), NUMBER(token->created_at),
			    NUMBER(token->expires_at)), NULL);
}

/* Found by its digest: how long the search takes tells nothing of the token. */
enum fault token_find(struct db *db, struct str secret, struct token *token, struct user *user)
{
	AUTO_ROWS rows = NULL;
	struct bearer bearer;
	char hash[DIGEST_SIZE];
	enum fault fault;

	assert(token && user);
	digest_hex(secret, hash);
	fault = db_ask(db, &rows, "SELECT " TOKEN_COLUMNS ", " USER_COLUMNS " FROM token AS t"
				  " JOIN staff AS s ON s.id = t.staff_id WHERE t.hash = $1",
		       BINDS(TEXTZ(hash)));
	if (!fault)
		fault = bearer_one(rows, &bearer);
	if (fault)
		return fault == FAULT_MISSING ? FAULT_STRANGER : fault;
	*token = bearer.token;
	*user = bearer.user;
	return FAULT_NONE;
}

enum fault token_get(struct db *db, int64_t id, struct token *token)
{
	assert(token);

	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT " TOKEN_COLUMNS " FROM token AS t"
					     " WHERE t.id = $1", BINDS(NUMBER(id)));

	if (fault)
		return fault;
	return token_one(rows, token);
}

enum fault token_list(struct db *db, struct user_id user, int64_t before, struct token *tokens,
		      size_t most, size_t *count)
{
	assert(tokens && most > 0 && count);

	AUTO_ROWS rows = NULL;
	enum fault fault = user.n ?
		db_ask(db, &rows, "SELECT " TOKEN_COLUMNS " FROM token AS t WHERE t.staff_id = $1"
				  " AND t.id < $2 ORDER BY t.id DESC LIMIT $3",
		       BINDS(NUMBER(user.n), NUMBER(before), NUMBER(most))) :
		db_ask(db, &rows, "SELECT " TOKEN_COLUMNS " FROM token AS t WHERE t.id < $1"
				  " ORDER BY t.id DESC LIMIT $2",
		       BINDS(NUMBER(before), NUMBER(most)));

	if (fault)
		return fault;
	return token_all(rows, tokens, most, count);
}

enum fault token_count(struct db *db, struct user_id user, int64_t now, int64_t *count)
{
	return setting_ask_number(db, "SELECT count(*) FROM token WHERE staff_id = $1"
				      " AND revoked_at = 0 AND expires_at > $2",
				  BINDS(NUMBER(user.n), NUMBER(now)), count);
}

enum fault token_revoke(struct db *db, const struct token_end *end, int64_t *count)
{
	assert((end->id != 0 || end->user.n != 0) && end->at > 0 && end->revoker[0]);
	if (end->id)
		return db_run(db, "UPDATE token SET revoked_at = $1, revoker = $2 WHERE id = $3"
				  " AND revoked_at = 0",
			      BINDS(NUMBER(end->at), TEXTZ(end->revoker), NUMBER(end->id)), count);
	return db_run(db, "UPDATE token SET revoked_at = $1, revoker = $2 WHERE staff_id = $3"
			  " AND revoked_at = 0",
		      BINDS(NUMBER(end->at), TEXTZ(end->revoker), NUMBER(end->user.n)), count);
}

enum fault token_touch(struct db *db, int64_t id, int64_t now)
{
	return db_run(db, "UPDATE token SET used_at = $1 WHERE id = $2 AND used_at < $1",
		      BINDS(NUMBER(now), NUMBER(id)), NULL);
}

enum fault token_set_ends(struct db *db, int64_t expires_at, int64_t *count)
{
	assert(expires_at > 0);
	return db_run(db, "UPDATE token SET expires_at = $1 WHERE expires_at = 0",
		      BINDS(NUMBER(expires_at)), count);
}

bool token_opens(const struct token *token, int64_t now)
{
	return token->revoked_at == 0 && token->expires_at > now;
}
