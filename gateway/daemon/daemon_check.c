/* hearbackd -n: would it start? */

#include "daemon_check.h"

#include <assert.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/registry.h"
#include "base/clock.h"
#include "base/date.h"
#include "daemon_keep.h"
#include "daemon_ledger.h"
#include "daemon_seal.h"
#include "daemon_settings.h"
#include "i18n/time/zone_database.h"
#include "settings/config_check.h"
#include "store/db/db_place.h"
#include "store/db/migrate.h"
#include "store/jobs/lost_ledger.h"
#include "wire/listener.h"
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

/* The ledger that is there: whole, of our version, complete. */
static enum fault check_ledger(const struct config *config, struct db *db, int *behind, struct note *note)
{
	enum fault fault;

	db_limit(db, LOOK_FOR);
	fault = db_check(db, false, note);
	db_limit(db, 0);
	if (fault == FAULT_AGAIN)
		puts("store: too large to be looked at now: a start does it beside the work");
	if (fault && fault != FAULT_AGAIN)
		return daemon_ledger_blame(config, fault, note);
	fault = migrate_check(db, behind, note);
	if (!fault && *behind == 0)
		fault = migrate_whole(db, note);
	if (fault)
		return daemon_ledger_blame(config, fault, note);
	return *behind ? FAULT_NONE : daemon_ledger_key(config, db, note);
}

/* Before it is opened: is it there, may it be written, was it lost? */
static enum fault check_place(const struct config *config, bool *is_made, struct note *note)
{
	char path[DB_PLACE_SIZE];
	struct stat facts;
	enum fault fault = db_place(config->store, path, note);
	bool is_there = !fault && stat(path, &facts) == 0;

	*is_made = is_there && facts.st_size > 0;
	if (is_there && !S_ISREG(facts.st_mode))
		fault = fault_because(FAULT_CONFIG, note, "%s is no regular file: name the file that is to be "
				      "the ledger", path);
	if (!fault)
		fault = lost_ledger_check(config->store, note);
	if (!fault && *is_made && facts.st_nlink > 1)
		fault = fault_because(FAULT_CONFIG, note, "%s has %lu names (hard links): remove the others", path,
				      (unsigned long)facts.st_nlink);
	if (!fault && *is_made && access(path, W_OK) != 0)
		fault = fault_because(FAULT_CONFIG, note, "%s: %s: let the user that hearbackd runs as write it",
				      path, strerror(errno));
	if (!fault && access(dirname(path), W_OK | X_OK) != 0)
		fault = fault_because(FAULT_CONFIG, note, "%s: %s: let the user that hearbackd runs as write this "
				      "folder", path, strerror(errno));
	return daemon_ledger_blame(config, fault, note);
}

static enum fault check_store(const struct config *config, const struct ruleset_ground *ground,
			      struct note *note)
{
	struct ruleset_ground checked = *ground;
	struct sealing sealing = { .key = NULL };
	struct db *db = NULL;
	bool is_made = false;
	int behind = 0;
	enum fault fault = check_place(config, &is_made, note);

	if (!fault)
		fault = daemon_seal_look(config, note);
	if (!fault && !is_made)
		puts("store: will be made at the first start");
	if (fault || !is_made)
		return fault;
	fault = db_open(config->store, DB_READ, &db, note);
	if (fault)
		return daemon_ledger_blame(config, fault, note);
	fault = check_ledger(config, db, &behind, note);
	if (!fault)
		fault = daemon_seal_check(config, db, &sealing, note);
	checked.db = db;
	if (!fault)
		printf("store: %d migrations to come\n", behind);
	if (!fault && behind)
		puts("rules: looked at after the migrations");
	else if (!fault)
		fault = check_rules(&checked, note);
	db_close(&db);
	sealing_done(&sealing);
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

static void nobody_accepted(void *data, int fd, const struct sockaddr *peer)
{
	(void)data;
	(void)peer;
	close(fd);
}

/* Whether a port is free is a matter of the moment: said, and no error.  Ours, while we run, is. */
static void say_ports(const struct config *config)
{
	struct loop *loop;

	if (db_place_is_held(config->store))
		return;
	loop = loop_new();
	for (unsigned i = 0; i < config->listen_count; i++) {
		struct listener *listener = NULL;
		struct note note = { .text = "" };
		char text[512];

		if (listener_new(loop, str_of(config->listen[i]), (struct listener_owner){ .accepted = nobody_accepted },
				 &listener, &note)) {
			(void)config_check_blame(config, &config->listen[i], &note);
			printf("warning: %s\n", note_text(&note, FAULT_CONFIG, text, sizeof(text)));
		}
		if (listener)
			listener_free(&listener);
	}
	loop_free(&loop);
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
		say_ports(config);
		fault = daemon_keep_look(config, note);
	}
	if (!fault)
		fault = check_store(config, &(struct ruleset_ground){
			.settings = &settings.core, .locale = locale,
			.now = now_of(config) }, note);
	locale_free(&locale);
	config_free(&config);
	return fault;
}
