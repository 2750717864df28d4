#include "desk.h"

#include <stdio.h>
#include <stdlib.h>

/* An act of work's on its way; the visit waits for it. */
struct desk {
	struct visit *visit;
	enum act_kind kind;
	int status;
	json_t *(*told)(struct visit *visit, const struct act_result *result);
};

static void desk_on_done(void *data, enum fault fault, const struct note *note,
			 const struct act_result *result)
{
	struct desk desk = *(struct desk *)data;

	free(data);
	if (fault) {
		visit_refuse(desk.visit, fault, note);
		return;
	}
	desk.visit->status = desk.status;
	visit_answer(desk.visit, desk.told ? desk.told(desk.visit, result) :
					     shape_result(desk.kind, result));
}

enum fault desk_start_told(struct visit *visit, struct act *act, int status,
			   json_t *(*told)(struct visit *visit, const struct act_result *result))
{
	struct desk *desk = malloc(sizeof(*desk));
	enum fault fault;

	if (!desk)
		abort();
	*desk = (struct desk){ visit, act->kind, status, told };
	snprintf(act->actor, sizeof(act->actor), "%s", visit->who.actor);
	act->actor_id = visit->who.user.id;
	fault = act_start(visit->api->work, act, desk_on_done, desk);
	if (fault)
		free(desk);
	return fault;
}

enum fault desk_start(struct visit *visit, struct act *act, int status)
{
	return desk_start_told(visit, act, status, NULL);
}
