#include "digest.h"

#include <assert.h>
#include <openssl/evp.h>

#include "base/halt.h"

void digest_spell(const unsigned char bytes[32], char into[DIGEST_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < 32; i++) {
		into[2 * i] = digits[bytes[i] >> 4];
		into[2 * i + 1] = digits[bytes[i] & 15];
	}
	into[64] = '\0';
}

void digest_hex(struct str text, char into[DIGEST_SIZE])
{
	unsigned char bytes[32];

	assert(text.at || text.size == 0);
	if (EVP_Digest(text.at ? text.at : "", text.size, bytes, NULL, EVP_sha256(), NULL) != 1)
		halt_because("crypto.broken", "OpenSSL computes no SHA-256");
	digest_spell(bytes, into);
}
