#include "seal_key.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/halt.h"
#include "base/random.h"

enum { DIGITS = 2 * SEAL_PART_SIZE, ID_BYTES = 16 };

struct seal_key {
	char id[SEAL_ID_SIZE];
	unsigned char parts[SEAL_PARTS][SEAL_PART_SIZE];
};

static_assert(SEAL_PART_SIZE == crypto_kdf_KEYBYTES, "a key is what crypto_kdf takes");

/* Stands in every ledger: eight bytes, never changed. */
static const char context[crypto_kdf_CONTEXTBYTES + 1] = "hearback";

static void derive(const unsigned char secret[SEAL_PART_SIZE], uint64_t no, unsigned char *into, size_t size)
{
	if (crypto_kdf_derive_from_key(into, size, no, context, secret) != 0)
		halt_because("crypto.broken", "libsodium derives no key");
}

struct seal_key *seal_key_new(const unsigned char secret[SEAL_PART_SIZE])
{
	unsigned char id[ID_BYTES];
	struct seal_key *key;

	if (sodium_init() < 0)
		halt_because("crypto.broken", "libsodium does not start");
	key = sodium_malloc(sizeof(*key));
	if (!key)
		halt_because("memory.none", "there is no guarded memory for a key");
	for (int part = 0; part < SEAL_PARTS; part++)
		derive(secret, (uint64_t)part + 1, key->parts[part], SEAL_PART_SIZE);
	derive(secret, SEAL_PARTS + 1, id, sizeof(id));
	sodium_bin2base64(key->id, sizeof(key->id), id, SEAL_ID_SIZE / 4 * 3, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_mprotect_readonly(key);
	return key;
}

void seal_key_free(struct seal_key **key)
{
	if (*key)
		sodium_free(*key);
	*key = NULL;
}

const char *seal_key_id(const struct seal_key *key)
{
	assert(key);
	return key->id;
}

const unsigned char *seal_key_part(const struct seal_key *key, enum seal_part part)
{
	assert(key && part < SEAL_PARTS);
	return key->parts[part];
}

enum fault seal_key_read(const char *path, struct seal_key **key, struct note *note)
{
	unsigned char secret[SEAL_PART_SIZE];
	AUTO(buf) text;
	size_t size = 0;
	enum fault fault;

	assert(path && key);
	buf_init(&text, DIGITS);
	fault = file_read_secret(path, &text, note);
	if (fault == FAULT_TOO_LARGE || (!fault && (sodium_hex2bin(secret, sizeof(secret), text.at, text.size, NULL,
								   &size, NULL) != 0 || size != sizeof(secret))))
		fault = fault_because(FAULT_CONFIG, note, "%s: should hold 64 hexadecimal digits", path);
	if (!fault)
		*key = seal_key_new(secret);
	explicit_bzero(secret, sizeof(secret));
	if (text.at)
		explicit_bzero(text.at, text.room);
	return fault;
}

static enum fault because(const char *path, struct note *note)
{
	return fault_because(FAULT_DISK, note, "%s: cannot be made: %s", path, strerror(errno));
}

static bool sync_folder(const char *path)
{
	char copy[PATH_MAX];
	int fd;
	bool is_synced;

	snprintf(copy, sizeof(copy), "%s", path);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	is_synced = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return is_synced;
}

/* Its name comes when it is whole: a crash leaves no half a key. */
static bool name_key(const char *part, const char *path)
{
	bool is_named = renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0;
	int why;

	if (!is_named && errno != EEXIST)
		is_named = link(part, path) == 0; /* a file system that knows no such rename */
	why = errno;

	(void)unlink(part);
	errno = why;
	return is_named && sync_folder(path);
}

static bool write_key(int fd)
{
	unsigned char secret[SEAL_PART_SIZE];
	char text[DIGITS + 2];
	bool is_written;

	random_bytes(secret, sizeof(secret));
	sodium_bin2hex(text, sizeof(text), secret, sizeof(secret));
	text[DIGITS] = '\n';
	is_written = write(fd, text, DIGITS + 1) == DIGITS + 1 && fsync(fd) == 0;
	explicit_bzero(secret, sizeof(secret));
	explicit_bzero(text, sizeof(text));
	return is_written;
}

/* Who could read the one of before can read this one: root may rotate what a service reads by its group. */
static bool give_like(int fd, const char *like)
{
	struct stat owner;

	if (!like || stat(like, &owner) != 0)
		return true;
	if (owner.st_uid != geteuid())
		return fchown(fd, owner.st_uid, owner.st_gid) == 0;
	return fchown(fd, (uid_t)-1, owner.st_gid) != 0 || fchmod(fd, owner.st_mode & 0640) == 0;
}

enum fault seal_key_make(const char *path, const char *like, struct note *note)
{
	char part[PATH_MAX];
	bool is_made;
	int fd;

	if (snprintf(part, sizeof(part), "%s.part", path) >= (int)sizeof(part))
		return fault_because(FAULT_CONFIG, note, "%.100s…: the path is too long", path);
	(void)unlink(part);
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return because(path, note);
	is_made = give_like(fd, like) && write_key(fd);
	close(fd);
	if (is_made && name_key(part, path))
		return FAULT_NONE;
	if (is_made && errno == EEXIST)
		return fault_because(FAULT_CONFLICT, note, "%s is there already and stays: a key that is lost takes "
				     "with it what it sealed", path);
	(void)unlink(part);
	return because(path, note);
}
