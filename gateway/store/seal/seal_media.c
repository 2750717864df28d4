#include "seal_media.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/halt.h"
#include "base/memory.h"

#define HEAD "hearback-media-1\n"

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	BEFORE = sizeof(HEAD) - 1 + SEAL_ID_SIZE, /* the id's NUL is a line's end */
};

void seal_media_close(const struct seal_key *key, const char *name, struct str bytes, struct buf *into)
{
	size_t size = NONCE + bytes.size + TAG;
	unsigned char *raw = memory_zeroed(1, size);

	assert(key && name && name[0] && (bytes.at || bytes.size == 0));
	randombytes_buf(raw, NONCE);
	if (crypto_aead_xchacha20poly1305_ietf_encrypt(raw + NONCE, NULL,
						       (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.size,
						       (const unsigned char *)name, strlen(name), NULL, raw,
						       seal_key_part(key, SEAL_PART_MEDIA)) != 0)
		halt_because("crypto.broken", "libsodium seals nothing");
	buf_add_text(into, HEAD);
	buf_add_text(into, seal_key_id(key));
	buf_add_char(into, '\n');
	buf_add(into, (struct str){ (char *)raw, size });
	free(raw);
}

bool seal_media_key_id(struct str file, char id[SEAL_ID_SIZE])
{
	if (file.size < BEFORE + NONCE + TAG || memcmp(file.at, HEAD, sizeof(HEAD) - 1) != 0 ||
	    file.at[BEFORE - 1] != '\n')
		return false;
	memcpy(id, file.at + sizeof(HEAD) - 1, SEAL_ID_SIZE - 1);
	id[SEAL_ID_SIZE - 1] = '\0';
	return true;
}

enum fault seal_media_open(const struct seal_key *key, const char *name, struct str file, struct buf *into)
{
	char id[SEAL_ID_SIZE];
	struct str sealed;
	unsigned char *bytes;
	bool is_open;

	assert(key && name && into);
	if (!seal_media_key_id(file, id) || strcmp(id, seal_key_id(key)) != 0)
		return FAULT_BROKEN;
	sealed = str_from(file, BEFORE);
	bytes = memory_zeroed(1, sealed.size);
	is_open = crypto_aead_xchacha20poly1305_ietf_decrypt(bytes, NULL, NULL,
							     (const unsigned char *)sealed.at + NONCE,
							     sealed.size - NONCE, (const unsigned char *)name,
							     strlen(name), (const unsigned char *)sealed.at,
							     seal_key_part(key, SEAL_PART_MEDIA)) == 0;
	if (is_open)
		buf_add(into, (struct str){ (char *)bytes, sealed.size - NONCE - TAG });
	free(bytes);
	return is_open ? FAULT_NONE : FAULT_BROKEN;
}
