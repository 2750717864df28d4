#include "fuzz.h"

#include "adapters/registry.h"

static const struct account account = {
	.name = "main", .base_url = "https://api.example.com", .public_url = "https://hear.example.org",
	.options = { { { "AC1" }, 1 }, { { "secret" }, 1 } },
};

/* guarantees.md §2.5: an id, or no acceptance; a refusal is a 4xx; nothing else is either. */
static void judge(const struct adapter *adapter, const struct http_reply *reply)
{
	struct judgement judgement = adapter->judge(&account, reply);

	assert(judgement.verdict != VERDICT_NOT_SENT);
	if (judgement.verdict == VERDICT_ACCEPTED)
		assert(reply->status / 100 == 2 && judgement.id[0] && judgement.segments >= 0);
	if (judgement.verdict == VERDICT_REFUSED)
		assert(reply->status / 100 == 4 && judgement.remedy < REMEDY_COUNT);
	if (judgement.verdict == VERDICT_LATER)
		assert(reply->status == 429);
	if (reply->status == 408 || reply->status == 409 || reply->status == 425)
		assert(judgement.verdict == VERDICT_UNKNOWN);
}

static void check_listed(const struct listed *listed)
{
	/* what is in the fields is passed on raw, as by a webhook */
	assert(listed->channel < CHANNEL_COUNT && listed->media_count >= 0);
	assert(!listed->receipt.is_known || listed->receipt.event < DELIVERY_EVENTS);
}

static void read_list(const struct adapter *adapter, const struct http_reply *reply)
{
	struct listing listing = { .count = 0 };
	struct note note = { .text = "" };
	AUTO(arena) arena;

	arena_init(&arena, 4 << 20);
	if (!adapter->can_list)
		return;
	if (adapter->read_list(reply, &arena, &listing, &note)) {
		assert(note.text[0]);
		return;
	}
	for (size_t i = 0; i < listing.count; i++)
		check_listed(&listing.items[i]);
	/* never a host of somebody else's choice */
	assert(!listing.next.size || listing.next.at[0] == '/');
}

static void read_others(const struct adapter *adapter, const struct http_reply *reply)
{
	struct listed listed = { .id = STR_NONE };
	struct inbound inbound = { .id = STR_NONE };
	struct note note = { .text = "" };
	AUTO(arena) arena;

	arena_init(&arena, 4 << 20);
	if (!adapter->read_fetch(reply, &arena, &listed, &note))
		check_listed(&listed);
	if (adapter->can_list && !adapter->read_media(&account, reply, &arena, &inbound, &note))
		assert(inbound.media_count <= ADAPTER_MEDIA);
}

/* The first byte names the provider, the second the status; the rest is the body. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const int statuses[] = { 200, 201, 204, 302, 400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 503 };
	static const char *const kinds[] = { "twilio", "telnyx", "signalwire", "somleng" };
	const struct adapter *adapter;
	struct http_reply reply = { .fate = HTTP_ANSWERED, .error = "" };

	if (size < 2)
		return 0;
	adapter = registry_find(str_of(kinds[bytes[0] % COUNT_OF(kinds)]));
	reply.status = statuses[bytes[1] % COUNT_OF(statuses)];
	reply.body = (struct str){ (const char *)bytes + 2, size - 2 };
	reply.content_type = STR("application/json");
	judge(adapter, &reply);
	read_list(adapter, &reply);
	read_others(adapter, &reply);
	return 0;
}
