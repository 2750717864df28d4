/*
 * explain - which way a message to a number would go now, and why.
 *
 * Reads only; may run on a reader thread.
 */
#ifndef WORK_EXPLAIN_H
#define WORK_EXPLAIN_H

#include "domain/route.h"
#include "work/txn/core.h"

struct explain_ask {
	const struct locale *locale;
	struct str phone;
	enum kind kind;
	enum purpose purpose;
};
/* FAULT_MISSING when nobody has that number (the route of a stranger is still given:
 * the staff's language). */
enum fault explain_route(struct core *core, struct db *db, const struct explain_ask *ask,
			 struct route *route, struct note *note) MUST_CHECK;

#endif
