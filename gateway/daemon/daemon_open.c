/* Opening and closing: the one place that knows in which order the rooms live. */

#include "daemon_open.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "api/routes.h"
#include "base/date.h"
#include "base/log.h"
#include "daemon_keep.h"
#include "daemon_settings.h"
#include "daemon_watch.h"
#include "settings/config_check.h"
#include "store/db/migrate.h"
#include "store/db/setting.h"
#include "store/jobs/high_water.h"
#include "store/jobs/reader.h"
#include "version.h"
#include "wire/timer.h"
#include "work/restore.h"

/* Two for what is long at once, one for what is short. */
enum { QUEUE_MOST = 4096, READERS = 3 };

static void daemon_post(void *context, void (*run)(void *data), void *data)
{
	loop_post(context, run, data);
}

static enum fault daemon_hand_reload(void *context, struct note *note)
{
	return daemon_watch_reload(context, note);
}

static void daemon_hand_drain(void *context)
{
	daemon_watch_drain(context);
}

/* A practice clock goes on where the ledger ended: what was wound forward before the
 * restart does not come to lie in the future. */
static enum fault wind_practice(struct daemon *daemon, struct db *db)
{
	int64_t last_at;
	int64_t now = clock_now(daemon->clock);
	enum fault fault;

	if (!clock_is_practice(daemon->clock))
		return FAULT_NONE;
	fault = setting_last_at(db, &last_at);
	if (!fault && last_at > now)
		clock_advance(daemon->clock, last_at - now);
	return fault;
}

static struct clock *new_clock(const struct config *config)
{
	int64_t from_at = 0;

	if (strcmp(config->clock, "practice"))
		return clock_new_real();
	/* config_check has read it already */
	if (config->clock_from[0] && date_parse_rfc3339(str_of(config->clock_from), &from_at))
		from_at = 0;
	return clock_new_practice(from_at, true);
}

static enum fault open_ledger(struct daemon *daemon, struct db **db, struct high_water **high_water,
			      bool *is_put_back, struct note *note)
{
	const char *address = daemon->config->store;
	enum fault fault = db_open(address, DB_WRITE, db, note);

	if (!fault)
		fault = migrate_run(*db, clock_now(daemon->clock), note);
	if (!fault)
		fault = wind_practice(daemon, *db);
	if (!fault)
		fault = high_water_open(address, *db, high_water, is_put_back, note);
	return fault;
}

/* The work takes over the sentences, and looks at the store before the writer does. */
static enum fault open_work(struct daemon *daemon, struct locale *locale, struct note *note)
{
	struct writer_post post = { daemon_post, daemon->loop };
	struct engine_parts parts = { &daemon->settings.core, daemon->loop, daemon->clock, locale,
				    NULL };
	struct high_water *high_water = NULL;
	bool is_put_back = false;
	enum fault fault = open_ledger(daemon, &parts.db, &high_water, &is_put_back, note);

	if (fault)
		locale_free(&locale);
	else
		fault = engine_new(&parts, &daemon->core, note);
	if (!fault)
		fault = restore_prepare(daemon->core, parts.db, is_put_back, note);
	if (fault) {
		high_water_free(&high_water);
		db_close(&parts.db);
		return fault;
	}
	high_water_keep(high_water, parts.db);
	daemon->writer = writer_new(parts.db, QUEUE_MOST, post);
	writer_set_mark(daemon->writer, high_water);
	daemon->core->writer = daemon->writer;
	fault = reader_open(daemon->config->store,
			    &(struct reader_plan){ READERS, QUEUE_MOST, post }, &daemon->reader, note);
	daemon->core->reader = daemon->reader;
	return fault;
}

/* Whose phones the page /practice shows. */
static const char *practice_carrier(const struct config *config)
{
	for (unsigned i = 0; i < config->adapters_count; i++)
		if (!strcmp(config->adapters[i].kind, "practice"))
			return config->adapters[i].base_url;
	return NULL;
}

static void open_api(struct daemon *daemon)
{
	const struct config *config = daemon->config;
	struct api_settings settings = {
		.version = HEARBACK_VERSION,
		.public_url = config->public_url,
		.region = config->district.region,
		.practice_carrier = practice_carrier(config),
		.store_address = config->store,
		.small_group = config->reports.small_group,
		.hands = { daemon, daemon_hand_reload, daemon_hand_drain },
	};

	daemon->api = api_new(daemon->core, &settings);
}

static enum fault open_sockets(struct daemon *daemon, struct note *note)
{
	const struct config *config = daemon->config;
	struct server_limits limits = server_limits_default();
	enum fault fault = FAULT_NONE;
	char control[512];
	int port;

	daemon->public = server_new(daemon->loop, routes_public(), daemon->api, &limits);
	api_attach(daemon->api, daemon->public);
	limits.total_for = 10 * MINUTE_MS; /* a backup takes its time */
	limits.body_ceiling = 32 * 1024 * 1024;
	daemon->control = server_new(daemon->loop, routes_control(), daemon->api, &limits);
	for (unsigned i = 0; i < config->listen_count && !fault; i++) {
		fault = server_listen(daemon->public, config->listen[i], &port, note);
		if (fault)
			return config_check_blame(config, &config->listen[i], note);
		log_fact(LOG_INFO, "server.listening", LOG_WORD("on", config->listen[i]),
			 LOG_COUNT("port", port));
	}
	snprintf(control, sizeof(control), "unix:%s", config->control_socket);
	fault = server_listen(daemon->control, control, NULL, note);
	if (fault)
		return config_check_blame(config, &config->control_socket, note);
	return FAULT_NONE;
}

enum fault daemon_open(struct daemon *daemon, struct note *note)
{
	assert(daemon->config && !daemon->core);

	struct locale *locale = NULL;
	enum fault fault = daemon_settings_read(daemon->config, &daemon->settings, note);

	if (!fault)
		fault = daemon_settings_locale(daemon->config, &locale, note);
	if (fault)
		return fault;
	fault = daemon_keep(daemon->config, &daemon->settings, note);
	if (fault) {
		locale_free(&locale);
		return fault;
	}
	daemon->wall = clock_new_real();
	daemon->clock = new_clock(daemon->config);
	daemon->loop = loop_new();
	fault = open_work(daemon, locale, note);
	if (fault)
		return fault;
	open_api(daemon);
	return open_sockets(daemon, note);
}

/* Servers first, so that nobody asks any more; then the threads, whose last results
 * are told in the turns behind them; then whom those results were for. */
void daemon_close(struct daemon *daemon)
{
	if (daemon->loop) {
		server_free(&daemon->public);
		server_free(&daemon->control);
		timer_free(&daemon->drain);
		timer_free(&daemon->watch);
		if (daemon->core)
			engine_cut(daemon->core);
		if (daemon->writer)
			writer_stop(daemon->writer);
		reader_free(&daemon->reader);
		for (int i = 0; i < 3; i++)
			loop_turn(daemon->loop, 0);
		api_free(&daemon->api);
		engine_free(&daemon->core);
		writer_free(&daemon->writer);
		loop_free(&daemon->loop);
	}
	clock_free(&daemon->clock);
	clock_free(&daemon->wall);
	explicit_bzero(daemon->settings.audit_key, sizeof(daemon->settings.audit_key));
	config_free(&daemon->config);
}
