/* hearbackd -n: would it start? */

#include "daemon_check.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "adapters/registry.h"
#include "base/clock.h"
#include "base/date.h"
#include "daemon_ledger.h"
#include "daemon_look.h"
#include "daemon_settings.h"
#include "i18n/time/zone_database.h"
#include "work/rulesets/ruleset_stored.h"

/* What somebody who waits for the answer bears. */
enum { LOOK_FOR = 10 * SECOND_MS };

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

/* What a start says no word of, for whoever asked. */
static void say(const struct daemon_look *look)
{
	if (look->is_running)
		puts("store: a hearbackd has it open; what that one listens on is taken for its own");
	if (!look->is_made) {
		puts("store: will be made at the first start");
		return;
	}
	if (!look->is_sound)
		puts("store: too large to be looked at now: a start does it beside the work");
	printf("store: %d migrations to come\n", look->behind);
	if (look->behind)
		puts("rules: looked at after the migrations");
}

static enum fault check_rules_of(const struct config *config, const struct ruleset_ground *ground, struct note *note)
{
	struct ruleset_ground checked = *ground;
	struct db *db = NULL;
	enum fault fault = db_open(config->store, DB_LOOK, &db, note);

	if (fault)
		return daemon_ledger_blame(config, fault, note);
	checked.db = db;
	fault = check_rules(&checked, note);
	db_close(&db);
	return fault;
}

/* As the start looks.  That a hearbackd runs already is no error: its next start is meant. */
static enum fault check_surroundings(const struct config *config, const struct ruleset_ground *ground,
				     struct note *note)
{
	struct daemon_look look;
	enum fault fault = daemon_look(config, LOOK_FOR, &look, note);

	if (fault && !(fault == FAULT_CONFLICT && look.is_running))
		return fault;
	say(&look);
	if (!look.is_made || look.behind)
		return FAULT_NONE;
	return check_rules_of(config, ground, note);
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
		fault = check_surroundings(config, &(struct ruleset_ground){
			.settings = &settings.core, .locale = locale,
			.now = now_of(config) }, note);
	}
	if (!fault) {
		zone_database_version(version);
		printf("%s: fine; %u languages, %zu accounts, time zones %s\n", path,
		       config->district.languages_count, settings.core.account_count, version);
	}
	locale_free(&locale);
	config_free(&config);
	return fault;
}
