/* hearbackd -n: would it start? */

#include "daemon_check.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adapters/registry.h"
#include "base/clock.h"
#include "base/date.h"
#include "daemon_settings.h"
#include "i18n/time/zone_database.h"
#include "settings/config_check.h"
#include "store/db/migrate.h"
#include "work/rulesets/ruleset_stored.h"

/* A database file that is not there yet will be made. */
static bool is_made(const char *address)
{
	static const char prefix[] = "sqlite:";

	return strncmp(address, prefix, sizeof(prefix) - 1) != 0 ||
	       access(address + sizeof(prefix) - 1, F_OK) == 0;
}

/* The documents are in the ledger: a version stands where a file's name would. */
static void tell_findings(int version, const struct rule_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct rule_finding *finding = &findings->list[i];

		fprintf(finding->is_warning ? stdout : stderr, "rules version %d:%d:%d: %s: %s%s%s%s%s\n",
			version, finding->spot.line, finding->spot.column,
			finding->is_warning ? "warning" : "error",
			finding->rule, finding->rule[0] ? ", " : "", finding->field,
			finding->field[0] ? ": " : "", finding->reason);
	}
}

/* Of a ledger that has its schema. */
static enum fault check_rules(const struct ruleset_ground *ground, struct note *note)
{
	size_t errors = 0;
	enum fault fault = ruleset_stored_check(ground, tell_findings, &errors, note);

	if (fault)
		return fault;
	if (errors)
		return fault_because(FAULT_CONFIG, note, "%zu errors in stored rules: the daemon would "
				     "start, but promises under them go to a person; publish better "
				     "ones, and `hearbackctl rules move` what is open", errors);
	puts("rules: fine");
	return FAULT_NONE;
}

static enum fault check_store(const struct config *config, const struct ruleset_ground *ground,
			      struct note *note)
{
	struct ruleset_ground checked = *ground;
	struct db *db = NULL;
	int behind = 0;
	enum fault fault;

	if (!is_made(config->store)) {
		puts("store: will be made at the first start");
		return FAULT_NONE;
	}
	fault = db_open(config->store, DB_READ, &db, note);
	if (!fault)
		fault = migrate_check(db, &behind, note);
	checked.db = db;
	if (fault) {
		db_close(&db);
		return config_check_blame(config, &config->store, note);
	}
	printf("store: %d migrations to come\n", behind);
	if (behind)
		puts("rules: looked at after the migrations");
	else
		fault = check_rules(&checked, note);
	db_close(&db);
	return fault;
}

/* A practice ledger's versions came into force by its own clock. */
static int64_t now_of(const struct config *config)
{
	struct clock *clock = clock_new_real();
	int64_t now = clock_now(clock);

	clock_free(&clock);
	if (config->clock_from[0] && date_parse_rfc3339(str_of(config->clock_from), &now))
		return now; /* daemon_open says what is wrong with it */
	return now;
}

static void say_renamed(const struct config *config)
{
	for (const struct config_renamed *key = config->renamed; key; key = key->next)
		printf("%s:%d: warning: %s is called %s now; the next version does not read %s\n",
		       config->path, key->line, key->before, key->key, key->before);
}

enum fault daemon_check(const char *path, struct note *note)
{
	assert(path);

	struct daemon_settings settings = { .audit_key = "" };
	struct config *config = NULL;
	struct locale *locale = NULL;
	char version[ZONE_FILE_VERSION];
	enum fault fault = zone_database_check(note);

	if (!fault)
		fault = config_load(path, registry_kinds(), &config, note);
	if (!fault)
		fault = daemon_settings_read(config, &settings, note);
	if (!fault)
		fault = daemon_settings_locale(config, &locale, note);
	if (!fault) {
		say_renamed(config);
		zone_database_version(version);
		printf("%s: fine; %u languages, %zu accounts, time zones %s\n", path,
		       config->district.languages_count, settings.core.account_count, version);
		fault = check_store(config, &(struct ruleset_ground){
			.settings = &settings.core, .locale = locale,
			.now = now_of(config) }, note);
	}
	locale_free(&locale);
	config_free(&config);
	return fault;
}
