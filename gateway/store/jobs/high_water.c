#include "high_water.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "mark_file.h"
#include "store/db/db_place.h"
#include "store/db/mac.h"
#include "store/db/row.h"
#include "store/db/setting.h"

/* That this ledger's mark has its second line: a mark that lost it was cut. */
#define MARK_SEALED "ledger.mark"

struct high_water {
	int fd;
	struct str key;
	int64_t newest;          /* as the file says */
	bool is_asked_for;       /* the ledger knows that its mark is sealed */
	bool is_cut;             /* the audit record of the file is not in the ledger */
	char id[TOKEN_SIZE];
	pthread_mutex_t lock;    /* of `audit` */
	struct audit_link audit; /* as the file says */
};

/* 0: none yet.  A trace that cannot be read is no empty one. */
static enum fault newest_event(struct db *db, int64_t *id)
{
	enum fault fault;

	*id = 0;
	fault = setting_ask_number(db, "SELECT id FROM event ORDER BY id DESC LIMIT 1", NULL, 0, id);
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

/* A ledger of before this file existed has no id, nor has a new one. */
static enum fault take_id(struct db *db, struct high_water *high_water, bool *is_new)
{
	enum fault fault = setting_get(db, SETTING_LEDGER_ID, high_water->id, sizeof(high_water->id));

	*is_new = fault == FAULT_MISSING;
	if (!*is_new)
		return fault;
	random_token(high_water->id);
	return setting_set(db, SETTING_LEDGER_ID, high_water->id);
}

/* A seal of the id, so that nobody without the key turns it into "there never was one". */
static void sealed_word(const struct high_water *high_water, char word[DIGEST_SIZE])
{
	AUTO(mac) mac = { .kind = NULL };

	mac_init(&mac, high_water->key);
	mac_add(&mac, STR(MARK_SEALED));
	mac_add(&mac, str_of(high_water->id));
	mac_end(&mac, word);
}

static enum fault was_sealed(struct db *db, const struct high_water *high_water, bool *is)
{
	char word[DIGEST_SIZE], stored[DIGEST_SIZE] = "";
	enum fault fault;

