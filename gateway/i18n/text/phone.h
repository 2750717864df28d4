/*
 * phone - telephone numbers as E.164, through libphonenumber.
 *
 * Its metadata is of 2022: newer area codes look "possible, not valid".  So we
 * accept what is exactly possible (never local-only) and do not ask whether it
 * is valid.  Emergency numbers are refused first.  A text that already is
 * +digits of a plausible length is passed through without the library.
 *
 * Threads: any.
 */
#ifndef I18N_PHONE_H
#define I18N_PHONE_H

#include <stdbool.h>

#include "base/buf.h"

/* "+" and up to 15 digits, and a NUL */
#define PHONE_SIZE 17

struct phone {
	char e164[PHONE_SIZE];
};

/* `region` (ISO 3166, "US") is used for numbers without "+"; NULL: those are none.
 * FAULT_INVALID with a reason fit for a person: "the number is too short"… (no digits of
 * it). */
enum fault phone_read(struct str text, const char *region, struct phone *phone,
		      struct note *note) MUST_CHECK;

/* The country of a number that the provider or our store wrote: ISO 3166 ("PR" for +1 787);
 * false when nobody knows, and *country is "". */
#define PHONE_COUNTRY 3
bool phone_country(struct str e164, char country[PHONE_COUNTRY]);
/* Its name in English, or the code itself. */
void phone_country_name(const char *country, struct buf *into);

#endif
