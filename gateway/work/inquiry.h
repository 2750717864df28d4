/*
 * inquiry - asks the provider about one message, and keeps the verdict.
 *
 * Threads: loop thread; the verdict is a job on the writer.
 */
#ifndef WORK_INQUIRY_H
#define WORK_INQUIRY_H

#include "work.h"

/* `provider_id` "": we never got one.  `ended` runs once, in a later turn, after the
 * verdict was kept (or could not be). */
void inquiry_start(struct work *work, const struct claimed *row, const char *provider_id,
		   void (*ended)(void *data), void *data);

#endif
