/*
 * rest - the door of the REST interface: who asks, for which resource, and how
 * the provider's answers look.
 *
 * A struct rest lives in its call's arena until it is answered, cut or held.
 * Strict on purpose: an unknown or repeated parameter is refused and logged as
 * "strict", because the carrier judges our own requests.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_REST_H
#define CARRIER_REST_H

#include "carrier.h"

enum { REST_SEGMENTS = 6 };

struct rest {
	struct carrier *carrier;
	struct call *call;
	/* What stands behind /2010-04-01/Accounts/{sid}/, ".json" cut off the last. */
	struct str path[REST_SEGMENTS];
	size_t path_count;
	struct form form;      /* of the body (POST) */
	struct form query;
};

void rest_run(void *context, struct call *call);

/* Each of these ends the call; `json` is given away. */
void rest_answer(struct rest *rest, int status, json_t *json);
void rest_answer_bytes(struct rest *rest, int status, const char *type, struct str bytes);
/* `detail` may be NULL. */
void rest_refuse(struct rest *rest, int code, const char *detail);
void rest_cut(struct rest *rest);
/* Says nothing for that long, then closes the connection. */
void rest_hang(struct rest *rest, int64_t hang_for);

/* True when every parameter is in `names` (a NULL-ended list; "*" in front of a
 * name: it may be repeated) and comes once.  False: it is refused. */
bool rest_is_strict(struct rest *rest, const struct form *form, const char *const *names);

/* messages.c, create.c, media.c: the resources */
void create_run(struct rest *rest);
void messages_list(struct rest *rest);
void messages_fetch(struct rest *rest);
void messages_update(struct rest *rest);
void messages_delete(struct rest *rest);
void media_list(struct rest *rest);
void media_fetch(struct rest *rest);
void media_content(struct rest *rest);
void media_delete(struct rest *rest);

#endif
