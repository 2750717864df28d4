/* hearbackd -n: would it start? */
#include "daemon.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/store.h"

/* A database file that is not there yet will be made. */
static bool is_made(const char *address)
{
	static const char prefix[] = "sqlite:";

	return strncmp(address, prefix, sizeof(prefix) - 1) != 0 ||
	       access(address + sizeof(prefix) - 1, F_OK) == 0;
}

static enum fault check_store(const struct config *config, struct note *note)
{
	struct db *db = NULL;
	int behind = 0;
	enum fault fault;

	if (!is_made(config->store)) {
		puts("store: will be made at the first start");
		return FAULT_NONE;
	}
	fault = db_open(config->store, DB_READ, &db, note);
	if (!fault)
		fault = store_check(db, &behind, note);
	db_close(&db);
	if (fault)
		return config_blame(config, &config->store, note);
	printf("store: %d migrations to come\n", behind);
	return FAULT_NONE;
}

enum fault daemon_check(const char *path, struct note *note)
{
	struct daemon_settings settings = { .audit_key = "" };
	struct config *config = NULL;
	struct speech *speech = NULL;
	enum fault fault = config_load(path, &config, note);

	if (!fault)
		fault = daemon_settings_read(config, &settings, note);
	if (!fault)
		fault = daemon_load_speech(config, &speech, note);
	if (!fault) {
		printf("%s: fine; %u languages, %zu accounts\n", path,
		       config->district.languages_count, settings.work.account_count);
		fault = check_store(config, note);
	}
	speech_free(&speech);
	config_free(&config);
	return fault;
}
