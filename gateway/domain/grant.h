/*
 * grant - what made somebody able to sign: an account, its role, its token; and by whose hand.
 *
 * The word stands in a SQL CHECK constraint.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_GRANT_H
#define DOMAIN_GRANT_H

#include "base/str.h"
#include "names.h"

/* vouched: the machine's operator says that this is a person of their own */
#define GRANTS(X)                                                                  \
	X(GRANT_MADE, "made") X(GRANT_RAISED, "raised") X(GRANT_ENABLED, "enabled") \
	X(GRANT_VOUCHED, "vouched") X(GRANT_TOKEN, "token")
#define X(name, word) name,
enum grant_kind { GRANTS(X) GRANT_COUNT };
#undef X

/* Who signs, and by which token; token 0: none is known. */
struct signer {
	struct user_id user;
	int64_t token;
};

struct grant {
	struct signer to;            /* GRANT_TOKEN: this token; else the account, token 0 */
	struct signer by;            /* user 0: the operator, at the machine itself */
	enum grant_kind kind;
	int64_t at;
};

const char *grant_word(enum grant_kind grant);
/* False when it is no such word. */
bool grant_of(struct str word, enum grant_kind *grant);

#endif
