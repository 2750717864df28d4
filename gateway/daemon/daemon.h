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
#include "daemon_ours.h"
#include "domain/hours.h"
#include "settings/config.h"
#include "store/jobs/health_check.h"
#include "store/jobs/high_water.h"
#include "store/jobs/writer.h"
#include "wire/proxies.h"
#include "wire/server.h"
#include "work/engine.h"

enum { AUDIT_KEY_SIZE = 65 };

/* config's values as work wants them; texts stay config's. */
struct daemon_settings {
	struct core_settings core;
	struct account_settings accounts[CONFIG_ADAPTERS];
	struct line_settings lines[CONFIG_LINES];
	struct proxies proxies;
	char audit_key[AUDIT_KEY_SIZE];
};

/* What daemon_look found. */
struct daemon_look {
	bool is_running;  /* a hearbackd has this ledger open */
	bool is_made;     /* there is a ledger… */
	bool is_sound;    /* …whose every page was looked at… */
	int behind;       /* …and that has so many migrations to come */
};

/* What daemon_open has in its hands until somebody takes it over. */
struct daemon_opening {
	struct locale *locale;               /* until the engine has it */
	struct db *db;                       /* until the writer has it… */
	struct high_water *high_water;       /* …and this */
	struct high_water_find find;
	struct daemon_look look;
};

struct daemon {
	struct config *config;
	struct daemon_settings settings;
	struct loop *loop;
	struct clock *clock;
	struct core *core;
	struct writer *writer;
	struct reader *reader;
	struct db_health health;     /* of the ledger */
	struct health_check *check;  /* NULL: none is under way */
	struct daemon_opening opening;
	struct daemon_ours ours;
	struct api *api;
	struct server *public;
	struct server *control;
	struct timer *drain;         /* looks whether all is quiet */
	struct timer *watch;         /* clock jumps, systemd's watchdog */
	int64_t drain_until;
	int64_t watch_every;
	struct memory_look memory;   /* when some was given back last */
	bool is_draining;
	bool is_damage_told;
};

#endif
