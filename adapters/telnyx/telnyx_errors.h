/*
 * telnyx_errors - what each error code asks for, as data.
 *
 * Threads: pure; any.
 */
#ifndef TELNYX_TELNYX_ERRORS_H
#define TELNYX_TELNYX_ERRORS_H

#include "base/json.h"
#include "domain/delivery.h"

/* The first code of {"errors": [{"code": "40300"}]}; 0: there is none.  Codes are texts of
 * digits; a number is taken too. */
int telnyx_errors_first(const json_t *object);
/* The same of an answer that may be a stranger's: 0 unless it has five digits, as Telnyx's
 * have.  One that the table does not name is theirs only with a title. */
int telnyx_errors_own(const json_t *document, bool *has_title);
/* False when the table does not name the code (then *remedy is the default of its kind). */
bool telnyx_errors_remedy(int code, enum remedy *remedy);

#endif
