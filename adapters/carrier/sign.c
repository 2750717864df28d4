#include "sign.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

#include "base/halt.h"
#include "base/memory.h"

struct str sign_bare_url(struct str url)
{
	return str_slice(url, 0, str_find(url, STR("#")));
}

static int compare_fields(const void *left, const void *right)
{
	const struct form_field *a = left;
	const struct form_field *b = right;
	int order = str_compare(a->name, b->name);

	return order ? order : str_compare(a->value, b->value);
}

static void add_sorted(struct buf *text, struct form_field *fields, size_t count)
{
	qsort(fields, count, sizeof(*fields), compare_fields);
	for (size_t i = 0; i < count; i++) {
		if (i && compare_fields(&fields[i - 1], &fields[i]) == 0)
			continue;
		buf_add(text, fields[i].name);
		buf_add(text, fields[i].value);
	}
}

void sign_form(struct str token, struct str url, const struct form_field *fields,
	       size_t count, char into[SIGN_SIZE])
{
	assert(token.size > 0);
	assert(fields || count == 0);
	assert(into);

	struct form_field *sorted = memory_array(struct form_field, count);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	AUTO(buf) text;

	buf_init(&text, SIZE_MAX / 2);
	for (size_t i = 0; i < count; i++)
		sorted[i] = fields[i];
	buf_add(&text, sign_bare_url(url));
	add_sorted(&text, sorted, count);
	free(sorted);
	if (!HMAC(EVP_sha1(), token.at ? token.at : "", (int)token.size,
		  (const unsigned char *)buf_text(&text), text.size, digest, &size))
		halt_because("crypto.broken", "OpenSSL computes no HMAC");
	EVP_EncodeBlock((unsigned char *)into, digest, (int)size);
}
