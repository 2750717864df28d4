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
#include "tests/lib/locales.h"

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

/* For starts that are not about sentences. */
static inline void started_in_english(const struct started *started)
{
	static const char *const tags[] = { "en" };
	char folder[96];

	snprintf(folder, sizeof(folder), "%s/locales", started->folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	locales_cut(folder, tags, COUNT_OF(tags));
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

/* With a socket and a port of its own: what a start needs of this machine is there. */
static inline void started_write_here(const struct started *started)
{
	char own[300];

	snprintf(own, sizeof(own), "control_socket: %s/control.sock\nlisten: [\"127.0.0.1:0\"]\n"
				   "district: {name: Maple, languages: [\"en\"], staff_language: \"en\"}\n",
		 started->folder);
	started_write(started, own);
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
