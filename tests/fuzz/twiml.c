#include "fuzz.h"

#include "adapters/carrier/document.h"

static void say(void *data, struct str text)
{
	*(size_t *)data += text.size;
	assert(text.size > 0);
}

/* Of a document no more is said than stands in it, and nothing is fetched. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str body = { (const char *)bytes, size };
	size_t said = 0;
	int code = document_read(STR("text/xml; charset=utf-8"), body, say, &said);

	assert(code == 0 || code == DOCUMENT_TOO_LARGE || code == DOCUMENT_BROKEN ||
	       code == DOCUMENT_ODD);
	assert(said <= 64u * size + 64);
	said = 0;
	assert(document_read(STR("text/plain"), body, say, &said) == 0 && said == size);
	return 0;
}
