/*
 * seal_media - the bytes of a file in media_dir, sealed: one XChaCha20-Poly1305 over all of them.
 *
 *	"hearback-media-1\n" KKKKKKKK "\n" nonce 24 | sealed bytes | tag 16
 *
 * Proved with them is the file's name (`<message>-<no>.<ending>`): no family's picture can be put
 * in the place of another's.  A file holds 10 MB at most, so it is sealed and opened in one piece.
 *
 * Threads: any.
 */
#ifndef STORE_SEAL_MEDIA_H
#define STORE_SEAL_MEDIA_H

#include "base/buf.h"
#include "seal_key.h"

/* Appended. */
void seal_media_close(const struct seal_key *key, const char *name, struct str bytes, struct buf *into);
/* Appended.  FAULT_BROKEN, and nothing of it: another key, another name, changed, or no such file. */
enum fault seal_media_open(const struct seal_key *key, const char *name, struct str file,
			   struct buf *into) MUST_CHECK;
/* The id of the key that it says it was sealed with; false: it does not look sealed. */
bool seal_media_key_id(struct str file, char id[SEAL_ID_SIZE]);

#endif
