#include "second_person.h"

#include <assert.h>

struct hands {
	struct signer at[SECOND_PERSON_HANDS];
	size_t count;
	bool is_full;
};

static void add_hand(struct hands *hands, struct signer signer)
{
	if (signer.user.n == 0)
		return;
	for (size_t i = 0; i < hands->count; i++)
		if (hands->at[i].user.n == signer.user.n && hands->at[i].token == signer.token)
			return;
	if (hands->count == SECOND_PERSON_HANDS)
		hands->is_full = true;
	else
		hands->at[hands->count++] = signer;
}

static int64_t vouched_at(const struct second_person_facts *facts, struct user_id user)
{
	int64_t at = 0;

	for (size_t i = 0; i < facts->count; i++) {
		const struct grant *grant = &facts->grants[i];

		if (grant->kind == GRANT_VOUCHED && grant->to.user.n == user.n && grant->at > at)
			at = grant->at;
	}
	return at;
}

/* Is the grant of that very token, or of the account and not older than its last vouch? */
static bool signs_by(const struct second_person_facts *facts, struct signer signer,
		     const struct grant *grant)
{
	if (grant->to.user.n != signer.user.n)
		return false;
	if (grant->kind == GRANT_TOKEN)
		return grant->to.token == signer.token;
	return grant->at >= vouched_at(facts, signer.user);
}

/* The list grows while it is walked: who made them, who made those. */
static void find_hands(const struct second_person_facts *facts, struct signer signer,
		       struct hands *hands)
{
	*hands = (struct hands){ .count = 0 };
	add_hand(hands, signer);
	for (size_t i = 0; i < hands->count; i++)
		for (size_t k = 0; k < facts->count; k++)
			if (signs_by(facts, hands->at[i], &facts->grants[k]))
				add_hand(hands, facts->grants[k].by);
}

static bool have_one_in_common(const struct hands *one, const struct hands *other)
{
	for (size_t i = 0; i < one->count; i++)
		for (size_t k = 0; k < other->count; k++)
			if (one->at[i].user.n == other->at[k].user.n)
				return true;
	return false;
}

/* When the youngest was given that the signer signs by; NEVER: nobody gave them the account,
 * or the token. */
static int64_t youngest_at(const struct second_person_facts *facts, struct signer signer)
{
	int64_t account_at = NEVER, token_at = signer.token ? NEVER : 0;

	for (size_t i = 0; i < facts->count; i++) {
		const struct grant *grant = &facts->grants[i];
		int64_t *at = grant->kind == GRANT_TOKEN ? &token_at : &account_at;

		if (signs_by(facts, signer, grant) && (*at == NEVER || grant->at > *at))
			*at = grant->at;
	}
	return account_at > token_at ? account_at : token_at;
}

static bool is_new(int64_t given_at, int64_t now)
{
	return given_at > now - SECOND_PERSON_AFTER;
}

enum second_person second_person_judge(const struct second_person_facts *facts,
				       int64_t *from_at)
{
	struct hands asker, second;
	int64_t asker_at, second_at;

	assert(facts->asker.user.n != 0 && facts->second.user.n != 0 && from_at);
	*from_at = 0;
	if (facts->asker.user.n == facts->second.user.n)
		return SECOND_PERSON_IS_ASKER;
	find_hands(facts, facts->asker, &asker);
	find_hands(facts, facts->second, &second);
	asker_at = youngest_at(facts, facts->asker);
	second_at = youngest_at(facts, facts->second);
	if (asker.is_full || second.is_full || facts->count >= SECOND_PERSON_GRANTS ||
	    asker_at == NEVER || second_at == NEVER)
		return SECOND_PERSON_IS_UNKNOWN;
	if (have_one_in_common(&asker, &second))
		return SECOND_PERSON_IS_OF_ONE_HAND;
	if (is_new(second_at, facts->now)) {
		*from_at = second_at + SECOND_PERSON_AFTER;
		return SECOND_PERSON_IS_NEW;
	}
	if (is_new(asker_at, facts->now)) {
		*from_at = asker_at + SECOND_PERSON_AFTER;
		return SECOND_PERSON_ASKER_IS_NEW;
	}
	return SECOND_PERSON_COUNTS;
}
