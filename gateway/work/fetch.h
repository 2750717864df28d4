/*
 * fetch - one picture: asked for, written to a file, its row kept.
 *
 * Threads: loop thread.
 */
#ifndef WORK_FETCH_H
#define WORK_FETCH_H

#include "store/messages.h"
#include "work.h"

struct fetch_end {
	void (*run)(void *data);
	void *data;
};

/* `end` runs once, in a later turn. */
void fetch_start(struct work *work, struct client *client, const struct media *media,
		 struct work_line *line, const struct fetch_end *end);

#endif
