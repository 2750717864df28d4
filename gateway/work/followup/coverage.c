#include "coverage.h"

#include <assert.h>
#include <string.h>

#include "backstop.h"
#include "owner.h"
#include "person_list.h"
#include "store/people/absences.h"
#include "store/people/users.h"

enum { STAFF_MOST = 64, ABSENCES_MOST = 32, PAGE = 64, TURN_MOST = 16 };

/* --- when a person is there --------------------------------------------------------- */

/* One school: its calendar; several or none: the district's. */
static const struct school_closures *closures_of(const struct txn *txn,
						 const struct user *user)
{
	bool is_one = user->schools[0] && !strchr(user->schools, ',');

	return timetable_closures(txn->locale->timetable,
				  is_one ? str_of(user->schools) : STR_NONE);
}

struct school_week coverage_week(const struct txn *txn, const struct user *user)
{
	assert(user->id.n != 0);

	const struct zone *zone = user->zone[0] ? zone_find(str_of(user->zone)) : NULL;
	struct school_week week = txn->week;
	struct school_week own;

	if (user->week[0] && school_week_read(str_of(user->week), week.zone, &own, NULL) == FAULT_NONE)
		week = own;
	if (zone)
		week.zone = zone;
	week.closures = closures_of(txn, user);
	return week;
}

enum fault coverage_is_away(const struct txn *txn, struct user_id id, bool *is_away)
{
	assert(is_away);

	struct absence absences[ABSENCES_MOST];
	size_t count = 0;
	enum fault fault = absence_of(txn->db, id, txn->now, absences, ABSENCES_MOST, &count);

	*is_away = false;
	for (size_t i = 0; !fault && i < count; i++)
		*is_away |= absences[i].from_at <= txn->now;
	return fault;
}

/* Staffed time of theirs until then, without their absences. */
static enum fault time_until(const struct txn *txn, const struct user *user,
			     int64_t until_at, int64_t *span_for)
{
	struct school_week week = coverage_week(txn, user);
	struct absence absences[ABSENCES_MOST];
	size_t count = 0;
	enum fault fault = absence_of(txn->db, user->id, txn->now, absences,
				      ABSENCES_MOST, &count);
	struct school_span spans[ABSENCES_MOST];

	*span_for = school_between(&week, txn->now, until_at);
	for (size_t i = 0; i < count; i++)
		spans[i] = (struct school_span){
			absences[i].from_at > txn->now ? absences[i].from_at : txn->now,
			absences[i].to_at < until_at ? absences[i].to_at : until_at };
	count = school_closures_tidy(spans, count);
	for (size_t i = 0; i < count; i++)
		*span_for -= school_between(&week, spans[i].from_at, spans[i].to_at);
	return fault;
}

enum fault coverage_find(const struct txn *txn, const struct coverage_ask *ask, struct user *user)
{
	assert(txn_is_writing(txn) && user);

	struct user users[STAFF_MOST];
	int64_t day_at = school_after(&txn->week, txn->now, 8 * HOUR_MS);
	int64_t until_at = ask->due_at > day_at || day_at == NEVER ? ask->due_at : day_at;
	size_t count = 0;
	enum fault fault = user_covering(txn->db, &(struct user_want){
		ask->language, txn->now, ask->household }, users, STAFF_MOST, &count);

	for (size_t i = 0; !fault && i < count; i++) {
		int64_t span_for = 0;

		fault = time_until(txn, &users[i], until_at, &span_for);
		if (!fault && span_for > 0 && users[i].id.n != ask->except.n) {
			*user = users[i];
			return FAULT_NONE;
		}
	}
	if (fault)
		return fault;
	return FAULT_MISSING;
}

/* --- moving promises ---------------------------------------------------------------- */

static enum fault hand(const struct txn *txn, struct promise *promise, struct user_id next,
		       const char *why)
{
	return owner_give(txn, promise, &(struct owner_gift){
		next, "promise.handed_over", "system", why, "promise.handed_over" });
}

/* Nobody covers it: unowned, on a person's list, and the administrators hear of it. */
static enum fault leave(const struct txn *txn, struct promise *promise, const char *why)
{
	enum fault fault;

	fault = txn_trace(txn, &(struct trace){
		.what = "promise.unowned", .actor = "system", .promise = promise->id,
		.contact = promise->contact, .detail = why });
	if (fault)
		return fault;
	/* A person is to look at it already: for a reason that this one must not hide. */
	if (promise->person_at == 0)
		return person_list_put_unowned(txn, promise);
	promise->owner = (struct user_id){ 0 };
	fault = agenda_put_promise(txn, promise);
	if (fault)
		return fault;
	return person_list_notify(txn, promise->owner, ROLE_ADMINISTRATOR,
			    promise->id, "promise.unowned");
}

