#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "command_private.h"
#include "store/log/audit.h"
#include "work/txn/trace.h"

struct commanding {
	struct job job;
	struct core *core;
	struct locale *locale;
	struct arena arena;
	struct command command;
	struct command_result result;
	void (*done)(void *data, enum fault fault, const struct note *note,
		     const struct command_result *result);
	void *data;
};

static const struct {
	const char *word;
	enum fault (*run)(const struct txn *txn, const struct command *command,
			  struct command_result *result);
} acts[COMMAND_KINDS] = {
	[COMMAND_TAKE] = { "promise.take", promise_command_take },
	[COMMAND_ANSWER] = { "promise.answer", promise_command_answer },
	[COMMAND_EXCUSE] = { "promise.excuse", promise_command_excuse },
	[COMMAND_NOTE] = { "promise.note", promise_command_note },
	[COMMAND_CONSENT] = { "promise.consent", promise_command_consent },
	[COMMAND_WAKE] = { "promise.wake", promise_command_wake },
	[COMMAND_SEND] = { "message.send", promise_command_send },
	[COMMAND_EMERGENCY_ASK] = { "emergency.ask", emergency_command_ask },
	[COMMAND_EMERGENCY_APPROVE] = { "emergency.approve", emergency_command_approve },
	[COMMAND_EMERGENCY_REJECT] = { "emergency.reject", emergency_command_reject },
	[COMMAND_USER_ADD] = { "user.add", admin_command_user_add },
	[COMMAND_USER_DISABLE] = { "user.disable", admin_command_user_disable },
	[COMMAND_USER_SET] = { "user.set", staff_command_set },
	[COMMAND_USER_ABSENT] = { "user.absent", staff_command_absent },
	[COMMAND_USER_BACK] = { "user.back", staff_command_back },
	[COMMAND_CALENDAR_PUT] = { "calendar.import", staff_command_calendar_put },
	[COMMAND_TOKEN_ADD] = { "token.add", admin_command_token_add },
	[COMMAND_PAUSE] = { "line.pause", admin_command_pause },
	[COMMAND_RESUME] = { "line.resume", admin_command_resume },
	[COMMAND_CONTACT_PUT] = { "contact.put", admin_command_contact_put },
	[COMMAND_HOUSEHOLD_PUT] = { "household.put", household_command_put },
	[COMMAND_STUDENT_PUT] = { "student.put", household_command_student_put },
	[COMMAND_STUDENT_REMOVE] = { "student.remove", household_command_student_remove },
	[COMMAND_RULES_DRAFT] = { "rules.draft", ruleset_command_draft },
	[COMMAND_RULES_PUBLISH] = { "rules.publish", ruleset_command_publish },
	[COMMAND_RULES_MOVE] = { "rules.move", ruleset_command_move },
};

const char *command_word(enum command_kind kind)
{
	return acts[kind].word;
}

/* Who did what to which row; never the words of a message. */
static enum fault audit(const struct txn *txn, const struct command *command,
			const struct command_result *result)
{
	const struct { const char *noun; int64_t id; } written[] = {
		{ "promise", result->promise.n }, { "message", result->message.n },
		{ "user", result->user.n }, { "contact", result->contact.n },
		{ "household", result->household.n }, { "student", result->student.n },
		{ "line", result->line.n }, { "version", result->version },
		{ "moved", result->moved },
		{ "emergency", result->emergency },
	};
	struct audit_row row = { .at = txn->now };
	AUTO(buf) detail;

	buf_init(&detail, 256);
	buf_add_char(&detail, '{');
	for (size_t i = 0; i < COUNT_OF(written); i++)
		if (written[i].id)
			buf_add_format(&detail, "%s\"%s\":\"%lld\"", detail.size > 1 ? "," : "",
				       written[i].noun, (long long)written[i].id);
	buf_add_char(&detail, '}');
	str_put(row.actor, sizeof(row.actor), str_of(command->actor));
	str_put(row.command, sizeof(row.command), str_of(command_word(command->kind)));
	row.detail = buf_str(&detail);
	return audit_add(txn->db, txn->core->settings->audit_key, &row);
}

static enum fault acting_run(struct job *job, struct db *db, struct note *note)
{
	struct commanding *acting = container_of(job, struct commanding, job);
	struct txn txn = txn_of(acting->core, acting->locale, db, note);
	enum fault fault;

	acting->result = (struct command_result){ .promise = acting->command.promise };
	fault = acts[acting->command.kind].run(&txn, &acting->command, &acting->result);
	if (!fault)
		fault = trace_act(&txn, &acting->command, &acting->result);
	return fault ? fault : audit(&txn, &acting->command, &acting->result);
}

/* What the loop's own copy of a line must know too. */
static void mirror_line(const struct command *command)
{
	if (command->kind != COMMAND_PAUSE && command->kind != COMMAND_RESUME)
		return;
	command->line->is_paused = command->kind == COMMAND_PAUSE;
	str_put(command->line->pause_reason, sizeof(command->line->pause_reason),
		command->kind == COMMAND_PAUSE ? command->text : STR_NONE);
}

static void acting_free(struct commanding *acting)
{
	timetable_free(&acting->result.timetable);
	locale_free(&acting->locale);
	arena_done(&acting->arena);
	free(acting);
}

static void acting_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct commanding *acting = container_of(job, struct commanding, job);
	struct core *core = acting->core;

	log_fact(LOG_INFO, "staff.acted", LOG_WORD("act", command_word(acting->command.kind)),
		 LOG_WORD("outcome", fault_word(fault)),
		 LOG_ID("promise", acting->result.promise.n),
		 LOG_ID("msg", acting->result.message.n));
	if (!fault) {
		mirror_line(&acting->command);
		if (acting->result.timetable)
			core_set_timetable(core, acting->result.timetable);
		signal_wake(core, SIGNAL_SENDING);
		signal_wake(core, SIGNAL_FOLLOWUP);
	}
	acting->done(acting->data, fault, note, &acting->result);
	if (!fault)
		signal_changed(core, command_word(acting->command.kind), acting->result.promise.n);
	acting_free(acting);
}

enum fault command_start(struct core *core, const struct command *command,
		     void (*done)(void *data, enum fault fault, const struct note *note,
				  const struct command_result *result),
		     void *data)
{
	struct commanding *acting = calloc(1, sizeof(*acting));
	enum fault fault;

	if (!acting)
		abort();
	acting->job = (struct job){ .run = acting_run, .done = acting_on_written };
	acting->core = core;
	acting->locale = locale_hold(core->locale);
	acting->command = *command;
	acting->done = done;
	acting->data = data;
	arena_init(&acting->arena, 64 << 10);
	acting->command.text = arena_copy(&acting->arena, command->text);
	acting->command.word = arena_copy(&acting->arena, command->word);
	acting->command.language = arena_copy(&acting->arena, command->language);
	fault = acting->command.text.at && acting->command.word.at && acting->command.language.at ?
			writer_add(core->writer, &acting->job) : FAULT_TOO_LARGE;
	if (fault)
		acting_free(acting);
	return fault;
}
