#include "fuzz.h"

#include <string.h>

#include "i18n/text/phone.h"

/* What comes out is E.164, and stays what it is. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = { (const char *)bytes, size };
	struct phone phone, again;
	struct note note;

	if (phone_read(text, "US", &phone, &note))
		return 0;
	assert(phone.e164[0] == '+' && strlen(phone.e164) < PHONE_SIZE);
	assert(strspn(phone.e164 + 1, "0123456789") == strlen(phone.e164 + 1));
	assert(!phone_read(str_of(phone.e164), NULL, &again, &note));
	assert(!strcmp(phone.e164, again.e164));
	return 0;
}
