#include "core.h"

#include <assert.h>

#include "timetable.h"

bool core_is_on_loop(const struct core *core)
{
	return pthread_equal(core->thread, pthread_self());
}

void core_set_locale(struct core *core, struct locale *locale)
{
	assert(core_is_on_loop(core) && locale);
	if (!locale->timetable)
		locale->timetable = timetable_hold(core->locale->timetable);
	locale_free(&core->locale);
	core->locale = locale;
}

void core_set_timetable(struct core *core, struct timetable *timetable)
{
	assert(core_is_on_loop(core) && timetable);

	struct locale *fresh = locale_with(core->locale, timetable_hold(timetable));

	locale_free(&core->locale);
	core->locale = fresh;
	signal_wake(core, SIGNAL_ALL);
}
