#include "handle_lines.h"

#include <string.h>

#include "handler.h"
#include "work/commands/line_commands.h"
#include "work/txn/line_table.h"

enum { REASON_MOST = 159 };

enum fault handle_lines_list(struct request *request, struct note *note)
{
	const struct core *core = request->api->core;
	json_t *items = json_array();

	(void)note;
	for (size_t i = 0; i < core->line_count; i++)
		json_array_append_new(items, json_core_line(&core->lines[i]));
	request_answer(request, request_input_list(items));
	return FAULT_NONE;
}

/* {id} is a line's id or its number. */
static enum fault find_line(struct request *request, struct line_state **line, struct note *note)
{
	struct core *core = request->api->core;
	struct line_id id;

	for (size_t i = 0; i < core->line_count; i++) {
		if (str_is(request->id, core->lines[i].settings->number)) {
			*line = &core->lines[i];
			return FAULT_NONE;
		}
	}
	*line = id_parse(request->id, &id.n) ? NULL : line_table_by_id(core, id);
	return *line ? FAULT_NONE : fault_because(FAULT_MISSING, note, "there is no such line");
}

static json_t *pause_told(struct request *request, const struct command *command)
{
	(void)request;
	return json_core_line(container_of(command, struct line_pause, command)->line);
}

enum fault handle_line_pause(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "reason", REASON_MOST, true },
		{ .name = NULL },
	};
	struct line_pause pause = { .command.row = &line_command_pause };
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = find_line(request, &pause.line, note);
	pause.reason = request_input(request, "reason");
	if (fault)
		return fault;
	return handler_start(request, &pause.command, 200, pause_told);
}

static json_t *resume_told(struct request *request, const struct command *command)
{
	(void)request;
	return json_core_line(container_of(command, struct line_resume, command)->line);
}

enum fault handle_line_resume(struct request *request, struct note *note)
{
	struct line_resume resume = { .command.row = &line_command_resume };
	enum fault fault = find_line(request, &resume.line, note);

	if (fault)
		return fault;
	return handler_start(request, &resume.command, 200, resume_told);
}
