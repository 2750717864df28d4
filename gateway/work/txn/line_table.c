#include "line_table.h"

#include <assert.h>

struct account_state *line_table_account(struct core *core, struct str name)
{
	for (size_t i = 0; i < core->account_count; i++)
		if (str_is(name, core->accounts[i].settings->account.name))
			return &core->accounts[i];
	return NULL;
}

struct line_state *line_table_find(struct core *core, const struct account_state *account,
				 struct str number)
{
	for (size_t i = 0; i < core->line_count; i++)
		if (core->lines[i].account == account &&
		    str_is(number, core->lines[i].settings->number))
			return &core->lines[i];
	return NULL;
}

struct line_state *line_table_by_id(struct core *core, struct line_id id)
{
	assert(core);
	for (size_t i = 0; i < core->line_count; i++)
		if (core->lines[i].id.n == id.n)
			return &core->lines[i];
	return NULL;
}

bool line_table_is_paused(const struct core *core, struct line_id id)
{
	for (size_t i = 0; i < core->line_count; i++)
		if (core->lines[i].id.n == id.n)
			return core->lines[i].is_paused;
	return false;
}

struct line_state *line_table_for(struct core *core, enum channel channel)
{
	struct line_state *second_best = NULL;

	assert(channel < CHANNEL_COUNT);
	for (size_t i = 0; i < core->line_count; i++) {
		struct line_state *line = &core->lines[i];

		if (!line->settings->speaks[channel])
			continue;
		if (!line->is_paused)
			return line;
		if (!second_best)
			second_best = line;
	}
	return second_best;
}
