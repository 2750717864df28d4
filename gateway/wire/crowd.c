#include "crowd.h"

#include <assert.h>

#include "base/clock.h"
#include "base/log.h"

enum { SAY_EVERY = 10 * 1000 };

static const struct {
	const char *word;
	int status;
	struct str words;
} refusals[SERVER_REFUSALS] = {
#define X(name, word, status, code, text)                                               \
	[name] = { word, status,                                                        \
		   STR("{\"error\":{\"code\":\"" code "\",\"message\":\"" text "\"}}") },
	SERVER_REFUSAL_ROWS(X)
#undef X
};

const char *crowd_word(enum server_refusal refusal)
{
	assert(refusal < SERVER_REFUSALS);
	return refusals[refusal].word;
}

int crowd_status(enum server_refusal refusal)
{
	assert(refusal < SERVER_REFUSALS && refusals[refusal].status);
	return refusals[refusal].status;
}

struct str crowd_words(enum server_refusal refusal)
{
	assert(refusal < SERVER_REFUSALS);
	return refusals[refusal].words;
}

void crowd_init(struct crowd *crowd, const struct server_limits *limits)
{
	assert(limits->kept >= 0 && limits->kept < limits->connections);
	*crowd = (struct crowd){ .limits = limits };
	for (int i = 0; i < CROWD_PLACES; i++)
		TAILQ_INIT(&crowd->places[i]);
}

static void add(struct crowd *crowd, struct crowd_member *member, enum crowd_place place)
{
	member->place = place;
	member->turn = ++crowd->turns;
	TAILQ_INSERT_TAIL(&crowd->places[place], member, next);
	crowd->counts[place]++;
}

void crowd_enter(struct crowd *crowd, struct crowd_member *member)
{
	add(crowd, member, CROWD_UNREAD);
}

void crowd_leave(struct crowd *crowd, struct crowd_member *member)
{
	assert(crowd->counts[member->place] > 0);
	TAILQ_REMOVE(&crowd->places[member->place], member, next);
	crowd->counts[member->place]--;
}

void crowd_move(struct crowd *crowd, struct crowd_member *member, enum crowd_place place)
{
	crowd_leave(crowd, member);
	add(crowd, member, place);
}

int crowd_count(const struct crowd *crowd)
{
	int count = 0;

	for (int i = 0; i < CROWD_PLACES; i++)
		count += crowd->counts[i];
	return count;
}

/* How many of that address stand there, and who stands first; a proxy's connections, which
 * have no address of their own, count only among their own kind. */
static int count_house(const struct crowd *crowd, enum crowd_place place,
		       const struct crowd_member *like, struct crowd_member **first)
{
	struct crowd_member *member;
	int count = 0;

	*first = NULL;
	TAILQ_FOREACH(member, &crowd->places[place], next) {
		if (member == like || member->is_proxied != like->is_proxied ||
		    !address_is_same_house(&member->address, &like->address))
			continue;
		if (!count++)
			*first = member;
	}
	return count;
}

struct crowd_member *crowd_first(const struct crowd *crowd)
{
	struct crowd_member *unread = TAILQ_FIRST(&crowd->places[CROWD_UNREAD]);

	return unread ? unread : TAILQ_FIRST(&crowd->places[CROWD_UNTAKEN]);
}

struct crowd_member *crowd_over(const struct crowd *crowd, const struct crowd_member *newcomer,
				bool *is_over)
{
	struct crowd_member *first = NULL;

	*is_over = crowd_count(crowd) >= crowd->limits->connections;
	if (*is_over)
		return crowd_first(crowd);
	if (!newcomer->is_proxied)
		*is_over = count_house(crowd, CROWD_UNREAD, newcomer, &first) >=
			   crowd->limits->connections_per_address;
	return *is_over ? first : NULL;
}

struct crowd_member *crowd_crowding(const struct crowd *crowd, const struct crowd_member *member)
{
	struct crowd_member *first;
	int others = count_house(crowd, CROWD_UNREAD, member, &first);

	return others >= crowd->limits->connections_per_address ? first : NULL;
}

enum server_refusal crowd_admit(const struct crowd *crowd, const struct crowd_member *member,
				bool is_kept, struct crowd_member **goes)
{
	const struct server_limits *limits = crowd->limits;
	struct crowd_member *untaken, *other;
	int same;

	*goes = NULL;
	if (is_kept)
		return SERVER_REFUSALS;
	same = count_house(crowd, CROWD_UNTAKEN, member, &untaken) +
	       count_house(crowd, CROWD_OTHER, member, &other);
	if (same >= limits->connections_per_address) {
		*goes = untaken;
		return untaken ? SERVER_REFUSALS : SERVER_ADDRESS_FULL;
	}
	if (crowd->counts[CROWD_OTHER] + crowd->counts[CROWD_UNTAKEN] + crowd->counts[CROWD_STREAM] <
	    limits->connections - limits->kept)
		return SERVER_REFUSALS;
	*goes = TAILQ_FIRST(&crowd->places[CROWD_UNTAKEN]);
	return *goes ? SERVER_REFUSALS : SERVER_FULL;
}

void crowd_refused(struct crowd *crowd, enum server_refusal refusal, const char *from)
{
	int64_t count;

	assert(refusal < SERVER_REFUSALS && from);
	crowd->refused[refusal]++;
	if (rarely_may_say(&crowd->told[refusal], clock_boot_ms(), SAY_EVERY, &count))
		log_fact(LOG_WARN, "server.no_room", LOG_WORD("kind", refusals[refusal].word),
			 LOG_WORD("from", from), LOG_COUNT("count", count),
			 LOG_COUNT("connections", crowd_count(crowd)));
}
