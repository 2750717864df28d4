#include "file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Of what is only read. */
static const char *read_cure(int error)
{
	if (error == EACCES || error == EPERM)
		return ": let the user that hearbackd runs as read it";
	return "";
}

enum fault file_read(const char *path, struct buf *into, struct note *note)
{
	assert(path && into);

	char block[8192];
	size_t got;
	int error;
	FILE *file = fopen(path, "re");

	if (!file)
		return fault_at(errno == ENOENT ? FAULT_MISSING : FAULT_DISK, note, path,
				0, 0, "cannot be opened: %s%s", strerror(errno), read_cure(errno));
	while ((got = fread(block, 1, sizeof(block), file)) > 0 && !into->is_stale)
		buf_add(into, (struct str){ block, got });
	error = ferror(file) ? errno : 0;
	fclose(file);
	if (error)
		return fault_at(FAULT_DISK, note, path, 0, 0, "cannot be read: %s", strerror(error));
	if (into->is_stale)
		return fault_at(FAULT_TOO_LARGE, note, path, 0, 0, "is over %zu bytes",
				into->ceiling);
	return FAULT_NONE;
}

/* No pipe is waited for, and no device asked: a secret is what a regular file holds. */
static enum fault check_secret_file(const char *path, struct note *note)
{
	struct stat facts;

	if (stat(path, &facts) != 0)
		return FAULT_NONE; /* file_read says why */
	if (!S_ISREG(facts.st_mode))
		return fault_at(FAULT_DISK, note, path, 0, 0, "should hold a secret but is %s: name a regular "
				"file", file_kind(facts.st_mode));
	if (facts.st_mode & S_IROTH)
		return fault_at(FAULT_CONFIG, note, path, 0, 0,
				"holds a secret but everybody may read it: chmod 640");
	return FAULT_NONE;
}

/* What an editor put around it is no part of it; what stands within must be one word of one line: half
 * a secret, or two, would be refused by the provider much later and in other words. */
static enum fault check_secret(const char *path, struct str secret, struct note *note)
{
	if (secret.size == 0)
		return fault_at(FAULT_CONFIG, note, path, 0, 0, "should hold a secret but is empty");
	for (size_t i = 0; i < secret.size; i++) {
		if (secret.at[i] == '\n' || secret.at[i] == '\r')
			return fault_at(FAULT_CONFIG, note, path, 0, 0, "should hold one secret on one line but has "
					"several lines: leave the right one");
		if ((unsigned char)secret.at[i] < ' ' || (unsigned char)secret.at[i] > '~')
			return fault_at(FAULT_CONFIG, note, path, 0, 0, "byte %zu of the secret is none that can be "
					"typed: save it anew as plain text (ASCII)", i + 1);
	}
	return FAULT_NONE;
}

enum fault file_read_secret(const char *path, struct buf *into, struct note *note)
{
	static const char mark[] = "\xef\xbb\xbf"; /* some editors begin UTF-8 with it */
	struct str secret;
	AUTO(buf) raw;
	enum fault fault;

	assert(path && into);
	buf_init(&raw, 4096);
	fault = check_secret_file(path, note);
	if (!fault)
		fault = file_read(path, &raw, note);
	if (fault)
		return fault;
	secret = buf_str(&raw);
	if (str_starts(secret, str_of(mark)))
		secret = str_from(secret, sizeof(mark) - 1);
	secret = str_trim(secret);
	fault = check_secret(path, secret, note);
	if (!fault) {
		buf_add(into, secret);
		fault = buf_check(into, note);
	}
	if (raw.at)
		explicit_bzero(raw.at, raw.size);
	return fault;
}

/* --- what the system says -------------------------------------------------------------- */

const char *file_kind(mode_t mode)
{
	static const struct { mode_t kind; const char *text; } kinds[] = {
		{ S_IFDIR, "a folder" }, { S_IFLNK, "a link" },	  { S_IFIFO, "a pipe" },
		{ S_IFSOCK, "a socket" }, { S_IFCHR, "a device" }, { S_IFBLK, "a device" },
	};

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if ((mode & S_IFMT) == kinds[i].kind)
			return kinds[i].text;
	return "a file";
}

const char *file_cure(int error)
{
	static const struct { int error; const char *text; } cures[] = {
		{ EACCES, ": let the user that hearbackd runs as read and write it" },
		{ EPERM, ": let the user that hearbackd runs as read and write it" },
		{ EROFS, ": its file system is mounted read-only; name another place, or mount it anew" },
		{ ENOENT, ": make its folder, or name another place" },
		{ ENOTDIR, ": a part of its path is no folder; name another place" },
		{ EEXIST, ": move away what is in its place, or name another place" },
		{ EISDIR, ": move away what is in its place, or name another place" },
		{ ENOSPC, ": make room on its disk" },
		{ EDQUOT, ": make room on its disk" },
		{ EFBIG, ": make room on its disk" },
		{ EMFILE, ": raise the limit of open files (LimitNOFILE)" },
		{ ENFILE, ": raise the limit of open files (fs.file-max)" },
		{ ENAMETOOLONG, ": name a shorter path" },
		{ ELOOP, ": name the file itself, not a link to it" },
		{ EOPNOTSUPP, ": the system keeps no files there; name a folder on a disk" },
		{ EIO, ": look at its disk (dmesg)" },
	};

	for (size_t i = 0; i < COUNT_OF(cures); i++)
		if (cures[i].error == error)
			return cures[i].text;
	return "";
}

int file_folder_error(const char *folder)
{
	struct statfs system;
	struct stat facts;

	assert(folder);
	if (stat(folder, &facts) != 0)
		return errno;
	if (!S_ISDIR(facts.st_mode))
		return ENOTDIR;
	/* where root may write but nobody can */
	if (statfs(folder, &system) == 0 && (system.f_type == PROC_SUPER_MAGIC || system.f_type == SYSFS_MAGIC))
		return EOPNOTSUPP;
	return faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 ? 0 : errno;
}
