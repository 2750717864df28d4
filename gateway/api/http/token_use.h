/*
 * token_use - when a token was last used is written down: to the hour, so that reading
 * the API does not become writing the ledger.
 *
 * Threads: loop thread; its job runs on the writer thread.
 */
#ifndef API_TOKEN_USE_H
#define API_TOKEN_USE_H

#include "session.h"

struct core;

/* Of who was just looked up.  Nobody waits for it; a full queue drops it until the next time. */
void token_use_note(struct core *core, const struct session *who);

#endif
