/*
 * mark_file - the small file beside the ledger that says how far the ledger was.
 *
 *	hearback mark ID NEWEST
 *	audit NO MAC SEAL
 *
 * Both lines have one length, so that they are overwritten in place.  The second is sealed
 * with the audit key: whoever may write the file but not read the key cannot say that fewer
 * audit records were written.  A daemon of before reads and writes the first line only.
 *
 * Threads: the caller's own file.
 */
#ifndef STORE_MARK_FILE_H
#define STORE_MARK_FILE_H

#include "base/random.h"
#include "store/db/audit_link.h"

struct mark_file {
	char id[TOKEN_SIZE];       /* of the ledger; MARK_FILE_NOBODY: begun anew on purpose */
	int64_t newest;            /* its newest event */
	struct audit_link audit;   /* its newest audit record */
	bool has_audit;            /* there is a second line… */
	bool is_sealed;            /* …and it is ours */
};

#define MARK_FILE_NOBODY "00000000000000000000000000000000"

/* What the file says; false when there is nothing that a hearbackd wrote.  An empty key: the
 * seal is not looked at. */
bool mark_file_read(int fd, struct str key, struct mark_file *mark);
/* Without a key the second line stays away. */
bool mark_file_write(int fd, struct str key, const struct mark_file *mark);

#endif
