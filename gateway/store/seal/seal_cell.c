#include "seal_cell.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/halt.h"
#include "base/memory.h"

#define PREFIX "hb1:"
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	HEAD = sizeof(PREFIX) - 1 + SEAL_ID_SIZE, /* the id's NUL is the second colon */
	SMALL = 1024,
	CONTEXT_ROOM = 64,
};

static_assert(SEAL_PART_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one size of key");

/* Bytes on the way: on the stack while they are few. */
struct raw {
	unsigned char small[SMALL];
	unsigned char *at;
};

static void raw_init(struct raw *raw, size_t size)
{
	raw->at = size <= SMALL ? raw->small : (unsigned char *)memory_zeroed(1, size);
}

static void raw_done(struct raw *raw)
{
	if (raw->at != raw->small)
		free(raw->at);
}

/* What is proved along with the text. */
static size_t context_of(enum seal_kind kind, unsigned char into[CONTEXT_ROOM])
{
	static const char head[] = "hearback cell 1 ";
	const char *word = seal_kind_word(kind);
	size_t size = strlen(word);

	assert(sizeof(head) - 1 + size <= CONTEXT_ROOM);
	memcpy(into, head, sizeof(head) - 1);
	memcpy(into + sizeof(head) - 1, word, size);
	return sizeof(head) - 1 + size;
}

static const unsigned char *cipher_key(const struct seal_key *key, enum seal_kind kind)
{
	return seal_key_part(key, seal_kind_is_matched(kind) ? SEAL_PART_MATCH : SEAL_PART_CELL);
}

static const unsigned char *bytes_of(struct str text)
{
	return (const unsigned char *)(text.at ? text.at : "");
}

/* Keyed: without the key nobody can try numbers one by one. */
static void nonce_of(const struct seal_key *key, enum seal_kind kind, struct str text, unsigned char nonce[NONCE])
{
	unsigned char context[CONTEXT_ROOM] = { 0 };
	crypto_generichash_state state;

	(void)context_of(kind, context);
	if (crypto_generichash_init(&state, seal_key_part(key, SEAL_PART_NONCE), SEAL_PART_SIZE, NONCE) != 0 ||
	    crypto_generichash_update(&state, context, sizeof(context)) != 0 ||
	    crypto_generichash_update(&state, bytes_of(text), text.size) != 0 ||
	    crypto_generichash_final(&state, nonce, NONCE) != 0)
		halt_because("crypto.broken", "libsodium computes no BLAKE2b");
}

size_t seal_cell_size(size_t text_size)
{
	return text_size ? HEAD + sodium_base64_ENCODED_LEN(NONCE + text_size + TAG, BASE64) - 1 : 0;
}

/* sodium_bin2base64 wants to write a NUL: the last letters go by way of a piece of their own. */
static void spell(const unsigned char *bytes, size_t size, char *into)
{
	enum { PIECE = 384 };
	char piece[PIECE / 3 * 4 + 1];

	for (size_t at = 0; at < size; at += PIECE) {
		size_t part = size - at < PIECE ? size - at : PIECE;

		sodium_bin2base64(piece, sizeof(piece), bytes + at, part, BASE64);
		memcpy(into, piece, strlen(piece));
		into += PIECE / 3 * 4;
	}
}

void seal_cell_close(const struct seal_key *key, enum seal_kind kind, struct str text, char *into)
{
	unsigned char context[CONTEXT_ROOM];
	size_t context_size = context_of(kind, context);
	struct raw raw;

	assert(key && into && (text.at || text.size == 0));
	if (text.size == 0)
		return;
	raw_init(&raw, NONCE + text.size + TAG);
	if (seal_kind_is_matched(kind))
		nonce_of(key, kind, text, raw.at);
	else
		randombytes_buf(raw.at, NONCE);
	if (crypto_aead_xchacha20poly1305_ietf_encrypt(raw.at + NONCE, NULL, bytes_of(text), text.size, context,
						       context_size, NULL, raw.at, cipher_key(key, kind)) != 0)
		halt_because("crypto.broken", "libsodium seals nothing");
	memcpy(into, PREFIX, sizeof(PREFIX) - 1);
	memcpy(into + sizeof(PREFIX) - 1, seal_key_id(key), SEAL_ID_SIZE - 1);
	into[HEAD - 1] = ':';
	spell(raw.at, NONCE + text.size + TAG, into + HEAD);
	raw_done(&raw);
}

bool seal_cell_key_id(struct str cell, char id[SEAL_ID_SIZE])
{
	if (cell.size <= HEAD || memcmp(cell.at, PREFIX, sizeof(PREFIX) - 1) != 0 || cell.at[HEAD - 1] != ':')
		return false;
	memcpy(id, cell.at + sizeof(PREFIX) - 1, SEAL_ID_SIZE - 1);
	id[SEAL_ID_SIZE - 1] = '\0';
	return true;
}

/* raw: nonce, sealed text, tag. */
static bool open_raw(const struct seal_key *key, enum seal_kind kind, const unsigned char *raw, size_t size, char *into)
{
	unsigned char context[CONTEXT_ROOM], nonce[NONCE];
	size_t context_size = context_of(kind, context);

	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)into, NULL, NULL, raw + NONCE, size - NONCE,
						       context, context_size, raw, cipher_key(key, kind)) != 0)
		return false;
	if (!seal_kind_is_matched(kind))
		return true;
	nonce_of(key, kind, (struct str){ into, size - NONCE - TAG }, nonce);
	return sodium_memcmp(nonce, raw, NONCE) == 0;
}

enum fault seal_cell_open(const struct seal_key *key, enum seal_kind kind, struct str cell, char *into, size_t *size)
{
	char id[SEAL_ID_SIZE];
	const char *end = NULL;
	size_t raw_size = 0;
	struct raw raw;
	bool is_open;

	assert(key && into && size && (cell.at || cell.size == 0));
	if (cell.size == 0) {
		*size = 0;
		return FAULT_NONE;
	}
	if (!seal_cell_key_id(cell, id) || strcmp(id, seal_key_id(key)) != 0)
		return FAULT_BROKEN;
	raw_init(&raw, cell.size);
	is_open = sodium_base642bin(raw.at, cell.size, cell.at + HEAD, cell.size - HEAD, NULL, &raw_size, &end,
				    BASE64) == 0 &&
		  end == cell.at + cell.size && raw_size > NONCE + TAG && open_raw(key, kind, raw.at, raw_size, into);
	raw_done(&raw);
	if (!is_open)
		return FAULT_BROKEN;
	*size = raw_size - NONCE - TAG;
	return FAULT_NONE;
}

int64_t seal_cell_hash(const struct seal_key *key, struct str text)
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	int64_t number;

	assert(key);
	if (crypto_generichash(hash, sizeof(hash), bytes_of(text), text.size, seal_key_part(key, SEAL_PART_HASH),
			       SEAL_PART_SIZE) != 0)
		halt_because("crypto.broken", "libsodium computes no BLAKE2b");
	memcpy(&number, hash, sizeof(number));
	return number;
}
