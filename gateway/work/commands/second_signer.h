/*
 * second_signer - the second of two people, for every act that takes two: may this one sign,
 * and if not, what to do; and who may.
 *
 * domain/second_person decides; this brings the facts and says it in words.
 *
 * Writer thread, in the caller's transaction.
 */
#ifndef WORK_SECOND_SIGNER_H
#define WORK_SECOND_SIGNER_H

#include "domain/grant.h"
#include "store/people/users.h"

struct txn;

enum { SECOND_SIGNERS_TOLD = 5 };

struct second_signer {
	struct {
		struct user_id id;
		char name[NAME_ROOM];
	} who[SECOND_SIGNERS_TOLD];  /* some who may sign now */
	size_t count;
	int64_t from_at;             /* nobody now: since when somebody may; 0: nobody at all */
};

/* FAULT_CONFLICT with the reason and the way. */
enum fault second_signer_check(const struct txn *txn, struct signer asker,
			       struct signer second) MUST_CHECK;
/* Which administrators may sign what this one asked for, by a token they have. */
enum fault second_signer_find(const struct txn *txn, struct signer asker,
			      struct second_signer *found) MUST_CHECK;
/* What to do when nobody may now; NULL while somebody may. */
const char *second_signer_advice(const struct second_signer *found, char *into, size_t room);

#endif
