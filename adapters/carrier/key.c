#include "key.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/halt.h"
#include "base/memory.h"
#include "base/random.h"

enum { SEED_SIZE = 32, SIGNATURE_SIZE = 64 };

struct key {
	EVP_PKEY *pair;
	char public[KEY_TEXT];
};

static enum fault read_seed(int fd, unsigned char seed[SEED_SIZE], struct note *note)
{
	char text[KEY_TEXT] = "";
	unsigned char bytes[SEED_SIZE + 4];
	ssize_t size = read(fd, text, KEY_TEXT - 1);

	/* 44 characters that end in one '=': three bytes of every four, less that one */
	if (size != KEY_TEXT - 1 || text[KEY_TEXT - 2] != '=' || text[KEY_TEXT - 3] == '=' ||
	    EVP_DecodeBlock(bytes, (unsigned char *)text, KEY_TEXT - 1) != SEED_SIZE + 1)
		return fault_because(FAULT_CONFIG, note, "the key file holds no 32 bytes in base64");
	memcpy(seed, bytes, SEED_SIZE);
	return FAULT_NONE;
}

static enum fault write_seed(const char *path, const unsigned char seed[SEED_SIZE],
			     struct note *note)
{
	char text[KEY_TEXT];
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ssize_t written;

	if (fd < 0)
		return fault_because(FAULT_DISK, note, "cannot make the key file: %s",
				     strerror(errno));
	EVP_EncodeBlock((unsigned char *)text, seed, SEED_SIZE);
	text[KEY_TEXT - 1] = '\n';
	written = write(fd, text, KEY_TEXT);
	close(fd);
	if (written != KEY_TEXT)
		return fault_because(FAULT_DISK, note, "cannot write the key file");
	return FAULT_NONE;
}

static enum fault need_seed(const char *path, unsigned char seed[SEED_SIZE], struct note *note)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	enum fault fault;

	if (fd >= 0) {
		fault = read_seed(fd, seed, note);
		close(fd);
		return fault;
	}
	if (path && errno != ENOENT)
		return fault_because(FAULT_DISK, note, "cannot read the key file: %s",
				     strerror(errno));
	random_bytes(seed, SEED_SIZE);
	return path ? write_seed(path, seed, note) : FAULT_NONE;
}

enum fault key_new(const char *path, struct key **key, struct note *note)
{
	assert(key);

	unsigned char seed[SEED_SIZE];
	unsigned char public[SEED_SIZE];
	size_t size = sizeof(public);
	enum fault fault = need_seed(path, seed, note);
	struct key *it;

	if (fault)
		return fault;
	it = memory_new(struct key);
	it->pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, SEED_SIZE);
	if (!it->pair || EVP_PKEY_get_raw_public_key(it->pair, public, &size) != 1)
		halt_because("crypto.broken", "OpenSSL computes no Ed25519 key");
	EVP_EncodeBlock((unsigned char *)it->public, public, SEED_SIZE);
	*key = it;
	return FAULT_NONE;
}

void key_free(struct key **key)
{
	assert(key);
	if (!*key)
		return;
	EVP_PKEY_free((*key)->pair);
	free(*key);
	*key = NULL;
}

const char *key_public(const struct key *key)
{
	assert(key);
	return key->public;
}

void key_sign(const struct key *key, struct str timestamp, struct str body,
	      char into[KEY_SIGNATURE])
{
	assert(key && into);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char signature[SIGNATURE_SIZE];
	size_t size = sizeof(signature);
	AUTO(buf) text;

	buf_init(&text, SIZE_MAX / 2);
	buf_add(&text, timestamp);
	buf_add_char(&text, '|');
	buf_add(&text, body);
	if (!context || EVP_DigestSignInit(context, NULL, NULL, NULL, key->pair) != 1 ||
	    EVP_DigestSign(context, signature, &size, (const unsigned char *)buf_text(&text),
			   text.size) != 1)
		halt_because("crypto.broken", "OpenSSL computes no signature");
	EVP_MD_CTX_free(context);
	EVP_EncodeBlock((unsigned char *)into, signature, SIGNATURE_SIZE);
}
