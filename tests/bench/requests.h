/*
 * requests - what the load generator sends, made and signed before the clock starts.
 *
 * Texts and receipts as a Twilio-compatible provider posts them; for Kannel the two GET
 * requests that do the same there.  Ids, phones, lines and texts are random, by the seed.
 */
#ifndef TESTS_BENCH_REQUESTS_H
#define TESTS_BENCH_REQUESTS_H

#include <stddef.h>
#include <stdint.h>

struct request {
	size_t size;
	char *bytes;
};

struct requests_ask {
	const char *url;      /* http://127.0.0.1:PORT/PATH */
	const char *token;    /* what signs */
	size_t most;          /* room in `requests` */
	uint64_t seed;
	const char *more[2];  /* what the kind takes beside these, as on the command line */
};

/*
 * Each fills at most `most` requests and returns how many; it ends the program when the ask
 * makes no sense.
 */
/* more: PHONES LINES.  The webhook of a text that a family sends. */
size_t requests_texts(const struct requests_ask *ask, struct request *requests);
/* more: FILE.  "sent", then "delivered", of each message that the bench's provider listed there. */
size_t requests_receipts(const struct requests_ask *ask, struct request *requests);
/* more: PHONES.  Kannel: a text comes in; a text is to be sent. */
size_t requests_kannel_in(const struct requests_ask *ask, struct request *requests);
size_t requests_kannel_out(const struct requests_ask *ask, struct request *requests);

#endif
