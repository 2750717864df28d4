/*
 * remedy - what a provider's error asks for.
 *
 * Which code asks for what is for its adapter to know (twilio-wire.md §2).
 *
 * Threads: pure.
 */
#ifndef DOMAIN_REMEDY_H
#define DOMAIN_REMEDY_H

#include "base/str.h"

#define REMEDIES(X)                                                               \
	X(REMEDY_RETRY, "retry")           /* soon, with backoff */               \
	X(REMEDY_LATER, "later")           /* hours, bounded */                   \
	X(REMEDY_NEVER, "never")           /* never the same content this way */  \
	X(REMEDY_STOPPED, "stopped")       /* the family opted out: T6 */         \
	X(REMEDY_BAD_NUMBER, "bad_number") /* unusable for texts: other channel */ \
	X(REMEDY_CONFIG, "config")         /* the account's: pause the line, alarm, requeue */ \
	X(REMEDY_SENDER, "sender")         /* the line's, it seems: a few tries; met by several numbers: pause */ \
	X(REMEDY_ROUTE, "route")           /* as DESTINATION; met by several numbers it is the line's */ \
	X(REMEDY_DESTINATION, "destination") /* of this number's country or network alone: a person */ \
	X(REMEDY_CONTENT, "content")       /* drop or alter, alarm */             \
	X(REMEDY_LINE, "line")             /* the line is overloaded: pace it */  \
	X(REMEDY_OUTAGE, "outage")         /* nobody answers, no byte left: ON_NOT_SENT */

#define X(name, word) name,
enum remedy { REMEDIES(X) REMEDY_COUNT };
#undef X

const char *remedy_word(enum remedy remedy);
/* False when it is no such word. */
bool remedy_of(struct str word, enum remedy *remedy);
/* Does an attempt that met it count as a try?  Only RETRY, LATER and SENDER: hours without
 * a provider, a paused or a crowded line must not use up a family's message.  When
 * it does not, the caller does not count that attempt. */
bool remedy_spends(enum remedy remedy);
/* Is it the fault of where the text was to go?  The row fails, its promise is a person's,
 * administrators hear of it once a day; no other text waits for it (G18). */
bool remedy_is_of_destination(enum remedy remedy);

#endif
