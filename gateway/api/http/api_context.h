/*
 * api_context - what every request of the api has in common; api.c makes and ends it.
 *
 * Threads: loop thread; readers read `settings` and what core.h lets them.
 */
#ifndef API_API_CONTEXT_H
#define API_API_CONTEXT_H

#include "session.h"
#include "store/db/backup_place.h"
#include "wire/server.h"
#include "work/txn/core.h"

/* What only main can do, asked for over the control socket.  Any may be NULL. */
struct api_hands {
	void *context;
	enum fault (*reload)(void *context, struct note *note);  /* locales; config stays */
	void (*drain)(void *context);                            /* stop sending, then exit */
};

struct api_settings {
	const char *version;
	const char *public_url;
	const char *region;            /* of numbers without '+' in imports: "US" */
	const char *practice_carrier;  /* base URL of the practice carrier's phones, or NULL */
	const char *store_address;
	const struct backup_ours *ours; /* what no backup may take the place of; NULL: nothing more */
	int64_t small_group;           /* groups below it are hidden in reports */
	int streams, streams_per_token; /* event streams open at once */
	struct api_hands hands;
};

/* Event streams: open now; refused since the start for want of room in all, and because their
 * token has too many. */
struct stream_counts {
	int64_t open, refused, refused_token;
};

struct api {
	struct core *core;
	struct api_settings settings;
	struct session_cache sessions;
	struct event_stream *hub;    /* event_stream.h */
	struct stream_counts streams;
	const struct server *server; /* for metrics; NULL until api_attach */
};

#endif
