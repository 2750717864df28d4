#include "telnyx_sign.h"

#include <assert.h>
#include <sodium.h>

#include "base/clock.h"
#include "telnyx.h"

enum { WINDOW_S = 300, TIMESTAMP_MOST = 20, SIGNED_MOST = 4 * 1024 * 1024 };

/* All of the text, padded, to exactly that many bytes. */
static bool decode(struct str text, unsigned char *into, size_t size)
{
	const char *end = NULL;
	size_t got = 0;

	return text.size && sodium_base642bin(into, size, text.at, text.size, NULL, &got, &end,
					      sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       got == size && end == text.at + text.size;
}

static bool is_digits(struct str text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return text.size > 0 && text.size < TIMESTAMP_MOST;
}

/* A webhook that somebody kept is worth nothing later; one from the future is made up. */
static bool is_of_now(struct str timestamp, int64_t received_at)
{
	int64_t now = received_at / SECOND_MS;
	int64_t at;

	return is_digits(timestamp) && !str_number(timestamp, 0, INT64_MAX, &at) &&
	       at >= now - WINDOW_S && at <= now + WINDOW_S;
}

static bool is_signed_by(const char *key_text, const unsigned char *signature, struct str text)
{
	unsigned char key[crypto_sign_PUBLICKEYBYTES];

	return decode(str_of(key_text), key, sizeof(key)) &&
	       crypto_sign_verify_detached(signature, (const unsigned char *)text.at, text.size,
					   key) == 0;
}

static bool is_signed(const struct account *account, struct str timestamp, struct str body,
		      struct str signature_text)
{
	const struct account_values *keys = &account->options[TELNYX_PUBLIC_KEYS];
	unsigned char signature[crypto_sign_BYTES];
	bool is_good = false;
	AUTO(buf) text;

	buf_init(&text, SIGNED_MOST);
	buf_add(&text, timestamp);
	buf_add_char(&text, '|');
	buf_add(&text, body);
	if (buf_check(&text, NULL) || !decode(signature_text, signature, sizeof(signature)))
		return false;
	for (size_t i = 0; i < keys->count; i++)
		is_good |= is_signed_by(keys->at[i], signature, buf_str(&text));
	return is_good;
}

enum fault telnyx_sign_check(const struct account *account, const struct webhook *webhook,
			     struct note *note)
{
	assert(account && webhook);
	assert(webhook->headers || webhook->header_count == 0);

	struct str timestamp = http_header_find(webhook->headers, webhook->header_count,
						"telnyx-timestamp");
	struct str signature = http_header_find(webhook->headers, webhook->header_count,
						"telnyx-signature-ed25519");

	if (!timestamp.size || !signature.size)
		return fault_because(FAULT_UNSIGNED, note, "the webhook is not signed");
	if (!is_of_now(timestamp, webhook->received_at))
		return fault_because(FAULT_UNSIGNED, note,
				     "the signature's time is not within five minutes of ours");
	if (!is_signed(account, timestamp, webhook->body, signature))
		return fault_because(FAULT_UNSIGNED, note,
				     "the signature fits none of the account's public keys");
	return FAULT_NONE;
}
