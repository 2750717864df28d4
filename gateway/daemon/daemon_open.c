/* Opening and closing: the one place that knows in which order the rooms live. */

#include "daemon_open.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "api/routes.h"
#include "base/date.h"
#include "base/log.h"
#include "daemon_keep.h"
#include "daemon_ledger.h"
#include "daemon_look.h"
#include "daemon_settings.h"
#include "daemon_watch.h"
#include "settings/config_check.h"
#include "store/jobs/reader.h"
#include "version.h"
#include "wire/timer.h"
#include "work/restore.h"

/* What a start may wait for a look at every page of the ledger; the rest is done beside the work. */
enum { LOOK_FOR = 1000 };
/* Two readers for what is long at once, one for what is short. */
enum { QUEUE_MOST = 4096, QUEUE_KEPT = 1024, READERS = 3 };
/* What the rest of the daemon opens: the ledger, the providers, media. */
enum { FILES_KEPT = 192 };

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

/* --- the steps ----------------------------------------------------------------------- */

static enum fault open_settings(struct daemon *daemon, struct note *note)
{
	return daemon_settings_read(daemon->config, &daemon->settings, note);
}

static enum fault open_sentences(struct daemon *daemon, struct note *note)
{
	return daemon_settings_locale(daemon->config, &daemon->opening.locale, note);
}

static enum fault open_loop(struct daemon *daemon, struct note *note)
{
	(void)note;
	daemon->clock = new_clock(daemon->config);
	daemon->loop = loop_new();
	return FAULT_NONE;
}

/* Before anything is made. */
static enum fault open_look(struct daemon *daemon, struct note *note)
{
	return daemon_look(daemon->config, LOOK_FOR, &daemon->opening.look, note);
}

static enum fault open_places(struct daemon *daemon, struct note *note)
{
	return daemon_keep(daemon->config, &daemon->settings, note);
}

/* The work takes over the sentences, and looks at the store before the writer does. */
static enum fault open_work(struct daemon *daemon, struct note *note)
{
	struct daemon_opening *opening = &daemon->opening;
	struct engine_parts parts = { &daemon->settings.core, daemon->loop, daemon->clock, opening->locale,
				    opening->db };
	enum fault fault;

	opening->locale = NULL;
	fault = engine_new(&parts, &daemon->core, note);
	if (!fault)
		fault = restore_prepare(daemon->core, opening->db, opening->find.is_put_back, note);
	if (fault && !note->text[0])
		fault = fault_because(fault, note, "the ledger: %s", db_message(opening->db));
	return daemon_ledger_blame(daemon->config, fault, note);
}

static enum fault open_writer(struct daemon *daemon, struct note *note)
{
	struct writer_post post = { daemon_post, daemon->loop };
	struct daemon_opening *opening = &daemon->opening;

	(void)note;
	high_water_keep(opening->high_water, opening->db);
	daemon->writer = writer_new(opening->db, QUEUE_MOST, post);
	writer_keep(daemon->writer, QUEUE_KEPT);
	writer_set_mark(daemon->writer, opening->high_water);
	opening->db = NULL;
	opening->high_water = NULL;
	daemon->core->writer = daemon->writer;
	daemon->core->health = &daemon->health;
	return FAULT_NONE;
}

static enum fault open_readers(struct daemon *daemon, struct note *note)
{
	const struct reader_plan plan = { READERS, QUEUE_MOST, { daemon_post, daemon->loop } };
	enum fault fault = reader_open(daemon->config->store, &plan, &daemon->reader, note);

	daemon->core->reader = daemon->reader;
	if (!fault)
		reader_report_to(daemon->reader, &daemon->health);
	if (!fault && db_health_state(&daemon->health) == DB_HEALTH_UNKNOWN)
		fault = health_check_new(daemon->config->store, &daemon->health, &daemon->check, note);
	return daemon_ledger_blame(daemon->config, fault, note);
}

/* Whose phones the page /practice shows. */
static const char *practice_carrier(const struct config *config)
{
	for (unsigned i = 0; i < config->adapters_count; i++)
		if (!strcmp(config->adapters[i].kind, "practice"))
			return config->adapters[i].base_url;
	return NULL;
}

/* Where the system gives fewer descriptors than the configuration wants, the connections are
 * the ones to do without. */
static int affordable(int64_t wanted)
{
	struct rlimit files;
	int64_t most;

	if (getrlimit(RLIMIT_NOFILE, &files) || files.rlim_cur == RLIM_INFINITY)
		return (int)wanted;
	most = (int64_t)files.rlim_cur;
	most = most > 2 * FILES_KEPT ? most - FILES_KEPT : most / 2;
	return (int)(most < wanted ? most : wanted);
}

