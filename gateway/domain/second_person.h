/*
 * second_person - who counts as the second of two people.
 *
 * Some acts take two: one asks, another approves.  Two accounts are two people only while
 * nobody holds both, so it is asked by whose hands each of them came to be: the signer's,
 * those of who made their account or raised its role or let it in again or made the token
 * they sign with, those of who made these, and so on.  What the machine's operator did
 * is nobody's hand.
 *
 *  (1) Whoever asked is not the second, whatever token they show.
 *  (2) No hand is on both sides: whoever was made by the asker, directly or through others,
 *      who made the asker, or was made by the one who made the asker too, is no second.
 *  (3) No grant that either signs by is younger than a day: the others have that long to
 *      see it.  An operator's is as young as anybody's.
 *  (4) An operator's vouch makes all grants of that account before it of no account: that
 *      is how two people stay two where one of them made the other.
 *  (5) What is too much to be looked through counts for nobody.
 *
 * Source: G7.
 * Threads: pure.
 */
#ifndef DOMAIN_SECOND_PERSON_H
#define DOMAIN_SECOND_PERSON_H

#include "base/clock.h"
#include "grant.h"

#define SECOND_PERSON_AFTER DAY_MS
/* The most grants, and the most hands of a side, that are looked through. */
enum { SECOND_PERSON_GRANTS = 512, SECOND_PERSON_HANDS = 128 };

enum second_person {
	SECOND_PERSON_COUNTS,
	SECOND_PERSON_IS_ASKER,      /* the same account */
	SECOND_PERSON_IS_OF_ONE_HAND, /* with the asker */
	SECOND_PERSON_IS_NEW,        /* from *from_at on they count */
	SECOND_PERSON_ASKER_IS_NEW,  /* from *from_at on the asker does */
	SECOND_PERSON_IS_UNKNOWN     /* too many grants, or none at all */
};

struct second_person_facts {
	struct signer asker, second;
	/* Of both, of those who made them, and so on, in any order. */
	const struct grant *grants;
	size_t count;
	int64_t now;
};

/* *from_at: 0 but where said. */
enum second_person second_person_judge(const struct second_person_facts *facts,
				       int64_t *from_at);

#endif
