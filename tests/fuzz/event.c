#include "fuzz.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>

#include "adapters/registry.h"
#include "base/clock.h"
#include "base/json.h"
#include "work/inbound/inbound_clean.h"

#define AT_S 1735689600
#define URL "https://hear.example.org"
#define TARGET "/hooks/main/message"

enum { PAIRS_MOST = 512 };

static const struct account twilio = {
	.name = "main", .base_url = "https://api.example.com", .public_url = URL,
	.options = { { { "AC1" }, 1 }, { { "12345" }, 1 } },
};
static const struct account telnyx = {
	.name = "main", .base_url = "https://api.example.com", .public_url = URL,
	.options = { { { "KEY1" }, 1 },
		     { { "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=" }, 1 } },
};

/* --- a form, read by twilio-wire.md §4 and not by wire/form ------------------------------- */

struct pair {
	struct str name, value;
};

struct pairs {
	struct pair at[PAIRS_MOST];
	size_t count;
	bool is_form;              /* every escape is one, and there are no more than that */
};

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decoded in place of its own bytes. */
static bool decode(char *text, size_t size, struct str *into)
{
	size_t to = 0;

	for (size_t i = 0; i < size; i++, to++) {
		if (text[i] == '+')
			text[to] = ' ';
		else if (text[i] != '%')
			text[to] = text[i];
		else if (i + 2 >= size || digit_of(text[i + 1]) < 0 || digit_of(text[i + 2]) < 0)
			return false;
		else {
			text[to] = (char)(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
			i += 2;
		}
	}
	*into = (struct str){ text, to };
	return true;
}

/* The bytes are written over. */
static void read_pairs(char *bytes, size_t size, struct pairs *pairs)
{
	pairs->count = 0;
	pairs->is_form = true;
	for (size_t start = 0, end; start <= size; start = end + 1) {
		const char *stop = memchr(bytes + start, '&', size - start);
		char *equals;
		size_t name;

		end = stop ? (size_t)(stop - bytes) : size;
		if (end == start)
			continue;
		if (pairs->count == PAIRS_MOST) {
			pairs->is_form = false;
			return;
		}
		equals = memchr(bytes + start, '=', end - start);
		name = equals ? (size_t)(equals - bytes) : end;
		pairs->at[pairs->count] = (struct pair){ STR_NONE, STR_NONE };
		pairs->is_form &= decode(bytes + start, name - start, &pairs->at[pairs->count].name);
		if (equals)
			pairs->is_form &= decode(equals + 1, end - name - 1,
						 &pairs->at[pairs->count].value);
		pairs->count++;
	}
}

/* The only value of that name; *count: how many there are. */
static struct str only(const struct pairs *pairs, const char *name, size_t *count)
{
	struct str found = STR_NONE;

	*count = 0;
	for (size_t i = 0; i < pairs->count; i++)
		if (str_is(pairs->at[i].name, name) && ++*count == 1)
			found = pairs->at[i].value;
	return found;
}

/* The first of that name that is not empty. */
static struct str said(const struct pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (str_is(pairs->at[i].name, name) && pairs->at[i].value.size)
			return pairs->at[i].value;
	return STR_NONE;
}

/* --- signed as the providers do ----------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = str_compare(x->name, y->name);

	return order ? order : str_compare(x->value, y->value);
}

static void sign_form(const struct pairs *pairs, char signature[64])
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	struct pair sorted[PAIRS_MOST];
	AUTO(buf) text;

	buf_init(&text, 1 << 20);
	memcpy(sorted, pairs->at, pairs->count * sizeof(*sorted));
	qsort(sorted, pairs->count, sizeof(*sorted), compare);
	buf_add_text(&text, URL TARGET);
	for (size_t i = 0; i < pairs->count; i++) {
		if (i > 0 && compare(&sorted[i - 1], &sorted[i]) == 0)
			continue;
		buf_add(&text, sorted[i].name);
		buf_add(&text, sorted[i].value);
	}
	HMAC(EVP_sha1(), "12345", 5, (const unsigned char *)text.at, text.size, mac, &size);
	EVP_EncodeBlock((unsigned char *)signature, mac, (int)size);
}

/* Of the seed 00 01 … 1f, whose public key is telnyx' above. */
static void sign_bytes(struct str body, char signature[128])
{
	unsigned char seed[32], raw[64];
	size_t size = sizeof(raw);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY *key;
	AUTO(buf) text;

	for (unsigned char i = 0; i < sizeof(seed); i++)
		seed[i] = i;
	buf_init(&text, 1 << 20);
	buf_add_format(&text, "%d|", AT_S);
	buf_add(&text, body);
	key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof(seed));
	EVP_DigestSignInit(context, NULL, NULL, NULL, key);
	EVP_DigestSign(context, raw, &size, (const unsigned char *)text.at, text.size);
	EVP_EncodeBlock((unsigned char *)signature, raw, (int)size);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
}

