/* What happens around the work: stopping, reloading, systemd, clocks that jump or get new laws. */

#include "daemon_watch.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

#include "base/log.h"
#include "daemon_settings.h"
#include "wire/timer.h"
#include "work/txn/clock_watch.h"
#include "work/zone_watch.h"

enum { LOOK_EVERY = 50, WATCH_EVERY = 5000, CLOSE_FOR = 500 };
enum { CHECK_EVERY = DAY_MS };

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
	zone_watch_look(daemon->core->zones);
	sd_notify(0, "READY=1");
	if (fault && note)
		*note = cause;
	return fault;
}

void daemon_watch_wait(int64_t span_for)
{
	char state[64];

	assert(span_for > 0);
	snprintf(state, sizeof(state), "EXTEND_TIMEOUT_USEC=%lld", (long long)span_for * 1000);
	sd_notify(0, state);
}

/* ---- clocks and the watchdog ------------------------------------------------------- */

static bool is_touched(const struct daemon *daemon)
{
	const struct place_watch *place = writer_place(daemon->writer);

	return place && place_watch_sight(place) == PLACE_TOUCHED;
}

/* Once a day, and when another program wrote into the ledger. */
static void begin_check(struct daemon *daemon)
{
	struct health_plan plan = { daemon->config->store, &daemon->health, NULL };
	int64_t now = clock_boot_ms();

	if (!daemon->check_at)
		daemon->check_at = now + CHECK_EVERY;
	if (db_health_state(&daemon->health) == DB_HEALTH_DAMAGED || !writer_place(daemon->writer))
		return;
	daemon->is_check_of_touched = is_touched(daemon);
	if (!daemon->is_check_of_touched && now < daemon->check_at)
		return;
	daemon->check_at = now + CHECK_EVERY;
	if (daemon->is_check_of_touched) {
		daemon->stamp = place_watch_stamp(writer_place(daemon->writer));
		plan.mark = writer_mark(daemon->writer);
	}
	/* what cannot be opened now is looked at the next time, or tomorrow */
	if (health_check_new(&plan, &daemon->check, NULL))
		daemon->check = NULL;
}

/* What was looked at stands as it is; what was written meanwhile is looked at again. */
static void end_check(struct daemon *daemon, enum fault fault, const struct note *note)
{
	struct place_watch *place = writer_place(daemon->writer);

	health_check_free(&daemon->check);
	log_fact(fault ? LOG_ALARM : LOG_INFO, "ledger.looked_at", LOG_WORD("fault", fault_word(fault)),
		 LOG_NOTE(note->text));
	if (daemon->is_check_of_touched && !fault)
		place_watch_accept(place, &daemon->stamp);
	else if (daemon->is_check_of_touched && fault == FAULT_CONFLICT)
		place_watch_replaced(place);
	engine_wake(daemon->core);
}

/* Once each: what a look at every page ended with, and damage whenever it is met. */
static void look_at_health(struct daemon *daemon)
{
	struct note note = { .text = "" };
	enum fault fault = FAULT_AGAIN;

	if (!daemon->check)
		begin_check(daemon);
	else
		fault = health_check_end(daemon->check, &note);
	if (fault != FAULT_AGAIN)
		end_check(daemon, fault, &note);
	if (daemon->is_damage_told || db_health_state(&daemon->health) != DB_HEALTH_DAMAGED)
		return;
	daemon->is_damage_told = true;
	log_fact(LOG_ALARM, "ledger.damaged", LOG_NOTE(note.text[0] ? note.text : "SQLite met damage: nothing is "
		 "written or sent any more; keep the file, and put a backup in its place"));
	engine_wake(daemon->core);
}

/* The outbox looks at the clock whenever it has something to send; here it is looked at when
 * it has not. */
static void daemon_on_watch(void *data)
{
	struct daemon *daemon = data;

	(void)clock_watch_rest_for(daemon->core);
	zone_watch_look(daemon->core->zones);
	look_at_health(daemon);
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
	daemon->watch = timer_new(daemon->loop, daemon_on_watch, daemon);
	timer_set(daemon->watch, daemon->watch_every);
	sd_notify(0, "READY=1");
}
