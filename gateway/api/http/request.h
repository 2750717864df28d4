/*
 * request - one call on its way through its route.
 *
 * It holds everything a step may need; the steps are those of route_row.h.  What comes
 * from the call (id, query, body) is borrowed from it and read-only: the call stays
 * until it is answered, even when the client has gone.
 *
 * Ownership: a request frees itself when it answers or refuses: afterwards it is gone.
 * Threads: loop thread, but `look` (reader thread) may touch its request alone.
 */
#ifndef API_REQUEST_H
#define API_REQUEST_H

#include "api_context.h"
#include "base/json.h"
#include "route_row.h"
#include "wire/form.h"
#include "work/txn/core.h"

/* What a look reads from the ledger at most before it is a report. */
enum { REQUEST_ARENA = 16 * 1024 * 1024, REQUEST_REPLY = 16 * 1024 * 1024 };

struct request {
	struct api *api;
	struct call *call;
	const struct route_row *route;
	bool is_control;
	struct session who;           /* set when the route is not open */

	struct str id;                /* what stands at {id}, or empty */
	struct form query;
	struct str body;

	json_t *asked;                /* the body as JSON, after request_input_body */
	const char *field;            /* which one is wrong, for the refusal */
	int status;                   /* of the answer; 200 */
	json_t *reply;
	json_t *detail;               /* of the audit row; NULL: {} */
	struct buf text;              /* the reply, written */
	struct arena arena;           /* lives as long as the request */
	struct locale *locale;        /* held for `look` */

	void *more;                   /* what a route keeps between look and act… */
	void (*more_free)(void *more); /* …and how to free it */
	struct session_ticket ticket;
	struct job job;
};

void request_start(struct api *api, struct call *call, const struct route_row *route,
		 bool is_control);
/* Whoever asks signs the command, with the token they showed. */
struct command;
void request_sign(const struct request *request, struct command *command);
/* Writes and sends `reply` (taken over) with request->status. */
void request_answer(struct request *request, json_t *reply);
void request_answer_text(struct request *request, const char *content_type, struct str text);
/* Any status without a body. */
void request_answer_bare(struct request *request, int status);
/* Streams instead of an answer (call_stream). */
struct stream *request_stream(struct request *request, void (*gone)(void *data), void *data);
void request_refuse(struct request *request, enum fault fault, const struct note *note);

#endif
