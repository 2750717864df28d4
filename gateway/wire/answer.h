/*
 * answer - what a response looks like on the wire.
 *
 * For this room only.  Threads: pure.
 */
#ifndef WIRE_ANSWER_H
#define WIRE_ANSWER_H

#include "http.h"

struct answer {
	int status;
	const char *content_type; /* NULL: no body */
	struct str body;
	struct str headers;    /* whole lines of the endpoint's own, with CR LF */
	const char *date;      /* answer_date */
	bool is_last;          /* the connection closes after it */
	bool is_endless;       /* no length: the body goes on until the close */
	bool is_cache_spoken;  /* the headers say Cache-Control */
	bool is_date_spoken;   /* the headers say Date: a practice carrier's own clock */
	bool is_bodyless;      /* the answer to HEAD */
};

enum { ANSWER_DATE_SIZE = 80 };

/* The Date of one second, spelled once. */
struct answer_clock {
	int64_t second; /* that `text` is of; 0: none yet */
	char text[ANSWER_DATE_SIZE];
};

/* As in RFC 9110, 5.6.7; borrowed from the clock until the next second is asked for. */
const char *answer_date(struct answer_clock *clock, int64_t now_s);

void answer_write(const struct answer *answer, struct buf *into);
/* The JSON of a refusal that comes before any endpoint: our own words only. */
struct str answer_refusal(int status);

#endif
