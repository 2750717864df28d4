/* What happens around the work: stopping, reloading, systemd, and clocks that jump. */

#include "daemon_watch.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

#include "base/log.h"
#include "daemon_settings.h"
#include "wire/timer.h"

enum { LOOK_EVERY = 50, WATCH_EVERY = 5000, JUMP_FOR = 60 * 1000, CLOSE_FOR = 500 };

void daemon_watch_complain(const char *event, enum fault fault, const struct note *note)
{
	char text[512];

	assert(event[0] && fault != FAULT_NONE);
	log_fact(LOG_ALARM, event, LOG_WORD("fault", fault_word(fault)),
		 LOG_NOTE(note_text(note, fault, text, sizeof(text))));
}

/* ---- stopping -------------------------------------------------------------------- */

static void daemon_on_look(void *data)
{
	struct daemon *daemon = data;
	bool is_quiet = engine_is_idle(daemon->core) && writer_waiting(daemon->writer) == 0 &&
			server_connections(daemon->public) == 0 &&
			server_connections(daemon->control) == 0;

	if (is_quiet || clock_boot_ms() >= daemon->drain_until) {
		log_fact(is_quiet ? LOG_INFO : LOG_WARN, "daemon.drained",
			 LOG_WORD("quiet", is_quiet ? "yes" : "no"));
		loop_stop(daemon->loop);
		return;
	}
	timer_set(daemon->drain, LOOK_EVERY);
}

void daemon_watch_drain(struct daemon *daemon)
{
	int64_t most_for = daemon->config->timing.drain;

	assert(daemon->core && daemon->public);
	if (daemon->is_draining)
		return;
	daemon->is_draining = true;
	log_fact(LOG_INFO, "daemon.drain", LOG_COUNT("most_ms", most_for));
	sd_notify(0, "STOPPING=1");
	engine_stop(daemon->core);
	server_drain(daemon->public, most_for);
	server_drain(daemon->control, most_for);
	daemon->drain_until = clock_boot_ms() + most_for + CLOSE_FOR;
	daemon->drain = timer_new(daemon->loop, daemon_on_look, daemon);
	timer_set(daemon->drain, 0);
}

/* ---- reloading ------------------------------------------------------------------- */

enum fault daemon_watch_reload(struct daemon *daemon, struct note *note)
{
	struct note cause = { .text = "" };
	struct locale *locale;
	char state[80];
	enum fault fault;

	assert(daemon->core && daemon->config);
	snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%lld",
		 (long long)clock_stopwatch_us());
	sd_notify(0, state);
	fault = daemon_settings_locale(daemon->config, &locale, &cause);
	if (fault) {
		daemon_watch_complain("locales.kept_old", fault, &cause);
	} else {
		core_set_locale(daemon->core, locale);
		log_fact(LOG_INFO, "locales.reloaded",
			 LOG_COUNT("languages", daemon->config->district.languages_count));
	}
	sd_notify(0, "READY=1");
	if (fault && note)
		*note = cause;
	return fault;
}

/* ---- clocks and the watchdog ------------------------------------------------------- */

static int64_t wall_ahead_for(const struct daemon *daemon)
{
	return clock_now(daemon->wall) - clock_boot_ms();
}

/* Timers run on the boot clock: when the wall clock jumps away from it, everything that
 * was due by the wall is looked at again. */
static void daemon_on_watch(void *data)
{
	struct daemon *daemon = data;
	int64_t ahead_for = wall_ahead_for(daemon);
	int64_t jump_for = ahead_for - daemon->wall_ahead_for;

	daemon->wall_ahead_for = ahead_for;
	if (llabs(jump_for) > JUMP_FOR) {
		log_fact(LOG_ALARM, "clock.jumped", LOG_COUNT("by_ms", jump_for));
		engine_clock_jumped(daemon->core);
	}
	if (memory_give_back(&daemon->memory))
		log_fact(LOG_INFO, "memory.given_back",
			 LOG_COUNT("resident_mib", (int64_t)(daemon->memory.resident >> 20)));
	sd_notify(0, "WATCHDOG=1");
	timer_set(daemon->watch, daemon->watch_every);
}

void daemon_watch(struct daemon *daemon)
{
	assert(daemon->core && daemon->loop && !daemon->watch);
	uint64_t watchdog_us = 0;

	daemon->watch_every = WATCH_EVERY;
	if (sd_watchdog_enabled(0, &watchdog_us) > 0 &&
	    (int64_t)(watchdog_us / 2000) < WATCH_EVERY)
		daemon->watch_every = (int64_t)(watchdog_us / 2000);
	daemon->wall_ahead_for = wall_ahead_for(daemon);
	daemon->watch = timer_new(daemon->loop, daemon_on_watch, daemon);
	timer_set(daemon->watch, daemon->watch_every);
	sd_notify(0, "READY=1");
}
