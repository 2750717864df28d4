/*
 * segment - how many text messages a text costs, and how to make it cost less.
 *
 * Rules and cases: reference/twilio-wire.md §9.  Code-unit rule: GSM-7 when every
 * character is in GSM 03.38 basic + extension (160/153 septets), UTF-16
 * otherwise (70/67 units, a surrogate pair is never split).
 *
 * Threads: pure.
 */
#ifndef I18N_SEGMENT_H
#define I18N_SEGMENT_H

#include "base/buf.h"

enum segment_alphabet { SEGMENT_GSM7, SEGMENT_UCS2 };

struct segment_count {
	enum segment_alphabet alphabet;
	unsigned units;      /* septets or UTF-16 code units */
	unsigned segments;   /* at least 1 */
	unsigned characters; /* code points: the provider's 1,600 limit */
};

/* Broken UTF-8 counts as U+FFFD. */
struct segment_count segment_count(struct str text);
/* The typographic fold: NFC, then quotes, dashes, ellipsis, odd spaces… to
 * ASCII, but only when the WHOLE result becomes GSM-7; otherwise the NFC text
 * unchanged.  Never strips the accents of a language; one space for NBSP.
 * U+202F before AM/PM is always made a plain space. */
void segment_fold(struct str text, struct buf *into);

#endif
