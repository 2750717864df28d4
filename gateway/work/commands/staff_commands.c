#include "staff_commands.h"

#include <string.h>

#include "base/date.h"
#include "command_find.h"
#include "command_grant.h"
#include "command_trace.h"
#include "store/people/absences.h"
#include "store/people/tokens.h"
#include "work/followup/coverage.h"
#include "work/followup/promise_school.h"
#include "work/txn/txn.h"

/* --- who they are ---------------------------------------------------------------------- */

static bool add_is_whole(const struct command *command)
{
	return container_of(command, struct user_add, command)->user.email[0];
}

static enum fault add_run(const struct txn *txn, struct command *command)
{
	struct user_add *add = container_of(command, struct user_add, command);
	struct user user = add->user;
	enum fault fault;

	if (!strchr(user.email, '@'))
		return fault_because(FAULT_INVALID, txn->note, "that is no e-mail address");
	add->id = user.id = (struct user_id){ txn_id(txn) };
	user.created_at = txn->now;
	add->user = user;
	fault = user_add(txn->db, &user);
	if (fault == FAULT_CONFLICT)
		return fault_because(fault, txn->note, "a user with that e-mail address exists "
				     "(capital letters make no other)");
	if (!fault)
		fault = command_grant(txn, command, &user, GRANT_MADE, 0);
	if (!fault)
		fault = coverage_adopt(txn);
	if (!fault)
		fault = command_trace(txn, command, "staff.added", role_word(user.role));
	return fault;
}

const struct command_row staff_command_add = {
	.word = "user.add", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct user_add),
	.ids = { [COMMAND_USER] = COMMAND_ID(struct user_add, id) },
	.is_whole = add_is_whole, .run = add_run,
};

static bool disable_is_whole(const struct command *command)
{
	return container_of(command, struct user_disable, command)->email.size > 0;
}

static enum fault disable_run(const struct txn *txn, struct command *command)
{
	struct user_disable *disable = container_of(command, struct user_disable, command);
	struct user user;
	int64_t count;
	enum fault fault = command_find_user(txn, disable->email, &user);

	if (fault)
		return fault;
	disable->id = user.id;
	if (user.disabled_at == 0)
		user.disabled_at = txn->now;
	disable->disabled_at = user.disabled_at;
	fault = user_put(txn->db, &user);
	if (!fault)
		fault = token_revoke(txn->db, &(struct token_end){
			.user = user.id, .at = txn->now, .revoker = command->actor }, &count);
	if (!fault)
		fault = coverage_hand_over(txn, user.id, "its owner left");
	if (!fault)
		fault = command_trace(txn, command, "staff.disabled", "");
	return fault;
}

const struct command_row staff_command_disable = {
	.word = "user.disable", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct user_disable),
	.texts = { offsetof(struct user_disable, email) },
	.ids = { [COMMAND_USER] = COMMAND_ID(struct user_disable, id) },
	.is_whole = disable_is_whole, .run = disable_run,
};

static bool enable_is_whole(const struct command *command)
{
	return container_of(command, struct user_enable, command)->email.size > 0;
}

static enum fault enable_run(const struct txn *txn, struct command *command)
{
	struct user_enable *enable = container_of(command, struct user_enable, command);
	enum fault fault = command_find_user(txn, enable->email, &enable->user);

	if (fault)
		return fault;
	if (enable->user.disabled_at == 0)
		return fault_because(FAULT_CONFLICT, txn->note, "that user is not disabled");
	enable->user.disabled_at = 0;
	fault = user_put(txn->db, &enable->user);
	if (!fault)
		fault = command_grant(txn, command, &enable->user, GRANT_ENABLED, 0);
	if (!fault)
		fault = coverage_adopt(txn);
	if (!fault)
		fault = command_trace(txn, command, "staff.enabled", "");
	return fault;
}

const struct command_row staff_command_enable = {
	.word = "user.enable", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct user_enable),
	.texts = { offsetof(struct user_enable, email) },
	.ids = { [COMMAND_USER] = COMMAND_ID(struct user_enable, user.id) },
	.is_whole = enable_is_whole, .run = enable_run,
};

