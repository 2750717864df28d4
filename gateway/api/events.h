/*
 * events - the event stream: what changed, for screens that want to know at once.
 *
 * GET /api/v1/events, server-sent: `id:` is the event row's, `event:` what happened,
 * `data:` its ids, never its words (who wants those opens the promise, which is audited).
 * Last-Event-ID resumes behind that row.  A client that reads too slowly is cut and
 * resumes.  Signing somebody out cuts everybody: their tokens are asked for again.
 *
 * Threads: loop thread; rows are read on reader threads.
 */
#ifndef API_EVENTS_H
#define API_EVENTS_H

#include "visit.h"

struct hub;
struct hub *hub_new(struct work *work);
/* After the servers are gone and what readers posted was run. */
void hub_free(struct hub **hub);
/* Something was written: everybody is told. */
void hub_look(struct hub *hub);
void hub_cut(struct hub *hub);

#endif
