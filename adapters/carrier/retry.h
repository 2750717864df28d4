/*
 * retry - when a webhook is tried again: the provider's rule, and what a URL's
 * fragment asks for instead ("#rc=3&rp=5xx,ct,rt").
 *
 * retry_of is Twilio's rule.  Without a fragment: once more, and only when no
 * connection could be made (reference/twilio-wire.md §3.1).  Unknown keys and words are ignored, as the
 * provider does.  ct, rt, tt (time-outs of one URL) are not honoured.
 *
 * Threads: pure.
 */
#ifndef CARRIER_RETRY_H
#define CARRIER_RETRY_H

#include "wire/http.h"

enum retry_cause { RETRY_4XX = 1, RETRY_5XX = 2, RETRY_CONNECT = 4, RETRY_READ = 8,
		   RETRY_3XX = 16 };

struct retry {
	int most;        /* attempts after the first, 0 to 5 */
	unsigned causes; /* bits of retry_cause */
	int share;       /* the first gap is that part of the time a webhook may take */
	bool doubles;    /* each gap twice the last; else they grow evenly */
};

struct retry retry_of(struct str url);
/* True when an attempt that ended so is to be made again. */
bool retry_wants(const struct retry *retry, const struct http_reply *reply);
/* ms between the attempt-th attempt and the next; `most_for` is what one may take. */
int64_t retry_gap(const struct retry *retry, int attempt, int64_t most_for);

#endif
