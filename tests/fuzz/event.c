#include "fuzz.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>

#include "adapters/registry.h"
#include "base/clock.h"
#include "wire/form.h"

#define AT_S 1735689600
#define URL "https://hear.example.org"
#define TARGET "/hooks/main/message"

static const struct account twilio = {
	.name = "main", .base_url = "https://api.example.com", .public_url = URL,
	.options = { { { "AC1" }, 1 }, { { "12345" }, 1 } },
};
static const struct account telnyx = {
	.name = "main", .base_url = "https://api.example.com", .public_url = URL,
	.options = { { { "KEY1" }, 1 },
		     { { "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=" }, 1 } },
};

/* --- signed as the providers do ----------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct form_field *x = a, *y = b;
	int order = str_compare(x->name, y->name);

	return order ? order : str_compare(x->value, y->value);
}

/* False: this is no form. */
static bool sign_form(struct str body, char signature[64])
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	struct form form;
	AUTO(arena) arena;
	AUTO(buf) text;

	arena_init(&arena, 1 << 20);
	buf_init(&text, 1 << 20);
	if (form_read(body, 512, &arena, &form, NULL))
		return false;
	qsort(form.fields, form.count, sizeof(*form.fields), compare);
	buf_add_text(&text, URL TARGET);
	for (size_t i = 0; i < form.count; i++) {
		if (i > 0 && compare(&form.fields[i - 1], &form.fields[i]) == 0)
			continue;
		buf_add(&text, form.fields[i].name);
		buf_add(&text, form.fields[i].value);
	}
	HMAC(EVP_sha1(), "12345", 5, (const unsigned char *)text.at, text.size, mac, &size);
	EVP_EncodeBlock((unsigned char *)signature, mac, (int)size);
	/* a body without a name is signed by nobody */
	return form.count > 0 && str_is(form_get(&form, "AccountSid"), "AC1");
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

static void check_inbound(const struct inbound *inbound)
{
	/* what is in the fields is passed on raw: work/inbound/inbound_clean.c judges it */
	assert(inbound->channel < CHANNEL_COUNT && inbound->media_count <= ADAPTER_MEDIA);
}

static void check(const struct webhook_events *events)
{
	for (size_t i = 0; i < events->count; i++) {
		const struct webhook_event *event = &events->items[i];

		if (event->tag == WEBHOOK_INBOUND)
			check_inbound(&event->inbound);
		else
			assert(!event->receipt.is_known || event->receipt.event < DELIVERY_EVENTS);
	}
}

static enum fault open_it(const char *kind, const struct account *account,
			  const struct webhook *webhook, struct note *note)
{
	AUTO(arena) arena;
	struct webhook_events events = { .arena = &arena };
	enum fault fault;

	arena_init(&arena, 1 << 20);
	fault = registry_find(str_of(kind))->open(account, webhook, &events, note);
	if (fault)
		assert(events.count == 0 && note->text[0]);
	else
		check(&events);
	return fault;
}

/* What the provider has signed is never refused for its signature, and what it tells is whole. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char signature[128] = "", at[16];
	struct http_header headers[] = {
		{ STR("X-Twilio-Signature"), STR_NONE }, { STR("Telnyx-Timestamp"), STR_NONE },
		{ STR("Telnyx-Signature-Ed25519"), STR_NONE },
	};
	struct webhook webhook = {
		.method = HTTP_POST, .target = STR(TARGET), .headers = headers, .header_count = 3,
		.body = { (const char *)bytes, size }, .received_at = INT64_C(1000) * AT_S };
	struct note note = { .text = "" };
	bool is_ours = sign_form(webhook.body, signature);

	for (int i = 0; i < 2; i++) {
		webhook.address = (enum webhook_address)i;
		webhook.token = i ? STR("0042") : STR_NONE;
		headers[0].value = str_of(signature);
		assert(open_it("twilio", &twilio, &webhook, &note) != FAULT_UNSIGNED || !is_ours);
	}
	sign_bytes(webhook.body, signature);
	snprintf(at, sizeof(at), "%d", AT_S);
	headers[1].value = str_of(at);
	headers[2].value = str_of(signature);
	webhook.token = STR_NONE;
	assert(open_it("telnyx", &telnyx, &webhook, &note) != FAULT_UNSIGNED);
	return 0;
}
