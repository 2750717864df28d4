#include "metrics.h"

#include "domain/list_cause.h"
#include "i18n/time/zone_database.h"
#include "readiness.h"
#include "store/messaging/deliveries.h"
#include "store/promises/promises.h"

static const char text_type[] = "text/plain; version=0.0.4; charset=utf-8";

/* What is counted in the ledger; the rest is counted in memory by the loop thread. */
struct metrics {
	struct outbox_counts outbox;
	struct promise_counts promises;
};

enum fault metrics_look(struct request *request, struct db *db, struct note *note)
{
	struct metrics *metrics = arena_take(&request->arena, sizeof(*metrics));
	enum fault fault;

	(void)note;
	if (!metrics)
		return FAULT_TOO_LARGE;
	request->more = metrics;
	fault = delivery_count(db, &metrics->outbox);
	if (fault)
		return fault;
	return promise_count(db, &metrics->promises);
}

static void add_head(struct buf *text, const char *name, const char *type, const char *help)
{
	buf_add_format(text, "# HELP hearback_%s %s\n# TYPE hearback_%s %s\n", name, help,
		       name, type);
}

static void add_one(struct buf *text, const char *name, const char *type, const char *help,
		    int64_t value)
{
	add_head(text, name, type, help);
	buf_add_format(text, "hearback_%s %lld\n", name, (long long)value);
}

static void add_state(struct buf *text, const char *name, const char *state, int64_t value)
{
	buf_add_format(text, "hearback_%s{state=\"%s\"} %lld\n", name, state, (long long)value);
}

static void add_work(struct buf *text, const struct core *core)
{
#define X(name)                                                                   \
	add_one(text, #name "_total", "counter", "counted since the start",       \
		core->counts.name);
	CORE_COUNTS(X)
#undef X
#define X(before, name)                                                           \
	add_one(text, #before "_total", "counter",                                \
		"what " #name "_total tells; leaves with the next version",       \
		core->counts.name);
	CORE_COUNTS_BEFORE(X)
#undef X
	add_one(text, "ready", "gauge", "1 when a text would be kept and an answer could leave",
		readiness_is_ready(core));
}

static void add_readiness(struct buf *text, const struct core *core)
{
	size_t count;
	const struct readiness_cause *causes = readiness_causes(&count);

	add_head(text, "not_ready", "gauge", "1 when this cause makes us not ready");
	for (size_t i = 0; i < count; i++)
		if (causes[i].is_down)
			buf_add_format(text, "hearback_not_ready{cause=\"%s\"} %d\n",
				       causes[i].word, causes[i].holds(core));
	add_head(text, "degraded", "gauge", "1 when this cause holds, and we are ready all the same");
	for (size_t i = 0; i < count; i++)
		if (!causes[i].is_down)
			buf_add_format(text, "hearback_degraded{cause=\"%s\"} %d\n",
				       causes[i].word, causes[i].holds(core));
}

static void add_ledger(struct buf *text, const struct metrics *metrics)
{
	const struct outbox_counts *outbox = &metrics->outbox;
	const struct promise_counts *promises = &metrics->promises;

	add_head(text, "outbox", "gauge", "messages to families that are not over");
	add_state(text, "outbox", "queued", outbox->queued);
	add_state(text, "outbox", "sending", outbox->sending);
	add_state(text, "outbox", "unknown", outbox->unknown);
	add_state(text, "outbox", "sent", outbox->sent);
	add_state(text, "outbox", "needs_person", outbox->needs_person);
	add_head(text, "promises", "gauge", "promises to families");
	add_state(text, "promises", "waiting", promises->waiting);
	add_state(text, "promises", "late", promises->late);
	add_state(text, "promises", "unowned", promises->unowned);
	add_state(text, "promises", "on_person", promises->on_person);
	add_state(text, "promises", "kept", promises->kept);
	add_state(text, "promises", "kept_late", promises->kept_late);
	add_state(text, "promises", "excused", promises->excused);
}

