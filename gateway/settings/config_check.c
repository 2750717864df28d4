/* What a single value cannot tell: whether the values fit together. */
#include "config_check.h"

#include "config_account.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "config_kinds.h"
#include "config_options.h"
#include "config_tree.h"

enum fault config_check_blame(const struct config *config, const void *value, struct note *note)
{
	assert(config && config->path && value && note);

	const struct config_place *place = config->places;
	struct note cause = *note;

	while (place && place->value != value)
		place = place->next;
	return fault_at(FAULT_CONFIG, note, config->path, place ? place->line : 0,
			place ? place->column : 0, "%s", cause.text);
}

/* A complaint about the value that stands at `value`. */
static enum fault blame(const struct config *config, const void *value, struct note *note,
			const char *what)
{
	struct note cause;

	(void)fault_because(FAULT_CONFIG, &cause, "%s", what);
	(void)config_check_blame(config, value, &cause);
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
	if (config_kinds_minute(str_of(config->hours.from)) >= config_kinds_minute(str_of(config->hours.to)))
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

	if (!config_kinds_texting_hours(config, &from, &to))
		return blame(config, &config->district.texting_hours, note,
			     "texting_hours should be two times of the day, the earlier first, "
			     "like 09:00-19:00");
	if (from != to && (from < config_kinds_minute(str_of(config->hours.from)) ||
			   to > config_kinds_minute(str_of(config->hours.to))))
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
	if (!adapter->base_url[0])
		adapter->base_url = (char *)(uintptr_t)config_account_kind(
			config->kinds, str_of(adapter->kind))->base_url;
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

static enum fault read_accounts(struct config *config, struct note *note)
{
	struct note cause = { .text = "" };
	enum fault fault = FAULT_NONE;
	const void *blamed = NULL;

	for (unsigned i = 0; i < config->adapters_count && !fault; i++)
		fault = config_account_values(&config->adapters[i], config_account_kind(
			config->kinds, str_of(config->adapters[i].kind)), &blamed, &cause);
	if (fault)
		return blame(config, blamed, note, cause.text);
	return FAULT_NONE;
}

enum fault config_check(struct config *config, struct note *note)
{
	assert(config && config->kinds);
	assert(config->district.texting_hours && config->hours.from && config->hours.to);

	enum fault fault = check_hours(config, note);

	if (!fault)
		fault = check_texting(config, note);
	if (!fault)
		fault = check_adapters(config, note);
	if (!fault)
		fault = check_clock(config, note);
	if (!fault)
		fault = read_accounts(config, note);
	return fault;
}
