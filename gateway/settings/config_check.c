/* What a single value cannot tell: whether the values fit together. */
#include "config_options.h"

#include <string.h>

#include "base/date.h"
#include "base/file.h"

/* A complaint about the value that stands at `value`. */
static enum fault blame(const struct config *config, const void *value, struct note *note,
			const char *what)
{
	struct note cause;

	(void)fault_because(FAULT_CONFIG, &cause, "%s", what);
	(void)config_blame(config, value, &cause);
	if (note)
		*note = cause;
	return FAULT_CONFIG;
}

static bool is_loopback(const char *url)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]" };
	struct str rest = str_of(url);

	rest = str_from(rest, str_find(rest, STR("://")) + 3);
	for (size_t i = 0; i < COUNT_OF(hosts); i++) {
		struct str after = str_from(rest, strlen(hosts[i]));

		if (str_starts(rest, str_of(hosts[i])) &&
		    (!after.size || after.at[0] == ':' || after.at[0] == '/'))
			return true;
	}
	return false;
}

static enum fault check_hours(const struct config *config, struct note *note)
{
	if (config_minute(str_of(config->hours.from)) >= config_minute(str_of(config->hours.to)))
		return blame(config, &config->hours.to, note, "hours.to should be later than hours.from");
	if (config->timing.settle <= config->timing.connect + config->timing.request)
		return blame(config, &config->timing.settle, note,
			     "settle should be longer than connect and request together: "
			     "no request may live longer");
	return FAULT_NONE;
}

/* Narrower than the law, never wider. */
static enum fault check_texting(const struct config *config, struct note *note)
{
	int from, to;

	if (!config_texting_hours(config, &from, &to))
		return blame(config, &config->district.texting_hours, note,
			     "texting_hours should be two times of the day, the earlier first, "
			     "like 09:00-19:00");
	if (from != to && (from < config_minute(str_of(config->hours.from)) ||
			   to > config_minute(str_of(config->hours.to))))
		return blame(config, &config->district.texting_hours, note,
			     "texting_hours should lie within hours.from and hours.to: the law "
			     "allows no others");
	return FAULT_NONE;
}

static enum fault check_clock(const struct config *config, struct note *note)
{
	int64_t from_at;

	if (config->clock_from[0] && (strcmp(config->clock, "practice") != 0 ||
				      date_parse_rfc3339(str_of(config->clock_from), &from_at)))
		return blame(config, &config->clock_from, note,
			     "clock_from should be a time like 2026-03-02T14:00:00Z, and goes "
			     "with clock: practice only");
	if (strcmp(config->clock, "practice") != 0)
		return FAULT_NONE;
	for (unsigned i = 0; i < config->adapters_count; i++)
		if (strcmp(config->adapters[i].kind, "practice") != 0 &&
		    !is_loopback(config->adapters[i].base_url))
			return blame(config, &config->clock, note,
				     "the practice clock is only for adapters of kind practice "
				     "or with a base_url on this machine");
	return FAULT_NONE;
}

static enum fault check_base_url(const struct config *config, struct config_adapter *adapter,
				 struct note *note)
{
	static const struct {
		const char *kind;
		char url[32];
	} known[] = { { "twilio", "https://api.twilio.com" }, { "practice", "http://127.0.0.1:8090" } };

	if (!adapter->base_url[0])
		for (size_t i = 0; i < COUNT_OF(known); i++)
			if (!strcmp(known[i].kind, adapter->kind))
				adapter->base_url = (char *)(uintptr_t)known[i].url;
	if (!adapter->base_url[0])
		return blame(config, &adapter->kind, note, "this kind of adapter needs its base_url");
	return FAULT_NONE;
}

static enum fault check_lines(const struct config *config, unsigned at, struct note *note)
{
	const struct config_adapter *adapter = &config->adapters[at];

	for (unsigned i = 0; i < adapter->lines_count; i++)
		for (unsigned other = 0; other <= at; other++)
			for (unsigned j = 0; j < config->adapters[other].lines_count; j++) {
				if (other == at && j >= i)
					break;
				if (!strcmp(adapter->lines[i].number, config->adapters[other].lines[j].number))
					return blame(config, &adapter->lines[i].number, note,
						     "this number is already a line further up");
			}
	return FAULT_NONE;
}

static enum fault check_adapters(const struct config *config, struct note *note)
{
	enum fault fault = FAULT_NONE;
	unsigned lines = 0;

	for (unsigned i = 0; i < config->adapters_count && !fault; i++) {
		lines += config->adapters[i].lines_count;
		for (unsigned j = 0; j < i; j++)
			if (!strcmp(config->adapters[i].name, config->adapters[j].name))
				return blame(config, &config->adapters[i].name, note,
					     "another adapter already has this name");
		if (lines > CONFIG_LINES)
			return blame(config, &config->adapters[i].lines, note, "64 lines are the most, over all adapters");
		fault = check_base_url(config, &config->adapters[i], note);
		if (!fault)
			fault = check_lines(config, i, note);
	}
	return fault;
}

static enum fault read_secret(const struct config *config, char *const *path,
			      char into[CONFIG_SECRET_SIZE], struct note *note)
{
	struct note cause = { .text = "" };
	char why[CONFIG_SECRET_SIZE + 320];
	enum fault fault;
	AUTO(buf) secret;

	buf_init(&secret, CONFIG_SECRET_SIZE - 1);
	fault = file_read_secret(*path, &secret, &cause);
	if (fault)
		return blame(config, path, note, note_text(&cause, fault, why, sizeof(why)));
	str_put(into, CONFIG_SECRET_SIZE, buf_str(&secret));
	explicit_bzero(secret.at, secret.size);
	return FAULT_NONE;
}

static enum fault read_secrets(struct config *config, struct note *note)
{
	enum fault fault = FAULT_NONE;

	for (unsigned i = 0; i < config->adapters_count && !fault; i++) {
		struct config_adapter *adapter = &config->adapters[i];

		fault = read_secret(config, &adapter->auth_token_file, adapter->auth_token, note);
		for (unsigned j = 0; j < adapter->webhook_secret_files_count && !fault; j++)
			fault = read_secret(config, &adapter->webhook_secret_files[j],
					    adapter->secrets[j], note);
	}
	return fault;
}

enum fault config_check(struct config *config, struct note *note)
{
	enum fault fault = check_hours(config, note);

	if (!fault)
		fault = check_texting(config, note);
	if (!fault)
		fault = check_adapters(config, note);
	if (!fault)
		fault = check_clock(config, note);
	return fault ? fault : read_secrets(config, note);
}
