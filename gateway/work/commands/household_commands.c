#include "household_commands.h"

#include <assert.h>
#include <string.h>

#include "work/txn/txn.h"

static void merge(const struct household_given *given, struct household *household)
{
	if (given->has[HOUSEHOLD_HAS_NAME])
		memcpy(household->name, given->household.name, sizeof(household->name));
	if (given->has[HOUSEHOLD_HAS_GROUPS])
		memcpy(household->groups, given->household.groups, sizeof(household->groups));
	if (given->has[HOUSEHOLD_HAS_SHARES])
		household->shares = given->household.shares;
}

static enum fault say(const struct txn *txn, const struct command *command,
		      struct household_id id)
{
	AUTO(buf) detail;

	buf_init(&detail, 40);
	buf_add_number(&detail, id.n);
	return txn_trace(txn, &(struct trace){
		.what = "household.changed", .actor = command->actor, .detail = buf_text(&detail) });
}

static enum fault add(const struct txn *txn, const struct household_given *given,
		      struct household *household)
{
	*household = (struct household){ .id = { txn_id(txn) }, .created_at = txn->now,
					 .updated_at = txn->now };
	merge(given, household);
	str_put(household->name, sizeof(household->name), str_of(given->household.name));
	return household_add(txn->db, household);
}

static enum fault look_up(const struct txn *txn, const struct household_given *given,
			  struct household *household)
{
	return given->household.id.n ?
		household_get(txn->db, given->household.id, household) :
		household_by_name(txn->db, str_of(given->household.name), household);
}

static enum fault nowhere(const struct txn *txn, enum fault fault)
{
	return fault == FAULT_MISSING ?
		fault_because(fault, txn->note, "there is no such household") : fault;
}

enum fault household_command_find(const struct txn *txn, const struct household_given *given,
				  struct household *household)
{
	assert(given && household);
	return nowhere(txn, look_up(txn, given, household));
}

/* Changed only where the command says something else: a file of ten thousand rows names
 * each household several times. */
static bool is_same(const struct household *a, const struct household *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->groups, b->groups) == 0 &&
	       a->shares == b->shares;
}

static enum fault put(const struct txn *txn, const struct command *command,
		      const struct household_given *given, struct household *household)
{
	struct household before;
	enum fault fault = look_up(txn, given, household);

	if (fault == FAULT_MISSING && given->household.id.n == 0) {
		fault = add(txn, given, household);
		if (fault)
			return fault;
		return say(txn, command, household->id);
	}
	if (fault)
		return nowhere(txn, fault);
	before = *household;
	merge(given, household);
	if (is_same(&before, household))
		return FAULT_NONE;
	household->updated_at = txn->now;
	fault = household_put(txn->db, household);
	if (fault == FAULT_CONFLICT)
		return fault_because(fault, txn->note, "another household has that name");
	if (fault)
		return fault;
	return say(txn, command, household->id);
}

static bool put_is_whole(const struct command *command)
{
	const struct household_put *put = container_of(command, struct household_put, command);

	return put->given.household.id.n || put->given.household.name[0];
}

static enum fault put_run(const struct txn *txn, struct command *command)
{
	struct household_put *asked = container_of(command, struct household_put, command);
	struct household household;
	enum fault fault = put(txn, command, &asked->given, &household);

	if (!fault)
		asked->id = household.id;
	return fault;
}

const struct command_row household_command_put = {
	.word = "household.put", .role = ROLE_LIAISON, .size = sizeof(struct household_put),
	.ids = { [COMMAND_HOUSEHOLD] = COMMAND_ID(struct household_put, id) },
	.is_whole = put_is_whole, .run = put_run,
};

enum fault household_command_join(const struct txn *txn, const struct command *command,
				  const struct household_given *given, struct contact *contact,
				  struct household_id *id)
{
	struct contact guardians[HOUSEHOLD_CONTACTS];
	struct household household = { .id = { 0 } };
	size_t count = 0;
	enum fault fault = FAULT_NONE;

	assert(txn_is_writing(txn) && contact->id.n != 0 && id);
	if (given->household.id.n || given->household.name[0])
		fault = put(txn, command, given, &household);
	*id = household.id;
	if (fault || contact->household.n == household.id.n)
		return fault;
	fault = contact_of_household(txn->db, household.id, guardians, HOUSEHOLD_CONTACTS, &count);
	if (!fault && count == HOUSEHOLD_CONTACTS)
		return fault_because(FAULT_CONFLICT, txn->note,
				     "a household has at most %d guardians", HOUSEHOLD_CONTACTS);
	contact->household = household.id;
	return fault;
}
