/*
 * grants - by whose hand each account, its role and its tokens came to be; kept for ever.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_GRANTS_H
#define STORE_GRANTS_H

#include "domain/grant.h"
#include "store/db/db.h"

/* Once more the same changes nothing. */
enum fault grant_add(struct db *db, const struct grant *grant) MUST_CHECK;
/* Of the account, and of that token of theirs, newest first. */
enum fault grant_list(struct db *db, struct signer to, struct grant *grants, size_t most,
		      size_t *count) MUST_CHECK;
/* Active administrators but `except`, each with each token that opens at `now`. */
enum fault grant_administrators(struct db *db, struct user_id except, int64_t now,
				struct signer *signers, size_t most, size_t *count) MUST_CHECK;

#endif
