/*
 * reply - the words of an automatic reply, whole, in the family's language.
 *
 * Chooses among ack.known, ack.unknown and ack.closed; joins a second language
 * (both whole, an empty line between) for families whose language we only
 * guessed; each ends with the choice of languages when one is asked.  Everything is
 * folded for the fewest segments (segment.h).  At most 1,600 characters, the
 * provider's limit: what two languages would exceed is said in the first alone.
 * Dates and keywords inside are always of the language it comes out in.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_REPLY_H
#define DOMAIN_REPLY_H

#include "classify.h"
#include "domain/hours.h"
#include "i18n/language/catalog.h"

struct reply_facts {
	const struct catalog *catalog;
	const struct lang_set *languages;
	const struct zone *zone;        /* the family's */
	struct str district;
	struct str district_phone;      /* "" when none */
	struct str contact_name;        /* "" when unknown */
	struct str owner_name;          /* "" when nobody owns it yet */
	int64_t due_at;                 /* of the promise; 0 when the reply has none */
	bool is_open_now;               /* school hours */
	int media_failed;
	int digit;                      /* of digit.wrong */
};

/* Says `classification->sentence` ("ack", "help", "stop.confirmed"…) into `text`; nothing
 * when it is NULL.  The (first) language it came out in goes to *said_in.
 * FAULT_TOO_LARGE when not even one language fits. */
enum fault reply_compose(const struct reply_facts *facts, const struct classification *classification,
			 struct buf *text, const struct lang **said_in) MUST_CHECK;
/* A single sentence to a language: late.update, answered.ask, media.failed; here for the tests. */
enum fault reply_say(const struct reply_facts *facts, const char *sentence,
		     const struct lang *language, struct buf *text,
		     const struct lang **said_in) MUST_CHECK;
/* "1 Soomaali, 2 English"; here for the tests. */
void reply_choices(const struct lang *const *choices, int count, struct buf *into);

#endif
