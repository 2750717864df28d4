#include "sealing_key.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum fault sealing_key_beside(const char *path, const char *end, const char *id, char into[SEALING_KEY_PATH],
			      struct note *note)
{
	char real[PATH_MAX];

	/* the file may be reached by a link, from a disk that is mounted: all that is beside it is beside the file */
	if (snprintf(into, SEALING_KEY_PATH, "%s%s%s", realpath(path, real) ? real : path, end, id) < SEALING_KEY_PATH)
		return FAULT_NONE;
	return fault_because(FAULT_CONFIG, note, "%.100s…: the path is too long", path);
}

enum fault sealing_key_try(const char *path, struct seal_key **key, struct note *note)
{
	struct note cause = { .text = "" };
	enum fault fault = seal_key_read(path, key, &cause);

	if (fault == FAULT_MISSING)
		return FAULT_NONE;
	if (!fault)
		return FAULT_NONE;
	return fault_because(FAULT_CONFIG, note, "%s%s%s", cause.file, cause.file[0] ? ": " : "", cause.text);
}

enum fault sealing_key_find(const char *path, const char *id, struct seal_key **key, char where[SEALING_KEY_PATH],
			    struct note *note)
{
	static const struct {
		const char *end;
		bool has_id;
	} places[] = { { "", false }, { ".new", false }, { ".old-", true }, { ".unused-", true } };

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		struct seal_key *found = NULL;
		enum fault fault = sealing_key_beside(path, places[i].end, places[i].has_id ? id : "", where, note);

		/* one that cannot be read is not the one: the caller says which is needed */
		if (!fault && sealing_key_try(where, &found, NULL) == FAULT_NONE && found &&
		    strcmp(seal_key_id(found), id) == 0) {
			*key = found;
			return FAULT_NONE;
		}
		seal_key_free(&found);
	}
	return fault_because(FAULT_MISSING, note, "the key %s is neither %s nor beside it", id, path);
}

static enum fault because(const char *path, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s: %s", path, strerror(errno));
}

static enum fault sync_folder(const char *path, struct note *note)
{
	char copy[SEALING_KEY_PATH];
	int fd;
	bool is_synced;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	is_synced = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return is_synced ? FAULT_NONE : because(path, note);
}

static bool is_key(const char *path, const char *id)
{
	struct seal_key *found = NULL;
	bool is = sealing_key_try(path, &found, NULL) == FAULT_NONE && found && strcmp(seal_key_id(found), id) == 0;

	seal_key_free(&found);
	return is;
}

/* A second name, or, where the file system has none, a copy.  What stands there already is the key, of a crash in
 * between, or nothing of ours, and then the key keeps its place. */
static bool keep(const char *path, const char *old, const char *id)
{
	char part[SEALING_KEY_PATH + 8], text[256];
	ssize_t size;
	bool is_kept;
	int from, to;

	if (link(path, old) == 0)
		return true;
	if (errno == EEXIST)
		return is_key(old, id);
	snprintf(part, sizeof(part), "%s.part", old);
	from = open(path, O_RDONLY | O_CLOEXEC);
	to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	size = from < 0 ? -1 : read(from, text, sizeof(text));
	is_kept = size > 0 && to >= 0 && write(to, text, (size_t)size) == size && fsync(to) == 0 && rename(part, old) == 0;
	explicit_bzero(text, sizeof(text));
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return is_kept;
}

enum fault sealing_key_place(const char *path, const char *old_id, struct note *note)
{
	char real[SEALING_KEY_PATH], next[SEALING_KEY_PATH], old[SEALING_KEY_PATH];
	enum fault fault = sealing_key_beside(path, "", "", real, note);

	if (!fault)
		fault = sealing_key_beside(path, ".new", "", next, note);
	if (!fault)
		fault = sealing_key_beside(path, ".old-", old_id ? old_id : "", old, note);
	if (fault)
		return fault;
	if (old_id && !keep(real, old, old_id))
		return because(old, note);
	fault = sync_folder(path, note);
	if (fault)
		return fault;
	if (rename(next, real) != 0)
		return because(path, note);
	return sync_folder(path, note);
}

enum fault sealing_key_set_aside(const char *path, const char *id, struct note *note)
{
	char next[SEALING_KEY_PATH], aside[SEALING_KEY_PATH];
	enum fault fault = sealing_key_beside(path, ".new", "", next, note);

	if (!fault)
		fault = sealing_key_beside(path, ".unused-", id, aside, note);
	if (fault)
		return fault;
	if (rename(next, aside) != 0)
		return because(next, note);
	return sync_folder(path, note);
}
