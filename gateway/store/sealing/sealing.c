#include "sealing.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/clock.h"
#include "census.h"
#include "sealing_key.h"
#include "sealing_media.h"
#include "store/db/db_place.h"

/* --- what is there ---------------------------------------------------------------------- */

static enum fault refuse_without(const struct sealing *sealing, struct note *note)
{
	return fault_because(FAULT_CONFIG, note, "the ledger is sealed with the key %s, and no encryption_key_file is "
			     "configured: name the file that holds it", sealing->state.id);
}

/* Neither FILE nor FILE.new is the ledger's key. */
static enum fault refuse_wrong(const struct sealing *sealing, const struct seal_key *file, struct note *note)
{
	const char *path = sealing->ask.key_file;
	char where[SEALING_KEY_PATH], has[64] = "is not there";
	struct seal_key *found = NULL;

	if (file)
		snprintf(has, sizeof(has), "holds the key %s", seal_key_id(file));
	if (file && strcmp(seal_key_id(file), sealing->state.id) == 0)
		return fault_because(FAULT_CONFIG, note, "the ledger's proof of its key %s does not open with %.100s: "
				     "one of the two was changed; put a copy in its place", sealing->state.id, path);
	if (sealing_key_find(path, sealing->state.id, &found, where, NULL))
		return fault_because(FAULT_CONFIG, note, "the ledger is sealed with the key %s, but %.100s %s: put your "
				     "copy of %s there (a backup of before needs the key of before)",
				     sealing->state.id, path, has, sealing->state.id);
	seal_key_free(&found);
	return fault_because(FAULT_CONFIG, note, "the ledger is sealed with the key %s, but %.80s %s; the key lies in "
			     "%.80s: keep the one, and copy the other into its place", sealing->state.id, path, has,
			     where);
}

static enum fault match(struct sealing *sealing, struct seal_key **file, struct seal_key **next, struct note *note)
{
	const struct sealing_state *state = &sealing->state;

	if (!state->id[0] && !*file)
		return fault_because(FAULT_CONFIG, note, "%.120s is not there, and a start makes no key: `hearbackd "
				     "--new-encryption-key` does, once; keep a copy elsewhere", sealing->ask.key_file);
	if (state->id[0] && *next && sealing_state_is_of(state, *next)) {
		sealing->next = SEALING_FINISH;
		sealing->key = *next;
		sealing->other = *file;
	} else if (!state->id[0] || (*file && sealing_state_is_of(state, *file))) {
		sealing->next = !state->id[0] ? SEALING_SEAL : *next ? SEALING_UNDO : SEALING_FINE;
		sealing->key = *file;
		sealing->other = *next;
	} else {
		return refuse_wrong(sealing, *file, note);
	}
	*file = *next = NULL;
	return FAULT_NONE;
}

enum fault sealing_find(struct sealing *sealing, const struct sealing_ask *ask, struct db *db, struct note *note)
{
	char path[SEALING_KEY_PATH];
	struct seal_key *file = NULL, *next = NULL;
	enum fault fault;

	assert(sealing && ask->address && ask->key_file && ask->media_dir);
	*sealing = (struct sealing){ .ask = *ask };
	fault = sealing_state_read(db, &sealing->state, note);
	if (!fault && !ask->key_file[0] && sealing->state.id[0])
		fault = refuse_without(sealing, note);
	if (fault || !ask->key_file[0])
		return fault;
	fault = sealing_key_try(ask->key_file, &file, note);
	if (!fault)
		fault = sealing_key_beside(ask->key_file, ".new", "", path, note);
	if (!fault)
		fault = sealing_key_try(path, &next, note);
	if (!fault)
		fault = match(sealing, &file, &next, note);
	seal_key_free(&file);
	seal_key_free(&next);
	return fault;
}

void sealing_done(struct sealing *sealing)
{
	seal_key_free(&sealing->key);
	seal_key_free(&sealing->other);
}

/* --- the ledger ---------------------------------------------------------------------------- */

/* The log takes all pages, the file grows by the cells, and is written once more without what it was. */
static enum fault has_room(const struct sealing *sealing, struct note *note)
{
	enum { TIMES = 4, MIB = 1 << 20 };
	const uint64_t least = 4 * MIB;
	char path[DB_PLACE_SIZE];
	struct stat facts;
	struct statvfs disk;
	enum fault fault = db_place(sealing->ask.address, path, note);
	uint64_t wanted, there;

	if (fault)
		return fault;
	if (stat(path, &facts) != 0 || statvfs(path, &disk) != 0)
		return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
	wanted = (uint64_t)facts.st_size * TIMES + least;
	there = (uint64_t)disk.f_bavail * disk.f_frsize;
	if (wanted <= there)
		return FAULT_NONE;
	return fault_because(FAULT_DISK, note, "to seal the ledger takes %llu MiB of its disk for a while, and %llu are "
			     "free: make room", (unsigned long long)(wanted / MIB), (unsigned long long)(there / MIB));
}

struct change {
	const struct seal_key *from, *to;
};

static enum fault reseal(struct sealing *sealing, struct db *db, const struct change *change,
			 struct sealing_report *report, struct note *note)
{
	enum fault fault = has_room(sealing, note);

