/* What must lie on the disk before we start, beside the store itself. */

#include "daemon_keep.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"
#include "settings/config_check.h"

static enum fault not_made(int error, struct note *note)
{
	return fault_because(FAULT_CONFIG, note, "cannot be made: %s%s", strerror(error), file_cure(error));
}

/* The note says of what, and who has to be let in. */
static enum fault blame(const struct config *config, char *const *value, struct note *note)
{
	struct note cause = *note;

	if (!strstr(cause.text, *value))
		(void)fault_because(FAULT_CONFIG, note, "%.160s: %s", *value, cause.text);
	return config_check_blame(config, value, note);
}

/* As mkdir -p. */
static enum fault make_folders(const char *path, struct note *note)
{
	char part[512];
	struct stat facts;

	snprintf(part, sizeof(part), "%s", path);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0750) < 0 && errno != EEXIST)
			return not_made(errno, note);
		*slash = '/';
	}
	if (mkdir(part, 0750) == 0)
		return FAULT_NONE;
	if (errno == EEXIST && stat(part, &facts) == 0 && S_ISDIR(facts.st_mode))
		return FAULT_NONE;
	return not_made(errno, note);
}

/* 32 random bytes in hex, once; never over a file that is there. */
static enum fault make_key(const char *path, struct note *note)
{
	char key[AUDIT_KEY_SIZE + 1];
	char token[TOKEN_SIZE];
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	enum fault fault = FAULT_NONE;

	if (fd < 0 && errno == EEXIST)
		return FAULT_NONE;
	if (fd < 0)
		return not_made(errno, note);
	random_token(token);
	memcpy(key, token, TOKEN_SIZE - 1);
	random_token(token);
	memcpy(key + TOKEN_SIZE - 1, token, TOKEN_SIZE - 1);
	key[AUDIT_KEY_SIZE - 1] = '\n';
	if (write(fd, key, AUDIT_KEY_SIZE) != AUDIT_KEY_SIZE || fsync(fd) != 0)
		fault = not_made(errno, note);
	explicit_bzero(key, sizeof(key));
	close(fd);
	if (fault)
		unlink(path);
	return fault;
}

/* Half a key would seal as well as none, and nobody would know. */
static bool is_key(struct str text)
{
	size_t i = 0;

	while (i < text.size && isxdigit((unsigned char)text.at[i]))
		i++;
	return text.size == AUDIT_KEY_SIZE - 1 && i == text.size;
}

static enum fault read_key(const char *path, struct buf *key, struct note *note)
{
	enum fault fault = file_read_secret(path, key, note);

	if (fault == FAULT_TOO_LARGE || (!fault && !is_key(buf_str(key))))
		return fault_because(FAULT_CONFIG, note, "should hold 64 hexadecimal digits");
	return fault;
}

enum fault daemon_keep_key(const struct config *config, struct buf *key, struct note *note)
{
	assert(config && key);
	if (read_key(config->audit_key_file, key, note))
		return blame(config, &config->audit_key_file, note);
	return FAULT_NONE;
}

/* --- what is there already ---------------------------------------------------------------- */

/* The folder itself, or the nearest above that is there: files have to be made in it. */
static enum fault look_at_folder(const char *path, struct note *note)
{
	char above[512];
	char *slash;
	int error;

	snprintf(above, sizeof(above), "%s", path);
	error = file_folder_error(above);
	if (error == ENOTDIR && access(above, F_OK) == 0)
		return fault_because(FAULT_CONFIG, note, "is no folder: move it away, or name another place");
	if (error && error != ENOENT && access(above, F_OK) == 0)
		return fault_because(FAULT_CONFIG, note, "cannot be written: %s%s", strerror(error), file_cure(error));
	while (error == ENOENT && (slash = strrchr(above, '/')) && above[1]) {
		slash[slash == above] = '\0';
		error = file_folder_error(above);
	}
	return error ? not_made(error, note) : FAULT_NONE;
}

/* The key, or the folder that it would be made in. */
static enum fault look_at_key(const char *path, struct note *note)
{
	char folder[512];
	struct stat facts;
	AUTO(buf) key;
	enum fault fault;
	int error;

	buf_init(&key, AUDIT_KEY_SIZE - 1);
	if (lstat(path, &facts) != 0 && errno == ENOENT) {
		snprintf(folder, sizeof(folder), "%s", path);
		error = file_folder_error(dirname(folder));
		return error ? not_made(error, note) : FAULT_NONE;
	}
	fault = read_key(path, &key, note);
	if (key.size)
		explicit_bzero(key.at, key.size);
	return fault;
}

enum fault daemon_keep_look(const struct config *config, struct note *note)
{
	assert(config);
	if (look_at_folder(config->media_dir, note))
		return blame(config, &config->media_dir, note);
	if (look_at_key(config->audit_key_file, note))
		return blame(config, &config->audit_key_file, note);
	return FAULT_NONE;
}

/* --- what is made ---------------------------------------------------------------------------- */

enum fault daemon_keep(const struct config *config, struct daemon_settings *settings,
		       struct note *note)
{
	AUTO(buf) key;

	assert(config && settings);
	buf_init(&key, AUDIT_KEY_SIZE - 1);
	if (daemon_keep_look(config, note))
		return FAULT_CONFIG; /* before anything is made */
	if (make_folders(config->media_dir, note))
		return blame(config, &config->media_dir, note);
	if (make_key(config->audit_key_file, note))
		return blame(config, &config->audit_key_file, note);
	if (read_key(config->audit_key_file, &key, note))
		return blame(config, &config->audit_key_file, note);
	str_put(settings->audit_key, sizeof(settings->audit_key), buf_str(&key));
	explicit_bzero(key.at, key.size);
	settings->core.audit_key = str_of(settings->audit_key);
	return FAULT_NONE;
}
