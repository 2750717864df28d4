#include "mac.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdio.h>

#include "base/halt.h"

void mac_done(struct mac *mac)
{
	EVP_MAC_CTX_free(mac->context);
	EVP_MAC_free(mac->kind);
}

void mac_init(struct mac *mac, struct str key)
{
	char digest[] = "SHA256";
	const OSSL_PARAM params[] = {
		OSSL_PARAM_utf8_string("digest", digest, sizeof(digest) - 1), OSSL_PARAM_END };

	assert(mac && key.size > 0);
	mac->kind = EVP_MAC_fetch(NULL, "HMAC", NULL);
	mac->context = EVP_MAC_CTX_new(mac->kind);
	if (!mac->context || EVP_MAC_init(mac->context, (const unsigned char *)key.at, key.size,
					  params) != 1)
		halt_because("crypto.broken", "OpenSSL computes no HMAC");
}

void mac_add(struct mac *mac, struct str field)
{
	unsigned char size[8];

	for (int i = 0; i < 8; i++)
		size[i] = (unsigned char)((uint64_t)field.size >> (56 - 8 * i));
	if (EVP_MAC_update(mac->context, size, sizeof(size)) != 1 ||
	    (field.size &&
	     EVP_MAC_update(mac->context, (const unsigned char *)field.at, field.size) != 1))
		halt_because("crypto.broken", "OpenSSL computes no HMAC");
}

void mac_add_number(struct mac *mac, int64_t number)
{
	char digits[24];
	int size = snprintf(digits, sizeof(digits), "%lld", (long long)number);

	mac_add(mac, (struct str){ digits, (size_t)size });
}

void mac_end(struct mac *mac, char into[DIGEST_SIZE])
{
	unsigned char bytes[32];
	size_t size = 0;

	if (EVP_MAC_final(mac->context, bytes, &size, sizeof(bytes)) != 1 || size != 32 ||
	    EVP_MAC_init(mac->context, NULL, 0, NULL) != 1)
		halt_because("crypto.broken", "OpenSSL computes no HMAC");
	digest_spell(bytes, into);
}
