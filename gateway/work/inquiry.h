/*
 * inquiry - asks the provider about one message, and keeps the verdict.
 *
 * Threads: loop thread; the verdict is a job on the writer.
 */
#ifndef WORK_INQUIRY_H
#define WORK_INQUIRY_H

#include <sys/queue.h>

#include "work.h"

struct inquiry;
LIST_HEAD(inquiries, inquiry);

/* Whom to tell that one is over. */
struct inquiry_end {
	void (*run)(void *data, bool is_kept);
	void *data;
};

/* `provider_id` "": we never got one.  `end` runs once, in a later turn: the verdict is
 * committed, or could not be kept and the row is as it was. */
void inquiry_start(struct work *work, struct inquiries *inquiries, const struct claimed *row,
		   const char *provider_id, const struct inquiry_end *end);
/* Forgets them, without a word: after the clients and the writer's thread are gone. */
void inquiries_done(struct inquiries *inquiries);

#endif
