#include "owner.h"

#include <assert.h>

#include "backstop.h"
#include "person_list.h"

enum fault owner_give(const struct txn *txn, struct promise *promise,
		      const struct owner_gift *gift)
{
	enum fault fault;

	assert(txn_is_writing(txn) && promise->id.n != 0 && !promise_is_closed(promise->state));
	assert(gift->what[0] && gift->actor[0] && gift->notice[0]);
	assert(gift->user.n != 0);
	promise->owner = gift->user;
	(void)person_list_clear_of(promise, PERSON_UNCOVERED);
	fault = txn_trace(txn, &(struct trace){
		.what = gift->what, .actor = gift->actor, .promise = promise->id,
		.contact = promise->contact, .detail = gift->why, .staff = gift->user });
	if (!fault)
		fault = backstop_put(txn, promise);
	if (!fault)
		fault = person_list_notify(txn, gift->user, ROLE_LIAISON, promise->id,
				     gift->notice);
	return fault;
}
