/*
 * digest - SHA-256 in hex, for checksums and for tokens that we must not keep.
 *
 * Threads: pure.
 */
#ifndef STORE_DIGEST_H
#define STORE_DIGEST_H

#include "base/str.h"

#define DIGEST_SIZE 65

void digest_hex(struct str text, char into[DIGEST_SIZE]);
/* Lower-case hex of 32 bytes. */
void digest_spell(const unsigned char bytes[32], char into[DIGEST_SIZE]);

#endif
