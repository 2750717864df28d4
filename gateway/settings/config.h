/*
 * config - hearback.yaml, read once and checked whole.
 *
 * One table of rows (settings/config_options.c) gives key, kind, default, range and help;
 * reading, checking, --sample and the sample file's test all walk that table.  What an
 * account needs is its provider's to say: those rows (base/account_option.h) are handed
 * in and stand among ours.
 * Errors say file, line, column and what was expected; unknown and repeated keys are
 * errors; secrets come from files.  Every key has a default except district.name,
 * public_url, and one adapter (what its kind needs) with one line (number).
 *
 * Used by hearbackd and hearbackctl; knows base and i18n only.
 *
 * Threads: read-only after config_load.
 */
#ifndef SETTINGS_CONFIG_H
#define SETTINGS_CONFIG_H

#include "base/account_option.h"
#include "base/arena.h"
#include "base/buf.h"

enum { CONFIG_ADAPTERS = 16, CONFIG_LINES = 64, CONFIG_LANGUAGES = 64,
       CONFIG_LISTEN = 8, CONFIG_PROXIES = 16, CONFIG_SECRET_SIZE = 256 };

struct config_line {
	char *number;
	char **channels;
	unsigned channels_count;
	double per_second;
};

/* As it stands in the file: a text, or a list of them. */
struct config_given {
	char *text;
	char **list;
	unsigned list_count;
};

struct config_adapter {
	char *name;
	char *kind;
	char *base_url;                  /* never empty after config_load */
	struct config_given given[ACCOUNT_OPTIONS]; /* by the kind's rows */
	int64_t max_concurrency;
	struct config_line *lines;
	unsigned lines_count;
	/* What those rows come to: texts as given, secrets out of their files. */
	struct account_values options[ACCOUNT_OPTIONS];
	char secrets[ACCOUNT_OPTIONS][ACCOUNT_VALUES][CONFIG_SECRET_SIZE]; /* never logged */
};

struct config_place; /* where a value stands in the file */

/* A key that the file writes as the version before did: read for one version more. */
struct config_renamed {
	const char *before, *key;
	int line;
	const struct config_renamed *next;
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
		char *texting_hours;     /* "09:00-19:00"; "": as the law says */
		char *region;            /* of numbers without '+': "US" */
	} district;
	struct {
		char *from, *to;         /* "08:00", "21:00": when the law allows texts */
	} hours;
	struct {
		int64_t days;            /* how long one opens */
	} tokens;
	struct {
		int64_t small_group;     /* groups with fewer are hidden from most eyes */
	} reports;
	char *public_url;
	char **listen;
	unsigned listen_count;
	char **trusted_proxies;          /* addresses, networks, "unix" */
	unsigned trusted_proxies_count;
	char *forwarded_header;          /* "x-forwarded-for", "forwarded" */
	struct {
		int64_t connections, connections_per_address, kept_for_webhooks;
		int64_t streams, streams_per_token;
	} limits;                        /* of the public listener */
	char *store;
	char *control_socket;
	char *locales_dir;
	char *media_dir;
	char *audit_key_file;            /* made on the first start when it does not exist */
	char *encryption_key_file;       /* "": the ledger is not sealed; never made by a start */
	char *clock;                     /* "real", "practice" */
	char *clock_from;                /* practice: where a new ledger's time begins; "": now */
	char *on_ambiguous;              /* "resend", "person" */
	char **ladder;                   /* rung words, in order */
	unsigned ladder_count;
	struct {
		/* spans: "500ms", "120s", "30m", "72h" in the file, milliseconds here */
		int64_t settle, list_gap, inbound_poll, deep_inbound_poll, receipt, connect, request, drain;
		int64_t poll_scale_percent;
	} timing;
	struct config_adapter *adapters;
	unsigned adapters_count;
	const struct config_renamed *renamed; /* to be told to who wrote them; NULL: none */
	/* config's own */
	const struct account_kind *const *kinds;
	char *path;
	struct config_place *places;
	struct arena arena;              /* all texts and lists live here */
};

/* Reads and checks, also the secrets' files, zone, numbers and addresses.  `kinds` of
 * accounts, NULL behind the last, the usual one first; they outlive the config.
 * FAULT_CONFIG with file, line, column and what was expected. */
enum fault config_load(const char *path, const struct account_kind *const *kinds,
		       struct config **config, struct note *note) MUST_CHECK;
void config_free(struct config **config);
/* Only that key ("control_socket", "district.time_zone"; a wrong one is a bug), for
 * hearbackctl: nothing else is judged, no secret is read.  FAULT_MISSING: no such file. */
enum fault config_peek(const char *path, const char *key, char *into, size_t room,
		       struct note *note) MUST_CHECK;
/* Where the configuration is: `given`, $HEARBACK_CONFIG, /etc/hearback/hearback.yaml,
 * or, in a source folder, the practice configuration. */
const char *config_find(const char *given);

#endif
