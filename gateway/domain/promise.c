#include "promise.h"

#include <assert.h>

#include "words.h"

#define X(name, word) [name] = word,
static const char *const promise_words[] = { PROMISE_STATES_(X) };
static const char *const promise_event_words[] = { PROMISE_EVENTS_(X) };
#undef X

WORDS_OF(promise, enum promise_state)

struct move {
	bool possible;
	enum promise_state state;
	unsigned deeds;
};

#define GO(to, deeds) { true, PROMISE_##to, 0 deeds }
#define UNLIST | PROMISE_DEED_UNLIST
#define CLOSE UNLIST | PROMISE_DEED_REST | PROMISE_DEED_TAKE_BACK | PROMISE_DEED_ROOM
#define KEEP CLOSE | PROMISE_DEED_ASK

static const struct move moves[PROMISE_STATES][PROMISE_EVENTS] = {
	[PROMISE_OPEN] = {
		[PROMISE_ON_TAKEN]         = GO(TAKEN, ),
		[PROMISE_ON_HANDED]        = GO(ANSWERED, UNLIST),
		[PROMISE_ON_DEADLINE]      = GO(OPEN, ),
		[PROMISE_ON_EXCUSED]       = GO(EXCUSED, CLOSE),
		[PROMISE_ON_MORE]          = GO(OPEN, ),
	},
	[PROMISE_TAKEN] = {
		[PROMISE_ON_HANDED]        = GO(ANSWERED, UNLIST),
		[PROMISE_ON_RECEIPT]       = GO(KEPT, KEEP),
		[PROMISE_ON_DEADLINE]      = GO(TAKEN, ),
		[PROMISE_ON_EXCUSED]       = GO(EXCUSED, CLOSE),
		[PROMISE_ON_MORE]          = GO(TAKEN, ),
	},
	/* No ON_MORE: the answer under way was written before that text came, so its
	 * receipt must not pay for it.  The text opens a promise of its own. */
	[PROMISE_ANSWERED] = {
		[PROMISE_ON_RECEIPT]       = GO(KEPT, KEEP),
		[PROMISE_ON_UNDELIVERABLE] = GO(TAKEN, | PROMISE_DEED_LIST),
		[PROMISE_ON_DEADLINE]      = GO(ANSWERED, ),
		[PROMISE_ON_EXCUSED]       = GO(EXCUSED, CLOSE),
	},
	/* PROMISE_KEPT and PROMISE_EXCUSED: closed.  A receipt that comes after a person
	 * has signed the excuse is kept with the delivery; the signature stands. */
};

const char *promise_event_word(enum promise_event event)
{
	assert(event < PROMISE_EVENTS);
	return promise_event_words[event];
}

/* Late is a fact: the deadline passed before the evidence came, whether or not the
 * scheduler had a turn in between. */
static bool becomes_late(const struct promise_facts *facts, enum promise_event event)
{
	return (event == PROMISE_ON_DEADLINE || event == PROMISE_ON_RECEIPT) &&
	       facts->late_at == 0 && facts->due_at > 0 && facts->now >= facts->due_at;
}

/* What the table cannot say, because it is of this one row. */
static unsigned deeds_of_row(const struct promise_facts *facts, enum promise_event event)
{
	unsigned deeds = 0;

	if (event == PROMISE_ON_RECEIPT && becomes_late(facts, event))
		deeds |= PROMISE_DEED_SAY_LATE;
	/* without a name nobody has it yet: it stays on the list */
	if (event == PROMISE_ON_TAKEN && facts->has_owner)
		deeds |= PROMISE_DEED_UNLIST;
	if (event == PROMISE_ON_UNDELIVERABLE && facts->is_ladder_spent)
		deeds |= PROMISE_DEED_VISIT;
	return deeds;
}

enum fault promise_consequences(const struct promise_facts *facts, enum promise_event event,
				struct promise_consequences *then)
{
	assert(facts && then);
	assert(facts->state < PROMISE_STATES && event < PROMISE_EVENTS);
	assert(facts->now >= 0);

	const struct move *move = &moves[facts->state][event];

	if (!move->possible)
		return FAULT_CONFLICT;
	*then = (struct promise_consequences){
		.state = move->state,
		.late_at = becomes_late(facts, event) ? facts->due_at : facts->late_at,
		.answered_at = event == PROMISE_ON_HANDED ? facts->now : 0,
		.closed_at = promise_is_closed(move->state) ? facts->now : 0,
		.deeds = move->deeds | deeds_of_row(facts, event),
	};
	return FAULT_NONE;
}

bool promise_is_closed(enum promise_state state)
{
	assert(state < PROMISE_STATES);
	return state >= PROMISE_KEPT;
}
