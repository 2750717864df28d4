/*
 * rest - the door of the REST interface: which resource is asked for, and how answers,
 * refusals and mishaps leave, whatever dialect (dialect.h) is spoken.
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
#include "wire/call.h"
#include "wire/form.h"

enum { REST_SEGMENTS = 6 };

struct rest {
	struct carrier *carrier;
	const struct dialect *dialect;
	struct call *call;
	/* What stands behind the provider's own beginning of the path. */
	struct str path[REST_SEGMENTS];
	size_t path_count;
	bool is_json;          /* ".json" was cut off the last segment */
	struct form form;      /* of the body (POST), whatever it is written in */
	struct form query;
	void (*run)(struct rest *rest); /* of its resource */
	/* While it is held: what goes wrong behind that, and what goes on. */
	struct mishap mishap;
	void (*go_on)(struct rest *rest);
};

struct rest_resource {
	enum http_method method;
	const char *path;  /* "*": any one segment; NULL ends the list */
	bool is_json;
	void (*run)(struct rest *rest);
};

/* Answers the call. */
void rest_run(struct carrier *carrier, const struct dialect *dialect, struct call *call);

/* Each of these ends the call; `json` is given away. */
void rest_answer(struct rest *rest, int status, json_t *json);
/* One resource, wrapped as the dialect wraps it. */
void rest_answer_one(struct rest *rest, int status, json_t *json);
void rest_answer_bytes(struct rest *rest, int status, const char *type, struct str bytes);
/* As a mishap wants it, Retry-After too. */
void rest_refuse_mishap(struct rest *rest, const struct mishap *mishap);
/* What is not the provider's: a mishap's page. */
void rest_answer_page(struct rest *rest, const struct mishap *mishap);
/* `detail` may be NULL. */
void rest_refuse(struct rest *rest, enum refusal refusal, const char *detail);
void rest_cut(struct rest *rest);
/* Says nothing for that long, then closes the connection. */
void rest_hang(struct rest *rest, int64_t hang_for);

/* Neither taken nor answered until chores_release; then `go_on` runs, whether the client
 * is still there or not. */
void rest_hold(struct rest *rest, void (*go_on)(struct rest *rest));
/* True when every parameter is in `names` (a NULL-ended list; "*" in front of a
 * name: it may be repeated) and comes once.  False: it is refused. */
bool rest_is_strict(struct rest *rest, const struct form *form, const char *const *names);
/* True when a mishap has already answered a request that only asks, or holds it: its
 * resource runs again then, and gets the same mishap. */
bool rest_has_mishap(struct rest *rest, enum mishap_request kind, struct str to,
		     struct str from);

#endif
