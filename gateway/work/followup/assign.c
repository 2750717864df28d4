#include "assign.h"

#include <assert.h>

#include "coverage.h"
#include "store/people/users.h"

static enum fault find_person(const struct txn *txn, const struct assign *assign,
			      struct user *user)
{
	struct user found;
	bool is_away = false;
	enum fault fault = user_by_email(txn->db, str_of(assign->step->person), &found);

	if (!fault)
		fault = coverage_is_away(txn, found.id, &is_away);
	if (fault == FAULT_CONFLICT)
		return FAULT_MISSING; /* two are spelled so in a ledger of before: neither is meant */
	if (fault)
		return fault;
	if (is_away || found.disabled_at || found.role == ROLE_VIEWER || found.id.n == assign->except.n)
		return FAULT_MISSING;
	*user = found;
	return FAULT_NONE;
}

enum fault assign_find(const struct txn *txn, const struct assign *assign,
		       struct user *user)
{
	enum fault fault = FAULT_MISSING;

	assert(txn_is_writing(txn) && assign->step && assign->language && user);
	if (assign->step->whom == RULE_TO_PERSON)
		fault = find_person(txn, assign, user);
	else if (assign->step->whom == RULE_TO_ROLE)
		fault = user_for_role(txn->db, assign->step->role, assign->except,
				      txn->now, user);
	if (fault == FAULT_MISSING)
		fault = coverage_find(txn, &(struct coverage_ask){
			.language = str_of(assign->language), .household = assign->household,
			.due_at = assign->due_at, .except = assign->except }, user);
	return fault;
}
