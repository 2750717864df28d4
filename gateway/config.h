/*
 * config - hearback.yaml, read once and checked whole.
 *
 * libcyaml's schema gives file, line and column; unknown keys are errors; secrets come
 * from files.  Every key has a default except district.name, public_url and one
 * adapter with one line (contract.md).  The sample config/hearback.yaml is compared
 * with the rows by a test.
 *
 * Used by hearbackd and hearbackctl; knows base and i18n only.
 */
#ifndef GATEWAY_CONFIG_H
#define GATEWAY_CONFIG_H

#include "base/buf.h"

struct config_line {
	char *number;
	char **channels;
	unsigned channels_count;
	double per_second;
};

struct config_adapter {
	char *name;
	char *kind;
	char *base_url;
	char *account_sid;
	char *auth_token_file;
	char **webhook_secret_files;
	unsigned webhook_secret_files_count;
	unsigned max_concurrency;
	struct config_line *lines;
	unsigned lines_count;
	/* read from the files, never logged */
	char auth_token[256];
	char secrets[4][256];
};

struct config {
	struct {
		char *name;
		char *time_zone;
		char *staff_language;
		char **languages;
		unsigned languages_count;
		char *phone;
		char *school_hours;      /* "mon-fri 08:00-16:00" */
		char *region;            /* of numbers without '+': "US" */
	} district;
	struct {
		char *from, *to;         /* "08:00", "21:00": when the law allows texts */
	} hours;
	char *public_url;
	char **listen;
	unsigned listen_count;
	char *store;
	char *control_socket;
	char *locales_dir;
	char *media_dir;
	char *audit_key_file;            /* made on the first start when it does not exist */
	char *clock;                     /* "real", "practice" */
	char *on_ambiguous;              /* "resend", "person" */
	struct {
		/* spans: "500ms", "120s", "30m", "72h" in the file, milliseconds here */
		int64_t settle, list_gap, sweep, deep_sweep, receipt, connect, request, drain;
		int64_t poll_scale_percent;
	} timing;
	struct config_adapter *adapters;
	unsigned adapters_count;
};

/* Reads and checks, also the secrets' files, zone, numbers and addresses.  FAULT_CONFIG
 * with file, line, column and what was expected. */
enum fault config_load(const char *path, struct config **config, struct note *note) MUST_CHECK;
void config_free(struct config **config);
/* Only `control_socket`, for hearbackctl: secrets are not read. */
enum fault config_control_socket(const char *path, char *into, size_t room,
				 struct note *note) MUST_CHECK;
/* "120s" -> 120000; FAULT_INVALID with what was expected. */
enum fault config_span(struct str text, int64_t *span_for, struct note *note) MUST_CHECK;

#endif
