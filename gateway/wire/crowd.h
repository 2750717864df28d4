/*
 * crowd - the books of who is here: who may stay, who is admitted, who goes first.
 *
 *   UNREAD   nothing whole was heard: idle, half a request, or about to close.  The first to
 *            go when a newcomer needs its place.
 *   KEPT     a request for which places are kept (providers' webhooks): it is under way
 *   OTHER    any other request under way
 *   UNTAKEN  answered, and the client does not take the answer: goes when OTHER has no place
 *   STREAM   its answer has no end
 *
 *  (1) OTHER, UNTAKEN and STREAM together have `connections - kept` places: so whatever they
 *      do, `kept` requests are heard, for who is UNREAD gives way.
 *  (2) OTHER and UNTAKEN of one address have `connections_per_address` places, UNREAD of one
 *      address as many; STREAM is limited by who makes streams.
 *  (3) Nobody is refused, and nobody goes for want of room, without being counted; the log says
 *      so every ten seconds.
 *
 * For this room only.  Threads: loop thread only.
 */
#ifndef WIRE_CROWD_H
#define WIRE_CROWD_H

#include <sys/queue.h>

#include "address.h"
#include "base/rarely.h"
#include "server.h"

enum crowd_place {
	CROWD_UNREAD,
	CROWD_KEPT,
	CROWD_OTHER,
	CROWD_UNTAKEN,
	CROWD_STREAM,
	CROWD_PLACES
};

struct crowd_member {
	enum crowd_place place;
	struct address address; /* whose it counts as */
	bool is_proxied;        /* a trusted proxy's: many share it, and no address has it yet */
	int64_t turn;           /* of its coming to this place: another is another stay */
	TAILQ_ENTRY(crowd_member) next;
};

TAILQ_HEAD(crowd_members, crowd_member);

struct crowd {
	const struct server_limits *limits; /* borrowed */
	struct crowd_members places[CROWD_PLACES]; /* who came to it first stands first */
	int counts[CROWD_PLACES];
	int64_t turns;
	int64_t refused[SERVER_REFUSALS];
	struct rarely told[SERVER_REFUSALS];
};

void crowd_init(struct crowd *crowd, const struct server_limits *limits);
void crowd_enter(struct crowd *crowd, struct crowd_member *member);
void crowd_leave(struct crowd *crowd, struct crowd_member *member);
/* To the end of that place, also when it is there already. */
void crowd_move(struct crowd *crowd, struct crowd_member *member, enum crowd_place place);
int crowd_count(const struct crowd *crowd);

/* Who goes, so that one more of `address` may come in; NULL: there is room.  *is_over is set
 * when there is none, also when nobody is left who could go. */
struct crowd_member *crowd_over(const struct crowd *crowd, const struct crowd_member *newcomer,
				bool *is_over);
/* The same for the request of `member` that is whole now.  SERVER_REFUSALS: it is admitted,
 * when *goes has gone (NULL: nobody need). */
enum server_refusal crowd_admit(const struct crowd *crowd, const struct crowd_member *member,
				bool is_kept, struct crowd_member **goes);
/* Half-read requests of one address behind a proxy, `member` among them: the oldest of the
 * others when they are too many. */
struct crowd_member *crowd_crowding(const struct crowd *crowd, const struct crowd_member *member);
/* Who goes when there are no descriptors. */
struct crowd_member *crowd_first(const struct crowd *crowd);
/* Counts it; `from` goes to the log. */
void crowd_refused(struct crowd *crowd, enum server_refusal refusal, const char *from);
const char *crowd_word(enum server_refusal refusal);
/* What who is refused hears: status and JSON. */
int crowd_status(enum server_refusal refusal);
struct str crowd_words(enum server_refusal refusal);

#endif
