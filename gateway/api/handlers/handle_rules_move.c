#include "handle_rules_move.h"

#include <assert.h>

#include "api/json/json_rulesets.h"
#include "handler.h"
#include "work/commands/ruleset_commands.h"
#include "work/rulesets/ruleset_migrate.h"

enum { ID_MOST = 20, IDS_MOST = RULES_MOVE_MOST * (ID_MOST + 1), VERSION_MOST = 10 };

/* Between look and act; lives in the visit's arena. */
struct moving {
	struct ruleset_move move;
	bool is_preview;
	int64_t next;                /* where to go on; 0: that was all */
};

/* --- which promises ------------------------------------------------------------------ */

static enum fault read_ids(struct ruleset_move *move, struct str list, struct note *note)
{
	struct str one;

	while (str_next(&list, ',', &one)) {
		if (move->count == RULES_MOVE_MOST)
			return fault_because(FAULT_TOO_LARGE, note, "at most %d promises at a time",
					     RULES_MOVE_MOST);
		if (id_parse(str_trim(one), &move->ids[move->count].n))
			return fault_because(FAULT_INVALID, note,
					     "promises are ids, with commas between them");
		move->count++;
	}
	return FAULT_NONE;
}

static enum fault read_choice(struct request *request, struct note *note)
{
	struct str ids = request_input(request, "promises"), rule = request_input(request, "rule");
	struct str all = request_input(request, "all");

	if ((ids.size > 0) + (rule.size > 0) + (all.size > 0) != 1)
		return fault_because(FAULT_INVALID, note, "which promises: name them, or a rule, or "
				     "say all; one of the three");
	request->field = "all";
	if (all.size && !str_is(all, "1"))
		return fault_because(FAULT_INVALID, note, "all is 1 or left out");
	request->field = "preview";
	if (request_input(request, "preview").size && !str_is(request_input(request, "preview"), "1"))
		return fault_because(FAULT_INVALID, note, "preview is 1 or left out");
	request->field = NULL;
	return FAULT_NONE;
}

static enum fault read_numbers(struct request *request, struct moving *moving,
			       struct promise_id *after, struct note *note)
{
	int64_t to = 0;

	request->field = "to";
	if (request_input(request, "to").size &&
	    str_number(request_input(request, "to"), 1, INT32_MAX, &to))
		return fault_because(FAULT_INVALID, note, "a version is a number from 1");
	request->field = "after";
	if (request_input(request, "after").size && id_parse(request_input(request, "after"), &after->n))
		return fault_because(FAULT_INVALID, note, "after is what \"next\" said");
	request->field = NULL;
	moving->move.to = (int)to;
	return FAULT_NONE;
}

static enum fault choose(struct request *request, struct db *db, struct moving *moving,
			 struct note *note)
{
	struct ruleset_move *move = &moving->move;
	struct promise_id after = { 0 };
	enum fault fault = read_choice(request, note);

	if (!fault)
		fault = read_numbers(request, moving, &after, note);
	if (fault)
		return fault;
	request->field = "promises";
	if (request_input(request, "promises").size)
		return read_ids(move, request_input(request, "promises"), note);
	request->field = NULL;
	fault = promise_waiting(db, request_input(request, "rule"), after, move->ids, RULES_MOVE_MOST,
				&move->count);
	if (!fault && move->count == RULES_MOVE_MOST)
		moving->next = move->ids[move->count - 1].n;
	return fault;
}

/* --- look and act -------------------------------------------------------------------- */

enum fault handle_rules_move_look(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "promises", IDS_MOST, false }, { "rule", RULE_NAME - 1, false },
		{ "all", 1, false },             { "to", VERSION_MOST, false },
		{ "after", ID_MOST, false },     { "preview", 1, false },
		{ .name = NULL },
	};
	struct moving *moving = arena_take(&request->arena, sizeof(*moving));
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	if (!moving)
		return FAULT_TOO_LARGE;
	request->more = moving;
	fault = choose(request, db, moving, note);
	moving->is_preview = request_input(request, "preview").size > 0;
	if (!fault && moving->is_preview)
		fault = ruleset_migrate_preview(request->api->core, request->locale, db, &moving->move, note);
	return fault;
}

static json_t *move_told(struct request *request, const struct command *command)
{
	const struct moving *moving = request->more;
	json_t *told = json_rulesets_move(&moving->move);

	(void)command;
	json_set_bool(told, "preview", moving->is_preview);
	json_core_id(told, "next", moving->next);
	return told;
}

enum fault handle_rules_move(struct request *request, struct note *note)
{
	assert(request->more);

	struct moving *moving = request->more;
	struct ruleset_migrate migrate = { .command.row = &ruleset_command_move,
					   .move = &moving->move };

	(void)note;
	if (!moving->is_preview)
		return handler_start(request, &migrate.command, 200, move_told);
	request_answer(request, move_told(request, NULL));
	return FAULT_NONE;
}
