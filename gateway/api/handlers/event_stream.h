/*
 * event_stream - the event stream: what changed, for screens that want to know at once.
 *
 * GET /api/v1/events, server-sent: `id:` is the event row's, `event:` what happened,
 * `data:` its ids, never its words (who wants those opens the promise, which is audited).
 * Last-Event-ID resumes behind that row.  A client that reads too slowly is cut and
 * resumes.  Signing somebody out cuts everybody: their tokens are asked for again.  Whose token
 * is over hears no further event.
 * So many are open at once, and few with one token (hearback.yaml: limits): counted apart from
 * all other connections, which they keep out of nothing.
 *
 * Threads: loop thread; rows are read on reader threads.
 */
#ifndef API_EVENT_STREAM_H
#define API_EVENT_STREAM_H

#include "api/http/request.h"

struct event_stream;
/* GET /api/v1/events. */
ROUTE_ACT(event_stream_open);
/* Borrows both; counts in `counts`. */
struct event_stream *event_stream_new(struct core *core, struct stream_counts *counts);
/* After the servers are gone and what readers posted was run. */
void event_stream_free(struct event_stream **hub);
void event_stream_cut(struct event_stream *hub);

#endif
