/* What must lie on the disk before we start, beside the store itself. */

#include "daemon_keep.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/random.h"

static enum fault refuse(const struct config *config, const void *value, struct note *note)
{
	(void)fault_because(FAULT_CONFIG, note, "cannot be made: %s", strerror(errno));
	return config_check_blame(config, value, note);
}

/* As mkdir -p. */
static int make_folders(const char *path)
{
	char part[512];
	struct stat facts;

	snprintf(part, sizeof(part), "%s", path);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0750) < 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	if (mkdir(part, 0750) == 0)
		return 0;
	return errno == EEXIST && stat(part, &facts) == 0 && S_ISDIR(facts.st_mode) ? 0 : -1;
}

/* 32 random bytes in hex, once; never over a file that is there. */
static int make_key(const char *path)
{
	char key[AUDIT_KEY_SIZE + 1];
	char token[TOKEN_SIZE];
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool is_whole;

	if (fd < 0)
		return errno == EEXIST ? 0 : -1;
	random_token(token);
	memcpy(key, token, TOKEN_SIZE - 1);
	random_token(token);
	memcpy(key + TOKEN_SIZE - 1, token, TOKEN_SIZE - 1);
	key[AUDIT_KEY_SIZE - 1] = '\n';
	is_whole = write(fd, key, AUDIT_KEY_SIZE) == AUDIT_KEY_SIZE && fsync(fd) == 0;
	explicit_bzero(key, sizeof(key));
	close(fd);
	if (!is_whole)
		unlink(path);
	return is_whole ? 0 : -1;
}

enum fault daemon_keep(const struct config *config, struct daemon_settings *settings,
		       struct note *note)
{
	AUTO(buf) key;

	assert(config && settings);
	buf_init(&key, AUDIT_KEY_SIZE - 1);
	if (make_folders(config->media_dir) < 0)
		return refuse(config, &config->media_dir, note);
	if (make_key(config->audit_key_file) < 0)
		return refuse(config, &config->audit_key_file, note);
	if (file_read_secret(config->audit_key_file, &key, note)) {
		if (!note->file[0])
			(void)fault_because(FAULT_CONFIG, note, "should hold 64 hexadecimal digits");
		return config_check_blame(config, &config->audit_key_file, note);
	}
	str_put(settings->audit_key, sizeof(settings->audit_key), buf_str(&key));
	explicit_bzero(key.at, key.size);
	settings->core.audit_key = str_of(settings->audit_key);
	return FAULT_NONE;
}
