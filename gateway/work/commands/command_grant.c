#include "command_grant.h"

#include <assert.h>

#include "store/people/grants.h"
#include "work/followup/person_list.h"
#include "work/txn/txn.h"

enum fault command_grant(const struct txn *txn, const struct command *command,
			 const struct user *user, enum grant_kind kind, int64_t token)
{
	enum fault fault;

	assert(txn_is_writing(txn) && user->id.n != 0);
	assert((token != 0) == (kind == GRANT_TOKEN));
	fault = grant_add(txn->db, &(struct grant){ .to = { user->id, token },
						    .by = command_signer(command),
						    .kind = kind, .at = txn->now });
	if (fault || user->role != ROLE_ADMINISTRATOR)
		return fault;
	return person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
				  (struct promise_id){ 0 }, "staff.administrator");
}
