/*
 * transfer - one request on its way through libcurl, and what became of it.
 *
 * For client.c only.  A transfer owns copies of its request and of the reply, so
 * neither the caller's request nor the curl handle need outlive it.
 *
 * Threads: loop thread only.
 */
#ifndef WIRE_TRANSFER_H
#define WIRE_TRANSFER_H

#include <curl/curl.h>
#include <sys/queue.h>

#include "client.h"

enum transfer_state { TRANSFER_WAITS, TRANSFER_RUNS, TRANSFER_ENDED };

struct transfer {
	enum transfer_state state;
	CURL *easy; /* only while it runs */
	struct http_request request;
	size_t body_given; /* bytes that curl has taken from the body */
	struct curl_slist *headers; /* content type and bearer are in here */
	char error[CURL_ERROR_SIZE];
	int64_t started_us;

	enum http_fate fate;
	int status;
	int64_t retry_after_for;
	int64_t took_us;
	size_t header_bytes;
	bool is_inside; /* a connection was refused: outside.h */
	struct buf reply_body;
	struct buf content_type;
	struct buf location;
	struct buf date;

	void (*done)(void *data, const struct http_reply *reply);
	void *data;
	TAILQ_ENTRY(transfer) next;
};

struct transfer *transfer_new(const struct http_request *request, size_t reply_ceiling);
void transfer_free(struct transfer **transfer);
/* Gives `easy` (fresh or reset) everything it needs to run. */
void transfer_prepare(struct transfer *transfer, CURL *easy,
		      const struct client_limits *limits);
/* True while it is certain that no byte of the request has been sent. */
bool transfer_is_unsent(const struct transfer *transfer);
/* Keeps the outcome.  From here on easy may be used for another. */
void transfer_end(struct transfer *transfer, CURLcode code);
/* Borrows from the transfer. */
struct http_reply transfer_reply(const struct transfer *transfer);

#endif
