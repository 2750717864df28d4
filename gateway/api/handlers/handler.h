/*
 * handler - how a route starts a command and answers with what it brought about.
 *
 * Ownership: the command is copied (command_start).
 * Threads: loop thread.
 */
#ifndef API_HANDLER_H
#define API_HANDLER_H

#include "api/http/request_input.h"
#include "api/json/json_core.h"
#include "work/commands/command.h"

/* Signs it with whoever asks, starts it, and answers with `status` and what `told` makes of
 * the command as it is afterwards (container_of).  Whoever asks has the command's role:
 * the route saw to it. */
enum fault handler_start(struct request *request, struct command *command, int status,
			 json_t *(*told)(struct request *request,
					 const struct command *command)) MUST_CHECK;

#endif