static void add_writer(struct buf *text, struct core *core)
{
	int64_t commits = 0, jobs = 0;

	writer_counts(core->writer, &commits, &jobs);
	add_one(text, "writer_commits_total", "counter", "transactions synced to disk", commits);
	add_one(text, "writer_jobs_total", "counter", "jobs in those transactions", jobs);
	add_one(text, "writer_waiting", "gauge", "jobs that wait for the writer",
		(int64_t)writer_waiting(core->writer));
}

static void add_polled(struct buf *text, const struct core *core, const char *name, const char *help)
{
	add_head(text, name, "gauge", help);
	for (size_t i = 0; i < core->line_count; i++)
		buf_add_format(text, "hearback_%s{line=\"%lld\"} %d\n", name,
			       (long long)core->lines[i].id.n, core->lines[i].is_polled);
}

/* What a person wrote is theirs; the sentences here are our own tables', without quotes. */
static void add_pause(struct buf *text, const struct line_state *line)
{
	const struct line_health *health = &line->health;

	buf_add_format(text, "hearback_line_pause_info{line=\"%lld\",cause=\"%s\",code=\"%d\","
			     "reason=\"%s\"} 1\n", (long long)line->id.n,
		       pause_cause_word(health->cause), health->code, health->cause == PAUSE_PERSON ?
		       pause_cause_phrase(PAUSE_PERSON) : line->pause_reason);
}

/* Only of lines that are paused: without one it is not promised either. */
static void add_pauses(struct buf *text, const struct core *core)
{
	bool is_said = false;

	for (size_t i = 0; i < core->line_count; i++) {
		if (!core->lines[i].is_paused)
			continue;
		if (!is_said)
			add_head(text, "line_pause_info", "gauge", "why a line is paused: cause, the provider's code"
				 " (0: none), what to do");
		is_said = true;
		add_pause(text, &core->lines[i]);
	}
}

/* Lines by id, never by number. */
static void add_lines(struct buf *text, const struct core *core)
{
	add_head(text, "line_paused", "gauge", "1 when nothing is sent over this line");
	for (size_t i = 0; i < core->line_count; i++)
		buf_add_format(text, "hearback_line_paused{line=\"%lld\"} %d\n",
			       (long long)core->lines[i].id.n, core->lines[i].is_paused);
	add_pauses(text, core);
	add_head(text, "line_list_refused", "gauge", "1 when its texts may not be listed, by the provider's word or another's");
	for (size_t i = 0; i < core->line_count; i++)
		buf_add_format(text, "hearback_line_list_refused{line=\"%lld\"} %d\n",
			       (long long)core->lines[i].id.n, core->lines[i].list_fault[0] != '\0');
	add_head(text, "line_list_fault", "gauge", "1 for the cause that its list of texts is not read now");
	for (size_t i = 0; i < core->line_count; i++)
		for (int cause = LIST_READ + 1; cause < LIST_CAUSE_COUNT; cause++)
			buf_add_format(text, "hearback_line_list_fault{line=\"%lld\",cause=\"%s\"} %d\n",
				       (long long)core->lines[i].id.n, list_cause_word((enum list_cause)cause),
				       list_cause_by(core->lines[i].poll_fault) == (enum list_cause)cause);
	add_polled(text, core, "line_polled", "1 when it was polled since the start");
	add_polled(text, core, "line_swept", "what line_polled tells; leaves with the next version");
}

static void add_clocks(struct buf *text, const struct core *core)
{
	add_head(text, "provider_clock_offset_seconds", "gauge",
		 "the clock of the provider minus ours, by the Date of its answers");
	for (size_t i = 0; i < core->account_count; i++)
		buf_add_format(text, "hearback_provider_clock_offset_seconds{adapter=\"%s\"} %lld\n",
			       core->accounts[i].settings->account.name,
			       (long long)provider_clock_seconds(&core->accounts[i].clock));
}

