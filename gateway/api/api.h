/*
 * api - shows: provider hooks, the JSON API, health and metrics, the control socket.
 *
 * Two route tables over one context.  routes_public: what the public listener serves
 * (hooks, /api/v1 with bearer tokens and roles, /healthz /readyz /metrics, /practice
 * with the practice adapter).  routes_control: the same /api/v1 plus /control/…,
 * served on a Unix socket whose file permissions are the login: every caller there
 * acts as administrator and signs as "ctl:NAME" (the peer's user name).
 *
 * Lists and searches run on reader threads; acts go through work/commands/command.h; nothing here
 * decides, and the only rows written here are those of the audit log for what is no
 * act of work's: that a conversation was seen (G13), a backup, a reload, a drain.
 *
 * Threads: loop thread.
 */
#ifndef API_API_H
#define API_API_H

#include "wire/server.h"
#include "work/engine.h"

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
	int64_t small_group;           /* groups below it are hidden in reports */
	struct api_hands hands;
};

struct api;
/* Copies `settings`, borrows its texts and `work`. */
struct api *api_new(struct core *core, const struct api_settings *settings);
/* After the servers are gone and the writer's and readers' last results were posted
 * and run: visits borrow it. */
void api_free(struct api **api);
/* For /metrics: the public server's connections are counted.  May be left out. */
void api_attach(struct api *api, const struct server *server);
const struct endpoint *routes_public(void);
const struct endpoint *routes_control(void);

#endif
