#include "handler.h"

#include <stdio.h>
#include <stdlib.h>

/* An act of work's on its way; the visit waits for it. */
struct handler {
	struct request *request;
	enum command_kind kind;
	int status;
	json_t *(*told)(struct request *request, const struct command_result *result);
};

static void handle_on_done(void *data, enum fault fault, const struct note *note,
			 const struct command_result *result)
{
	struct handler handler = *(struct handler *)data;

	free(data);
	if (fault) {
		request_refuse(handler.request, fault, note);
		return;
	}
	handler.request->status = handler.status;
	request_answer(handler.request, handler.told ? handler.told(handler.request, result) :
					     json_core_result(handler.kind, result));
}

enum fault handler_start_told(struct request *request, struct command *command, int status,
			   json_t *(*told)(struct request *request, const struct command_result *result))
{
	struct handler *handler = malloc(sizeof(*handler));
	enum fault fault;

	if (!handler)
		abort();
	*handler = (struct handler){ request, command->kind, status, told };
	snprintf(command->actor, sizeof(command->actor), "%s", request->who.actor);
	command->actor_id = request->who.user.id;
	fault = command_start(request->api->core, command, handle_on_done, handler);
	if (fault)
		free(handler);
	return fault;
}

enum fault handler_start(struct request *request, struct command *command, int status)
{
	return handler_start_told(request, command, status, NULL);
}
