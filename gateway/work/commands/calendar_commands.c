#include "calendar_commands.h"

#include "command_trace.h"
#include "i18n/time/ical.h"
#include "store/people/calendars.h"
#include "work/followup/promise_school.h"
#include "work/txn/core.h"
#include "work/txn/txn.h"

static bool put_is_whole(const struct command *command)
{
	return container_of(command, struct calendar_put, command)->calendar != NULL;
}

static enum fault keep_closures(const struct txn *txn, const struct ical *ical,
				const char *school)
{
	enum fault fault = FAULT_NONE;

	for (size_t i = 0; !fault && i < ical->count; i++) {
		const struct ical_closure *from = &ical->closures[i];
		struct closure closure = { .from_at = from->from_at, .to_at = from->to_at,
					   .is_all_day = from->is_all_day };

		str_put(closure.school, sizeof(closure.school), str_of(school));
		str_put(closure.summary, sizeof(closure.summary), from->summary);
		fault = calendar_closure_add(txn->db, &closure);
	}
	return fault;
}

static enum fault keep(const struct txn *txn, struct calendar_put *put)
{
	struct calendar calendar = { .imported_at = txn->now, .until_at = put->until_at };
	enum fault fault;

	str_put(calendar.school, sizeof(calendar.school), put->school);
	fault = promise_school_spell(txn, calendar.school);
	str_put(calendar.imported_by, sizeof(calendar.imported_by), str_of(put->command.actor));
	if (!fault)
		fault = calendar_replace(txn->db, &calendar);
	if (!fault)
		fault = keep_closures(txn, put->calendar, calendar.school);
	if (!fault)
		fault = promise_wake_all(txn->db, str_of(calendar.school), txn->now);
	if (!fault)
		fault = timetable_load(txn->db, &put->timetable);
	return fault == FAULT_TOO_LARGE ?
		fault_because(fault, txn->note, "all calendars together close school too often") :
		fault;
}

static enum fault put_run(const struct txn *txn, struct command *command)
{
	struct calendar_put *put = container_of(command, struct calendar_put, command);
	enum fault fault;

	put->timetable = NULL;
	fault = keep(txn, put);
	if (fault)
		return fault;
	return command_trace(txn, command, "calendar.imported",
			     put->school.size ? put->school.at : "the district");
}

static void put_after(struct core *core, struct command *command)
{
	struct calendar_put *put = container_of(command, struct calendar_put, command);

	core_set_timetable(core, put->timetable);
}

static void put_release(struct command *command)
{
	timetable_free(&container_of(command, struct calendar_put, command)->timetable);
}

const struct command_row calendar_command_put = {
	.word = "calendar.import", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct calendar_put),
	.texts = { offsetof(struct calendar_put, school) },
	.is_whole = put_is_whole, .run = put_run, .after = put_after, .release = put_release,
};