/* Adapter names come from our own config, where they are checked: no escaping. */
static void add_clients(struct buf *text, const struct core *core)
{
	add_head(text, "client_window", "gauge", "requests that may be under way at once");
	for (size_t i = 0; i < core->account_count; i++)
		buf_add_format(text, "hearback_client_window{adapter=\"%s\"} %d\n",
			       core->accounts[i].settings->account.name,
			       client_window(core->accounts[i].client));
	add_head(text, "client_under_way", "gauge", "requests under way");
	for (size_t i = 0; i < core->account_count; i++)
		buf_add_format(text, "hearback_client_under_way{adapter=\"%s\"} %d\n",
			       core->accounts[i].settings->account.name,
			       client_under_way(core->accounts[i].client));
}

/* The version has letters, digits, - and . only: no escaping. */
static void add_zones(struct buf *text)
{
	char version[ZONE_FILE_VERSION];

	zone_database_version(version);
	add_head(text, "zones_info", "gauge", "the version of the system's tz database");
	buf_add_format(text, "hearback_zones_info{version=\"%s\"} 1\n", version);
}

/* Adapter names come from our own config, as above. */
static void add_accounts(struct buf *text, const struct core *core)
{
	int64_t refused = 0;

	add_head(text, "signatures_refused_total", "counter", "webhooks whose signature did not fit");
	for (size_t i = 0; i < core->account_count; i++)
		buf_add_format(text, "hearback_signatures_refused_total{adapter=\"%s\"} %lld\n",
			       core->accounts[i].settings->account.name,
			       (long long)core->accounts[i].refused_signatures);
	for (size_t i = 0; i < core->account_count; i++)
		refused += core->accounts[i].refused_signatures;
	add_one(text, "refused_signatures_total", "counter",
		"what signatures_refused_total tells, without the adapter; leaves with the next version", refused);
	add_head(text, "lists_failed", "gauge", "lists of texts in a row that could not be read");
	for (size_t i = 0; i < core->account_count; i++)
		buf_add_format(text, "hearback_lists_failed{adapter=\"%s\"} %d\n",
			       core->accounts[i].settings->account.name,
			       core->accounts[i].list_faults);
}

static void add_room(struct buf *text, const struct api *api)
{
	const struct stream_counts *streams = &api->streams;

	add_one(text, "streams", "gauge", "open event streams", streams->open);
	add_head(text, "connections_refused_total", "counter",
		 "refused for want of room; gave_way: closed, so that another could come in");
	for (int i = 0; api->server && i < SERVER_REFUSALS; i++)
		buf_add_format(text, "hearback_connections_refused_total{kind=\"%s\"} %lld\n",
			       server_refusal_word((enum server_refusal)i),
			       (long long)server_refused(api->server, (enum server_refusal)i));
	buf_add_format(text, "hearback_connections_refused_total{kind=\"streams\"} %lld\n"
		       "hearback_connections_refused_total{kind=\"token\"} %lld\n",
		       (long long)streams->refused, (long long)streams->refused_token);
}

enum fault metrics_show(struct request *request, struct note *note)
{
	struct api *api = request->api;
	struct buf *text = &request->text;
	enum fault fault;

	add_head(text, "info", "gauge", "the running version");
	buf_add_format(text, "hearback_info{version=\"%s\"} 1\n", api->settings.version);
	add_zones(text);
	add_work(text, api->core);
	add_readiness(text, api->core);
	add_ledger(text, request->more);
	add_writer(text, api->core);
	add_lines(text, api->core);
	add_clients(text, api->core);
	add_accounts(text, api->core);
	add_room(text, api);
	add_clocks(text, api->core);
	if (api->server)
		add_one(text, "connections", "gauge", "open connections of the public listener",
			server_connections(api->server));
	fault = buf_check(text, note);
	if (!fault)
		request_answer_text(request, text_type, buf_str(text));
	return fault;
}
