#include "session.h"

#include "base/date.h"

#include <assert.h>
#include <openssl/sha.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

enum { TOKEN_MOST = 256 };

static void digest_of(char route, struct str shown, unsigned char into[SESSION_DIGEST])
{
	AUTO(buf) text;

	buf_init(&text, TOKEN_MOST + 1);
	buf_add_char(&text, route);
	buf_add(&text, shown);
	SHA256((const unsigned char *)buf_text(&text), text.size, into);
}

/* "Bearer TOKEN"; the scheme in any case (RFC 9110 §11.1). */
static struct str bearer(struct str header)
{
	struct str scheme = str_slice(header, 0, sizeof("Bearer ") - 1);

	if (!str_equals_nocase(scheme, STR("Bearer ")))
		return STR_NONE;
	return str_trim(str_from(header, scheme.size));
}

enum fault session_ticket_public(const struct session_cache *cache, struct str header,
				 struct session_ticket *ticket, struct note *note)
{
	assert(cache && ticket);

	struct str token = bearer(header);

	if (token.size == 0 || token.size > TOKEN_MOST)
		return fault_because(FAULT_STRANGER, note,
				     "send \"Authorization: Bearer TOKEN\"");
	*ticket = (struct session_ticket){ .token = token, .uid = -1,
					   .generation = cache->generation };
	digest_of('t', token, ticket->digest);
	return FAULT_NONE;
}

void session_ticket_control(const struct session_cache *cache, const char *peer,
			    struct session_ticket *ticket)
{
	struct str shown = str_of(peer);
	int64_t uid = -1;

	assert(cache && peer && ticket);
	if (!str_starts(shown, STR("unix:")) ||
	    str_number(str_from(shown, 5), 0, UINT32_MAX, &uid))
		uid = -1;
	*ticket = (struct session_ticket){ .uid = uid, .is_control = true,
					   .generation = cache->generation };
	digest_of('c', shown, ticket->digest);
}

bool session_find(const struct session_cache *cache, const struct session_ticket *ticket,
		  int64_t now, struct session *session)
{
	assert(ticket && session);

	int64_t here = clock_boot_ms();

	for (size_t i = 0; i < SESSION_CACHE; i++) {
		const struct session_entry *entry = &cache->entries[i];

		if (entry->until_at > here && entry->session.expires_at > now &&
		    memcmp(entry->digest, ticket->digest, SESSION_DIGEST) == 0) {
			*session = entry->session;
			return true;
		}
	}
	return false;
}

/* The name that the machine knows the peer by; its number when it knows none. */
static void control_actor(int64_t uid, char *into, size_t room)
{
	struct passwd passwd, *found = NULL;
	char names[4096];

	if (uid >= 0 && getpwuid_r((uid_t)uid, &passwd, names, sizeof(names), &found) == 0 &&
	    found)
		snprintf(into, room, "ctl:%.100s", found->pw_name);
	else if (uid >= 0)
		snprintf(into, room, "ctl:uid %lld", (long long)uid);
	else
		snprintf(into, room, "ctl:unknown");
}

static void look_up_control(const struct session_ticket *ticket, struct session *session)
{
	*session = (struct session){ .user = { .role = ROLE_ADMINISTRATOR }, .expires_at = NEVER };
	control_actor(ticket->uid, session->actor, sizeof(session->actor));
}

/* Whoever shows it holds it: how it ended is no secret to them, and what to do is the same. */
static enum fault refuse(const struct token *token, const struct user *user, struct note *note)
{
	static const char way[] = "ask an administrator for a new one (hearbackctl token add EMAIL)";
	char at[DATE_SIZE];

	if (user->disabled_at)
		return fault_because(FAULT_STRANGER, note, "this token opens nothing any more: its "
				     "user was disabled; an administrator can let them in again "
				     "(hearbackctl user enable EMAIL)");
	if (token->revoked_at) {
		date_rfc3339(token->revoked_at, at);
		return fault_because(FAULT_STRANGER, note, "this token was revoked at %s and opens "
				     "nothing any more: %s", at, way);
	}
	date_rfc3339(token->expires_at, at);
	return fault_because(FAULT_STRANGER, note, "this token expired at %s and opens nothing any "
			     "more: %s", at, way);
}

enum fault session_look_up(struct db *db, const struct session_ticket *ticket, int64_t now,
			   struct session *session, struct note *note)
{
	struct session found = { .actor = "" };
	struct token token;
	enum fault fault;

	assert(ticket && session);
	if (ticket->is_control) {
		look_up_control(ticket, session);
		return FAULT_NONE;
	}
	fault = token_find(db, ticket->token, &token, &found.user);
	if (fault == FAULT_STRANGER)
		return fault_because(FAULT_STRANGER, note, "this token opens nothing: is it whole? "
				     "An administrator makes another (hearbackctl token add EMAIL)");
	if (fault)
		return fault;
	if (found.user.disabled_at || !token_opens(&token, now))
		return refuse(&token, &found.user, note);
	snprintf(found.actor, sizeof(found.actor), "staff:%lld", (long long)found.user.id.n);
	found.token = token.id;
	found.expires_at = token.expires_at;
	found.used_at = token.used_at;
	*session = found;
	return FAULT_NONE;
}

bool session_is_stale(const struct session_cache *cache, const struct session_ticket *ticket)
{
	return ticket->generation != cache->generation;
}

void session_remember(struct session_cache *cache, const struct session_ticket *ticket,
		      const struct session *session)
{
	struct session_entry *entry = &cache->entries[cache->oldest];

	if (session_is_stale(cache, ticket))
		return;
	cache->oldest = (cache->oldest + 1) % SESSION_CACHE;
	memcpy(entry->digest, ticket->digest, SESSION_DIGEST);
	entry->until_at = clock_boot_ms() + SESSION_FOR;
	entry->session = *session;
}

void session_forget(struct session_cache *cache)
{
	cache->generation++;
	for (size_t i = 0; i < SESSION_CACHE; i++)
		cache->entries[i].until_at = 0;
}
