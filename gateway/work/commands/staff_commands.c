/* What administrators do about when people and schools are there. */
#include <string.h>

#include "command_private.h"
#include "i18n/time/ical.h"
#include "store/people/absences.h"
#include "store/people/calendars.h"
#include "store/people/users.h"
#include "work/followup/coverage.h"
#include "work/followup/promise_school.h"

static enum fault find_user(const struct txn *txn, const struct command *command, struct user *user,
			    struct command_result *result)
{
	enum fault fault = user_by_email(txn->db, command->word, user);

	result->user = user->id;
	return fault == FAULT_MISSING ?
		fault_because(fault, txn->note, "no user has that e-mail address") : fault;
}

/* Only what was given. */
static void merge(const struct command *command, struct user *user)
{
	const struct user *given = &command->user;

	if (command->user_has[USER_HAS_NAME])
		memcpy(user->name, given->name, sizeof(user->name));
	if (command->user_has[USER_HAS_ROLE])
		user->role = given->role;
	if (command->user_has[USER_HAS_LANGUAGES])
		memcpy(user->languages, given->languages, sizeof(user->languages));
	if (command->user_has[USER_HAS_PHONE])
		memcpy(user->phone, given->phone, sizeof(user->phone));
	if (command->user_has[USER_HAS_WEEK])
		memcpy(user->week, given->week, sizeof(user->week));
	if (command->user_has[USER_HAS_ZONE])
		memcpy(user->zone, given->zone, sizeof(user->zone));
	if (command->user_has[USER_HAS_CAPACITY])
		user->capacity = given->capacity;
	if (command->user_has[USER_HAS_SCHOOLS])
		memcpy(user->schools, given->schools, sizeof(user->schools));
}

/* A viewer owes nobody an answer; who learns a language may adopt what waits for it. */
enum fault staff_command_set(const struct txn *txn, const struct command *command,
			 struct command_result *result)
{
	struct user user = { .id = { 0 } };
	enum fault fault = find_user(txn, command, &user, result);

	if (fault)
		return fault;
	merge(command, &user);
	fault = promise_school_spell_all(txn, user.schools, sizeof(user.schools));
	result->told = user;
	if (!fault)
		fault = user_put(txn->db, &user);
	if (!fault && user.role == ROLE_VIEWER)
		fault = coverage_hand_over(txn, user.id, "its owner does not answer any more");
	return fault ? fault : coverage_adopt(txn);
}

enum fault staff_command_absent(const struct txn *txn, const struct command *command,
			    struct command_result *result)
{
	struct user user = { .id = { 0 } };
	struct absence absence = { .id = txn_id(txn), .from_at = command->from_at,
				   .to_at = command->to_at };
	enum fault fault = find_user(txn, command, &user, result);

	if (fault)
		return fault;
	if (command->to_at <= command->from_at)
		return fault_because(FAULT_INVALID, txn->note, "the absence ends before it begins");
	if (command->to_at <= txn->now)
		return fault_because(FAULT_INVALID, txn->note, "the absence is over already");
	absence.user = user.id;
	absence.wake_at = command->from_at > txn->now ? command->from_at : command->to_at;
	str_put(absence.reason, sizeof(absence.reason), command->text);
	result->told = user;
	fault = absence_add(txn->db, &absence);
	if (!fault && command->from_at <= txn->now)
		fault = coverage_hand_over(txn, user.id, "its owner is away");
	return fault;
}

/* Ends what runs; when nothing does, drops what is planned. */
enum fault staff_command_back(const struct txn *txn, const struct command *command,
			  struct command_result *result)
{
	struct user user = { .id = { 0 } };
	struct absence absences[64];
	size_t count = 0;
	bool is_away = false;
	enum fault fault = find_user(txn, command, &user, result);

	if (!fault)
		fault = absence_of(txn->db, user.id, txn->now, absences, COUNT_OF(absences),
				   &count);
	if (!fault && count == 0)
		return fault_because(FAULT_CONFLICT, txn->note, "no absence stands there");
	for (size_t i = 0; i < count; i++)
		is_away |= absences[i].from_at <= txn->now;
	for (size_t i = 0; !fault && i < count; i++) {
		if (is_away && absences[i].from_at > txn->now)
			continue;
		absences[i].to_at = txn->now;
		absences[i].wake_at = NEVER;
		fault = absence_put(txn->db, &absences[i]);
	}
	result->told = user;
	return fault ? fault : coverage_adopt(txn);
}

static enum fault keep_closures(const struct txn *txn, const struct command *command,
				const char *school)
{
	enum fault fault = FAULT_NONE;

	for (size_t i = 0; !fault && i < command->calendar->count; i++) {
		const struct ical_closure *from = &command->calendar->closures[i];
		struct closure closure = { .from_at = from->from_at, .to_at = from->to_at,
					   .is_all_day = from->is_all_day };

		str_put(closure.school, sizeof(closure.school), str_of(school));
		str_put(closure.summary, sizeof(closure.summary), from->summary);
		fault = calendar_closure_add(txn->db, &closure);
	}
	return fault;
}

/* What was told to families stays told; when the next step is due is counted anew. */
enum fault staff_command_calendar_put(const struct txn *txn, const struct command *command,
			     struct command_result *result)
{
	struct calendar calendar = { .imported_at = txn->now, .until_at = command->to_at };
	enum fault fault;

	str_put(calendar.school, sizeof(calendar.school), command->word);
	fault = promise_school_spell(txn, calendar.school);
	str_put(calendar.imported_by, sizeof(calendar.imported_by), str_of(command->actor));
	if (!fault)
		fault = calendar_replace(txn->db, &calendar);
	if (!fault)
		fault = keep_closures(txn, command, calendar.school);
	if (!fault)
		fault = promise_wake_all(txn->db, str_of(calendar.school), txn->now);
	if (!fault)
		fault = timetable_load(txn->db, &result->timetable);
	return fault == FAULT_TOO_LARGE ?
		fault_because(fault, txn->note, "all calendars together close school too often") :
		fault;
}
