#include "signal.h"

#include <assert.h>

#include "core.h"

void signal_wake(struct core *core, enum signal_wake what)
{
	assert(loop_is_here(core->loop));
	assert(core->signal.wake);
	core->signal.wake(core, what);
}

void signal_wake_account(struct account_state *account)
{
	assert(loop_is_here(account->core->loop));
	assert(account->core->signal.wake_account);
	account->core->signal.wake_account(account);
}

void signal_changed(struct core *core, const char *what, int64_t id)
{
	assert(loop_is_here(core->loop) && what[0]);
	if (core->signal.on_change)
		core->signal.on_change(core->signal.change_context, what, id);
}
