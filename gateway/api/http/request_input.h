/*
 * request_input - what was asked: the body's members, the id, the page of a list.
 *
 * A fault about one member names it in request->field, and says nothing of its text.
 *
 * Threads: where the request is; its own thread alone.
 */
#ifndef API_REQUEST_INPUT_H
#define API_REQUEST_INPUT_H

#include "request.h"

/* --- what was asked --------------------------------------------------------- */
/* A member that a body may have.  All are strings; a number or a flag may be one too.
 * Each string is a label of one line (i18n/text/label.h), but for `note` and `reason`, which may have
 * several, and `text` and `document`, which whoever takes them judges. */
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
	void *at;      /* the request's */
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
/* Makes the page the request's reply. */
void request_input_page_end(struct request *request, const struct page *page);
/* The list that is told whole: {"items": items, "next": null}.  Takes `items` over. */
json_t *request_input_list(json_t *items);

#endif
