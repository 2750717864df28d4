/*
 * written - a configuration written to a folder of its own, with the file of a secret.
 */
#ifndef TESTS_SETTINGS_WRITTEN_H
#define TESTS_SETTINGS_WRITTEN_H

#include "tests/lib/fine.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "settings/config_options.h"

/* Providers that do not exist: the settings know none. */
static const struct account_option own[] = {
	{ "account_sid", ACCOUNT_TEXT, .is_needed = true, .example = "AC1", .help = "the account" },
	{ "auth_token_file", ACCOUNT_SECRET_FILE, .is_needed = true, .example = "/etc/hearback/secrets/main.token",
	  .help = "its token" },
	{ "webhook_secret_files", ACCOUNT_SECRET_FILE, .is_list = true, .help = "more secrets" },
	{ .key = NULL },
};
static const struct account_option others[] = {
	{ "key_file", ACCOUNT_SECRET_FILE, .is_needed = true, .example = "/none/key", .help = "the key" },
	{ "profile", ACCOUNT_TEXT, .help = "one of several" },
	{ "names", ACCOUNT_TEXT, .is_list = true, .help = "up to four" },
	{ "secrets", ACCOUNT_TEXT, .is_list = true, .is_needed = true, .example = "abc", .help = "one at least" },
	{ .key = NULL },
};
static const struct account_kind usual = { "usual", "https://api.usual.example", own };
static const struct account_kind homeless = { "homeless", "", own };
static const struct account_kind practice = { "practice", "http://127.0.0.1:8090", own };
static const struct account_kind stranger = { "other", "https://api.other.example", others };
static const struct account_kind *const written_kinds[] = { &usual, &homeless, &practice, &stranger, NULL };

struct written {
	char folder[64];
	char path[96];
	char secret[96];
};

static inline int open_written(void **state)
{
	struct written *written = calloc(1, sizeof(*written));
	FILE *file;

	snprintf(written->folder, sizeof(written->folder), "/tmp/hearback-config-XXXXXX");
	assert_non_null(mkdtemp(written->folder));
	snprintf(written->path, sizeof(written->path), "%s/hearback.yaml", written->folder);
	snprintf(written->secret, sizeof(written->secret), "%s/token", written->folder);
	file = fopen(written->secret, "w");
	fputs("sesame\n", file);
	fclose(file);
	chmod(written->secret, 0600);
	*state = written;
	return 0;
}

static inline int close_written(void **state)
{
	struct written *written = *state;

	unlink(written->path);
	unlink(written->secret);
	rmdir(written->folder);
	free(written);
	return 0;
}

/* "@" stands for the secret's path. */
static inline enum fault load(const struct written *written, const char *yaml, struct config **config,
		       struct note *note)
{
	FILE *file = fopen(written->path, "w");

	for (; *yaml; yaml++)
		if (*yaml == '@')
			fputs(written->secret, file);
		else
			fputc(*yaml, file);
	fclose(file);
	return config_load(written->path, written_kinds, config, note);
}

#define HEAD "district: {name: Maple}\npublic_url: https://hear.example.org\n"
#define ADAPTER "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  lines:\n  - number: +13125550100\n"
#define LEAST HEAD ADAPTER

#endif
