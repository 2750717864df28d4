#include "place_watch.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/str.h"

struct file_id {
	dev_t device;
	ino_t inode;
};

struct place_watch {
	char *address;               /* the name of the configuration, without the scheme */
	char *path;
	char *log, *index, *lock_name; /* beside the path */
	struct db_place_hold *hold;
	struct file_id file_id, log_id, index_id;
	pthread_mutex_t lock;        /* of what follows */
	struct place_stamp known;
	bool is_replaced, is_writing;
	enum place_sight worst;      /* since place_watch_take, and why */
	struct note why;
	_Atomic int sight;           /* an enum place_sight */
};

static struct file_id id_of(const struct stat *facts)
{
	return (struct file_id){ facts->st_dev, facts->st_ino };
}

static bool is_same(const struct stat *facts, const struct file_id *id)
{
	return facts->st_dev == id->device && facts->st_ino == id->inode;
}

static char *beside(const char *path, const char *end)
{
	char name[DB_PLACE_SIZE + 8];

	snprintf(name, sizeof(name), "%s%s", path, end);
	return memory_text(str_of(name));
}

/* --- the looks, one by one ------------------------------------------------------------- */

static enum fault look_at(const char *path, const struct file_id *id, struct stat *facts, struct note *note)
{
	if (stat(path, facts) != 0)
		return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
	if (!is_same(facts, id))
		return fault_because(FAULT_DISK, note, "%s is another file than the one that was opened", path);
	return FAULT_NONE;
}

/* By both names: a link that leads elsewhere is where the next start goes. */
static enum fault look_at_file(const struct place_watch *watch, struct stat *file, struct note *note)
{
	enum fault fault = look_at(watch->path, &watch->file_id, file, note);

	if (!fault && strcmp(watch->path, watch->address) != 0)
		fault = look_at(watch->address, &watch->file_id, file, note);
	return fault;
}

static struct place_stamp stamp_of(const struct stat *file, const struct stat *log)
{
	return (struct place_stamp){
		.size = file->st_size, .log_size = log->st_size,
		.changed_ns = file->st_mtim.tv_sec * INT64_C(1000000000) + file->st_mtim.tv_nsec,
	};
}

/* For the hand of another program. */
static enum fault look_at_stamp(const struct place_watch *watch, const struct place_stamp *now, struct note *note)
{
	const struct place_stamp *known = &watch->known;

	if (now->size != known->size || now->changed_ns != known->changed_ns)
		return fault_because(FAULT_DISK, note, "%s was written by another program", watch->path);
	if (now->log_size < known->log_size)
		return fault_because(FAULT_DISK, note, "%s was cut by another program", watch->log);
	return FAULT_NONE;
}

static enum place_sight see(struct place_watch *watch, struct note *note)
{
	struct stat file, log, index;
	struct place_stamp now;

	if (watch->is_replaced) {
		(void)fault_because(FAULT_DISK, note, "%s holds another ledger, or an earlier state of this one", watch->path);
		return PLACE_GONE;
	}
	if (look_at_file(watch, &file, note) || look_at(watch->log, &watch->log_id, &log, note) ||
	    look_at(watch->index, &watch->index_id, &index, note))
		return PLACE_GONE;
	now = stamp_of(&file, &log);
	if (!watch->is_writing && look_at_stamp(watch, &now, note))
		return PLACE_TOUCHED;
	watch->known.log_size = now.log_size;
	return PLACE_HERE;
}

enum place_sight place_watch_look(struct place_watch *watch, struct note *note)
{
	struct note cause = { .text = "" };
	enum place_sight sight;

	assert(watch);
	pthread_mutex_lock(&watch->lock);
	sight = see(watch, &cause);
	atomic_store(&watch->sight, (int)sight);
	if (sight > watch->worst) {
		watch->worst = sight;
		watch->why = cause;
	}
	pthread_mutex_unlock(&watch->lock);
	if (sight && note)
		*note = cause;
	return sight;
}

enum place_sight place_watch_take(struct place_watch *watch, struct note *note)
{
	enum place_sight worst;

	assert(watch && note);
	pthread_mutex_lock(&watch->lock);
	worst = watch->worst;
	*note = watch->why;
	watch->worst = PLACE_HERE;
	pthread_mutex_unlock(&watch->lock);
	return worst;
}

