#include "daemon_look.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon_keep.h"
#include "daemon_ledger.h"
#include "settings/config_check.h"
#include "store/db/db_place.h"
#include "store/db/migrate.h"
#include "store/jobs/lost_ledger.h"
#include "wire/listener.h"

/* --- the ledger ------------------------------------------------------------------------ */

static enum fault look_at_pages(struct db *db, int64_t look_for, struct daemon_look *look, struct note *note)
{
	struct note cause = { .text = "" };
	enum fault fault;

	db_limit(db, look_for);
	fault = db_check(db, false, &cause);
	db_limit(db, 0);
	look->is_sound = fault == FAULT_NONE;
	if (fault == FAULT_NONE || fault == FAULT_AGAIN)
		return FAULT_NONE; /* too large for now: a start does it beside the work */
	return fault_because(fault, note, "%.60s. Was it just put back? Then delete the -wal and -shm beside it: "
			     "they are of the one before. Else keep it for whoever mends it, and put a backup "
			     "in its place", cause.text);
}

/* Whole, of a version that we know, complete, with the key that sealed it. */
static enum fault look_within(const struct config *config, struct db *db, struct daemon_look *look,
			      struct note *note)
{
	enum fault fault = migrate_check(db, &look->behind, note);

	if (!fault && look->behind == 0)
		fault = migrate_whole(db, note);
	if (fault)
		return daemon_ledger_blame(config, fault, note);
	fault = daemon_ledger_key(config, db, note);
	if (fault == FAULT_BROKEN && look->behind)
		return FAULT_NONE; /* it has no audit chain yet */
	return fault;
}

static enum fault look_at_ledger(const struct config *config, int64_t look_for, struct daemon_look *look,
				 struct note *note)
{
	char path[DB_PLACE_SIZE];
	struct stat facts;
	struct db *db = NULL;
	enum fault fault = lost_ledger_check(config->store, note);

	if (!fault)
		fault = db_place(config->store, path, note);
	look->is_made = !fault && stat(path, &facts) == 0 && facts.st_size > 0;
	if (!fault && look->is_made)
		fault = db_open(config->store, DB_LOOK, &db, note);
	if (!fault && look->is_made)
		fault = look_at_pages(db, look_for, look, note);
	if (fault)
		fault = daemon_ledger_blame(config, fault, note);
	else if (look->is_made)
		fault = look_within(config, db, look, note);
	db_close(&db);
	return fault;
}

/* --- the sockets -------------------------------------------------------------------------- */

static enum fault look_at_sockets(const struct config *config, bool is_running, struct note *note)
{
	const char *addresses[CONFIG_LISTEN + 1];
	char control[512];
	size_t bad = 0;
	enum fault fault;

	assert(config->listen_count <= CONFIG_LISTEN);
	for (unsigned i = 0; i < config->listen_count; i++)
		addresses[i] = config->listen[i];
	snprintf(control, sizeof(control), "unix:%s", config->control_socket);
	addresses[config->listen_count] = control;
	fault = listener_look(addresses, config->listen_count + 1, &bad, note);
	if (!fault || (fault == FAULT_CONFLICT && is_running))
		return FAULT_NONE;
	if (bad == config->listen_count)
		return config_check_blame(config, &config->control_socket, note);
	return config_check_blame(config, &config->listen[bad], note);
}

/* In the order in which the start comes to them. */
enum fault daemon_look(const struct config *config, int64_t look_for, struct daemon_look *look, struct note *note)
{
	struct note running = { .text = "" };
	enum fault fault;

	assert(config && look && note);
	*look = (struct daemon_look){ .is_running = false };
	fault = db_place_look(config->store, &look->is_running, &running);
	if (fault && !(fault == FAULT_CONFLICT && look->is_running)) {
		*note = running;
		return daemon_ledger_blame(config, fault, note);
	}
	fault = look_at_ledger(config, look_for, look, note);
	if (!fault)
		fault = daemon_ledger_blame(config, high_water_look(config->store, note), note);
	if (!fault)
		fault = daemon_keep_look(config, note);
	if (!fault)
		fault = look_at_sockets(config, look->is_running, note);
	if (fault || !look->is_running)
		return fault;
	*note = running;
	return daemon_ledger_blame(config, FAULT_CONFLICT, note);
}
