/*
 * media_fetch - one picture: asked for, written to a file, its row kept.
 *
 * Threads: loop thread.
 */
#ifndef WORK_MEDIA_FETCH_H
#define WORK_MEDIA_FETCH_H

#include <sys/queue.h>

#include "store/messaging/media.h"
#include "store/messaging/messages.h"
#include "work/txn/core.h"

struct media_fetch;
LIST_HEAD(fetches, media_fetch);

/* Whom to tell that one is over. */
struct media_fetch_end {
	void (*run)(void *data, bool is_settled);
	void *data;
};

/* With what, and where they are held until they are over. */
struct media_fetch_means {
	struct core *core;
	struct client *client;
	struct fetches *fetches;
};

/* `line` NULL: it was taken out of the configuration.  `end` runs once, in a later turn:
 * what became of it is committed, or could not be and the row is due as it was. */
void media_fetch_start(const struct media_fetch_means *means, const struct media *media,
		 struct line_state *line, const struct media_fetch_end *end);
/* Forgets them, without a word: after client, writer and readers are gone. */
void media_fetch_done(struct fetches *fetches);

#endif
