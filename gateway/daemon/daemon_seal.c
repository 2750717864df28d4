#include "daemon_seal.h"

#include <assert.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"
#include "daemon_watch.h"
#include "settings/config_check.h"
#include "store/db/db_place.h"
#include "store/db/migrate.h"
#include "store/jobs/lost_ledger.h"
#include "store/seal/seal_key.h"
#include "store/sealing/sealing_media.h"

enum { MEDIA_MOST = 12 << 20 };

/* A ledger of many years on a slow disk. */
static const int64_t SEALED_WITHIN = 12 * HOUR_MS;

static struct sealing_ask ask_of(const struct config *config)
{
	return (struct sealing_ask){ config->store, config->encryption_key_file, config->media_dir };
}

/* The key's fault is its option's; the rest is the ledger's. */
static enum fault blame(const struct config *config, enum fault fault, struct note *note)
{
	struct note cause = *note;
	char *const *option = fault == FAULT_CONFIG ? &config->encryption_key_file : &config->store;

	(void)fault_because(fault, note, "%.80s: %s", config->store, cause.text[0] ? cause.text : fault_text(fault));
	(void)config_check_blame(config, option, note);
	return fault;
}

enum fault daemon_seal_look(const struct config *config, struct note *note)
{
	const char *key = config->encryption_key_file;
	char path[DB_PLACE_SIZE];
	struct stat facts;

	if (!key[0] || stat(key, &facts) == 0 || db_place(config->store, path, note) ||
	    (stat(path, &facts) == 0 && facts.st_size > 0))
		return FAULT_NONE; /* the ledger tells more */
	(void)fault_because(FAULT_CONFIG, note, "%.120s: %s; a start makes no key: `hearbackd --new-encryption-key` "
			    "does, once. Keep a copy elsewhere", key, strerror(errno));
	return config_check_blame(config, &config->encryption_key_file, note);
}

enum fault daemon_seal_find(const struct config *config, struct db *db, struct sealing *sealing, struct note *note)
{
	const struct sealing_ask ask = ask_of(config);
	enum fault fault = sealing_find(sealing, &ask, db, note);

	if (fault)
		return blame(config, fault, note);
	return FAULT_NONE;
}

static void tell(const struct sealing *sealing, const struct sealing_report *report)
{
	if (report->is_sealed || report->is_rotated)
		log_fact(LOG_INFO, report->is_sealed ? "ledger.sealed" : "ledger.resealed",
			 LOG_WORD("key", seal_key_id(sealing->key)), LOG_COUNT("rows", report->rows),
			 LOG_COUNT("media", report->media), LOG_COUNT("took_ms", report->took_ms));
	if (report->unreadable)
		log_fact(LOG_WARN, "media.unreadable", LOG_COUNT("files", report->unreadable),
			 LOG_NOTE("they were changed, or their key is gone; they stay as they are"));
	if (report->is_key_beside)
		log_fact(LOG_WARN, "ledger.key_beside", LOG_WORD("key", seal_key_id(sealing->key)),
			 LOG_NOTE("the key in force lies in its file's place with .new behind it: stop, and let "
				  "hearbackd --rotate-encryption-key put it there as a user who may"));
	if (report->has_residue)
		log_fact(LOG_WARN, "ledger.residue", LOG_NOTE("free pages may still hold what stood there before: "
			 "the next start writes the ledger anew; it takes as much room again"));
}

enum fault daemon_seal_settle(struct daemon *daemon, struct db *db, struct note *note)
{
	struct sealing_report report;
	enum fault fault;

	if (daemon->sealing.next != SEALING_FINE || daemon->sealing.state.is_media_due ||
	    daemon->sealing.state.is_residue_due)
		daemon_watch_wait(SEALED_WITHIN);
	fault = sealing_settle(&daemon->sealing, db, &report, note);
	if (fault)
		return blame(daemon->config, fault, note);
	daemon->settings.core.seal_key = daemon->sealing.key;
	tell(&daemon->sealing, &report);
	return FAULT_NONE;
}

void daemon_seal_say(const struct daemon_look *look)
{
	static const char *const next[] = {
		[SEALING_FINE] = "sealed with the key", [SEALING_SEAL] = "will be sealed at the next start, with the key",
		[SEALING_FINISH] = "the next start ends what was begun: sealed with the new key",
		[SEALING_UNDO] = "a new key that never came into force lies beside it; sealed with the key",
	};

	if (look->sealed_by[0])
		printf("store: %s %s\n", next[look->sealing], look->sealed_by);
}

