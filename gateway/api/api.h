/*
 * api - shows: provider hooks, the JSON API, health and metrics, the control socket.
 *
 * Two route tables (routes.h) over one context.  routes_public: what the public listener serves
 * (hooks, /api/v1 with bearer tokens and roles, /healthz /readyz /metrics, /practice
 * with the practice adapter).  routes_control: the same /api/v1 plus /control/…,
 * served on a Unix socket whose file permissions are the login: every caller there
 * acts as administrator and signs as "ctl:NAME" (the peer's user name).
 *
 * Lists and searches run on reader threads; commands go through work/commands; nothing here
 * decides, and the only rows written here are those of the audit log for what is no
 * command of work's: that a conversation was seen (G13), a backup, a reload, a drain.
 *
 * Threads: loop thread.
 */
#ifndef API_API_H
#define API_API_H

#include "api/http/api_context.h"

/* Copies `settings`, borrows its texts and `work`. */
struct api *api_new(struct core *core, const struct api_settings *settings);
/* After the servers are gone and the writer's and readers' last results were posted
 * and run: requests borrow it. */
void api_free(struct api **api);
/* For /metrics: the public server's connections are counted.  May be left out. */
void api_attach(struct api *api, const struct server *server);

#endif
