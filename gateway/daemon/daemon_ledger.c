#include "daemon_ledger.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon_keep.h"
#include "daemon_seal.h"
#include "settings/config_check.h"
#include "store/db/migrate.h"
#include "store/db/setting.h"
#include "store/jobs/lost_ledger.h"
#include "store/log/audit.h"

enum fault daemon_ledger_blame(const struct config *config, enum fault fault, struct note *note)
{
	static const char scheme[] = "sqlite:";
	const char *path = config->store + sizeof(scheme) - 1;
	/* of a server no word is repeated: somebody may have put a password there */
	bool is_file = strncmp(config->store, scheme, sizeof(scheme) - 1) == 0;
	struct note cause;

	if (!fault)
		return FAULT_NONE;
	cause = *note;
	if (is_file && !strstr(cause.text, path))
		(void)fault_because(fault, note, "%.120s: %s", path, cause.text[0] ? cause.text : fault_text(fault));
	(void)config_check_blame(config, &config->store, note);
	return fault;
}

/* A practice clock goes on where the ledger ended: what was wound forward before the
 * restart does not come to lie in the future. */
static enum fault wind_practice(struct daemon *daemon, struct db *db)
{
	int64_t last_at;
	int64_t now = clock_now(daemon->clock);
	enum fault fault;

	if (!clock_is_practice(daemon->clock))
		return FAULT_NONE;
	fault = setting_last_at(db, &last_at);
	if (!fault && last_at > now)
		clock_advance(daemon->clock, last_at - now);
	return fault;
}

/* By all that says so: what somebody changed without the key is no reason to refuse it. */
static enum fault whose_key(const struct config *config, struct db *db, struct str key, enum audit_key *is)
{
	const struct high_water_ask ask = { config->store, key, db };
	enum audit_key chain = AUDIT_KEY_UNUSED;
	enum fault fault = high_water_key(&ask, is);

	if (!fault && *is != AUDIT_KEY_OURS)
		fault = audit_key_is(db, key, &chain);
	if (!fault && chain > *is)
		*is = chain;
	return fault;
}

/* Sealed on with it, the chain would be broken in silence, and the mark taken for another ledger's. */
static enum fault refuse_foreign(const struct config *config, struct db *db, struct note *note)
{
	enum audit_key is = AUDIT_KEY_UNUSED;
	struct note ignored = { .text = "" };
	AUTO(buf) key;
	enum fault fault;

	buf_init(&key, AUDIT_KEY_SIZE - 1);
	if (daemon_keep_key(config, &key, &ignored))
		return FAULT_NONE; /* daemon_keep says what is wrong with it */
	fault = whose_key(config, db, buf_str(&key), &is);
	explicit_bzero(key.at, key.size);
	if (fault)
		return fault_because(fault, note, "the ledger: %s", db_message(db));
	if (is != AUDIT_KEY_FOREIGN)
		return FAULT_NONE;
	(void)fault_because(FAULT_CONFIG, note, "%s is not the key that sealed this ledger: put that one back from your "
			    "copy. Lost? `hearbackd --new-audit-key` goes on with this one, and `audit verify` says "
			    "for ever that the records before are not proved", config->audit_key_file);
	return config_check_blame(config, &config->audit_key_file, note);
}

/* Without the key that sealed them no record of the chain can be proved any more; a new one would
 * hide that. */
enum fault daemon_ledger_key(const struct config *config, struct db *db, struct note *note)
{
	struct audit_link last = { .no = 0 };
	enum fault fault;

	if (access(config->audit_key_file, F_OK) == 0 || errno != ENOENT)
		return refuse_foreign(config, db, note);
	fault = audit_link_last(db, &last);
	if (fault || last.no == 0)
		return fault;
	(void)fault_because(FAULT_CONFIG, note, "%s is not there, but it sealed %lld audit records: put it back from "
			    "your copy. If there is none: `openssl rand -hex 32` makes one, which `hearbackd "
			    "--new-audit-key` takes, and `audit verify` will say that the records before are not proved",
			    config->audit_key_file,
			    (long long)last.no);
	return config_check_blame(config, &config->audit_key_file, note);
}

