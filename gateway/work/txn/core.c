#include "core.h"

#include <assert.h>

#include "timetable.h"

void core_set_locale(struct core *core, struct locale *locale)
{
	assert(loop_is_here(core->loop) && locale);
	if (!locale->timetable)
		locale->timetable = timetable_hold(core->locale->timetable);
	locale_free(&core->locale);
	core->locale = locale;
}

void core_set_timetable(struct core *core, struct timetable *timetable)
{
	assert(loop_is_here(core->loop) && timetable);

	struct locale *fresh = locale_with(core->locale, timetable_hold(timetable));

	locale_free(&core->locale);
	core->locale = fresh;
	signal_wake(core, SIGNAL_ALL);
}
