/*
 * daemon - hearbackd as one struct: every room, wired.
 *
 * Only daemon/main.c and daemon_*.c see it; no room knows that it exists.
 *
 * Order of life: daemon_open (config, sentences, store, work, api, sockets) ->
 * engine_start -> the loop -> daemon_watch_drain -> daemon_close.  Nothing is sent before the
 * store is migrated and every unfinished row is unknown (guarantees.md §2.2).
 *
 * Threads: the loop thread; writer and readers have their own behind store's headers.
 */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include "api/api.h"
#include "base/memory.h"
#include "domain/hours.h"
#include "settings/config.h"
#include "store/jobs/writer.h"
#include "wire/server.h"
#include "work/engine.h"

enum { AUDIT_KEY_SIZE = 65 };

/* config's values as work wants them; texts stay config's. */
struct daemon_settings {
	struct core_settings core;
	struct account_settings accounts[CONFIG_ADAPTERS];
	struct line_settings lines[CONFIG_LINES];
	char audit_key[AUDIT_KEY_SIZE];
};

struct daemon {
	struct config *config;
	struct daemon_settings settings;
	struct loop *loop;
	struct clock *clock;
	struct clock *wall;          /* the machine's own: jumps are found on it */
	struct core *core;
	struct writer *writer;
	struct reader *reader;
	struct api *api;
	struct server *public;
	struct server *control;
	struct timer *drain;         /* looks whether all is quiet */
	struct timer *watch;         /* clock jumps, systemd's watchdog */
	int64_t drain_until;
	int64_t wall_ahead_for;      /* wall minus boot clock when last looked */
	int64_t watch_every;
	struct memory_look memory;   /* when some was given back last */
	bool is_draining;
};

#endif
