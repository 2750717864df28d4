/*
 * session - who stands at the door.
 *
 * On the public listener: the bearer token's active user.  On the control socket the
 * file's permissions were the login: everybody is an administrator and signs with the
 * user name of the peer, or, as everywhere, with a bearer token when they show one.  Both are looked up on a reader thread and remembered for at
 * most a minute (of the machine's time); session_forget drops all at once, and what was
 * being looked up meanwhile is not remembered.
 *
 * The cache holds SHA-256 of what was shown, never a token.
 *
 * Threads: loop thread, but session_look_up runs on a reader thread.
 */
#ifndef API_SESSION_H
#define API_SESSION_H

#include "store/people/tokens.h"

enum { SESSION_CACHE = 128, SESSION_DIGEST = 32 };
#define SESSION_FOR (60 * SECOND_MS)

struct session {
	struct user user;      /* id 0 on the control socket */
	char actor[160];       /* "staff:ID", "ctl:NAME" */
	int64_t token;         /* id of what was shown; 0 on the control socket */
	int64_t expires_at;    /* of the ledger's clock; NEVER on the control socket */
	int64_t used_at;       /* as the ledger had it when it was looked up */
};

struct session_entry {
	unsigned char digest[SESSION_DIGEST];
	int64_t until_at;      /* boot clock; 0: free */
	struct session session;
};

struct session_cache {
	int64_t generation;
	size_t oldest;
	struct session_entry entries[SESSION_CACHE];
};

/* What was shown at the door, and when it was looked at. */
struct session_ticket {
	struct str token;      /* of the public listener, borrowed from the call */
	int64_t uid;           /* of the control socket; -1: the system did not tell */
	bool is_control;
	int64_t generation;
	unsigned char digest[SESSION_DIGEST];
};

/* FAULT_STRANGER: no bearer token was shown. */
enum fault session_ticket_public(const struct session_cache *cache, struct str header,
				 struct session_ticket *ticket, struct note *note) MUST_CHECK;
/* `peer`: "unix:UID". */
void session_ticket_control(const struct session_cache *cache, const char *peer,
			    struct session_ticket *ticket);
/* `now` is the ledger's: whose token is over meanwhile is not known any more. */
bool session_find(const struct session_cache *cache, const struct session_ticket *ticket,
		  int64_t now, struct session *session);
/* FAULT_STRANGER with what to do about it when the token opens nothing, or not any more. */
enum fault session_look_up(struct db *db, const struct session_ticket *ticket, int64_t now,
			   struct session *session, struct note *note) MUST_CHECK;
/* Was somebody signed out since the ticket was made?  Then what was looked up for it may be
 * of before. */
bool session_is_stale(const struct session_cache *cache, const struct session_ticket *ticket);
void session_remember(struct session_cache *cache, const struct session_ticket *ticket,
		      const struct session *session);
/* A user or a token was let in no more: nobody is known any more. */
void session_forget(struct session_cache *cache);

#endif
