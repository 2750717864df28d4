#include "promise.h"

#include "words.h"

#define X(name, word) [name] = word,
static const char *const promise_words[] = { PROMISE_STATES_(X) };
static const char *const promise_event_words[] = { PROMISE_EVENTS_(X) };
static const char *const excuse_words[] = { EXCUSES(X) };
#undef X

WORDS_OF(promise, enum promise_state)
WORDS_OF(excuse, enum excuse)

struct move {
	bool possible;
	struct promise_step step;
};

#define GO(to, deeds) { true, { PROMISE_##to, 0 deeds } }
#define LATE | PROMISE_DEED_MARK_LATE | PROMISE_DEED_ESCALATE
#define EXCUSE | PROMISE_DEED_AUDIT | PROMISE_DEED_CLOSE
#define KEEP | PROMISE_DEED_CLOSE | PROMISE_DEED_ASK

static const struct move moves[PROMISE_STATES][PROMISE_EVENTS] = {
	[PROMISE_OPEN] = {
		[PROMISE_ON_TAKEN]         = GO(TAKEN, ),
		[PROMISE_ON_HANDED]        = GO(ANSWERED, | PROMISE_DEED_AWAIT_RECEIPT),
		[PROMISE_ON_DEADLINE]      = GO(OPEN, LATE),
		[PROMISE_ON_EXCUSED]       = GO(EXCUSED, EXCUSE),
		[PROMISE_ON_MORE]          = GO(OPEN, ),
	},
	[PROMISE_TAKEN] = {
		[PROMISE_ON_HANDED]        = GO(ANSWERED, | PROMISE_DEED_AWAIT_RECEIPT),
		[PROMISE_ON_RECEIPT]       = GO(KEPT, KEEP),
		[PROMISE_ON_DEADLINE]      = GO(TAKEN, LATE),
		[PROMISE_ON_EXCUSED]       = GO(EXCUSED, EXCUSE),
		[PROMISE_ON_MORE]          = GO(TAKEN, ),
	},
	/* No ON_MORE: the answer under way was written before that text came, so its
	 * receipt must not pay for it.  The text opens a promise of its own. */
	[PROMISE_ANSWERED] = {
		[PROMISE_ON_RECEIPT]       = GO(KEPT, KEEP),
		[PROMISE_ON_UNDELIVERABLE] = GO(TAKEN, | PROMISE_DEED_PERSON),
		[PROMISE_ON_DEADLINE]      = GO(ANSWERED, LATE),
		[PROMISE_ON_EXCUSED]       = GO(EXCUSED, EXCUSE),
	},
	/* PROMISE_KEPT and PROMISE_EXCUSED: closed.  A receipt that comes after a person
	 * has signed the excuse is kept with the delivery; the signature stands. */
};

const char *promise_event_word(enum promise_event event)
{
	return promise_event_words[event];
}

enum fault promise_step(enum promise_state now, enum promise_event event,
			struct promise_step *step)
{
	const struct move *move = &moves[now][event];

	if (!move->possible)
		return FAULT_CONFLICT;
	*step = move->step;
	return FAULT_NONE;
}

bool promise_is_closed(enum promise_state state)
{
	return state >= PROMISE_KEPT;
}
