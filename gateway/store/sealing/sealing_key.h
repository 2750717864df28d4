/*
 * sealing_key - the key's file and what lies beside it while keys change.
 *
 *	FILE              the key in force
 *	FILE.new          the next one: there while a rotation is under way
 *	FILE.old-ID       one of before: opens backups that were made under it
 *	FILE.unused-ID    a next one that never came into force
 *
 * No key is ever deleted by us.  FILE is never absent: the old one gets its second name first, then the
 * new one takes its place in one step.
 *
 * Threads: the caller's, before the loop runs.
 */
#ifndef STORE_SEALING_KEY_H
#define STORE_SEALING_KEY_H

#include "store/seal/seal_key.h"

enum { SEALING_KEY_PATH = 4200 };

/* ".new", ".old-" and an id behind the file's name.  FAULT_CONFIG: too long. */
enum fault sealing_key_beside(const char *path, const char *end, const char *id, char into[SEALING_KEY_PATH],
			      struct note *note) MUST_CHECK;
/* As seal_key_read; one that is not there is NULL and no fault. */
enum fault sealing_key_try(const char *path, struct seal_key **key, struct note *note) MUST_CHECK;
/* The key with that id: in FILE or beside it, whatever it is called.  FAULT_MISSING; `where` gets its path. */
enum fault sealing_key_find(const char *path, const char *id, struct seal_key **key, char where[SEALING_KEY_PATH],
			    struct note *note) MUST_CHECK;
/* FILE (whose key has this id; NULL: it is not there) becomes FILE.old-ID, FILE.new becomes FILE. */
enum fault sealing_key_place(const char *path, const char *old_id, struct note *note) MUST_CHECK;
/* FILE.new (of this id) becomes FILE.unused-ID. */
enum fault sealing_key_set_aside(const char *path, const char *id, struct note *note) MUST_CHECK;

#endif
