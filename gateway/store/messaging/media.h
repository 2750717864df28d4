/*
 * media - pictures and sounds of inbound messages: waiting to be fetched, kept, or given up.
 *
 * Threads: the connection's.  All verbs run inside the caller's transaction.
 */
#ifndef STORE_MEDIA_H
#define STORE_MEDIA_H

#include "domain/names.h"
#include "store/db/db.h"

/* media of inbound messages */
struct media {
	struct message_id message;
	int no;
	char url[2049];             /* the longest that adapters pass on */
	char type[64];
	enum { MEDIA_WAITING, MEDIA_KEPT, MEDIA_FAILED } state;
	int tries;
	int64_t look_at;
	char file[96];
};
enum fault media_add(struct db *db, const struct media *media) MUST_CHECK;
enum fault media_put(struct db *db, const struct media *media) MUST_CHECK;
/* Waiting ones whose look_at has come, oldest first. */
enum fault media_due(struct db *db, int64_t now, struct media *media, size_t most,
		     size_t *count) MUST_CHECK;
enum fault media_of(struct db *db, struct message_id message, struct media *media,
		    size_t most, size_t *count) MUST_CHECK;

#endif
