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
/* False when the table does not name the code (then *remedy is the default of its kind). */
bool telnyx_errors_remedy(int code, enum remedy *remedy);

#endif
