#include "file.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum fault file_read(const char *path, struct buf *into, struct note *note)
{
	assert(path && into);

	char block[8192];
	size_t got;
	bool is_broken;
	FILE *file = fopen(path, "re");

	if (!file)
		return fault_at(errno == ENOENT ? FAULT_MISSING : FAULT_DISK, note, path,
				0, 0, "cannot be opened: %s", strerror(errno));
	while ((got = fread(block, 1, sizeof(block), file)) > 0 && !into->is_stale)
		buf_add(into, (struct str){ block, got });
	is_broken = ferror(file) != 0;
	fclose(file);
	if (is_broken)
		return fault_at(FAULT_DISK, note, path, 0, 0, "cannot be read");
	if (into->is_stale)
		return fault_at(FAULT_TOO_LARGE, note, path, 0, 0, "is over %zu bytes",
				into->ceiling);
	return FAULT_NONE;
}

enum fault file_read_secret(const char *path, struct buf *into, struct note *note)
{
	struct stat facts;
	struct str secret;
	AUTO(buf) raw;
	enum fault fault;

	assert(path && into);
	buf_init(&raw, 4096);
	fault = file_read(path, &raw, note);
	if (fault)
		return fault;
	if (stat(path, &facts) == 0 && (facts.st_mode & S_IROTH))
		return fault_at(FAULT_CONFIG, note, path, 0, 0,
				"holds a secret but everybody may read it: chmod 640");
	secret = str_trim(buf_str(&raw));
	if (secret.size == 0)
		return fault_at(FAULT_CONFIG, note, path, 0, 0,
				"should hold a secret but is empty");
	buf_add(into, secret);
	return buf_check(into, note);
}