static bool vouch_is_whole(const struct command *command)
{
	return container_of(command, struct user_vouch, command)->email.size > 0;
}

static enum fault vouch_run(const struct txn *txn, struct command *command)
{
	struct user_vouch *vouch = container_of(command, struct user_vouch, command);
	enum fault fault;

	if (command->actor_id.n)
		return fault_because(FAULT_UNSIGNED, txn->note, "only the operator vouches, at the "
				     "machine itself: hearbackctl user vouch EMAIL, without a token");
	fault = command_find_user(txn, vouch->email, &vouch->user);
	if (!fault && vouch->user.role != ROLE_ADMINISTRATOR)
		fault = fault_because(FAULT_CONFLICT, txn->note, "only an administrator signs as the second person, and "
				      "this is a %s: hearbackctl user set EMAIL --role administrator first",
				      role_word(vouch->user.role));
	if (!fault && vouch->user.disabled_at)
		fault = fault_because(FAULT_CONFLICT, txn->note, "a user who is disabled signs nothing: hearbackctl user "
				      "enable EMAIL first");
	if (!fault)
		fault = command_grant(txn, command, &vouch->user, GRANT_VOUCHED, 0);
	if (!fault)
		fault = command_trace(txn, command, "staff.vouched", "");
	return fault;
}

const struct command_row staff_command_vouch = {
	.word = "user.vouch", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct user_vouch),
	.texts = { offsetof(struct user_vouch, email) },
	.ids = { [COMMAND_USER] = COMMAND_ID(struct user_vouch, user.id) },
	.is_whole = vouch_is_whole, .run = vouch_run,
};

/* --- their settings -------------------------------------------------------------------- */

static bool set_is_whole(const struct command *command)
{
	return container_of(command, struct user_set, command)->email.size > 0;
}

/* Only what was given. */
static void merge(const struct user_set *set, struct user *user)
{
	const struct user *given = &set->given;

	if (set->has[USER_HAS_NAME])
		memcpy(user->name, given->name, sizeof(user->name));
	if (set->has[USER_HAS_ROLE])
		user->role = given->role;
	if (set->has[USER_HAS_LANGUAGES])
		memcpy(user->languages, given->languages, sizeof(user->languages));
	if (set->has[USER_HAS_PHONE])
		memcpy(user->phone, given->phone, sizeof(user->phone));
	if (set->has[USER_HAS_WEEK])
		memcpy(user->week, given->week, sizeof(user->week));
	if (set->has[USER_HAS_ZONE])
		memcpy(user->zone, given->zone, sizeof(user->zone));
	if (set->has[USER_HAS_CAPACITY])
		user->capacity = given->capacity;
	if (set->has[USER_HAS_SCHOOLS])
		memcpy(user->schools, given->schools, sizeof(user->schools));
}

/* Which settings, not to what: a person's number is nobody's business here. */
static enum fault say_settings(const struct txn *txn, const struct user_set *set)
{
	static const char *const words[USER_PARTS] = {
		[USER_HAS_NAME] = "name", [USER_HAS_ROLE] = "role",
		[USER_HAS_LANGUAGES] = "languages", [USER_HAS_PHONE] = "phone",
		[USER_HAS_WEEK] = "week", [USER_HAS_ZONE] = "zone",
		[USER_HAS_CAPACITY] = "capacity", [USER_HAS_SCHOOLS] = "schools",
	};
	AUTO(buf) detail;

	buf_init(&detail, 200);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (set->has[i])
			buf_add_format(&detail, "%s%s", detail.size ? ", " : "", words[i]);
	return command_trace(txn, &set->command, "staff.changed", buf_text(&detail));
}

/* A viewer owes nobody an answer; who learns a language may adopt what waits for it. */
static enum fault set_run(const struct txn *txn, struct command *command)
{
	struct user_set *set = container_of(command, struct user_set, command);
	struct user *user = &set->user;
	enum fault fault = command_find_user(txn, set->email, user);
	enum role before;

