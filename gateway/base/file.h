/*
 * file - whole small files, read with a ceiling.
 *
 * Blocks: never call from the loop thread once the daemon serves.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "buf.h"

/* Appends the file to `into` (its ceiling holds).  FAULT_MISSING, FAULT_DISK or
 * FAULT_TOO_LARGE with the path and the system's reason in the note. */
enum fault file_read(const char *path, struct buf *into, struct note *note) MUST_CHECK;
/* One secret a file: surrounding white space is dropped, empty is refused, and
 * so is a file that others may read. */
enum fault file_read_secret(const char *path, struct buf *into,
			    struct note *note) MUST_CHECK;

#endif
