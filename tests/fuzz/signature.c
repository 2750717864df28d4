#include "fuzz.h"

#include "adapters/registry.h"
#include "base/clock.h"

#define AT_S 1735689600

static const struct account twilio = {
	.name = "main", .base_url = "https://api.example.com", .public_url = "https://hear.example.org",
	.options = { { { "AC1" }, 1 }, { { "b6f1c2a9d04e" }, 1 } },
};
static const struct account telnyx = {
	.name = "main", .base_url = "https://api.example.com", .public_url = "https://hear.example.org",
	.options = { { { "KEY1" }, 1 },
		     { { "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=" }, 1 } },
};

/* Nobody who does not have the secret is believed: lines of the input are the target, the
 * signature, the time, and the rest the body. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const kinds[] = { "twilio", "signalwire", "somleng", "telnyx" };
	struct str rest = { (const char *)bytes, size };
	struct str target = STR_NONE, signature = STR_NONE, at = STR_NONE;

	str_next(&rest, '\n', &target);
	str_next(&rest, '\n', &signature);
	str_next(&rest, '\n', &at);
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const struct adapter *adapter = registry_find(str_of(kinds[i]));
		const struct http_header headers[] = {
			{ STR("x-twilio-signature"), signature },
			{ STR("X-SignalWire-Signature"), signature },
			{ STR("telnyx-signature-ed25519"), signature }, { STR("telnyx-timestamp"), at },
		};
		const struct webhook webhook = {
			.address = (enum webhook_address)(size & 1), .token = STR("0042"),
			.method = HTTP_POST, .target = target, .headers = headers,
			.header_count = COUNT_OF(headers), .body = rest,
			.received_at = INT64_C(1000) * AT_S };
		struct note note = { .text = "" };
		AUTO(arena) arena;
		struct webhook_events events = { .arena = &arena };

		arena_init(&arena, 1 << 20);
		assert(adapter->open(i < 3 ? &twilio : &telnyx, &webhook, &events, &note));
		assert(events.count == 0 && note.text[0]);
	}
	return 0;
}