	if (fault)
		return fault;
	before = user->role;
	merge(set, user);
	fault = promise_school_spell_all(txn, user->schools, sizeof(user->schools));
	if (!fault)
		fault = user_put(txn->db, user);
	if (!fault && user->role > before)
		fault = command_grant(txn, command, user, GRANT_RAISED, 0);
	if (!fault && user->role == ROLE_VIEWER)
		fault = coverage_hand_over(txn, user->id, "its owner does not answer any more");
	if (!fault)
		fault = coverage_adopt(txn);
	if (!fault)
		fault = say_settings(txn, set);
	return fault;
}

const struct command_row staff_command_set = {
	.word = "user.set", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct user_set),
	.texts = { offsetof(struct user_set, email) },
	.ids = { [COMMAND_USER] = COMMAND_ID(struct user_set, user.id) },
	.is_whole = set_is_whole, .run = set_run,
};

/* --- absences -------------------------------------------------------------------------- */

static bool absent_is_whole(const struct command *command)
{
	return container_of(command, struct user_absent, command)->email.size > 0;
}

static enum fault say_absence(const struct txn *txn, const struct user_absent *absent)
{
	char from[DATE_SIZE], to[DATE_SIZE];
	AUTO(buf) detail;

	buf_init(&detail, 100);
	date_rfc3339(absent->from_at, from);
	date_rfc3339(absent->to_at, to);
	buf_add_format(&detail, "from %s to %s", from, to);
	return command_trace(txn, &absent->command, "staff.absent", buf_text(&detail));
}

static enum fault absent_run(const struct txn *txn, struct command *command)
{
	struct user_absent *absent = container_of(command, struct user_absent, command);
	struct absence absence = { .id = txn_id(txn), .from_at = absent->from_at,
				   .to_at = absent->to_at };
	enum fault fault = command_find_user(txn, absent->email, &absent->user);

	if (fault)
		return fault;
	if (absent->to_at <= absent->from_at)
		return fault_because(FAULT_INVALID, txn->note, "the absence ends before it begins");
	if (absent->to_at <= txn->now)
		return fault_because(FAULT_INVALID, txn->note, "the absence is over already");
	absence.user = absent->user.id;
	absence.wake_at = absent->from_at > txn->now ? absent->from_at : absent->to_at;
	str_put(absence.reason, sizeof(absence.reason), absent->reason);
	fault = absence_add(txn->db, &absence);
	if (!fault && absent->from_at <= txn->now)
		fault = coverage_hand_over(txn, absent->user.id, "its owner is away");
	if (!fault)
		fault = say_absence(txn, absent);
	return fault;
}

const struct command_row staff_command_absent = {
	.word = "user.absent", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct user_absent),
	.texts = { offsetof(struct user_absent, email), offsetof(struct user_absent, reason) },
	.ids = { [COMMAND_USER] = COMMAND_ID(struct user_absent, user.id) },
	.is_whole = absent_is_whole, .run = absent_run,
};

static bool back_is_whole(const struct command *command)
{
	return container_of(command, struct user_back, command)->email.size > 0;
}

static enum fault end_absences(const struct txn *txn, struct user_id user)
{
	struct absence absences[64];
	size_t count = 0;
	bool is_away = false;
	enum fault fault = absence_of(txn->db, user, txn->now, absences, COUNT_OF(absences),
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
	return fault;
}

static enum fault back_run(const struct txn *txn, struct command *command)
{
	struct user_back *back = container_of(command, struct user_back, command);
	enum fault fault = command_find_user(txn, back->email, &back->user);

	if (!fault)
		fault = end_absences(txn, back->user.id);
	if (!fault)
		fault = coverage_adopt(txn);
	if (!fault)
		fault = command_trace(txn, command, "staff.back", "");
	return fault;
}

const struct command_row staff_command_back = {
	.word = "user.back", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct user_back),
	.texts = { offsetof(struct user_back, email) },
	.ids = { [COMMAND_USER] = COMMAND_ID(struct user_back, user.id) },
	.is_whole = back_is_whole, .run = back_run,
};
