/*
 * fetch - one picture: asked for, written to a file, its row kept.
 *
 * Threads: loop thread.
 */
#ifndef WORK_FETCH_H
#define WORK_FETCH_H

#include <sys/queue.h>

#include "store/messages.h"
#include "work.h"

struct fetch;
LIST_HEAD(fetches, fetch);

/* Whom to tell that one is over. */
struct fetch_end {
	void (*run)(void *data, bool is_settled);
	void *data;
};

/* With what, and where they are held until they are over. */
struct fetch_means {
	struct work *work;
	struct client *client;
	struct fetches *fetches;
};

/* `line` NULL: it was taken out of the configuration.  `end` runs once, in a later turn:
 * what became of it is committed, or could not be and the row is due as it was. */
void fetch_start(const struct fetch_means *means, const struct media *media,
		 struct work_line *line, const struct fetch_end *end);
/* Forgets them, without a word: after client, writer and readers are gone. */
void fetches_done(struct fetches *fetches);

#endif