enum place_sight place_watch_sight(const struct place_watch *watch)
{
	assert(watch);
	return (enum place_sight)atomic_load(&watch->sight);
}

bool place_watch_has_file(struct place_watch *watch)
{
	struct stat file;

	assert(watch);
	return !watch->is_replaced && !look_at_file(watch, &file, NULL);
}

/* --- what is known ------------------------------------------------------------------------ */

struct place_stamp place_watch_stamp(struct place_watch *watch)
{
	struct stat file = { .st_size = 0 }, log = { .st_size = 0 };

	assert(watch);
	/* what is not there is seen by the next look */
	if (fstat(watch->hold->own_fd, &file) != 0 || stat(watch->log, &log) != 0)
		log.st_size = 0;
	return stamp_of(&file, &log);
}

void place_watch_accept(struct place_watch *watch, const struct place_stamp *stamp)
{
	assert(watch && stamp);
	pthread_mutex_lock(&watch->lock);
	if (atomic_load(&watch->sight) == PLACE_TOUCHED)
		watch->known = *stamp;
	pthread_mutex_unlock(&watch->lock);
}

void place_watch_writes(struct place_watch *watch)
{
	assert(watch);
	pthread_mutex_lock(&watch->lock);
	watch->is_writing = true;
	pthread_mutex_unlock(&watch->lock);
}

/* Under the lock: no look may come between the stamp and its being known. */
void place_watch_wrote(struct place_watch *watch)
{
	assert(watch);
	pthread_mutex_lock(&watch->lock);
	watch->known = place_watch_stamp(watch);
	watch->is_writing = false;
	pthread_mutex_unlock(&watch->lock);
}

void place_watch_replaced(struct place_watch *watch)
{
	assert(watch);
	pthread_mutex_lock(&watch->lock);
	watch->is_replaced = true;
	atomic_store(&watch->sight, PLACE_GONE);
	pthread_mutex_unlock(&watch->lock);
}

enum fault place_watch_lock(struct place_watch *watch, bool *was_taken, struct note *note)
{
	struct stat ours, there;
	enum fault fault;

	assert(watch && was_taken);
	*was_taken = false;
	if (fstat(watch->hold->lock_fd, &ours) == 0 && stat(watch->lock_name, &there) == 0 &&
	    there.st_dev == ours.st_dev && there.st_ino == ours.st_ino)
		return FAULT_NONE;
	fault = db_place_take_lock(watch->path, watch->hold, note);
	*was_taken = !fault;
	return fault;
}

/* --- life --------------------------------------------------------------------------------- */

static enum fault learn(struct place_watch *watch, struct note *note)
{
	struct stat file, log, index;

	if (fstat(watch->hold->own_fd, &file) != 0 || stat(watch->log, &log) != 0 || stat(watch->index, &index) != 0)
		return fault_because(FAULT_DISK, note, "%s: %s", watch->path, strerror(errno));
	watch->file_id = id_of(&file);
	watch->log_id = id_of(&log);
	watch->index_id = id_of(&index);
	watch->known = stamp_of(&file, &log);
	return look_at_file(watch, &file, note);
}

enum fault place_watch_new(const char *address, const char *path, struct db_place_hold *hold,
			   struct place_watch **watch, struct note *note)
{
	struct place_watch *fresh;
	enum fault fault;

	assert(address && path && hold && hold->own_fd >= 0 && watch);
	fresh = memory_new(struct place_watch);
	fresh->address = memory_text(str_of(address));
	fresh->path = memory_text(str_of(path));
	fresh->log = beside(path, "-wal");
	fresh->index = beside(path, "-shm");
	fresh->lock_name = beside(path, ".lock");
	fresh->hold = hold;
	pthread_mutex_init(&fresh->lock, NULL);
	fault = learn(fresh, note);
	if (fault)
		place_watch_free(&fresh);
	else
		*watch = fresh;
	return fault;
}

void place_watch_free(struct place_watch **watch)
{
	struct place_watch *gone = *watch;

	if (!gone)
		return;
	pthread_mutex_destroy(&gone->lock);
	free(gone->address);
	free(gone->path);
	free(gone->log);
	free(gone->index);
	free(gone->lock_name);
	free(gone);
	*watch = NULL;
}
