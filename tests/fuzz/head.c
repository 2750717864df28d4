#include "fuzz.h"

#include "wire/head.h"

/* A head that is whole lies within the bytes, and so does all that was read of it. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = { (const char *)bytes, size };
	struct head head = { .status = 0 };
	enum head_verdict verdict = head_parse(text, 16384, &head);

	if (verdict == HEAD_BAD)
		assert(head.status >= 400 && head.status < 600);
	if (verdict != HEAD_WHOLE)
		return 0;
	assert(head.size <= size && head.header_count <= HTTP_HEADERS_MAX);
	for (size_t i = 0; i < head.header_count; i++)
		assert(head.headers[i].value.size <= head.size);
	return 0;
}
