/*
 * json_mend - JSON that one poisoned text cannot make unreadable.
 *
 * What families write comes in providers' JSON: a NUL, half an emoji or broken UTF-8 in
 * one text becomes U+FFFD, instead of hiding the message and all its neighbours.
 *
 * Threads: pure; the caller owns *value.
 */
#ifndef BASE_JSON_MEND_H
#define BASE_JSON_MEND_H

#include "json.h"

/* Like json_read; FAULT_INVALID in words that quote nothing of the text, FAULT_TOO_LARGE. */
enum fault json_mend_read(struct str text, json_t **value, struct note *note) MUST_CHECK;

#endif
