/*
 * route_json - which way a message to a number would go now, and why, as JSON.
 *
 * Threads: the connection's.
 */
#ifndef API_ROUTE_JSON_H
#define API_ROUTE_JSON_H

#include "base/json.h"
#include "work/engine.h"

struct route_json {
	struct core *core;
	const struct locale *locale;
	struct str phone;     /* E.164 */
	enum purpose purpose;
};

/* A stranger's number has a way too: "is_known" is false then. */
enum fault route_json(const struct route_json *way, struct db *db, json_t **reply,
		    struct note *note) MUST_CHECK;

#endif
