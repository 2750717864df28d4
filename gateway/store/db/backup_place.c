#include "backup_place.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"

#define PART ".part-"
enum { NAME_MOST = NAME_MAX - (int)sizeof(PART) - TOKEN_SIZE - (int)sizeof("-journal") };

static enum fault because(const struct backup_place *place, const char *what, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s: %s", place->path, what);
}

static enum fault because_of(const struct backup_place *place, int error, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s: %s%s", place->path, strerror(error), file_cure(error));
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* --- may it be there? ------------------------------------------------------------------- */

/* The folder by its real name, held open from now on; the name within it. */
static enum fault find_folder(struct backup_place *place, const char *path, struct note *note)
{
	const char *slash = strrchr(path, '/');
	char folder[DB_PLACE_SIZE], real[PATH_MAX];
	size_t size;

	if (!slash)
		return fault_because(FAULT_INVALID, note, "the path must be absolute");
	if (strlen(path) >= DB_PLACE_SIZE)
		return fault_because(FAULT_INVALID, note, "the path is too long");
	if (!slash[1] || !strcmp(slash, "/.") || !strcmp(slash, "/.."))
		return fault_because(FAULT_INVALID, note, "%.200s: name the file that the backup is to be", path);
	snprintf(folder, sizeof(folder), "%.*s/", (int)(slash - path), path);
	snprintf(place->path, sizeof(place->path), "%s", path);
	if (!realpath(folder, real))
		return because_of(place, errno, note);
	size = (size_t)snprintf(place->path, sizeof(place->path), "%s/", strcmp(real, "/") ? real : "");
	if (size + strlen(slash + 1) >= sizeof(place->path))
		return fault_because(FAULT_INVALID, note, "the path is too long");
	memcpy(place->path + size, slash + 1, strlen(slash + 1) + 1);
	place->name = place->path + size;
	if (strlen(place->name) > NAME_MOST)
		return because_of(place, ENAMETOOLONG, note);
	place->folder_fd = open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return place->folder_fd >= 0 ? FAULT_NONE : because_of(place, errno, note);
}

/* The path itself, by its file or, where none is, by its name in that folder in any case. */
static bool is_path(const struct backup_place *place, const struct stat *there, const char *path)
{
	char copy[DB_PLACE_SIZE], copied[DB_PLACE_SIZE];
	struct stat own, folder, its_folder;

	if (there && stat(path, &own) == 0 && is_same(&own, there))
		return true;
	snprintf(copy, sizeof(copy), "%s", path);
	snprintf(copied, sizeof(copied), "%s", path);
	return strcasecmp(basename(copy), place->name) == 0 && stat(dirname(copied), &its_folder) == 0 &&
	       fstat(place->folder_fd, &folder) == 0 && is_same(&folder, &its_folder);
}

static bool is_of_ledger(const struct backup_place *place, const struct stat *there, const char *ledger)
{
	static const char *const beside[] = { "", "-wal", "-shm", "-journal", ".mark", ".lock", ".mark.given-up",
					      "-wal.given-up" };
	char name[DB_PLACE_SIZE + 16];

	for (size_t i = 0; i < COUNT_OF(beside); i++) {
		snprintf(name, sizeof(name), "%s%s", ledger, beside[i]);
		if (is_path(place, there, name))
			return true;
	}
	return false;
}

/* Is it one of the folders above, by whatever name or mount? */
static bool is_within(const struct backup_place *place, const char *folder)
{
	struct stat aim, here, before = { 0 };
	bool is = false;
	int fd;

	if (stat(folder, &aim) != 0)
		return false;
	fd = openat(place->folder_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (fd >= 0 && !is && fstat(fd, &here) == 0 && !is_same(&here, &before)) {
		int above = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		is = is_same(&here, &aim);
		before = here;
		close(fd);
		fd = above;
	}
	if (fd >= 0)
		close(fd);
	return is;
}

static enum fault check_ours(const struct backup_place *place, const struct stat *there, const char *ledger,
			     const struct backup_ours *ours, struct note *note)
{
	if (is_of_ledger(place, there, ledger))
		return fault_because(FAULT_CONFLICT, note, "%s is the ledger or belongs to it, or has such a "
				     "name: name another file", place->path);
	for (size_t i = 0; ours && i < ours->count; i++)
		if (is_path(place, there, ours->paths[i]))
			return fault_because(FAULT_CONFLICT, note, "%s is a file that hearbackd needs, or has "
					     "its name: name another file", place->path);
	for (size_t i = 0; ours && i < ours->folder_count; i++)
		if (is_within(place, ours->folders[i]))
			return fault_because(FAULT_CONFLICT, note, "%s is in a folder of hearbackd's own: "
					     "name another file", place->path);
	return FAULT_NONE;
}

/* A log beside the backup, or the backup where somebody's log would be: SQLite would read it as such. */
static enum fault check_log_names(const struct backup_place *place, struct note *note)
{
	static const char *const ends[] = { "-wal", "-shm", "-journal" };
	size_t size = strlen(place->name);
	struct stat facts;

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		char name[NAME_MAX + 16];
		size_t end = strlen(ends[i]);

		if (size >= end && strcasecmp(place->name + size - end, ends[i]) == 0)
			return fault_because(FAULT_CONFLICT, note, "%s would be taken for a database's log: "
					     "name another file", place->path);
		snprintf(name, sizeof(name), "%s%s", place->name, ends[i]);
		if (fstatat(place->folder_fd, name, &facts, AT_SYMLINK_NOFOLLOW) == 0)
			return fault_because(FAULT_CONFLICT, note, "beside %s lies %s, which would be taken for its "
					     "log: move that away, or name another file", place->path, name);
	}
	return FAULT_NONE;
}

/* Behind check_ours: closing it drops the locks that this process has on that file. */
static enum fault hold_earlier(struct backup_place *place, struct note *note)
{
	struct stat facts;

	place->earlier_fd = openat(place->folder_fd, place->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (place->earlier_fd < 0 || fstat(place->earlier_fd, &facts) != 0)
		return because_of(place, errno, note);
	return is_same(&facts, &place->earlier) ? FAULT_NONE : because(place, "it changes under our eyes: name another file", note);
}

static enum fault judge(struct backup_place *place, const char *ledger, const struct backup_ours *ours,
			struct note *note)
{
	struct stat through, *there = NULL;
	enum fault fault;

	place->has_earlier = fstatat(place->folder_fd, place->name, &place->earlier, AT_SYMLINK_NOFOLLOW) == 0;
	if (!place->has_earlier && errno != ENOENT)
		return because_of(place, errno, note);
	if (place->has_earlier && fstatat(place->folder_fd, place->name, &through, 0) == 0)
		there = &through;
	fault = check_ours(place, there, ledger, ours, note);
	if (fault)
		return fault;
	if (place->has_earlier && !S_ISREG(place->earlier.st_mode))
		return fault_because(FAULT_DISK, note, "%s is %s and no regular file: name another", place->path,
				     file_kind(place->earlier.st_mode));
	if (place->has_earlier && place->earlier.st_nlink > 1)
		return fault_because(FAULT_CONFLICT, note, "%s has %lu names (hard links), and the others would keep "
				     "what is there now: name another file, or remove them", place->path,
				     (unsigned long)place->earlier.st_nlink);
	fault = check_log_names(place, note);
	if (!fault && place->has_earlier)
		fault = hold_earlier(place, note);
	return fault;
}

/* --- the part ------------------------------------------------------------------------------- */

/* The part itself, or what SQLite made beside it while it was copied and changed its journal. */
static bool is_end_of_part(const char *end)
{
	static const char *const ends[] = { "", "-journal", "-wal", "-shm" };
	size_t i = 0;

	while (i < COUNT_OF(ends) && strcmp(end, ends[i]) != 0)
		i++;
	return i < COUNT_OF(ends);
}

/* One that a crash left over: nobody holds the part any more.  What lies beside it goes with it. */
static void sweep_one(const struct backup_place *place, const char *name)
{
	size_t size = strlen(place->name), whole = size + sizeof(PART) - 1 + TOKEN_SIZE - 1;
	char part[NAME_MAX + 1];
	int fd;

	if (strncmp(name, place->name, size) || strncmp(name + size, PART, sizeof(PART) - 1) ||
	    strspn(name + size + sizeof(PART) - 1, "0123456789abcdef") != TOKEN_SIZE - 1 ||
	    !is_end_of_part(name + whole))
		return;
	snprintf(part, sizeof(part), "%.*s", (int)whole, name);
	fd = openat(place->folder_fd, part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlinkat(place->folder_fd, name, 0);
	if (fd >= 0)
		close(fd);
}

static void sweep(const struct backup_place *place)
{
	int fd = openat(place->folder_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		sweep_one(place, entry->d_name);
	if (folder)
		closedir(folder);
}

static enum fault make_part(struct backup_place *place, struct note *note)
{
	char token[TOKEN_SIZE];

	random_token(token);
	if (snprintf(place->part, sizeof(place->part), "%s" PART "%s", place->path, token) >=
	    (int)sizeof(place->part))
		return fault_because(FAULT_INVALID, note, "the path is too long");
	place->part_name = place->part + (place->name - place->path);
	place->part_fd = openat(place->folder_fd, place->part_name,
				O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (place->part_fd < 0)
		return fault_because(FAULT_DISK, note, "%s: its folder cannot be written: %s%s", place->path,
				     strerror(errno), file_cure(errno));
	return flock(place->part_fd, LOCK_EX | LOCK_NB) == 0 ? FAULT_NONE : because_of(place, errno, note);
}

enum fault backup_place_open(struct backup_place *place, const char *path, const char *ledger,
			     const struct backup_ours *ours, struct note *note)
{
	enum fault fault;

	assert(place && path && ledger);
	*place = (struct backup_place){ .folder_fd = -1, .part_fd = -1, .earlier_fd = -1 };
	fault = find_folder(place, path, note);
	if (!fault)
		fault = judge(place, ledger, ours, note);
	if (fault)
		return fault;
	sweep(place);
	return make_part(place, note);
}

bool backup_place_is_closed(const struct backup_place *place)
{
	static const char head[16] = "SQLite format 3";
	char text[20] = "";
	struct stat facts;

	/* bytes 18 and 19: 1 for a database of one file, 2 for one with a write-ahead log */
	return place->earlier_fd >= 0 && fstat(place->earlier_fd, &facts) == 0 && facts.st_nlink == 1 &&
	       pread(place->earlier_fd, text, sizeof(text), 0) == (ssize_t)sizeof(text) &&
	       memcmp(text, head, sizeof(head)) == 0 && text[18] == 1 && text[19] == 1;
}

/* --- its name ----------------------------------------------------------------------------------- */

static enum fault meanwhile(const struct backup_place *place, struct note *note)
{
	return fault_because(FAULT_CONFLICT, note, "%s: something else was put there meanwhile, and stays: name "
			     "another file", place->path);
}

static bool knows_no_flags(int code)
{
	return code == EINVAL || code == ENOSYS || code == ENOTSUP;
}

/* Where nothing was. */
static enum fault put_new(struct backup_place *place, struct note *note)
{
	int folder = place->folder_fd;
	int failed = renameat2(folder, place->part_name, folder, place->name, RENAME_NOREPLACE);

	if (failed && knows_no_flags(errno)) {
		failed = linkat(folder, place->part_name, folder, place->name, 0);
		if (!failed)
			(void)unlinkat(folder, place->part_name, 0);
	}
	if (failed && errno == EEXIST)
		return meanwhile(place, note);
	return failed ? because_of(place, errno, note) : FAULT_NONE;
}

/* In exchange for the file that was judged, and no other. */
static enum fault put_over(struct backup_place *place, struct note *note)
{
	int folder = place->folder_fd;
	struct stat there;

	if (renameat2(folder, place->part_name, folder, place->name, RENAME_EXCHANGE) == 0) {
		if (fstatat(folder, place->part_name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
		    !is_same(&there, &place->earlier)) {
			(void)renameat2(folder, place->part_name, folder, place->name, RENAME_EXCHANGE);
			return meanwhile(place, note);
		}
		place->is_out = true;
		(void)unlinkat(folder, place->part_name, 0);
		return FAULT_NONE;
	}
	if (errno == ENOENT)
		return put_new(place, note); /* somebody took the earlier one away */
	if (!knows_no_flags(errno))
		return because_of(place, errno, note);
	if (fstatat(folder, place->name, &there, AT_SYMLINK_NOFOLLOW) != 0 || !is_same(&there, &place->earlier))
		return meanwhile(place, note);
	return renameat(folder, place->part_name, folder, place->name) == 0 ? FAULT_NONE :
	       because_of(place, errno, note);
}

enum fault backup_place_publish(struct backup_place *place, struct note *note)
{
	enum fault fault;

	assert(place->part_fd >= 0 && !place->is_out);
	if (fsync(place->part_fd) != 0)
		return because_of(place, errno, note);
	if (place->has_earlier)
		fault = put_over(place, note);
	else
		fault = put_new(place, note);
	if (fault)
		return fault;
	place->is_out = true;
	return fsync(place->folder_fd) == 0 ? FAULT_NONE : because_of(place, errno, note);
}

void backup_place_done(struct backup_place *place)
{
	if (place->part_fd >= 0 && !place->is_out)
		(void)unlinkat(place->folder_fd, place->part_name, 0);
	if (place->part_fd >= 0)
		close(place->part_fd);
	if (place->earlier_fd >= 0)
		close(place->earlier_fd);
	if (place->folder_fd >= 0)
		close(place->folder_fd);
	place->folder_fd = place->part_fd = place->earlier_fd = -1;
}
