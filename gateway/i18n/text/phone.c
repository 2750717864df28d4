#include "phone.h"

#include <assert.h>

#include "shim.h"

/* Nobody writes a longer one; protects the library's regular expressions. */
#define LONGEST 64

static const struct {
	enum fault fault;
	const char *reason;
} verdicts[SHIM_PHONES] = {
	[SHIM_PHONE_POSSIBLE] = { FAULT_NONE, "" },
	[SHIM_PHONE_NO_NUMBER] = { FAULT_INVALID, "this is no telephone number" },
	[SHIM_PHONE_NO_COUNTRY] = { FAULT_INVALID, "no country code, or an unknown one" },
	[SHIM_PHONE_TOO_SHORT] = { FAULT_INVALID, "the number is too short" },
	[SHIM_PHONE_TOO_LONG] = { FAULT_INVALID, "the number is too long" },
	[SHIM_PHONE_WRONG_LENGTH] = { FAULT_INVALID, "no number of that country has this many digits" },
	[SHIM_PHONE_LOCAL_ONLY] = { FAULT_INVALID, "the area code is missing" },
	[SHIM_PHONE_EXTENSION] = { FAULT_INVALID, "an extension cannot get text messages" },
	[SHIM_PHONE_EMERGENCY] = { FAULT_INVALID, "this is an emergency number" },
	[SHIM_PHONE_BROKEN] = { FAULT_BROKEN, "the telephone number library failed" },
};

/*
 * What the provider and our own store write: no library needed.  North American
 * numbers (+1) have exactly ten digits more, and no area code or exchange that
 * begins with 0 or 1.
 */
static bool is_e164(struct str text)
{
	if (text.size < 9 || text.size > PHONE_SIZE - 1 || text.at[0] != '+' ||
	    text.at[1] == '0')
		return false;
	for (size_t i = 1; i < text.size; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return text.at[1] != '1' ||
	       (text.size == 12 && text.at[2] >= '2' && text.at[5] >= '2');
}

enum fault phone_read(struct str text, const char *region, struct phone *phone,
		      struct note *note)
{
	enum shim_phone verdict;
	AUTO(buf) e164;

	assert(phone);
	buf_init(&e164, PHONE_SIZE - 1);
	text = str_trim(text);
	if (is_e164(text)) {
		str_put(phone->e164, sizeof(phone->e164), text);
		return FAULT_NONE;
	}
	if (text.size > LONGEST)
		return fault_because(FAULT_INVALID, note, "%s",
				     verdicts[SHIM_PHONE_NO_NUMBER].reason);
	verdict = shim_phone_read(text, region, &e164);
	if (verdicts[verdict].fault)
		return fault_because(verdicts[verdict].fault, note, "%s",
				     verdicts[verdict].reason);
	/* a 17 digit number of a country that has such; nobody can text it */
	if (e164.is_stale)
		return fault_because(FAULT_INVALID, note, "%s",
				     verdicts[SHIM_PHONE_TOO_LONG].reason);
	str_put(phone->e164, sizeof(phone->e164), buf_str(&e164));
	return FAULT_NONE;
}

bool phone_country(struct str e164, char country[PHONE_COUNTRY])
{
	AUTO(buf) found;

	assert(country);
	country[0] = '\0';
	buf_init(&found, PHONE_COUNTRY - 1);
	if (!is_e164(str_trim(e164)) || !shim_phone_country(str_trim(e164), &found) ||
	    buf_check(&found, NULL))
		return false;
	str_put(country, PHONE_COUNTRY, buf_str(&found));
	return country[0] != '\0';
}

void phone_country_name(const char *country, struct buf *into)
{
	assert(country && into);
	if (!shim_icu_spell_country(country, into))
		buf_add_text(into, country);
}
