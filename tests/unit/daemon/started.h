/*
 * started - a folder with a configuration, its secret, and all that a start may make.
 */
#ifndef TESTS_UNIT_DAEMON_STARTED_H
#define TESTS_UNIT_DAEMON_STARTED_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/registry.h"
#include "base/file.h"
#include "daemon/daemon_check.h"
#include "daemon/daemon_keep.h"
#include "daemon/daemon_open.h"
#include "daemon/daemon_settings.h"
#include "daemon/daemon_watch.h"
#include "tests/lib/fine.h"

struct started {
	char folder[64], yaml[96], key[96], media[96], ledger[96];
	struct config *config;
	struct daemon_settings settings;
	struct note note;
};

static inline void write_file(const char *path, const char *text, mode_t mode)
{
	FILE *file;

	unlink(path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(path, mode), 0);
}

/* The shipped file as far as its first language, which is English. */
static inline void write_english(const char *name, const char *folder)
{
	static const char block[] = "\n  - tag:";
	AUTO(buf) text;
	char from[64], into[160], *second;
	struct note note;

	buf_init(&text, 1 << 20);
	snprintf(from, sizeof(from), "locales/%s", name);
	snprintf(into, sizeof(into), "%s/%s", folder, name);
	assert_fine(file_read(from, &text, &note));
	second = strstr(buf_text(&text), block);
	second = second ? strstr(second + 1, block) : NULL;
	if (second)
		second[1] = '\0';
	write_file(into, buf_text(&text), 0600);
}

/* For starts that are not about sentences: reading 25 languages costs more than all the rest. */
static inline void started_in_english(const struct started *started)
{
	static const char *const names[] = { "languages.yaml", "opt_out.yaml", "hours.yaml", "en.po" };
	char folder[96];

	snprintf(folder, sizeof(folder), "%s/locales", started->folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		write_english(names[i], folder);
}

static inline void started_place(struct started *started)
{
	char token[96];

	*started = (struct started){ .folder = "/tmp/hearback-daemon-XXXXXX" };
	assert_non_null(mkdtemp(started->folder));
	snprintf(started->yaml, sizeof(started->yaml), "%s/hearback.yaml", started->folder);
	snprintf(started->key, sizeof(started->key), "%s/audit.key", started->folder);
	snprintf(started->media, sizeof(started->media), "%s/a/b/media", started->folder);
	snprintf(started->ledger, sizeof(started->ledger), "%s/hearback.db", started->folder);
	snprintf(token, sizeof(token), "%s/token", started->folder);
	write_file(token, "sesame\n", 0600);
}

/* Where the lines of `own` begin: what stands before them is the same for all. */
enum { OWN_LINE = 14 };

static inline void started_write(const struct started *started, const char *own)
{
	AUTO(buf) text;
	char locales[96];

	snprintf(locales, sizeof(locales), "%s/locales", started->folder);
	if (access(locales, F_OK))
		strcpy(locales, "locales");
	buf_init(&text, 10000);
	buf_add_format(&text, "public_url: https://hear.example.org\nstore: sqlite:%s\nlocales_dir: %s\n"
			      "media_dir: %s\naudit_key_file: %s\nadapters:\n- kind: twilio\n  account_sid: AC1\n"
			      "  auth_token_file: %s/token\n  max_concurrency: 7\n  lines:\n"
			      "  - number: \"+13125550100\"\n    per_second: 2.5\n",
		       started->ledger, locales, started->media, started->key, started->folder);
	buf_add_text(&text, own);
	write_file(started->yaml, buf_text(&text), 0600);
}

/* Reads it as far as the settings. */
static inline enum fault started_read(struct started *started, const char *own)
{
	enum fault fault;

	config_free(&started->config);
	started_write(started, own);
	started->note = (struct note){ .text = "" };
	started->settings = (struct daemon_settings){ .audit_key = "" };
	fault = config_load(started->yaml, registry_kinds(), &started->config, &started->note);
	return fault ? fault : daemon_settings_read(started->config, &started->settings, &started->note);
}

static inline bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static inline void started_done(struct started *started)
{
	char command[128];

	config_free(&started->config);
	snprintf(command, sizeof(command), "rm -r %s", started->folder);
	assert_int_equal(system(command), 0);
}

#endif