	*is = false;
	if (high_water->key.size == 0)
		return FAULT_NONE;
	sealed_word(high_water, word);
	fault = setting_get(db, MARK_SEALED, stored, sizeof(stored));
	*is = strcmp(word, stored) == 0;
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

/* Once, and behind the mark that is on the disk: a crash in between leaves a sealed mark that the
 * ledger does not ask for, and never one that it misses. */
static void keep_sealed(struct db *db, struct high_water *high_water)
{
	char word[DIGEST_SIZE];
	bool is = false;

	if (high_water->is_asked_for || fsync(high_water->fd) != 0 || was_sealed(db, high_water, &is))
		return;
	high_water->is_asked_for = is || high_water->key.size == 0;
	if (high_water->is_asked_for)
		return;
	sealed_word(high_water, word);
	high_water->is_asked_for = setting_set(db, MARK_SEALED, word) == FAULT_NONE;
}

/* --- the file ------------------------------------------------------------------------ */

static enum fault sync_made(int fd, char *name, struct note *note)
{
	int folder = open(dirname(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = fsync(fd) == 0 && folder >= 0 && fsync(folder) == 0;

	if (folder >= 0)
		close(folder);
	return is_synced ? FAULT_NONE :
	       fault_because(FAULT_DISK, note, "the mark beside the ledger: %s%s", strerror(errno), file_cure(errno));
}

/* A daemon of before kept the mark beside the link by which it knew the ledger. */
static void adopt(const char *address, const char *name)
{
	static const char scheme[] = "sqlite:";
	char before[DB_PLACE_SIZE];
	struct stat facts;

	if (lstat(name, &facts) == 0)
		return;
	snprintf(before, sizeof(before), "%s.mark", address + (strncmp(address, scheme, sizeof(scheme) - 1) ? 0 :
							      sizeof(scheme) - 1));
	if (lstat(before, &facts) == 0 && S_ISREG(facts.st_mode) && rename(before, name) != 0)
		return; /* then it is a ledger without its mark: nothing is said twice */
}

static enum fault judge_file(const char *address, char name[DB_PLACE_SIZE], struct note *note)
{
	enum fault fault = db_place_beside(address, ".mark", name, note);

	if (fault)
		return fault;
	return db_place_judge(name, "move it away", note);
}

enum fault high_water_look(const char *address, struct note *note)
{
	char name[DB_PLACE_SIZE];

	assert(address);
	return judge_file(address, name, note);
}

static enum fault open_file(const char *address, struct high_water *high_water, struct note *note)
{
	char name[DB_PLACE_SIZE];
	struct stat facts;
	enum fault fault = judge_file(address, name, note);

	if (fault)
		return fault;
	adopt(address, name);
	high_water->fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (high_water->fd < 0 || fstat(high_water->fd, &facts) != 0)
		return fault_because(FAULT_DISK, note, "%s: %s%s", name, strerror(errno), file_cure(errno));
	return facts.st_size ? FAULT_NONE : sync_made(high_water->fd, name, note);
}

/* --- what a start finds ---------------------------------------------------------------- */

static bool is_behind(const struct mark_file *mark, const struct high_water *high_water, int64_t newest)
{
	return strcmp(mark->id, high_water->id) != 0 || newest < mark->newest;
}

/* Of a ledger that is as far as its mark. */
static enum fault find_audit(struct db *db, struct high_water *high_water, const struct mark_file *mark,
			     struct high_water_find *find)
{
	bool is_there = false, was = false;
	enum fault fault = was_sealed(db, high_water, &was);

	if (fault || high_water->key.size == 0)
		return fault;
	/* a second line that is gone, or not ours, tells as little as no mark at all */
	find->is_put_back = mark->has_audit ? !mark->is_sealed : was;
	if (!mark->is_sealed)
		return FAULT_NONE;
	fault = audit_link_is(db, &mark->audit, &is_there);
	if (fault)
		return fault;
	find->audit = high_water->audit = mark->audit;
	find->is_audit_cut = high_water->is_cut = !is_there;
	return FAULT_NONE;
}

static enum fault find_all(struct db *db, struct high_water *high_water, struct high_water_find *find)
{
	struct mark_file mark = { .newest = 0 };
	bool is_marked = mark_file_read(high_water->fd, high_water->key, &mark);
	bool is_new = false;
	int64_t newest = 0;
	enum fault fault = take_id(db, high_water, &is_new);

	if (!fault)
		fault = newest_event(db, &newest);
	if (!fault)
		fault = audit_link_last(db, &find->here);
	if (fault)
		return fault;
	find->is_begun_anew = is_marked && mark.newest == 0 && strcmp(mark.id, MARK_FILE_NOBODY) == 0;
	if (is_marked && !is_behind(&mark, high_water, newest))
		return find_audit(db, high_water, &mark, find);
	if (mark.is_sealed)
		find->audit = mark.audit;
	/* an empty ledger has nothing to say twice */
	find->is_put_back = newest != 0 && !find->is_begun_anew && (is_marked || !is_new);
	return FAULT_NONE;
}

/* --- keeping it ------------------------------------------------------------------------- */

/* The newest audit record, when the one of before is still there.  Otherwise that one stays. */
static void keep_audit(struct high_water *high_water, struct db *db)
{
	struct audit_link last;
	bool is_there = false;

	if (high_water->is_cut || audit_link_last(db, &last) ||
	    (last.no == high_water->audit.no && strcmp(last.mac, high_water->audit.mac) == 0) ||
	    audit_link_is(db, &high_water->audit, &is_there))
		return;
	high_water->is_cut = !is_there || last.no < high_water->audit.no || strlen(last.mac) != DIGEST_SIZE - 1;
	if (high_water->is_cut)
		return;
	pthread_mutex_lock(&high_water->lock);
	high_water->audit = last;
	pthread_mutex_unlock(&high_water->lock);
}

void high_water_keep(struct high_water *high_water, struct db *db)
{
	assert(high_water && db);

	struct mark_file mark = { .newest = 0 };
	int64_t audit_no = high_water->audit.no;

	if (newest_event(db, &mark.newest))
		return;
	keep_audit(high_water, db);
	if (mark.newest == high_water->newest && high_water->audit.no == audit_no)
		return;
	str_put(mark.id, sizeof(mark.id), str_of(high_water->id));
	mark.audit = high_water->audit;
	if (!mark_file_write(high_water->fd, high_water->key, &mark)) {
		high_water->newest = -1; /* the next time */
		return;
	}
	high_water->newest = mark.newest;
	keep_sealed(db, high_water);
}

enum fault high_water_open(const struct high_water_ask *ask, struct high_water **high_water,
		     struct high_water_find *find, struct note *note)
{
	assert(ask->address && ask->db && high_water && find);

	struct high_water *fresh = memory_new(struct high_water);
	struct high_water_find found = { .is_put_back = false };
	enum fault fault;

	fresh->fd = -1;
	fresh->newest = -1;
	fresh->key = ask->key;
	pthread_mutex_init(&fresh->lock, NULL);
	fault = open_file(ask->address, fresh, note);
	if (!fault) {
		fault = find_all(ask->db, fresh, &found);
		if (fault)
			fault = fault_because(fault, note, "the ledger: %s", db_message(ask->db));
	}
	if (fault) {
		high_water_free(&fresh);
		return fault;
	}
	/* at once: a start that is killed before its end leaves no ledger without a mark */
	if (!found.is_put_back && !found.is_begun_anew)
		high_water_keep(fresh, ask->db);
	*find = found;
	*high_water = fresh;
	return FAULT_NONE;
}

void high_water_audit(struct high_water *high_water, struct audit_link *link)
{
	assert(high_water && link);
	pthread_mutex_lock(&high_water->lock);
	*link = high_water->audit;
	pthread_mutex_unlock(&high_water->lock);
}

void high_water_free(struct high_water **high_water)
{
	if (!*high_water)
		return;
	if ((*high_water)->fd >= 0)
		close((*high_water)->fd);
	pthread_mutex_destroy(&(*high_water)->lock);
	free(*high_water);
	*high_water = NULL;
}