static enum fault open_api(struct daemon *daemon, struct note *note)
{
	const struct config *config = daemon->config;
	int half = affordable(config->limits.connections) / 2;
	int streams = config->limits.streams < half ? (int)config->limits.streams : half;
	struct api_settings settings = {
		.version = HEARBACK_VERSION,
		.public_url = config->public_url,
		.region = config->district.region,
		.practice_carrier = practice_carrier(config),
		.store_address = config->store,
		.ours = &daemon->ours.ours,
		.small_group = config->reports.small_group,
		.streams = streams,
		.streams_per_token = (int)config->limits.streams_per_token,
		.hands = { daemon, daemon_hand_reload, daemon_hand_drain },
	};

	(void)note;
	daemon_ours(config, &daemon->ours);
	daemon->api = api_new(daemon->core, &settings);
	return FAULT_NONE;
}

static struct server_limits public_limits(const struct daemon *daemon)
{
	const struct config *config = daemon->config;
	struct server_limits limits = server_limits_default();

	limits.connections = affordable(config->limits.connections);
	limits.connections_per_address = (int)config->limits.connections_per_address;
	limits.kept = (int)config->limits.kept_for_webhooks;
	if (limits.kept > limits.connections / 4)
		limits.kept = limits.connections / 4;
	if (limits.connections < config->limits.connections)
		log_fact(LOG_WARN, "server.fewer_connections",
			 LOG_COUNT("wanted", config->limits.connections),
			 LOG_COUNT("connections", limits.connections),
			 LOG_NOTE("the limit of open files (LimitNOFILE) is low"));
	limits.is_kept = routes_is_kept;
	limits.proxies = &daemon->settings.proxies;
	return limits;
}

static enum fault open_public(struct daemon *daemon, struct note *note)
{
	const struct config *config = daemon->config;
	struct server_limits limits = public_limits(daemon);
	enum fault fault = FAULT_NONE;
	int port;

	daemon->public = server_new(daemon->loop, routes_public(), daemon->api, &limits);
	api_attach(daemon->api, daemon->public);
	for (unsigned i = 0; i < config->listen_count && !fault; i++) {
		fault = server_listen(daemon->public, config->listen[i], &port, note);
		if (fault)
			return config_check_blame(config, &config->listen[i], note);
		log_fact(LOG_INFO, "server.listening", LOG_WORD("on", config->listen[i]),
			 LOG_COUNT("port", port));
	}
	return FAULT_NONE;
}

static enum fault open_control(struct daemon *daemon, struct note *note)
{
	const struct config *config = daemon->config;
	struct server_limits limits = server_limits_default();
	char control[512];

	limits.total_for = 10 * MINUTE_MS; /* a backup takes its time */
	limits.body_ceiling = 32 * 1024 * 1024;
	daemon->control = server_new(daemon->loop, routes_control(), daemon->api, &limits);
	snprintf(control, sizeof(control), "unix:%s", config->control_socket);
	if (server_listen(daemon->control, control, NULL, note))
		return config_check_blame(config, &config->control_socket, note);
	return FAULT_NONE;
}

/* The order of life.  The key of the audit chain is made behind the ledger: a start that was killed
 * in between leaves a ledger without records, and no key that looks as if there had been some. */
static enum fault (*const steps[])(struct daemon *daemon, struct note *note) = {
	open_settings, open_sentences, open_loop, open_look, daemon_ledger_open, open_places,
	daemon_ledger_mark, open_work, daemon_ledger_tell, open_writer, open_readers, open_api, open_public, open_control,
};

size_t daemon_open_steps(void)
{
	return COUNT_OF(steps);
}

enum fault daemon_open_until(struct daemon *daemon, size_t count, struct note *note)
{
	enum fault fault = FAULT_NONE;

	assert(daemon->config && !daemon->core && note && count <= COUNT_OF(steps));
	for (size_t i = 0; i < count && !fault; i++)
		fault = steps[i](daemon, note);
	return fault;
}

enum fault daemon_open(struct daemon *daemon, struct note *note)
{
	return daemon_open_until(daemon, COUNT_OF(steps), note);
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
		health_check_free(&daemon->check);
		for (int i = 0; i < 3; i++)
			loop_turn(daemon->loop, 0);
		api_free(&daemon->api);
		engine_free(&daemon->core);
		writer_free(&daemon->writer);
		loop_free(&daemon->loop);
	}
	high_water_free(&daemon->opening.high_water);
	db_close(&daemon->opening.db);
	locale_free(&daemon->opening.locale);
	clock_free(&daemon->clock);
	explicit_bzero(daemon->settings.audit_key, sizeof(daemon->settings.audit_key));
	config_free(&daemon->config);
}
