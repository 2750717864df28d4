/*
 * webhook - what a provider tells us, as values: the request, the events in it, our reply.
 *
 * A webhook is opened by its adapter (adapter.h), which verifies it first and then says
 * what it tells; what becomes of the events is work's to do; the reply is asked for when
 * all of them are committed.
 *
 * Threads: values; any.
 * Ownership: texts are borrowed from the call and from the list's arena.
 */
#ifndef ADAPTERS_WEBHOOK_H
#define ADAPTERS_WEBHOOK_H

#include "domain/delivery.h"
#include "wire/http.h"

enum { ADAPTER_MEDIA = 10 };

/* Which of our addresses it came to.  Where the provider's words tell what it is, the
 * address does not matter. */
enum webhook_address { WEBHOOK_MESSAGE, WEBHOOK_MESSAGE_STATUS };

struct webhook {
	enum webhook_address address;
	struct str token;          /* of the attempt, from our address; anybody's word until
				      the adapter has seen that the provider says it too */
	enum http_method method;
	struct str target;         /* path and query as received: signatures are over bytes */
	const struct http_header *headers;
	size_t header_count;
	struct str content_type;   /* may be empty */
	struct str body;           /* raw */
	int64_t received_at;       /* ms, the machine's own clock: what providers stamp */
};

/* What a family sent. */
enum inbound_word { INBOUND_NO_WORD, INBOUND_STOP, INBOUND_START, INBOUND_HELP };

/* As it came: an adapter refuses nothing of it, and judges nothing; any of it may be empty,
 * long or broken.  What becomes of that is one rule for every door: work/inbound/inbound_clean.h. */
struct inbound {
	struct str id;             /* the provider's, of this message */
	struct str from;           /* E.164 without channel prefix, a business-scoped id… */
	struct str to;
	enum channel channel;
	struct str text;           /* control characters kept, NFC not applied */
	struct str media[ADAPTER_MEDIA];
	struct str media_type[ADAPTER_MEDIA];
	size_t media_count;
	int media_told;            /* how many the provider says there are; 0: it does not */
	bool is_unread;            /* the text is a whole webhook that could not be read */
	bool is_media_listed;      /* there are some, and the provider lists them by the id */
	int64_t stamped_at;        /* by the provider, ms; 0: it does not say */
	enum inbound_word opt_out_type; /* the provider has already obeyed and answered */
	struct str profile_name;   /* WhatsApp's, a hint */
};

/* What a provider says about a message of ours. */
struct receipt {
	struct str id;
	struct str token;          /* of the attempt; empty: found by the id */
	bool is_known;             /* false: a status word we do not know; changes nothing */
	enum delivery_event event; /* ON_ACCEPTED (not at its end), ON_DELIVERED, ON_READ,
				      ON_UNDELIVERED */
	bool is_handed_over;       /* the carrier has it, it is not only queued */
	int code;
	enum remedy remedy;        /* meaningful with ON_UNDELIVERED */
};

/* Calls and recordings get their tags with the room that makes calls. */
enum webhook_tag { WEBHOOK_INBOUND, WEBHOOK_RECEIPT };

struct webhook_event {
	enum webhook_tag tag;      /* which of these it is; the other is empty */
	struct inbound inbound;
	struct receipt receipt;
};

struct webhook_events {
	struct arena *arena;       /* the caller's; items and texts are in it */
	struct webhook_event *items;
	size_t count;              /* 0: authentic, and no news to us */
};

/* After the commit of all events. */
struct webhook_result {
	const struct webhook *webhook;
	const struct webhook_events *events;
};

struct webhook_reply {
	int status;
	const char *content_type;  /* NULL: no body */
	struct str body;
};

#endif
