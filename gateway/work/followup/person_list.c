#include "person_list.h"

#include "coverage.h"
#include "staff_alert.h"

enum fault person_list_notify(const struct txn *txn, struct user_id user, enum role role,
			struct promise_id promise, const char *what)
{
	struct notice notice = { .id = txn_id(txn), .user = user, .role = role,
				 .promise = promise, .at = txn->now };
	enum fault fault;

	str_put(notice.what, sizeof(notice.what), str_of(what));
	fault = notice_add(txn->db, &notice);
	return fault || user.n == 0 ? fault : staff_alert_ask(txn->db, user, txn->now, STAFF_ALERT_EVERY);
}

enum fault person_list_note(const struct txn *txn, struct promise *promise, const char *why)
{
	enum fault fault;

	if (promise->person_at == 0)
		promise->person_at = txn->now;
	str_put(promise->person_reason, sizeof(promise->person_reason), str_of(why));
	fault = promise_put(txn->db, promise);
	return fault ? fault : txn_trace(txn, &(struct trace){
		.what = "promise.for_person", .actor = "system", .promise = promise->id,
		.contact = promise->contact, .detail = why });
}

static enum fault list_for_person(const struct txn *txn, struct promise *promise,
				  const char *why, const char *notice)
{
	enum fault fault = person_list_note(txn, promise, why);

	return fault ? fault : person_list_notify(txn, promise->owner,
					    promise->owner.n ? ROLE_LIAISON : ROLE_ADMINISTRATOR,
					    promise->id, notice);
}

enum fault person_list_put(const struct txn *txn, struct promise *promise, const char *why)
{
	return list_for_person(txn, promise, why, "promise.for_person");
}

enum fault person_list_put_unowned(const struct txn *txn, struct promise *promise)
{
	promise->owner = (struct user_id){ 0 };
	return list_for_person(txn, promise, COVERAGE_NOBODY, "promise.unowned");
}

void person_list_clear(struct promise *promise)
{
	promise->person_at = 0;
	promise->person_reason[0] = '\0';
}
