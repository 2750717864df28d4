#include <string.h>

#include "handler.h"

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

static json_t *shape_changed(struct request *request, const struct command_result *result)
{
	(void)result;
	return json_core_line(request->more);
}

static enum fault start(struct request *request, struct command *command, struct note *note)
{
	enum fault fault = find_line(request, &command->line, note);

	request->more = command->line;
	return fault ? fault : handler_start_told(request, command, 200, shape_changed);
}

enum fault handle_line_pause(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "reason", REASON_MOST, true },
		{ .name = NULL },
	};
	struct command command = { .kind = COMMAND_PAUSE };
	enum fault fault = request_input_body(request, fields, note);

	command.text = request_input(request, "reason");
	return fault ? fault : start(request, &command, note);
}

enum fault handle_line_resume(struct request *request, struct note *note)
{
	struct command command = { .kind = COMMAND_RESUME };

	return start(request, &command, note);
}
