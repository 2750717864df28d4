/*
 * sealing_media - the files of media_dir, sealed one by one.
 *
 * They are no part of the ledger's transaction: whoever changes keys does the ledger first, and then goes
 * through the files until all are done, as often as it takes.  Each is replaced in one step, and says in its
 * head which key it needs.
 *
 * Threads: the caller's, while no daemon writes there.
 */
#ifndef STORE_SEALING_MEDIA_H
#define STORE_SEALING_MEDIA_H

#include "base/buf.h"
#include "store/seal/seal_key.h"

struct sealing_media_count {
	int64_t sealed, unreadable; /* the latter stay as they are */
};

struct sealing_media_ask {
	const char *folder;   /* one that is not there has no pictures */
	const char *key_file; /* where the keys lie that they may be sealed with */
	const struct seal_key *to;
	bool is_all_sealed;   /* is none of them a family's own spelling of how we seal?  Then what no key opens stays */
};

/* Every file that a family's picture may be becomes sealed with `to`. */
enum fault sealing_media_all(const struct sealing_media_ask *ask, struct sealing_media_count *count,
			     struct note *note) MUST_CHECK;
/* A file as the family sent it, appended; one that is not sealed comes as it is.  `key_file`: where keys lie,
 * "" or NULL when there are none.  What was sealed twice,
 * because its key was away the second time, is opened twice.  FAULT_BROKEN: damaged; FAULT_MISSING: no such file, or its key is gone. */
enum fault sealing_media_read(const char *path, const char *key_file, struct buf *into, struct note *note) MUST_CHECK;

#endif
