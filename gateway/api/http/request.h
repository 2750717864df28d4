/*
 * visit - one request on its way through a door.
 *
 * Visits hold everything a step may need; the steps are those of route_row.h.  What comes
 * from the call (id, query, body) is borrowed from it and read-only: the call stays
 * until it is answered, even when the client has gone.
 *
 * Ownership: a visit frees itself when it answers or refuses: afterwards it is gone.
 * Threads: loop thread, but `look` (reader thread) may touch its visit alone.
 */
#ifndef API_REQUEST_H
#define API_REQUEST_H

#include "api/api.h"
#include "base/json.h"
#include "route_row.h"
#include "session.h"

/* What a look reads from the ledger at most before it is a report. */
enum { REQUEST_ARENA = 16 * 1024 * 1024, REQUEST_REPLY = 16 * 1024 * 1024 };

struct api {
	struct core *core;
	struct api_settings settings;
	struct session_cache sessions;
	struct event_stream *hub;             /* event_stream.h */
	const struct server *server; /* for metrics; NULL until api_attach */
};

struct request {
	struct api *api;
	struct call *call;
	const struct route_row *route;
	bool is_control;
	struct session who;           /* set when the door is not open */

	struct str id;                /* what stands at {id}, or empty */
	struct form query;
	struct str body;

	json_t *asked;                /* the body as JSON, after request_input_body */
	const char *field;            /* which one is wrong, for the refusal */
	int status;                   /* of the answer; 200 */
	json_t *reply;
	json_t *detail;               /* of the audit row; NULL: {} */
	struct buf text;              /* the reply, written */
	struct arena arena;           /* lives as long as the visit */
	struct locale *locale;        /* held for `look` */

	void *more;                   /* what a door keeps between look and act… */
	void (*more_free)(void *more); /* …and how to free it */
	struct session_ticket ticket;
	struct job job;
};

void request_start(struct api *api, struct call *call, const struct route_row *route,
		 bool is_control);
/* Writes and sends `reply` (taken over) with visit->status. */
void request_answer(struct request *request, json_t *reply);
void request_answer_text(struct request *request, const char *content_type, struct str text);
/* Any status without a body. */
void request_answer_bare(struct request *request, int status);
/* Streams instead of an answer (call_stream). */
struct stream *request_stream(struct request *request, void (*gone)(void *data), void *data);
void request_refuse(struct request *request, enum fault fault, const struct note *note);

/* --- what was asked --------------------------------------------------------- */
/* A member that a body may have.  All are strings; a number or a flag may be one too. */
#define FIELD_NUMBER SIZE_MAX
#define FIELD_FLAG (SIZE_MAX - 1)
struct request_field {
	const char *name;
	size_t most;     /* bytes; 0: an object or null; FIELD_NUMBER: an integer;
			    FIELD_FLAG: true or false */
	bool is_needed;  /* and not empty */
};
/* Parses the body as an object; unknown members are refused.  An empty body is {}.
 * `fields` ends with a NULL name. */
enum fault request_input_body(struct request *request, const struct request_field *fields,
			   struct note *note) MUST_CHECK;
struct str request_input(const struct request *request, const char *name);
/* {id} as a number; FAULT_MISSING: no such thing can be. */
enum fault request_input_id(const struct request *request, int64_t *id, struct note *note) MUST_CHECK;

/* --- lists ------------------------------------------------------------------ */
enum { PAGE_MOST = 200, PAGE_USUAL = 50 };
/* One page of a list.  A look asks the store for `room` items behind `after` into `at`,
 * adds the shapes of request_input_page_shown of them in their order, and ends it. */
struct page {
	int64_t after; /* from the cursor; `first` without one */
	size_t most;   /* items to show */
	size_t room;   /* items to ask for: one more, which tells whether the list goes on */
	void *at;      /* the visit's */
	size_t count;  /* items that came */
	json_t *items; /* those added */
	int64_t last;  /* the key of the last one added */
};
/* ?limit= and ?cursor=, and a place for items of `size` bytes; a cursor is what `next` of
 * the list before said. */
enum fault request_input_page(struct request *request, int64_t first, size_t size, struct page *page,
		      struct note *note) MUST_CHECK;
size_t request_input_page_shown(const struct page *page);
/* Takes `shape` over; request_input_page_end must follow. */
void request_input_page_add(struct page *page, json_t *shape, int64_t key);
/* Makes the page the visit's reply. */
void request_input_page_end(struct request *request, const struct page *page);
/* The list that is told whole: {"items": items, "next": null}.  Takes `items` over. */
json_t *request_input_list(json_t *items);

#endif
