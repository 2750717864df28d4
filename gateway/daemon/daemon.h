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
	int64_t invariant_watch_every;
	bool is_draining;
};

/* FAULT_CONFIG with the place in hearback.yaml when a value does not fit another room. */
enum fault daemon_settings_read(const struct config *config, struct daemon_settings *settings,
				struct note *note) MUST_CHECK;
/* The sentences and languages, from locales_dir. */
enum fault daemon_settings_locale(const struct config *config, struct locale **locale,
			      struct note *note) MUST_CHECK;
/* Makes media_dir and, the first time, the audit key; reads the key. */
enum fault daemon_keep(const struct config *config, struct daemon_settings *settings,
		       struct note *note) MUST_CHECK;
/* hearbackd -n: everything that can be told without touching anything. */
enum fault daemon_check(const char *path, struct note *note) MUST_CHECK;
enum fault daemon_open(struct daemon *daemon, struct note *note) MUST_CHECK;
/* Everything daemon_open got so far; also after it failed. */
void daemon_close(struct daemon *daemon);
/* Begins to stop: no new claim, no new connection; the loop ends when all is quiet or
 * timing.drain has passed. */
void daemon_watch_drain(struct daemon *daemon);
/* New sentences, or the old ones and the reason. */
enum fault daemon_watch_reload(struct daemon *daemon, struct note *note) MUST_CHECK;
/* Tells systemd we are ready, watches the clocks from now on. */
void daemon_watch(struct daemon *daemon);
/* A fault of the start or of a reload: to the log, with its place. */
void daemon_watch_complain(const char *event, enum fault fault, const struct note *note);

#endif
