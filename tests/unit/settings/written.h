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
	return config_load(written->path, config, note);
}

#define HEAD "district: {name: Maple}\npublic_url: https://hear.example.org\n"
#define ADAPTER "adapters:\n- account_sid: AC1\n  auth_token_file: @\n  lines:\n  - number: +13125550100\n"
#define LEAST HEAD ADAPTER

#endif
