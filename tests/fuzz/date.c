#include "fuzz.h"

#include "base/date.h"

/* An instant that was read is spelled so that it reads the same. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = { (const char *)bytes, size };
	char spelled[DATE_SIZE];
	int64_t at, again;

	if (!date_parse_rfc3339(text, &at) && at >= 0 && at < INT64_C(253402300800000)) {
		date_rfc3339(at, spelled);
		assert(!date_parse_rfc3339(str_of(spelled), &again) && again == at);
	}
	if (!date_parse_rfc2822(text, &at) && at >= 0 && at < INT64_C(253402300800000)) {
		date_rfc2822(at, spelled);
		assert(!date_parse_rfc2822(str_of(spelled), &again) && again == at);
	}
	return 0;
}
