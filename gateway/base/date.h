/*
 * date - instants in the two spellings of the wire, UTC only.
 *
 * What families read is spelled by i18n/time/zone.h, in their zone and language.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "str.h"

#define DATE_SIZE 80

/* 2026-11-22T03:14:42.120Z */
void date_rfc3339(int64_t at, char into[DATE_SIZE]);
/* Sun, 22 Nov 2026 03:14:42 +0000 (RFC 2822, as Twilio spells it) */
void date_rfc2822(int64_t at, char into[DATE_SIZE]);
/* RFC 3339 or a bare date (midnight UTC); fractions and offsets understood. */
enum fault date_parse_rfc3339(struct str text, int64_t *at) MUST_CHECK;
/* "Sun, 22 Nov 2026 03:14:42 +0000"; the weekday is optional and not judged. */
enum fault date_parse_rfc2822(struct str text, int64_t *at) MUST_CHECK;

#endif
