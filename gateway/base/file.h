/*
 * file - whole small files, read with a ceiling; and what the system says of files, in words.
 *
 * Blocks: never call from the loop thread once the daemon serves.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <sys/types.h>

#include "buf.h"

/* Appends the file to `into` (its ceiling holds).  FAULT_MISSING, FAULT_DISK or
 * FAULT_TOO_LARGE with the path and the system's reason in the note. */
enum fault file_read(const char *path, struct buf *into, struct note *note) MUST_CHECK;
/* One secret a file, on one line: surrounding white space, blank lines and a byte order mark are
 * dropped.  Refused are a file that others may read, what is no regular file, nothing, several lines,
 * and what is not printable ASCII. */
enum fault file_read_secret(const char *path, struct buf *into,
			    struct note *note) MUST_CHECK;

/* "a folder", "a pipe": what stands there, for a note. */
const char *file_kind(mode_t mode);
/* What a person may do about errno's `error` with a file that is ours to write, for the end of a note:
 * ": make room on its disk"; or "". */
const char *file_cure(int error);
/* 0 when the process may make files in that folder; else what the system would say: errno's value. */
int file_folder_error(const char *folder);

#endif
