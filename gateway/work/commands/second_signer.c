#include "second_signer.h"

#include <assert.h>
#include <stdio.h>

#include "base/date.h"
#include "domain/second_person.h"
#include "store/people/grants.h"
#include "work/txn/txn.h"

enum { CANDIDATES_MOST = 200, SIGNERS_MOST = 2 * SECOND_PERSON_HANDS };

/* How one gets two people, wherever one administrator has only themselves. */
#define WAY                                                                          \
	"the operator makes another at the machine itself (hearbackctl user add EMAIL " \
	"--role administrator, or user vouch EMAIL, then token add EMAIL): they count a day later"

/* --- the facts --------------------------------------------------------------------------- */

struct signers {
	struct signer at[SIGNERS_MOST];
	size_t count;
	bool is_full;
};

static void add_signer(struct signers *signers, struct signer signer)
{
	if (signer.user.n == 0)
		return;
	for (size_t i = 0; i < signers->count; i++)
		if (signers->at[i].user.n == signer.user.n && signers->at[i].token == signer.token)
			return;
	if (signers->count == SIGNERS_MOST)
		signers->is_full = true;
	else
		signers->at[signers->count++] = signer;
}

/* The list grows while it is walked.  Full is full: the judge says so. */
static enum fault bring(const struct txn *txn, const struct second_person_facts *facts,
			struct grant *grants, size_t *count)
{
	struct signers signers = { .count = 0 };
	enum fault fault = FAULT_NONE;

	*count = 0;
	add_signer(&signers, facts->asker);
	add_signer(&signers, facts->second);
	for (size_t i = 0; !fault && i < signers.count && *count < SECOND_PERSON_GRANTS; i++) {
		size_t more = 0;

		fault = grant_list(txn->db, signers.at[i], grants + *count,
				   SECOND_PERSON_GRANTS - *count, &more);
		for (size_t k = 0; !fault && k < more; k++)
			add_signer(&signers, grants[*count + k].by);
		*count += more;
	}
	if (signers.is_full)
		*count = SECOND_PERSON_GRANTS;
	return fault;
}

static enum fault judge(const struct txn *txn, struct signer asker, struct signer second,
			enum second_person *verdict, int64_t *from_at)
{
	struct grant grants[SECOND_PERSON_GRANTS] = { 0 };
	struct second_person_facts facts = { .asker = asker, .second = second,
					     .grants = grants, .now = txn->now };
	enum fault fault = bring(txn, &facts, grants, &facts.count);

	if (!fault)
		*verdict = second_person_judge(&facts, from_at);
	return fault;
}

/* --- in words ---------------------------------------------------------------------------- */

static enum fault refuse_asker(const struct txn *txn, struct signer asker)
{
	struct second_signer found = { .count = 0 };
	char advice[256];
	enum fault fault = second_signer_find(txn, asker, &found);

	if (fault)
		return fault;
	if (second_signer_advice(&found, advice, sizeof(advice)))
		return fault_because(FAULT_CONFLICT, txn->note, "you asked for it yourself, and %s",
				     advice);
	return fault_because(FAULT_CONFLICT, txn->note,
			     "you asked for it yourself: another administrator has to approve it, "
			     "with a token of their own");
}

enum fault second_signer_check(const struct txn *txn, struct signer asker, struct signer second)
{
	enum second_person verdict = SECOND_PERSON_IS_UNKNOWN;
	int64_t from_at = 0;
	char at[DATE_SIZE] = "";
	enum fault fault = judge(txn, asker, second, &verdict, &from_at);

	if (fault)
		return fault;
	if (from_at)
		date_rfc3339(from_at, at);
	switch (verdict) {
	case SECOND_PERSON_COUNTS:
		return FAULT_NONE;
	case SECOND_PERSON_IS_ASKER:
		return refuse_asker(txn, asker);
	case SECOND_PERSON_IS_OF_ONE_HAND:
		return fault_because(FAULT_CONFLICT, txn->note, "you are no second person: your "
				     "account or token and the asker's come from one hand; another "
				     "administrator approves it, or " WAY);
	case SECOND_PERSON_IS_NEW:
		return fault_because(FAULT_CONFLICT, txn->note, "your account, role or token is "
				     "younger than a day: you count as the second person from %s "
				     "on; until then another administrator has to approve it", at);
	case SECOND_PERSON_ASKER_IS_NEW:
		return fault_because(FAULT_CONFLICT, txn->note, "the asker's account, role or token "
				     "is younger than a day: it counts from %s on; until then "
				     "another administrator asks for it", at);
	case SECOND_PERSON_IS_UNKNOWN:
		break;
	}
	return fault_because(FAULT_CONFLICT, txn->note, "by whose hand your token or the asker's "
			     "came to be cannot be told: the operator makes new ones at the machine "
			     "itself (hearbackctl token add EMAIL): they count a day later");
}

/* --- who may ----------------------------------------------------------------------------- */

static bool is_told(const struct second_signer *found, struct user_id id)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->who[i].id.n == id.n)
			return true;
	return false;
}

static enum fault look_at(const struct txn *txn, struct signer asker, struct signer candidate,
			  struct second_signer *found)
{
	enum second_person verdict = SECOND_PERSON_IS_UNKNOWN;
	int64_t from_at = 0;
	struct user user;
	enum fault fault = judge(txn, asker, candidate, &verdict, &from_at);

	if (!fault && from_at && (found->from_at == 0 || from_at < found->from_at))
		found->from_at = from_at;
	if (fault || verdict != SECOND_PERSON_COUNTS)
		return fault;
	fault = user_get(txn->db, candidate.user, &user);
	if (fault)
		return fault;
	found->who[found->count].id = user.id;
	str_put(found->who[found->count++].name, NAME_ROOM, str_of(user.name));
	return FAULT_NONE;
}

enum fault second_signer_find(const struct txn *txn, struct signer asker,
			      struct second_signer *found)
{
	struct signer candidates[CANDIDATES_MOST];
	size_t count = 0;
	enum fault fault;

	assert(txn_is_writing(txn) && found);
	*found = (struct second_signer){ .count = 0 };
	fault = grant_administrators(txn->db, asker.user, txn->now, candidates, CANDIDATES_MOST,
				     &count);
	for (size_t i = 0; !fault && i < count && found->count < SECOND_SIGNERS_TOLD; i++)
		if (!is_told(found, candidates[i].user))
			fault = look_at(txn, asker, candidates[i], found);
	return fault;
}

const char *second_signer_advice(const struct second_signer *found, char *into, size_t room)
{
	char at[DATE_SIZE];

	assert(found && into && room > 0);
	if (found->count)
		return NULL;
	if (found->from_at) {
		date_rfc3339(found->from_at, at);
		snprintf(into, room, "nobody counts as the second person before %s", at);
	} else {
		snprintf(into, room, "nobody else counts as the second person: " WAY);
	}
	return into;
}