static enum fault find_next(const struct txn *txn, const struct promise *promise,
			    struct user *next)
{
	struct contact contact;
	enum fault fault = contact_get(txn->db, promise->contact, &contact);

	if (fault)
		return fault == FAULT_MISSING ? FAULT_BROKEN : fault;
	return coverage_find(txn, &(struct coverage_ask){
		.language = str_of(promise->language), .household = contact.household,
		.due_at = promise->due_at }, next);
}

enum fault coverage_hand_over(const struct txn *txn, struct user_id from, const char *why)
{
	struct promise promises[PAGE];
	struct promise_id after = { 0 };
	size_t count = 0;
	enum fault fault = FAULT_NONE;

	assert(txn_is_writing(txn) && from.n != 0 && why[0]);
	do {
		fault = promise_owned(txn->db, from, after, promises, PAGE, &count);
		for (size_t i = 0; !fault && i < count; i++) {
			struct user next;

			after = promises[i].id;
			fault = find_next(txn, &promises[i], &next);
			fault = fault == FAULT_NONE ? hand(txn, &promises[i], next.id, why) :
				fault == FAULT_MISSING ? leave(txn, &promises[i], why) : fault;
		}
	} while (!fault && count == PAGE);
	return fault;
}

/* *count: how many nobody owns behind `after`, a page at most. */
static enum fault adopt_page(const struct txn *txn, struct promise_id *after, size_t *count)
{
	struct promise promises[PAGE];
	enum fault fault;

	*count = 0;
	fault = promise_owned(txn->db, (struct user_id){ 0 }, *after, promises, PAGE, count);
	for (size_t i = 0; !fault && i < *count; i++) {
		struct user next;

		*after = promises[i].id;
		fault = find_next(txn, &promises[i], &next);
		if (fault == FAULT_NONE)
			fault = hand(txn, &promises[i], next.id, "somebody covers it now");
		else if (fault == FAULT_MISSING)
			fault = FAULT_NONE;
	}
	return fault;
}

enum fault coverage_adopt(const struct txn *txn)
{
	struct promise_id after = { 0 };
	size_t count;
	enum fault fault;

	assert(txn_is_writing(txn));
	do {
		fault = adopt_page(txn, &after, &count);
	} while (!fault && count == PAGE);
	return fault;
}

/* The oldest page of them: whoever has a ceiling takes one for the one that was closed. */
enum fault coverage_room(const struct txn *txn, struct user_id owner)
{
	struct promise_id after = { 0 };
	struct user user;
	size_t count;
	enum fault fault;

	assert(txn_is_writing(txn));
	if (owner.n == 0)
		return FAULT_NONE;
	fault = user_get(txn->db, owner, &user);
	if (fault || user.capacity == 0)
		return fault;
	return adopt_page(txn, &after, &count);
}

/* --- absences ------------------------------------------------------------------------ */

/* One that began and ended while we were down moves nothing. */
static enum fault turn(const struct txn *txn, void *thing)
{
	struct absence *absence = thing;
	bool is_over = absence->to_at <= txn->now;
	enum fault fault;

	absence->wake_at = is_over ? NEVER : absence->to_at;
	fault = absence_put(txn->db, absence);
	if (!fault)
		fault = txn_trace(txn, &(struct trace){
			.what = is_over ? "staff.back" : "staff.away", .actor = "system",
			.staff = absence->user, .detail = "as planned" });
	if (fault)
		return fault;
	return is_over ? coverage_adopt(txn) :
			 coverage_hand_over(txn, absence->user, "its owner is away");
}

static enum fault postpone(const struct txn *txn, void *thing)
{
	struct absence *absence = thing;

	absence->wake_at = txn->now + TRIAL_AGAIN_IN;
	return absence_put(txn->db, absence);
}

enum fault coverage_turn(const struct txn *txn, size_t *count)
{
	assert(txn_is_writing(txn) && count);

	static const struct trial trial = { turn, postpone, "absence" };
	struct absence due[TURN_MOST];
	enum fault fault = absence_due(txn->db, txn->now, due, TURN_MOST, count);

	for (size_t i = 0; !fault && i < *count; i++)
		fault = txn_try(txn, &trial, &due[i], due[i].id);
	return fault;
}
