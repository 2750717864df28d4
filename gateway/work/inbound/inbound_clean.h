/*
 * inbound_clean - what a family sent, as it is kept: one rule for every door.
 *
 * Webhooks and the provider's list both pass here, so that neither refuses what the other
 * keeps.  Nothing authentic is refused for its content: what we cannot use is cut or
 * escaped at a ceiling, and marked.
 *
 *  - text: broken bytes and NUL become U+FFFD; cut at INBOUND_TEXT bytes, at a whole
 *    character.  What is judged (stop words…) is the text without U+FFFD: "STOP" with a NUL
 *    behind it is STOP.
 *  - sender: a telephone number is spelled as E.164, whatever stands between its digits, and
 *    where its "+" became a space; anything else stays as it is.  Too long, or with
 *    control characters: cut, with a hash of all of it behind, so that two stay two.  None:
 *    a name of its own for each message.
 *  - id: the same; none: made of what the message is and when it came.
 *  - pictures: an address that is none, or more of them than were named: all are asked for
 *    by the message's id, as for a message that was listed.
 *
 * Threads: pure.
 */
#ifndef WORK_INBOUND_CLEAN_H
#define WORK_INBOUND_CLEAN_H

#include "adapters/adapter.h"

/* 4,096 characters of four bytes: the longest text that any channel carries. */
enum { INBOUND_TEXT = 16384, INBOUND_ADDRESS = 135 };

/* What was done to it, or is missing: bits. */
enum inbound_oddity {
	INBOUND_CUT = 1,          /* it was longer than we keep */
	INBOUND_MENDED = 2,       /* bytes that are no text */
	INBOUND_UNNAMED = 4,      /* no id of its own: a repeat is not known again */
	INBOUND_UNANSWERABLE = 8, /* its sender is no address that can be texted */
	INBOUND_MEDIA_ODD = 16,   /* some of its pictures could not be named */
	INBOUND_STRAY = 32,       /* to a number that hearback.yaml does not have */
	INBOUND_UNREAD = 64       /* its text is the webhook itself, which nobody could read */
};

/* Said for people, "its text was cut; …"; nothing for 0. */
void inbound_clean_say(unsigned odd, struct buf *into);

struct inbound_clean {
	struct inbound inbound;   /* texts in the arena, or as they came */
	struct str said;          /* the text to judge */
	unsigned odd;
};

/* `now` names what has neither an id nor the provider's stamp.  FAULT_TOO_LARGE: the arena
 * is full. */
enum fault inbound_clean(const struct inbound *raw, int64_t now, struct arena *arena,
			 struct inbound_clean *clean) MUST_CHECK;
/* Its id alone, as it will be kept. */
enum fault inbound_clean_id(const struct inbound *raw, int64_t now, struct arena *arena,
			    struct str *id) MUST_CHECK;
/* A number as it is compared with our lines: E.164 where it is one. */
enum fault inbound_clean_number(struct str raw, struct arena *arena, struct str *number) MUST_CHECK;

#endif
