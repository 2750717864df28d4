/*
 * tokens - what staff and scripts show at the door: to whom each belongs, until when it opens.
 *
 * Bearer tokens are kept as SHA-256 only.  A row stays when its token has ended: the audit
 * log names it.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_TOKENS_H
#define STORE_TOKENS_H

#include "users.h"

enum { TOKEN_NAME_ROOM = 64, TOKEN_MAKER_ROOM = 160 };

struct token {
	int64_t id;
	struct user_id user;
	char name[TOKEN_NAME_ROOM];   /* what it is for, or "" */
	char maker[TOKEN_MAKER_ROOM]; /* as the audit log has it: "staff:ID", "ctl:NAME"; "": not known */
	int64_t created_at, expires_at;
	int64_t used_at;              /* within an hour; 0: never */
	int64_t revoked_at;           /* 0: was not */
	char revoker[TOKEN_MAKER_ROOM];
};

/* `secret` is what its bearer will show. */
enum fault token_add(struct db *db, const struct token *token, struct str secret) MUST_CHECK;
/* The token and its user, whether it opens or not: the caller looks (token_opens).
 * FAULT_STRANGER: there is none. */
enum fault token_find(struct db *db, struct str secret, struct token *token,
		      struct user *user) MUST_CHECK;
enum fault token_get(struct db *db, int64_t id, struct token *token) MUST_CHECK;
/* Newest first, behind `before`; of one user, or (0) of all. */
enum fault token_list(struct db *db, struct user_id user, int64_t before, struct token *tokens,
		      size_t most, size_t *count) MUST_CHECK;
/* How many of a user's open at `now`. */
enum fault token_count(struct db *db, struct user_id user, int64_t now, int64_t *count) MUST_CHECK;
/* One token, or (id 0) all of a user; *count: how many had not been revoked before. */
struct token_end {
	int64_t id;
	struct user_id user;
	int64_t at;
	const char *revoker;
};
enum fault token_revoke(struct db *db, const struct token_end *end, int64_t *count) MUST_CHECK;
enum fault token_touch(struct db *db, int64_t id, int64_t now) MUST_CHECK;
/* At a start: tokens of a ledger of before, which had no end, get this one. */
enum fault token_set_ends(struct db *db, int64_t expires_at, int64_t *count) MUST_CHECK;
/* Neither revoked nor over. */
bool token_opens(const struct token *token, int64_t now);

#endif
