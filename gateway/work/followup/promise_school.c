#include "promise_school.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "domain/rules/rule.h"
#include "store/people/schools.h"
#include "work/txn/agenda.h"

enum { PAGE = 32 };

enum fault promise_school_of(const struct txn *txn, struct household_id id, struct promise_school *home)
{
	assert(home);

	struct school schools[HOUSEHOLD_STUDENTS];
	struct promise_school found = { .schools = "", .school = "" };
	size_t count = 0;
	AUTO(buf) joined;
	enum fault fault = id.n ? household_get(txn->db, id, &found.household) : FAULT_MISSING;

	buf_init(&joined, sizeof(found.schools) - 1);
	if (!fault)
		fault = school_of_household(txn->db, id, schools, COUNT_OF(schools), &count);
	if (fault && fault != FAULT_MISSING)
		return fault;
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_add_char(&joined, ',');
		buf_add_text(&joined, schools[i].name);
	}
	if (count == 1)
		str_put(found.school, sizeof(found.school), str_of(schools[0].name));
	str_put(found.schools, sizeof(found.schools), buf_str(&joined));
	*home = found;
	return FAULT_NONE;
}

/* --- after a change ------------------------------------------------------------------ */

static enum fault move(const struct txn *txn, struct promise *promise, const char *school,
		       const char *actor)
{
	AUTO(buf) detail;
	enum fault fault;

	buf_init(&detail, 2 * SCHOOL_ROOM);
	buf_add_format(&detail, "%s, was %s", school[0] ? school : "none, or several",
		       promise->school[0] ? promise->school : "none, or several");
	str_put(promise->school, sizeof(promise->school), str_of(school));
	if (promise->wake_at > txn->now && promise->wake_at < NEVER)
		promise->wake_at = txn->now;
	fault = agenda_put_promise(txn, promise);
	if (fault)
		return fault;
	return txn_trace(txn, &(struct trace){
		.what = "promise.school", .actor = actor, .promise = promise->id,
		.contact = promise->contact, .detail = buf_text(&detail) });
}

static enum fault settle(const struct txn *txn, struct contact_id contact,
			 const char *school, const char *actor)
{
	struct promise promises[PAGE];
	size_t count = 0;
	enum fault fault;

	do {
		/* Who has moved is not found again. */
		fault = promise_elsewhere(txn->db, contact, str_of(school), promises, PAGE,
					  &count);
		for (size_t i = 0; !fault && i < count; i++)
			fault = move(txn, &promises[i], school, actor);
	} while (!fault && count == PAGE);
	return fault;
}

enum fault promise_school_settle(const struct txn *txn, const struct contact *contact,
		       const char *actor)
{
	assert(txn_is_writing(txn) && contact->id.n != 0 && actor[0]);

	struct promise_school home;
	enum fault fault = promise_school_of(txn, contact->household, &home);

	if (fault)
		return fault;
	return settle(txn, contact->id, home.school, actor);
}

enum fault promise_school_settle_all(const struct txn *txn, struct household_id id, const char *actor)
{
	assert(txn_is_writing(txn) && actor[0]);

	struct contact guardians[HOUSEHOLD_CONTACTS];
	struct promise_school home;
	size_t count = 0;
	enum fault fault = promise_school_of(txn, id, &home);

	if (!fault)
		fault = contact_of_household(txn->db, id, guardians, HOUSEHOLD_CONTACTS, &count);
	for (size_t i = 0; !fault && i < count; i++)
		fault = settle(txn, guardians[i].id, home.school, actor);
	return fault;
}

/* --- how a school is spelled --------------------------------------------------------- */

static void spell(const struct school *schools, size_t count, char school[SCHOOL_ROOM])
{
	AUTO(buf) asked;
	AUTO(buf) known;

	buf_init(&asked, 4 * SCHOOL_ROOM);
	buf_init(&known, 4 * SCHOOL_ROOM);
	rule_name_fold(str_of(school), &asked);
	for (size_t i = 0; i < count; i++) {
		buf_clear(&known);
		rule_name_fold(str_of(schools[i].name), &known);
		if (str_equals(buf_str(&known), buf_str(&asked))) {
			str_put(school, SCHOOL_ROOM, str_of(schools[i].name));
			return;
		}
	}
}

enum fault promise_school_spell(const struct txn *txn, char school[SCHOOL_ROOM])
{
	return promise_school_spell_all(txn, school, SCHOOL_ROOM);
}

/* Most names are spelled as before: only a new one asks for all. */
static enum fault are_known(const struct txn *txn, const char *joined, bool *are)
{
	struct str rest = str_of(joined), name;
	enum fault fault = FAULT_NONE;

	*are = true;
	while (!fault && *are && str_next(&rest, ',', &name))
		fault = name.size ? school_is_known(txn->db, name, are) : FAULT_NONE;
	return fault;
}

enum fault promise_school_spell_all(const struct txn *txn, char *joined, size_t room)
{
	assert(joined && room > 1);

	struct school *schools;
	struct str rest = str_of(joined), name;
	size_t count = 0;
	bool are = true;
	AUTO(buf) spelled;
	enum fault fault = are_known(txn, joined, &are);

	buf_init(&spelled, room - 1);
	if (fault || are)
		return fault;
	schools = memory_array(struct school, SCHOOLS_MOST);
	fault = school_list(txn->db, schools, SCHOOLS_MOST, &count);
	while (!fault && str_next(&rest, ',', &name)) {
		char one[SCHOOL_ROOM];

		str_put(one, sizeof(one), name);
		spell(schools, count, one);
		if (spelled.size)
			buf_add_char(&spelled, ',');
		buf_add_text(&spelled, one);
	}
	free(schools);
	if (!fault)
		fault = buf_check(&spelled, txn->note);
	if (!fault)
		str_put(joined, room, buf_str(&spelled));
	return fault;
}
