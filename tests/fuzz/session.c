#include "fuzz.h"

#include <stdio.h>

#include "api/http/session.h"
#include "base/id.h"

/* "Last-Event-ID", and every id in a path: the number that was sent, whatever zeros stand in front. */
static void check_id(struct str text)
{
	char spelled[24];
	int64_t id = -1;

	if (id_parse(text, &id)) {
		assert(id == -1);
		return;
	}
	snprintf(spelled, sizeof(spelled), "%0*lld", (int)text.size, (long long)id);
	assert(id > 0 && str_is(text, spelled));
}

/* "Authorization": a stranger, or a token that stands in it, whose digest is what the cache
 * knows it by; whoever comes by the control socket is somebody else. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct session_cache cache;
	struct str header = { (const char *)bytes, size };
	struct session_ticket ticket, again, control;
	struct session session = { .actor = "staff:1", .expires_at = 2 }, found;
	struct note note = { .text = "" };
	char peer[64];

	check_id(header);
	str_put(peer, sizeof(peer), header);
	session_ticket_control(&cache, peer, &control);
	assert(control.is_control && control.uid >= -1 && control.uid <= UINT32_MAX);
	if (session_ticket_public(&cache, header, &ticket, &note)) {
		assert(note.text[0]);
		return 0;
	}
	assert(ticket.token.size && ticket.token.size <= 256 && !ticket.is_control);
	assert(ticket.token.at >= header.at && ticket.token.at + ticket.token.size <= header.at + size);
	assert(!session_ticket_public(&cache, header, &again, &note));
	assert(!memcmp(ticket.digest, again.digest, SESSION_DIGEST));
	assert(memcmp(ticket.digest, control.digest, SESSION_DIGEST));
	session_remember(&cache, &ticket, &session);
	assert(session_find(&cache, &again, 1, &found) && !strcmp(found.actor, "staff:1"));
	assert(!session_find(&cache, &control, 1, &found));
	session_forget(&cache);
	assert(!session_find(&cache, &again, 1, &found));
	return 0;
}