/* --- what is told --------------------------------------------------------------------------- */

/* Whatever it is, the one rule of all doors makes something of it that can be kept; what was
 * kept is kept as it is when it comes once more. */
static void check_inbound(const struct inbound *inbound, struct inbound_clean *clean,
			  struct arena *arena)
{
	struct inbound_clean again;

	assert(inbound->channel < CHANNEL_COUNT && inbound->media_count <= ADAPTER_MEDIA);
	fuzz_touch(inbound->id);
	fuzz_touch(inbound->profile_name);
	for (size_t i = 0; i < inbound->media_count; i++) {
		fuzz_touch(inbound->media[i]);
		fuzz_touch(inbound->media_type[i]);
	}
	assert(!inbound_clean(inbound, INT64_C(1000) * AT_S, arena, clean));
	assert(clean->inbound.text.size <= INBOUND_TEXT && fuzz_is_kept(clean->inbound.text));
	assert(clean->said.size <= INBOUND_TEXT && fuzz_is_kept(clean->said));
	assert(clean->inbound.id.size && clean->inbound.id.size <= ADAPTER_ID &&
	       fuzz_is_kept(clean->inbound.id));
	assert(clean->inbound.from.size && clean->inbound.from.size <= INBOUND_ADDRESS &&
	       fuzz_is_kept(clean->inbound.from));
	assert(clean->inbound.to.size <= INBOUND_ADDRESS && fuzz_is_kept(clean->inbound.to));
	assert(fuzz_is_kept(clean->inbound.profile_name));
	for (size_t i = 0; i < clean->inbound.media_count; i++)
		assert(fuzz_is_kept(clean->inbound.media[i]) &&
		       fuzz_is_kept(clean->inbound.media_type[i]));
	assert(!inbound_clean(&clean->inbound, INT64_C(1000) * AT_S, arena, &again));
	assert(str_equals(again.inbound.text, clean->inbound.text));
	assert(str_equals(again.said, clean->said));
	assert(str_equals(again.inbound.id, clean->inbound.id));
	assert(str_equals(again.inbound.to, clean->inbound.to));
}

static void check(const struct webhook_events *events, struct inbound_clean *clean)
{
	for (size_t i = 0; i < events->count; i++) {
		const struct webhook_event *event = &events->items[i];

		if (event->tag == WEBHOOK_INBOUND) {
			check_inbound(&event->inbound, clean, events->arena);
			continue;
		}
		assert(!event->receipt.is_known || event->receipt.event < DELIVERY_EVENTS);
		assert(event->receipt.id.size <= ADAPTER_ID && event->receipt.code >= 0);
		assert(event->receipt.remedy < REMEDY_COUNT);
		fuzz_touch(event->receipt.id);
	}
}

/* --- the sweep keeps what the webhook keeps --------------------------------------------------- */

/* Of a message with nothing special about it: one of each field, all of it text. */
static bool is_plain(const struct pairs *pairs, struct str field[4])
{
	static const char *const names[] = { "MessageSid", "From", "To", "Body" };
	static const char *const others[] = { "SmsSid", "SmsMessageSid", "WaId", "ExternalUserId",
		"ButtonText", "Latitude", "NumMedia", "ProfileName", "OptOutType", "MediaUrl0" };
	size_t count;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		field[i] = only(pairs, names[i], &count);
		if (count != 1 || !field[i].size || !fuzz_is_kept(field[i]))
			return false;
	}
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		(void)only(pairs, others[i], &count);
		if (count)
			return false;
	}
	return true;
}

