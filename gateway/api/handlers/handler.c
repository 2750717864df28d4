#include "handler.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

/* A command on its way; the request waits for it. */
struct handler {
	struct request *request;
	int status;
	json_t *(*told)(struct request *request, const struct command *command);
};

static void handler_on_done(void *data, enum fault fault, const struct note *note,
			    const struct command *command)
{
	struct handler handler = *(struct handler *)data;

	free(data);
	if (fault) {
		request_refuse(handler.request, fault, note);
		return;
	}
	handler.request->status = handler.status;
	request_answer(handler.request, handler.told(handler.request, command));
}

enum fault handler_start(struct request *request, struct command *command, int status,
			 json_t *(*told)(struct request *request, const struct command *command))
{
	assert(loop_is_here(request->api->core->loop) && status >= 200 && status < 300);

	struct handler *handler = memory_new(struct handler);
	enum fault fault;

	assert(told && request->route->command == command->row);
	assert(request->who.user.role >= command->row->role);
	*handler = (struct handler){ request, status, told };
	request_sign(request, command);
	fault = command_start(request->api->core, command, handler_on_done, handler);
	if (fault)
		free(handler);
	return fault;
}
