/*
 * phone - telephone numbers as E.164, through libphonenumber.
 *
 * Its metadata is of 2022: newer area codes look "possible, not valid".  So we
 * accept what is exactly possible (never local-only), and give validity only
 * as a hint.  Emergency numbers are refused first.  A text that already is
 * +digits of a plausible length is passed through without the library, and
 * called valid: nothing speaks against it.
 *
 * Threads: any.
 */
#ifndef I18N_PHONE_H
#define I18N_PHONE_H

#include "base/buf.h"

/* "+" and up to 15 digits, and a NUL */
#define PHONE_SIZE 17

struct phone {
	char e164[PHONE_SIZE];
	bool is_valid; /* a hint only */
};

/* `region` (ISO 3166, "US") is used for numbers without "+"; NULL: those are none.
 * FAULT_INVALID with a reason fit for a person: "the number is too short"… (no digits of
 * it). */
enum fault phone_read(struct str text, const char *region, struct phone *phone,
		      struct note *note) MUST_CHECK;
/* "(312) 555-0100" for numbers of `region` (NULL: none), international spelling otherwise. */
void phone_spell(const char *e164, const char *region, struct buf *into);

#endif
