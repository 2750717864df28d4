#include "person_list.h"

#include <assert.h>

#include "base/buf.h"
#include "staff_alert.h"
#include "store/people/notices.h"
#include "store/people/staff_alerts.h"
#include "work/txn/agenda.h"

enum { WHY_MOST = 256 };

enum fault person_list_notify(const struct txn *txn, struct user_id user, enum role role,
			struct promise_id promise, const char *what)
{
	struct notice notice = { .id = txn_id(txn), .user = user, .role = role,
				 .promise = promise, .at = txn->now };
	enum fault fault;

	assert(txn_is_writing(txn) && role < ROLE_COUNT && what[0]);
	str_put(notice.what, sizeof(notice.what), str_of(what));
	fault = notice_add(txn->db, &notice);
	if (fault || user.n == 0)
		return fault;
	return staff_alert_ask(txn->db, user, txn->now, STAFF_ALERT_EVERY);
}

enum fault person_list_note(const struct txn *txn, struct promise *promise,
			enum person_reason reason, const char *detail)
{
	AUTO(buf) why;
	enum fault fault;

	assert(txn_is_writing(txn) && promise->id.n != 0 && !promise_is_closed(promise->state));
	assert(reason < PERSON_REASON_COUNT && detail);
	assert(reason != PERSON_NONE);
	if (promise->person_at == 0)
		promise->person_at = txn->now;
	promise->person_reason = reason;
	str_put(promise->person_detail, sizeof(promise->person_detail), str_of(detail));
	buf_init(&why, WHY_MOST);
	person_reason_say(reason, str_of(promise->person_detail), &why);
	fault = agenda_put_promise(txn, promise);
	if (fault)
		return fault;
	return txn_trace(txn, &(struct trace){
		.what = "promise.for_person", .actor = "system", .promise = promise->id,
		.contact = promise->contact, .detail = buf_text(&why) });
}

/* Its owner, or whoever looks after what has none, hears of it. */
static enum fault tell(const struct txn *txn, const struct promise *promise, const char *notice)
{
	return person_list_notify(txn, promise->owner,
			    promise->owner.n ? ROLE_LIAISON : ROLE_ADMINISTRATOR, promise->id,
			    notice);
}

enum fault person_list_put(const struct txn *txn, struct promise *promise,
			enum person_reason reason, const char *detail)
{
	enum fault fault = person_list_note(txn, promise, reason, detail);

	if (fault)
		return fault;
	return tell(txn, promise, "promise.for_person");
}

enum fault person_list_put_unowned(const struct txn *txn, struct promise *promise)
{
	enum fault fault;

	assert(!promise_is_closed(promise->state));
	promise->owner = (struct user_id){ 0 };
	fault = person_list_note(txn, promise, PERSON_UNCOVERED, "");
	if (fault)
		return fault;
	return tell(txn, promise, "promise.unowned");
}

void person_list_clear(struct promise *promise)
{
	promise->person_at = 0;
	promise->person_reason = PERSON_NONE;
	promise->person_detail[0] = '\0';
}

bool person_list_clear_of(struct promise *promise, enum person_reason reason)
{
	assert(reason != PERSON_NONE);
	if (promise->person_reason != reason)
		return false;
	person_list_clear(promise);
	return true;
}