	if (!fault)
		fault = db_begin(db);
	if (!fault)
		fault = census_reseal(db, change->from, change->to, &report->rows, note);
	if (!fault)
		fault = sealing_state_sealed(db, change->to);
	if (!fault)
		fault = db_commit(db);
	if (fault && note && !note->text[0])
		fault = fault_because(fault, note, "the ledger: %s", db_message(db));
	db_rollback(db);
	if (fault)
		return fault;
	return sealing_state_read(db, &sealing->state, note);
}

/* --- what follows it --------------------------------------------------------------------------- */

static enum fault media(struct sealing *sealing, struct db *db, struct sealing_report *report, struct note *note)
{
	struct sealing_media_count count = { 0 };
	enum fault fault;

	if (!sealing->state.is_media_due)
		return FAULT_NONE;
	fault = sealing_media_all(&(struct sealing_media_ask){ sealing->ask.media_dir, sealing->ask.key_file, sealing->key,
				  sealing->next == SEALING_FINISH }, &count, note);
	if (fault)
		return fault;
	report->media = count.sealed;
	report->unreadable = count.unreadable;
	fault = sealing_state_media_done(db);
	if (fault)
		return fault_because(fault, note, "the ledger: %s", db_message(db));
	sealing->state.is_media_due = false;
	return FAULT_NONE;
}

/* Wanting room or a quiet moment, it waits for the next start: the ledger is sealed all the same. */
static enum fault sweep(struct sealing *sealing, struct db *db, struct sealing_report *report, struct note *note)
{
	struct note cause = { .text = "" };
	enum fault fault;

	if (!sealing->state.is_residue_due)
		return FAULT_NONE;
	report->has_residue = db_compact(db, &cause) != FAULT_NONE;
	if (report->has_residue)
		return FAULT_NONE;
	fault = sealing_state_residue_done(db);
	if (fault)
		return fault_because(fault, note, "the ledger: %s", db_message(db));
	sealing->state.is_residue_due = false;
	return FAULT_NONE;
}

/* A daemon may be kept from writing where its key lies: the ledger opens with FILE.new as well, each time. */
static bool place(const struct sealing *sealing)
{
	const char *path = sealing->ask.key_file;

	if (sealing->next == SEALING_FINISH)
		return sealing_key_place(path, sealing->other ? seal_key_id(sealing->other) : NULL, NULL) == FAULT_NONE;
	if (sealing->next == SEALING_UNDO)
		return sealing_key_set_aside(path, seal_key_id(sealing->other), NULL) == FAULT_NONE;
	return true;
}

static enum fault finish(struct sealing *sealing, struct db *db, struct sealing_report *report, struct note *note)
{
	enum fault fault = media(sealing, db, report, note);

	if (!fault)
		report->is_key_beside = !place(sealing);
	if (!fault)
		fault = sweep(sealing, db, report, note);
	if (fault)
		return fault;
	sealing->next = SEALING_FINE;
	seal_key_free(&sealing->other);
	return FAULT_NONE;
}

enum fault sealing_settle(struct sealing *sealing, struct db *db, struct sealing_report *report, struct note *note)
{
	int64_t since_us = clock_stopwatch_us();
	enum fault fault = FAULT_NONE;

	*report = (struct sealing_report){ 0 };
	if (!sealing->key)
		return FAULT_NONE;
	report->is_sealed = sealing->next == SEALING_SEAL;
	report->is_rotated = sealing->next == SEALING_FINISH;
	if (sealing->next == SEALING_SEAL)
		fault = reseal(sealing, db, &(struct change){ NULL, sealing->key }, report, note);
	if (!fault)
		fault = finish(sealing, db, report, note);
	if (fault)
		return fault;
	report->took_ms = (clock_stopwatch_us() - since_us) / 1000;
	db_seal(db, sealing->key);
	return FAULT_NONE;
}

/* --- a new key ------------------------------------------------------------------------------------ */

static enum fault make_next(const struct sealing *sealing, struct seal_key **next, struct note *note)
{
	char path[SEALING_KEY_PATH];
	enum fault fault = sealing_key_beside(sealing->ask.key_file, ".new", "", path, note);

	if (!fault)
		fault = seal_key_make(path, sealing->ask.key_file, note);
	if (!fault)
		fault = seal_key_read(path, next, note);
	return fault;
}

enum fault sealing_rotate(struct sealing *sealing, struct db *db, struct sealing_report *report, struct note *note)
{
	int64_t since_us = clock_stopwatch_us();
	struct note cause = { .text = "" };
	struct seal_key *next = NULL;
	enum fault fault;

	assert(sealing->key && sealing->next == SEALING_FINE && !sealing->other);
	*report = (struct sealing_report){ .is_rotated = true };
	db_seal(db, NULL);
	fault = make_next(sealing, &next, note);
	if (!fault)
		fault = reseal(sealing, db, &(struct change){ sealing->key, next }, report, note);
	if (fault) {
		seal_key_free(&next);
		return fault;
	}
	sealing->other = sealing->key;
	sealing->key = next;
	sealing->next = SEALING_FINISH;
	fault = finish(sealing, db, report, &cause);
	report->took_ms = (clock_stopwatch_us() - since_us) / 1000;
	if (fault)
		return fault_because(fault, note, "the ledger is sealed with the new key %s now, which lies at %.100s.new: "
				     "copy it, keep both, mend this, and say it again: %.120s", seal_key_id(next),
				     sealing->ask.key_file, cause.text);
	return FAULT_NONE;
}
