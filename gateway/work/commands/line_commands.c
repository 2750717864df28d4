#include "line_commands.h"

#include "store/messaging/lines.h"
#include "work/txn/line_watch.h"
#include "work/txn/trace.h"

static bool pause_is_whole(const struct command *command)
{
	const struct line_pause *pause = container_of(command, struct line_pause, command);

	return pause->line && str_trim(pause->reason).size;
}

static enum fault pause_run(const struct txn *txn, struct command *command)
{
	struct line_pause *pause = container_of(command, struct line_pause, command);

	struct line_health health = { .cause = PAUSE_NONE };

	pause->id = pause->line->id;
	line_health_pause(&health, txn->now);
	return trace_pause_line(txn, pause->id, command->actor, &health, pause->reason.at);
}

static void pause_after(struct core *core, struct command *command)
{
	const struct line_pause *pause = container_of(command, struct line_pause, command);

	(void)core;
	line_watch_pause(pause->line, pause->reason);
}

const struct command_row line_command_pause = {
	.word = "line.pause", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct line_pause),
	.texts = { offsetof(struct line_pause, reason) },
	.ids = { [COMMAND_LINE] = COMMAND_ID(struct line_pause, id) },
	.is_whole = pause_is_whole, .run = pause_run, .after = pause_after,
};

static bool resume_is_whole(const struct command *command)
{
	const struct line_resume *resume = container_of(command, struct line_resume, command);

	return resume->line != NULL;
}

static enum fault resume_run(const struct txn *txn, struct command *command)
{
	struct line_resume *resume = container_of(command, struct line_resume, command);

	resume->id = resume->line->id;
	return trace_resume_line(txn, resume->id, command->actor);
}

static void resume_after(struct core *core, struct command *command)
{
	const struct line_resume *resume = container_of(command, struct line_resume, command);

	(void)core;
	line_watch_resume(resume->line);
}

const struct command_row line_command_resume = {
	.word = "line.resume", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct line_resume),
	.ids = { [COMMAND_LINE] = COMMAND_ID(struct line_resume, id) },
	.is_whole = resume_is_whole, .run = resume_run, .after = resume_after,
};
