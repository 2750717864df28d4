#include "daemon_ours.h"

#include <assert.h>
#include <stdio.h>

#include "settings/config_account.h"

static void add(struct daemon_ours *ours, const char *path)
{
	assert(ours->ours.count < DAEMON_OURS_PATHS);
	if (path && path[0])
		ours->paths[ours->ours.count++] = path;
}

/* The files that an account's secrets come from. */
static void add_secrets(const struct config *config, const struct config_adapter *adapter, struct daemon_ours *ours)
{
	const struct account_kind *kind = config_account_kind(config->kinds, str_of(adapter->kind));

	for (size_t row = 0; kind && kind->options[row].key; row++) {
		const struct config_given *given = &adapter->given[row];

		if (kind->options[row].kind != ACCOUNT_SECRET_FILE)
			continue;
		if (!kind->options[row].is_list)
			add(ours, given->text);
		for (unsigned i = 0; kind->options[row].is_list && i < given->list_count; i++)
			add(ours, given->list[i]);
	}
}

void daemon_ours(const struct config *config, struct daemon_ours *ours)
{
	assert(config && ours);
	*ours = (struct daemon_ours){ .folders = { config->media_dir, config->locales_dir } };
	add(ours, config->path);
	add(ours, config->audit_key_file);
	if (config->encryption_key_file[0]) {
		snprintf(ours->next_key, sizeof(ours->next_key), "%s.new", config->encryption_key_file);
		add(ours, config->encryption_key_file);
		add(ours, ours->next_key);
	}
	add(ours, config->control_socket);
	for (unsigned i = 0; i < config->adapters_count; i++)
		add_secrets(config, &config->adapters[i], ours);
	ours->ours.paths = ours->paths;
	ours->ours.folders = ours->folders;
	ours->ours.folder_count = COUNT_OF(ours->folders);
}
