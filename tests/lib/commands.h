/*
 * commands - every command's header, and what tests of them share.
 */
#ifndef TESTS_LIB_COMMANDS_H
#define TESTS_LIB_COMMANDS_H

#include <string.h>

#include "work/commands/calendar_commands.h"
#include "work/commands/contact_commands.h"
#include "work/commands/emergency_commands.h"
#include "work/commands/household_commands.h"
#include "work/commands/line_commands.h"
#include "work/commands/promise_commands.h"
#include "work/commands/ruleset_commands.h"
#include "work/commands/staff_commands.h"
#include "work/commands/student_commands.h"
#include "work/commands/text_commands.h"
#include "work/commands/token_commands.h"

static const struct command_row *const command_rows[] __attribute__((unused)) = {
	&calendar_command_put,
	&contact_command_put,
	&emergency_command_ask,
	&emergency_command_approve,
	&emergency_command_reject,
	&household_command_put,
	&line_command_pause,
	&line_command_resume,
	&promise_command_take,
	&promise_command_excuse,
	&promise_command_note,
	&promise_command_consent,
	&promise_command_wake,
	&ruleset_command_draft,
	&ruleset_command_publish,
	&ruleset_command_move,
	&staff_command_add,
	&staff_command_disable,
	&staff_command_enable,
	&staff_command_vouch,
	&staff_command_set,
	&staff_command_absent,
	&staff_command_back,
	&student_command_put,
	&student_command_remove,
	&text_command_answer,
	&text_command_send,
	&token_command_issue,
	&token_command_revoke,
};

/* Everything but the texts, which go with the command. */
static inline void command_copy_told(struct command *into, const struct command *from)
{
	struct str texts[COMMAND_TEXTS];

	for (size_t i = 0; i < COMMAND_TEXTS && into->row->texts[i]; i++)
		memcpy(&texts[i], (char *)into + into->row->texts[i], sizeof(texts[i]));
	memcpy(into, from, from->row->size);
	for (size_t i = 0; i < COMMAND_TEXTS && into->row->texts[i]; i++)
		memcpy((char *)into + into->row->texts[i], &texts[i], sizeof(texts[i]));
}

#endif
