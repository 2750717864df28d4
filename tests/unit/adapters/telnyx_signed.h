/*
 * telnyx_signed - webhooks as Telnyx signs them, by OpenSSL: the adapter checks with another
 * library, and both can only agree when both follow adapters/telnyx/wire.md §6.
 */
#ifndef TESTS_ADAPTERS_TELNYX_SIGNED_H
#define TESTS_ADAPTERS_TELNYX_SIGNED_H

#include "tests/lib/test.h"

#include <openssl/evp.h>
#include <stdio.h>

#include "adapters/telnyx/telnyx.h"
#include "base/clock.h"

/* Of the seed 00 01 … 1f; and another's. */
#define PUBLIC_KEY "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="
#define OTHER_KEY "ewbSvXj2q0xBcuUO71GUbUBbxCtUXKQNxfFrGfMVHmE="
#define AT_S 1735689600

static const struct account telnyx_account = {
	.name = "main", .base_url = "https://api.example.com",
	.public_url = "https://hear.example.org",
	.options = { [TELNYX_API_KEY] = { { "KEY1" }, 1 },
		     [TELNYX_PUBLIC_KEYS] = { { OTHER_KEY, PUBLIC_KEY }, 2 } },
};

static inline void telnyx_sign(const char *timestamp, struct str body, char signature[96])
{
	unsigned char seed[32], raw[64];
	size_t size = sizeof(raw);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY *key;
	AUTO(buf) text;

	for (unsigned char i = 0; i < sizeof(seed); i++)
		seed[i] = i;
	buf_init(&text, 4 << 20);
	buf_add_format(&text, "%s|", timestamp);
	buf_add(&text, body);
	key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof(seed));
	assert_int_equal(EVP_DigestSignInit(context, NULL, NULL, NULL, key), 1);
	assert_int_equal(EVP_DigestSign(context, raw, &size, (const unsigned char *)text.at, text.size), 1);
	EVP_EncodeBlock((unsigned char *)signature, raw, (int)size);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
}

struct telnyx_opening {
	struct arena arena;
	struct webhook_events events;
	struct note note;
	enum fault fault;
};

/* What came, with headers as given (NULL: left out), and when. */
struct telnyx_letter {
	const char *timestamp, *signature;
	struct str body;
	int64_t now_s;
};

/* `token` NULL: it came to the address of inbound texts. */
static inline void telnyx_open(const struct account *account, const struct telnyx_letter *letter,
			       const char *token, struct telnyx_opening *opening)
{
	struct http_header headers[3] = { { STR("content-type"), STR("application/json") } };
	struct webhook webhook = {
		.address = token ? WEBHOOK_MESSAGE_STATUS : WEBHOOK_MESSAGE,
		.token = str_of(token), .method = HTTP_POST,
		.target = STR("/hooks/main/message"), .headers = headers, .header_count = 1,
		.content_type = STR("application/json"), .body = letter->body,
		.received_at = letter->now_s * SECOND_MS,
	};

	if (letter->timestamp)
		headers[webhook.header_count++] = (struct http_header){
			STR("Telnyx-Timestamp"), str_of(letter->timestamp) };
	if (letter->signature)
		headers[webhook.header_count++] = (struct http_header){
			STR("Telnyx-Signature-Ed25519"), str_of(letter->signature) };
	*opening = (struct telnyx_opening){ .fault = FAULT_NONE };
	arena_init(&opening->arena, 1 << 20);
	opening->events.arena = &opening->arena;
	opening->fault = telnyx_adapter.open(account, &webhook, &opening->events, &opening->note);
}

/* Signed and sent now. */
static inline void telnyx_open_signed(const char *body, const char *token,
				      struct telnyx_opening *opening)
{
	char signature[96];

	telnyx_sign("1735689600", str_of(body), signature);
	telnyx_open(&telnyx_account, &(struct telnyx_letter){
		"1735689600", signature, str_of(body), AT_S }, token, opening);
}

#endif
