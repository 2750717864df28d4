/*
 * seal_key - the key that a ledger is sealed with, and the file it comes from.
 *
 * A file of 64 hexadecimal digits, made by one command and never by a start: a key that nobody
 * asked for is a key that nobody keeps a copy of, and a lost one is the end of what it sealed.
 * From it come, one for each use, keys that tell nothing of each other (crypto_kdf); from it
 * too comes its id, eight letters that stand in each cell and may be said to anybody.
 *
 * Memory: of libsodium's guarded pages: not swapped, not dumped, wiped when freed; never logged.
 * Ownership: seal_key_read's caller; whoever seals borrows it.
 * Threads: constant once read: any.
 */
#ifndef STORE_SEAL_KEY_H
#define STORE_SEAL_KEY_H

#include <sys/types.h>

#include "base/fault.h"
#include "seal_kind.h"

enum { SEAL_ID_SIZE = 9, SEAL_PART_SIZE = 32 };

/* Never empty on purpose: what a key is used for. */
enum seal_part { SEAL_PART_CELL, SEAL_PART_MATCH, SEAL_PART_NONCE, SEAL_PART_HASH, SEAL_PART_MEDIA, SEAL_PARTS };

struct seal_key;

/* FAULT_MISSING: no such file; FAULT_CONFIG: not 64 digits, or readable by everybody; else FAULT_DISK.
 * The note names the file, never what it holds. */
enum fault seal_key_read(const char *path, struct seal_key **key, struct note *note) MUST_CHECK;
/* For the tests, and seal_key_read: 32 bytes. */
struct seal_key *seal_key_new(const unsigned char secret[SEAL_PART_SIZE]);
void seal_key_free(struct seal_key **key);
/* "kX3_b9Qa" */
const char *seal_key_id(const struct seal_key *key);
/* SEAL_PART_SIZE bytes. */
const unsigned char *seal_key_part(const struct seal_key *key, enum seal_part part);
/* A new random key in a new file, mode 0600, synced, its folder too.  `like`: a file whose owner it gets,
 * for the command may be root's; NULL: nobody's.  FAULT_CONFLICT: something stands there. */
enum fault seal_key_make(const char *path, const char *like, struct note *note) MUST_CHECK;

#endif
