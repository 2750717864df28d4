#include "command_find.h"

#include <assert.h>

#include "work/txn/txn.h"

enum fault command_find_user(const struct txn *txn, struct str email, struct user *user)
{
	enum fault fault;

	assert(txn_is_writing(txn) && user);
	fault = user_by_email(txn->db, email, user);
	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, "no user has that e-mail address");
	if (fault == FAULT_CONFLICT)
		return fault_because(fault, txn->note, USER_TWIN_SENTENCE);
	return fault;
}
