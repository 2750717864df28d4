#include "sealing_media.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "sealing_key.h"
#include "store/seal/seal_media.h"

#define PART ".part"

enum { LAYERS = 4, FILE_MOST = 12 << 20 };

static enum fault because(const char *what, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s: %s", what, strerror(errno));
}

/* "<message>-<no>.<ending>", as work/inbound names them. */
static bool is_media(const char *name)
{
	size_t message = strspn(name, "0123456789");
	size_t no = name[message] == '-' ? strspn(name + message + 1, "0123456789") : 0;
	const char *ending = name + message + 1 + no;

	return message && no && ending[0] == '.' && ending[1] &&
	       ending[1 + strspn(ending + 1, "0123456789abcdefghijklmnopqrstuvwxyz")] == '\0';
}

struct files {
	struct sealing_media_ask ask;
	int folder_fd;
	struct seal_key *from;          /* that the last one needed */
	struct sealing_media_count count;
	struct note *note;
};

static bool write_all(int fd, struct str bytes)
{
	while (bytes.size) {
		ssize_t written = write(fd, bytes.at, bytes.size);

		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0)
			bytes = str_from(bytes, (size_t)written);
	}
	return fsync(fd) == 0;
}

/* In the place of what was there, in one step, and its owner's. */
static enum fault replace(const struct files *files, const char *name, struct str bytes)
{
	char part[NAME_MAX + 16];
	struct stat owner;
	bool is_done = false;
	int fd;

	snprintf(part, sizeof(part), ".%s" PART, name);
	(void)unlinkat(files->folder_fd, part, 0); /* of a crash */
	fd = openat(files->folder_fd, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return because(name, files->note);
	if (fstatat(files->folder_fd, name, &owner, AT_SYMLINK_NOFOLLOW) == 0)
		is_done = (owner.st_uid == geteuid() || fchown(fd, owner.st_uid, owner.st_gid) == 0) &&
			  write_all(fd, bytes) && renameat(files->folder_fd, part, files->folder_fd, name) == 0;
	close(fd);
	return is_done ? FAULT_NONE : because(name, files->note);
}

static bool has_key(struct files *files, const char *id)
{
	char where[SEALING_KEY_PATH];

	if (files->from && strcmp(seal_key_id(files->from), id) == 0)
		return true;
	seal_key_free(&files->from);
	return sealing_key_find(files->ask.key_file, id, &files->from, where, NULL) == FAULT_NONE;
}

/* What it says, and whether there is anything to do. */
static bool is_due(struct files *files, const char *name, struct str file, struct buf *bytes)
{
	char id[SEAL_ID_SIZE];

	bool has_head = seal_media_key_id(file, id);

	if (seal_media_open(files->ask.to, name, file, bytes) == FAULT_NONE)
		return false;
	buf_clear(bytes);
	if (has_head && has_key(files, id) && seal_media_open(files->from, name, file, bytes) == FAULT_NONE)
		return true;
	buf_clear(bytes);
	if (has_head && files->ask.is_all_sealed) {
		files->count.unreadable++;
		return false;
	}
	buf_add(bytes, file);
	return true;
}

static enum fault seal_file(struct files *files, const char *name)
{
	AUTO(buf) file;
	AUTO(buf) bytes;
	AUTO(buf) sealed;
	char path[PATH_MAX];
	struct stat facts;
	enum fault fault;

	buf_init(&file, FILE_MOST);
	buf_init(&bytes, FILE_MOST);
	buf_init(&sealed, FILE_MOST + 1024);
	if (fstatat(files->folder_fd, name, &facts, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(facts.st_mode))
		return FAULT_NONE;
	if (snprintf(path, sizeof(path), "%s/%s", files->ask.folder, name) >= (int)sizeof(path))
		return fault_because(FAULT_DISK, files->note, "%s: the path is too long", name);
	/* one that cannot be read holds no start up: it stays as it is, and is counted */
	if (file_read(path, &file, NULL)) {
		files->count.unreadable++;
		return FAULT_NONE;
	}
	if (!is_due(files, name, buf_str(&file), &bytes))
		return FAULT_NONE;
	seal_media_close(files->ask.to, name, buf_str(&bytes), &sealed);
	fault = buf_check(&sealed, files->note);
	if (!fault)
		fault = replace(files, name, buf_str(&sealed));
	files->count.sealed += !fault;
	return fault;
}

enum fault sealing_media_all(const struct sealing_media_ask *ask, struct sealing_media_count *count,
			     struct note *note)
{
	struct files files = { .ask = *ask, .note = note };
	DIR *open_folder = opendir(ask->folder);
	struct dirent *entry;
	enum fault fault = FAULT_NONE;

	assert(ask->to && ask->key_file && count);
	*count = (struct sealing_media_count){ 0 };
	if (!open_folder && errno == ENOENT)
		return FAULT_NONE;
	if (!open_folder)
		return because(ask->folder, note);
	files.folder_fd = dirfd(open_folder);
	while (!fault && (entry = readdir(open_folder)))
		if (is_media(entry->d_name))
			fault = seal_file(&files, entry->d_name);
	if (!fault && fsync(files.folder_fd) != 0)
		fault = because(ask->folder, note);
	closedir(open_folder);
	seal_key_free(&files.from);
	if (!fault)
		*count = files.count;
	return fault;
}

/* Of one layer, in place of what lies in `bytes`.  Is there another one below that one of our keys opens? */
static bool peel(const char *name, const char *key_file, struct buf *bytes)
{
	char id[SEAL_ID_SIZE], where[SEALING_KEY_PATH];
	struct seal_key *key = NULL;
	bool is_open = false;
	AUTO(buf) open;

	buf_init(&open, FILE_MOST);
	if (seal_media_key_id(buf_str(bytes), id) && sealing_key_find(key_file, id, &key, where, NULL) == FAULT_NONE)
		is_open = seal_media_open(key, name, buf_str(bytes), &open) == FAULT_NONE;
	seal_key_free(&key);
	if (is_open) {
		buf_clear(bytes);
		buf_add(bytes, buf_str(&open));
	}
	return is_open;
}

enum fault sealing_media_read(const char *path, const char *key_file, struct buf *into, struct note *note)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	char id[SEAL_ID_SIZE], where[SEALING_KEY_PATH];
	const char *keys = key_file && key_file[0] ? key_file : "encryption_key_file";
	struct seal_key *key = NULL;
	AUTO(buf) file;
	enum fault fault;

	buf_init(&file, FILE_MOST);
	fault = file_read(path, &file, note);
	if (!fault && seal_media_key_id(buf_str(&file), id)) {
		fault = sealing_key_find(keys, id, &key, where, note);
		seal_key_free(&key);
		if (!fault && !peel(name, keys, &file))
			fault = fault_because(FAULT_BROKEN, note, "%s: was changed, renamed or cut since it was sealed", path);
		for (int layers = 1; !fault && layers < LAYERS && peel(name, keys, &file); layers++)
			;
	}
	if (fault)
		return fault;
	buf_add(into, buf_str(&file));
	return buf_check(into, note);
}
