#include "daemon_settings.h"

#include "domain/school.h"
#include "settings/config_check.h"
#include "settings/config_kinds.h"

#include <assert.h>
#include <string.h>

static enum fault read_line(const struct config *config, const struct config_line *from,
			    struct line_settings *line, struct note *note)
{
	line->number = from->number;
	line->per_second = from->per_second;
	for (unsigned i = 0; i < from->channels_count; i++) {
		enum channel channel;

		if (!channel_of(str_of(from->channels[i]), &channel)) {
			(void)fault_because(FAULT_CONFIG, note, "there is no such channel");
			return config_check_blame(config, &from->channels[i], note);
		}
		line->speaks[channel] = true;
	}
	return FAULT_NONE;
}

static void read_account(const struct config *config, const struct config_adapter *from,
			 struct account_settings *account)
{
	account->account = (struct account){
		.name = from->name,
		.base_url = from->base_url,
		.public_url = config->public_url,
	};
	memcpy(account->account.options, from->options, sizeof(from->options));
	account->kind = from->kind;
	account->max_concurrency = (int)from->max_concurrency;
	account->line_count = from->lines_count;
}

static enum fault read_accounts(const struct config *config, struct daemon_settings *settings,
				struct note *note)
{
	struct line_settings *line = settings->lines;
	enum fault fault = FAULT_NONE;

	for (unsigned i = 0; i < config->adapters_count; i++) {
		const struct config_adapter *from = &config->adapters[i];

		read_account(config, from, &settings->accounts[i]);
		settings->accounts[i].lines = line;
		for (unsigned j = 0; j < from->lines_count && !fault; j++)
			fault = read_line(config, &from->lines[j], line++, note);
	}
	return fault;
}

static struct core_settings read_timing(const struct config *config)
{
	struct client_limits client = client_limits_default();

	client.connect_for = config->timing.connect;
	client.total_for = config->timing.request;
	return (struct core_settings){
		.district_name = config->district.name,
		.district_phone = config->district.phone,
		.zone = zone_find(str_of(config->district.time_zone)),
		.law_from = config_kinds_minute(str_of(config->hours.from)),
		.law_to = config_kinds_minute(str_of(config->hours.to)),
		.media_dir = config->media_dir,
		.gives_ambiguous_to_person = !strcmp(config->on_ambiguous, "person"),
		.is_practice = !strcmp(config->clock, "practice"),
		.settle_for = config->timing.settle,
		.list_gap_for = config->timing.list_gap,
		.inbound_poll_every = config->timing.inbound_poll,
		.deep_poll_every = config->timing.deep_inbound_poll,
		.receipt_for = config->timing.receipt,
		.token_for = config->tokens.days * DAY_MS,
		.poll_scale_percent = config->timing.poll_scale_percent,
		.client = client,
	};
}

static enum fault read_ladder(const struct config *config, struct core_settings *core,
			      struct note *note)
{
	size_t bad = 0;

	for (unsigned i = 0; i < config->ladder_count && i < RUNG_COUNT; i++)
		if (rung_of(str_of(config->ladder[i]), &core->ladder[i]))
			core->ladder_count = i + 1;
	if (ladder_order_check(core->ladder, core->ladder_count, &bad))
		return FAULT_NONE;
	(void)fault_because(FAULT_CONFIG, note, "a rung stands once, and none behind a visit");
	return config_check_blame(config, &config->ladder[bad], note);
}

static enum fault read_proxies(const struct config *config, struct proxies *proxies,
			       struct note *note)
{
	struct note cause = { .text = "" };

	*proxies = (struct proxies){ .is_forwarded = !strcmp(config->forwarded_header, "forwarded") };
	for (unsigned i = 0; i < config->trusted_proxies_count; i++) {
		if (!proxies_add(proxies, str_of(config->trusted_proxies[i]), &cause))
			continue;
		(void)config_check_blame(config, &config->trusted_proxies[i], &cause);
		if (note)
			*note = cause;
		return FAULT_CONFIG;
	}
	return FAULT_NONE;
}

enum fault daemon_settings_read(const struct config *config, struct daemon_settings *settings,
				struct note *note)
{
	struct core_settings *core = &settings->core;

	assert(config && settings);
	*core = read_timing(config);
	(void)config_kinds_texting_hours(config, &core->district_from, &core->district_to);
	core->accounts = settings->accounts;
	core->account_count = config->adapters_count;
	if (school_week_read(str_of(config->district.school_hours), core->zone, &core->week, note))
		return config_check_blame(config, &config->district.school_hours, note);
	if (read_ladder(config, core, note))
		return FAULT_CONFIG;
	if (read_proxies(config, &settings->proxies, note))
		return FAULT_CONFIG;
	return read_accounts(config, settings, note);
}

static enum fault blame_folder(const struct config *config, enum fault fault, struct note *note)
{
	const struct note cause = *note;
	char why[sizeof(cause.text) + sizeof(cause.file) + 8];

	(void)fault_because(FAULT_CONFIG, note, "%.240s: name the folder of the languages' files, such as "
			    "/usr/share/hearback/locales", note_text(&cause, fault, why, sizeof(why)));
	return config_check_blame(config, &config->locales_dir, note);
}

enum fault daemon_settings_locale(const struct config *config, struct locale **locale,
			      struct note *note)
{
	assert(config && locale && note);

	const char *unknown = NULL;
	enum fault fault = locale_load(&(struct locale_ask){
		config->locales_dir, (const char *const *)config->district.languages,
		config->district.languages_count, config->district.staff_language },
		locale, &unknown, note);

	/* about a tag of hearback.yaml, not about a file of locales_dir */
	if (unknown)
		return config_check_blame(config, unknown == config->district.staff_language ?
				    (const void *)&config->district.staff_language :
				    &config->district.languages, note);
	/* about a folder that hearback.yaml names, and that is not there or not to be read */
	if (fault == FAULT_MISSING || fault == FAULT_DISK)
		return blame_folder(config, fault, note);
	return fault;
}
