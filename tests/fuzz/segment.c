#include "fuzz.h"

#include "i18n/text/segment.h"

/* Folding gives valid UTF-8 and never makes a text dearer; twice is once. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = { (const char *)bytes, size };
	AUTO(buf) once;
	AUTO(buf) twice;

	buf_init(&once, 4 << 20);
	buf_init(&twice, 4 << 20);
	assert(segment_count(text).segments >= 1);
	segment_fold(text, &once);
	segment_fold(buf_str(&once), &twice);
	assert(str_is_utf8(buf_str(&once)));
	assert(str_equals(buf_str(&once), buf_str(&twice)));
	return 0;
}
