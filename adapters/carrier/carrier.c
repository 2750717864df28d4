#include "carrier.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A held request is one that hangs on purpose: longer than any gateway waits. */
enum { WINDOW = 64, QUEUE = 200000, CONNECTIONS = 4000, HANG_MOST = 600 };

static const char *const opt_out_words[OPT_OUTS] = { "off", "default", "advanced" };

bool carrier_read_opt_out(struct str word, enum carrier_opt_out *opt_out)
{
	assert(opt_out);
	for (int i = 0; i < OPT_OUTS; i++) {
		if (!str_is(word, opt_out_words[i]))
			continue;
		*opt_out = (enum carrier_opt_out)i;
		return true;
	}
	return false;
}

const char *carrier_opt_out_word(enum carrier_opt_out opt_out)
{
	return opt_out_words[opt_out];
}

static const char *const pages_words[PAGES_KINDS] = { "well", "self", "round", "endless" };

bool carrier_read_pages(struct str word, enum carrier_pages *pages)
{
	assert(pages);
	for (int i = 0; i < PAGES_KINDS; i++) {
		if (!str_is(word, pages_words[i]))
			continue;
		*pages = (enum carrier_pages)i;
		return true;
	}
	return false;
}

const char *carrier_pages_word(enum carrier_pages pages)
{
	return pages_words[pages];
}

struct str carrier_bare(struct str address)
{
	size_t colon = str_find(address, STR(":"));

	return colon == address.size ? address : str_from(address, colon + 1);
}

bool carrier_is_url(struct str text)
{
	size_t scheme = str_starts(text, STR("https://")) ? 8 : 7;

	if (!str_starts(text, STR("https://")) && !str_starts(text, STR("http://")))
		return false;
	for (size_t i = 0; i < text.size; i++)
		if ((unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7f)
			return false;
	return text.size > scheme && text.size < CARRIER_URL && text.at[scheme] != '/';
}

int64_t carrier_now(const struct carrier *carrier)
{
	assert(carrier && carrier->clock);
	return clock_now(carrier->clock) + carrier->settings.clock_offset;
}

static struct carrier_line *find_line(struct carrier_settings *settings, struct str number)
{
	for (size_t i = 0; i < settings->line_count; i++)
		if (str_is(number, settings->lines[i].number))
			return &settings->lines[i];
	return NULL;
}

struct carrier_line *carrier_line(struct carrier *carrier, struct str number)
{
	assert(carrier);
	return find_line(&carrier->settings, carrier_bare(number));
}

enum fault carrier_set_line(struct carrier_settings *settings, struct str number,
			    struct str webhook, struct str fallback, struct note *note)
{
	assert(settings);

	struct carrier_line *line = find_line(settings, number);

	if (!phone_is_number(number))
		return fault_because(FAULT_INVALID, note, "a line is + and 8 to 15 digits");
	if (webhook.size >= CARRIER_URL || fallback.size >= CARRIER_URL)
		return fault_because(FAULT_INVALID, note, "an address is too long");
	if (!line && settings->line_count == CARRIER_LINES)
		return fault_because(FAULT_FULL, note, "%d lines are enough", CARRIER_LINES);
	if (!line)
		line = &settings->lines[settings->line_count++];
	str_put(line->number, sizeof(line->number), number);
	str_put(line->webhook, sizeof(line->webhook), webhook);
	str_put(line->fallback, sizeof(line->fallback), fallback);
	return FAULT_NONE;
}

static struct client *make_client(struct carrier *carrier)
{
	struct client_limits limits = client_limits_default();

	limits.window = WINDOW;
	limits.queue = QUEUE;
	limits.total_for = carrier->settings.retry_for;
	limits.connect_for = carrier->settings.retry_for / 3;
	return client_new(carrier->loop, &limits);
}

static struct server *make_server(struct carrier *carrier, const struct endpoint *endpoints)
{
	struct server_limits limits = server_limits_default();

	limits.connections = CONNECTIONS;
	limits.connections_per_address = CONNECTIONS;
	limits.total_for = HANG_MOST * SECOND_MS;
	return server_new(carrier->loop, endpoints, carrier, &limits);
}

static enum fault listen_and_name(struct carrier *carrier, struct note *note)
{
	struct str address = str_of(carrier->settings.listen);
	enum fault fault = server_listen(carrier->server, carrier->settings.listen,
					 &carrier->port, note);
	size_t colon = address.size;

	while (colon && address.at[colon - 1] != ':')
		colon--;
	snprintf(carrier->base_url, sizeof(carrier->base_url), "http://%.*s%d",
		 STR_ARG(str_slice(address, 0, colon)), carrier->port);
	return fault;
}

static struct carrier *carrier_new(const struct carrier_settings *settings,
				   const struct endpoint *endpoints)
{
	struct carrier *carrier = memory_new(struct carrier);

	carrier->settings = *settings;
	carrier->clock = clock_new_real();
	carrier->loop = loop_new();
	carrier->records = records_new();
	carrier->phones = phones_new();
	carrier->mishaps = mishaps_new(settings->seed);
	carrier->chores = chores_new(carrier->loop, carrier);
	carrier->hooks = hooks_new();
	carrier->client = make_client(carrier);
	carrier->server = make_server(carrier, endpoints);
	return carrier;
}

enum fault carrier_open(const struct carrier_settings *settings,
			const struct endpoint *endpoints, struct carrier **carrier,
			struct note *note)
{
	assert(settings && endpoints);
	assert(carrier);

	const char *path = settings->log_path[0] ? settings->log_path : NULL;
	const char *key_path = settings->key_path[0] ? settings->key_path : NULL;
	struct carrier *made = carrier_new(settings, endpoints);
	enum fault fault = carrier_log_open(path, made->clock, &made->log, note);

	if (!fault)
		fault = key_new(key_path, &made->key, note);
	if (!fault)
		fault = listen_and_name(made, note);
	if (fault)
		carrier_free(&made);
	else
		*carrier = made;
	return fault;
}

/* Chores first: they hold calls of the server and hooks of the client. */
void carrier_free(struct carrier **carrier)
{
	assert(carrier);

	struct carrier *it = *carrier;

	if (!it)
		return;
	chores_free(&it->chores);
	client_free(&it->client);
	hooks_free(&it->hooks);
	server_free(&it->server);
	loop_free(&it->loop);
	carrier_log_free(&it->log);
	key_free(&it->key);
	mishaps_free(&it->mishaps);
	phones_free(&it->phones);
	records_free(&it->records);
	clock_free(&it->clock);
	free(it);
	*carrier = NULL;
}
