/*
 * sealed - a key for tests; with SEALED=1 every ledger of theirs is sealed.
 */
#ifndef TESTS_UNIT_STORE_SEALED_H
#define TESTS_UNIT_STORE_SEALED_H

#include <stdlib.h>

#include "store/db/db.h"

/* Kept until the program ends. */
static inline const struct seal_key *sealed_key(void)
{
	static const unsigned char secret[SEAL_PART_SIZE] = "a key of tests";
	static struct seal_key *key;

	if (!key)
		key = seal_key_new(secret);
	return key;
}

static inline void sealed_if_asked(struct db *db)
{
	if (getenv("SEALED"))
		db_seal(db, sealed_key());
}

#endif
