#include "hours_menu.h"

#include <assert.h>

/* Pick-up, supper, and those who work nights.  0: midnight. */
static const struct hours_window usual[HOURS_MENU_MOST] = {
	{ 0, 0 }, { 15 * 60, 0 }, { 18 * 60, 0 }, { 0, 12 * 60 },
};

bool hours_menu_is_meeting(const struct hours_facts *facts, struct hours_window own,
		      struct hours_window *shown)
{
	assert(facts && shown);

	struct hours_facts facts_then = *facts;

	facts_then.own_from = own.from;
	facts_then.own_to = own.to;
	return hours_meet(&facts_then, shown);
}

static bool is_new(const struct hours_menu *menu, struct hours_window shown)
{
	for (int i = 0; i < menu->count; i++)
		if (menu->shown[i].from == shown.from && menu->shown[i].to == shown.to)
			return false;
	return true;
}

void hours_menu_make(const struct hours_facts *facts, struct hours_menu *menu)
{
	struct hours_window shown;

	assert(facts && menu);
	*menu = (struct hours_menu){ .count = 0 };
	for (size_t i = 0; i < COUNT_OF(usual); i++) {
		if (!hours_menu_is_meeting(facts, usual[i], &shown) || !is_new(menu, shown))
			continue;
		menu->own[menu->count] = usual[i];
		menu->shown[menu->count++] = shown;
	}
}

void hours_menu_write(const struct hours_menu *menu, struct buf *into)
{
	assert(into);
	assert(menu->count >= 0 && menu->count <= HOURS_MENU_MOST);
	for (int i = 0; i < menu->count; i++)
		buf_add_format(into, "%s%d-%d", i ? "," : "", menu->own[i].from,
			       menu->own[i].to);
}

void hours_menu_read(struct str choices, const struct hours_facts *facts, struct hours_menu *menu)
{
	struct str choice;

	assert(facts && menu);
	*menu = (struct hours_menu){ .count = 0 };
	while (menu->count < HOURS_MENU_MOST && choices.size && str_next(&choices, ',', &choice)) {
		struct str from = STR_NONE;
		int64_t minutes[2];

		if (!str_next(&choice, '-', &from) || str_number(from, 0, 1440, &minutes[0]) ||
		    str_number(choice, 0, 1440, &minutes[1]))
			return;
		menu->own[menu->count] = (struct hours_window){ (int)minutes[0],
								  (int)minutes[1] };
		/* one that means nothing any more keeps its digit, and is refused */
		menu->shown[menu->count] = (struct hours_window){ 0, 0 };
		(void)hours_menu_is_meeting(facts, menu->own[menu->count],
				       &menu->shown[menu->count]);
		menu->count++;
	}
}