/* --- commands ------------------------------------------------------------------------------ */

static enum fault is_configured(const struct config *config, struct note *note)
{
	if (config->encryption_key_file[0])
		return FAULT_NONE;
	return fault_because(FAULT_CONFIG, note, "%s: encryption_key_file names no file yet: name one first",
			     config->path);
}

enum fault daemon_seal_make_key(const struct config *config, struct note *note)
{
	char place[DB_PLACE_SIZE];
	struct stat facts;
	struct seal_key *key = NULL;
	enum fault fault = is_configured(config, note);

	if (!fault)
		fault = db_place(config->store, place, note);
	if (!fault && stat(place, &facts) == 0)
		fault = seal_key_make(config->encryption_key_file, place, note);
	else if (!fault)
		fault = seal_key_make(config->encryption_key_file, dirname(place), note);
	if (!fault)
		fault = seal_key_read(config->encryption_key_file, &key, note);
	if (fault)
		return fault;
	printf("%s: made, the key %s. Keep a copy elsewhere now: without it nobody reads the ledger, its backups or "
	       "pictures any more. The next start seals the ledger.\n", config->encryption_key_file, seal_key_id(key));
	seal_key_free(&key);
	return FAULT_NONE;
}

/* A ledger of an older schema is a start's business. */
static enum fault is_of_today(struct db *db, struct note *note)
{
	int behind = 0;
	enum fault fault = migrate_check(db, &behind, note);

	if (!fault && behind)
		fault = fault_because(FAULT_CONFIG, note, "the ledger was written by an older hearbackd: start this one "
				      "once first");
	return fault;
}

/* What a rotation finds undone it does first; where that was a rotation, it is done. */
static enum fault rotate(const struct config *config, struct db *db, struct sealing *sealing,
			 struct sealing_report *report, struct note *note)
{
	enum fault fault = is_of_today(db, note);

	if (!fault)
		fault = daemon_seal_find(config, db, sealing, note);
	if (!fault && !sealing->state.id[0])
		fault = fault_because(FAULT_CONFIG, note, "the ledger is not sealed: a start with an encryption_key_file "
				      "seals it");
	if (!fault)
		fault = sealing_settle(sealing, db, report, note);
	if (!fault && !report->is_rotated)
		fault = sealing_rotate(sealing, db, report, note);
	return fault;
}

enum fault daemon_seal_rotate(const struct config *config, struct note *note)
{
	struct sealing sealing = { .key = NULL };
	struct sealing_report report = { 0 };
	struct db *db = NULL;
	enum fault fault = is_configured(config, note);

	if (!fault)
		fault = lost_ledger_check(config->store, note);
	if (!fault)
		fault = db_open(config->store, DB_WRITE, &db, note);
	if (!fault)
		fault = rotate(config, db, &sealing, &report, note);
	if (!fault)
		printf("the ledger and %lld pictures are sealed with the new key %s (%lld rows, %lld ms). The one of before "
		       "lies beside it and opens backups of before; keep a copy of the new one elsewhere now.\n%s%s",
		       (long long)report.media, seal_key_id(sealing.key), (long long)report.rows,
		       (long long)report.took_ms,
		       report.unreadable ? "Some pictures cannot be opened and stay as they are.\n" : "",
		       report.is_key_beside ? "Its file could not be put in place and lies beside, as .new: may you write there, and is what stands "
		       "there as .old-… the key of before? Then say this again.\n" :
		       report.has_residue ? "Free pages could not be written anew: the next start tries again.\n" : "");
	db_close(&db);
	sealing_done(&sealing);
	return fault;
}

enum fault daemon_seal_show(const struct config *config, const char *file, struct note *note)
{
	AUTO(buf) path;
	AUTO(buf) bytes;
	enum fault fault;

	buf_init(&path, 4096);
	buf_init(&bytes, MEDIA_MOST);
	buf_add_format(&path, "%s%s%s", strchr(file, '/') ? "" : config->media_dir, strchr(file, '/') ? "" : "/", file);
	fault = sealing_media_read(buf_text(&path), config->encryption_key_file, &bytes, note);
	if (!fault && (fwrite(bytes.at, 1, bytes.size, stdout) != bytes.size || fflush(stdout) != 0))
		fault = fault_because(FAULT_DISK, note, "stdout: %s", strerror(errno));
	return fault;
}