/* A ledger that was looked at is sound, and so is a new one; one that is too large for that is not
 * ready before health_check has done it. */
static enum fault prepare(struct daemon *daemon, struct db *db, struct note *note)
{
	const struct daemon_look *look = &daemon->opening.look;
	enum fault fault;

	db_report_to(db, &daemon->health);
	if (look->is_sound || !look->is_made)
		db_health_sound(&daemon->health);
	fault = migrate_run(db, clock_now(daemon->clock), note);
	if (!fault)
		fault = migrate_whole(db, note);
	if (fault)
		return fault;
	fault = wind_practice(daemon, db);
	if (fault)
		fault = fault_because(fault, note, "the ledger: %s", db_message(db));
	return fault;
}

enum fault daemon_ledger_open(struct daemon *daemon, struct note *note)
{
	const struct config *config = daemon->config;
	struct db **db = &daemon->opening.db;
	enum fault fault = db_open(config->store, DB_WRITE, db, note);

	assert(daemon->clock && !daemon->opening.look.is_running);
	if (fault)
		return daemon_ledger_blame(config, fault, note);
	/* before anything is written: a ledger that another key sealed is left as it was found */
	fault = daemon_seal_find(config, *db, &daemon->sealing, note);
	if (fault)
		return fault;
	fault = prepare(daemon, *db, note);
	if (fault)
		return daemon_ledger_blame(config, fault, note);
	fault = daemon_seal_settle(daemon, *db, note);
	if (fault)
		return fault;
	return daemon_ledger_key(config, *db, note);
}

enum fault daemon_ledger_mark(struct daemon *daemon, struct note *note)
{
	struct daemon_opening *opening = &daemon->opening;
	const struct high_water_ask ask = { daemon->config->store, daemon->settings.core.audit_key,
					    opening->db };
	enum fault fault = high_water_open(&ask, &opening->high_water, &opening->find, note);

	return daemon_ledger_blame(daemon->config, fault, note);
}

static enum fault record(struct daemon *daemon, const char *command, struct note *note)
{
	const struct high_water_find *find = &daemon->opening.find;
	struct db *db = daemon->opening.db;
	char detail[96];
	struct audit_row row = { .at = clock_now(daemon->clock), .actor = "system" };
	enum fault fault = db_begin(db);

	str_put(row.command, sizeof(row.command), str_of(command));
	snprintf(detail, sizeof(detail), "{\"marked\": %lld, \"stands\": %lld}", (long long)find->audit.no,
		 (long long)find->here.no);
	row.detail = str_of(detail);
	if (!fault)
		fault = audit_add(db, daemon->settings.core.audit_key, &row);
	if (!fault)
		fault = db_commit(db);
	if (!fault)
		return FAULT_NONE;
	fault = fault_because(fault, note, "the ledger: %s", db_message(db));
	db_rollback(db);
	return fault;
}

enum fault daemon_ledger_tell(struct daemon *daemon, struct note *note)
{
	const struct high_water_find *find = &daemon->opening.find;
	const char *command = NULL;

	if (find->is_new_key) {
		command = "audit.new_key"; /* the first record that it seals */
		log_fact(LOG_ALARM, command, LOG_NOTE("the audit records before are not proved by this key"));
	}
	if (find->is_put_back)
		command = "ledger.put_back"; /* restore.c has cried */
	if (find->is_begun_anew) {
		command = "ledger.begun_anew";
		log_fact(LOG_ALARM, command, LOG_NOTE("what the ledger before knew is forgotten, STOPs too"));
	}
	if (find->is_audit_cut) {
		command = "audit.cut";
		log_fact(LOG_ALARM, command, LOG_COUNT("marked", find->audit.no), LOG_COUNT("stands", find->here.no),
			 LOG_NOTE("audit records are gone that the mark beside the ledger knows"));
	}
	return daemon_ledger_blame(daemon->config, command ? record(daemon, command, note) : FAULT_NONE, note);
}