static void check_swept(const struct adapter *adapter, const struct str field[4],
			const struct inbound_clean *heard)
{
	json_t *page = json_object(), *list = json_array(), *message = json_object();
	struct http_reply reply = { .fate = HTTP_ANSWERED, .status = 200, .error = "" };
	struct listing listing = { .count = 0 };
	struct inbound_clean swept;
	struct note note = { .text = "" };
	AUTO(arena) arena;
	AUTO(buf) body;

	arena_init(&arena, 4 << 20);
	buf_init(&body, 4 << 20);
	json_set_str(message, "sid", field[0]);
	json_set_str(message, "from", field[1]);
	json_set_str(message, "to", field[2]);
	json_set_str(message, "body", field[3]);
	json_set_str(message, "direction", STR("inbound"));
	json_array_append_new(list, message);
	json_object_set_new(page, "messages", list);
	json_write(page, &body);
	json_decref(page);
	reply.body = buf_str(&body);
	assert(!adapter->read_list(&reply, &arena, &listing, &note) && listing.count == 1);
	assert(!inbound_clean(&(struct inbound){ .id = listing.items->id, .from = listing.items->from,
				.to = listing.items->to, .channel = listing.items->channel,
				.text = listing.items->text }, 1, &arena, &swept));
	assert(str_equals(swept.inbound.id, heard->inbound.id));
	assert(str_equals(swept.inbound.from, heard->inbound.from));
	assert(str_equals(swept.inbound.to, heard->inbound.to));
	assert(str_equals(swept.inbound.text, heard->inbound.text));
	assert(str_equals(swept.said, heard->said));
	assert(swept.inbound.channel == heard->inbound.channel);
}

/* --- the doors ---------------------------------------------------------------------------------- */

/* Of a form that the provider signed. */
static void open_form(const struct webhook *webhook, const struct pairs *pairs)
{
	const struct adapter *adapter = registry_find(STR("twilio"));
	struct inbound_clean clean = { .odd = 0 };
	struct note note = { .text = "" };
	struct str field[4];
	bool is_ours = webhook->address == WEBHOOK_MESSAGE_STATUS || str_is(said(pairs, "AccountSid"), "AC1");
	/* bytes without a name in them are signed by nobody */
	bool is_covered = pairs->is_form && (pairs->count || !webhook->body.size);
	AUTO(arena) arena;
	struct webhook_events events = { .arena = &arena };
	enum fault fault;

	arena_init(&arena, 1 << 20);
	fault = adapter->open(&twilio, webhook, &events, &note);
	if (fault) {
		assert(events.count == 0 && note.text[0]);
		assert(fault == FAULT_UNSIGNED ? !is_ours || !is_covered : !pairs->is_form);
		return;
	}
	assert(is_ours && is_covered);
	check(&events, &clean);
	if (events.count && events.items->tag == WEBHOOK_INBOUND && is_plain(pairs, field))
		check_swept(adapter, field, &clean);
}

static void open_bytes(const struct webhook *webhook)
{
	struct inbound_clean clean;
	struct note note = { .text = "" };
	AUTO(arena) arena;
	struct webhook_events events = { .arena = &arena };

	arena_init(&arena, 1 << 20);
	/* no profile and no token: all that is signed is ours, and all that is ours is taken */
	assert(!registry_find(STR("telnyx"))->open(&telnyx, webhook, &events, &note));
	check(&events, &clean);
}

/* What the provider has signed is never refused for its signature nor for what it says, what it
 * tells is whole, and the sweep would keep the same. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct pairs pairs;
	char signature[128] = "", at[16];
	struct http_header headers[] = {
		{ STR("X-Twilio-Signature"), STR_NONE }, { STR("Telnyx-Timestamp"), STR_NONE },
		{ STR("Telnyx-Signature-Ed25519"), STR_NONE },
	};
	struct webhook webhook = {
		.method = HTTP_POST, .target = STR(TARGET), .headers = headers, .header_count = 3,
		.body = { (const char *)bytes, size }, .received_at = INT64_C(1000) * AT_S };
	char *copy = malloc(size + 1);

	assert(copy);
	memcpy(copy, bytes, size);
	read_pairs(copy, size, &pairs);
	sign_form(&pairs, signature);
	headers[0].value = str_of(signature);
	for (int i = 0; i < 2; i++) {
		webhook.address = (enum webhook_address)i;
		webhook.token = i ? STR("0042") : STR_NONE;
		open_form(&webhook, &pairs);
	}
	free(copy);
	sign_bytes(webhook.body, signature);
	snprintf(at, sizeof(at), "%d", AT_S);
	headers[1].value = str_of(at);
	headers[2].value = str_of(signature);
	webhook.token = STR_NONE;
	open_bytes(&webhook);
	return 0;
}
