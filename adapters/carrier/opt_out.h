/*
 * opt_out - the provider's own words for STOP, START and HELP.
 *
 * The default English lists of long codes (reference/twilio-wire.md §7, adapters/telnyx/wire.md
 * §8): the text must be the word alone, in any case.  What a STOP closes is the
 * dialect's: one line, or all lines of a profile.
 *
 * Threads: pure.
 */
#ifndef CARRIER_OPT_OUT_H
#define CARRIER_OPT_OUT_H

#include "base/str.h"
#include "refusal.h"

enum opt_out_word { OPT_OUT_NO_WORD, OPT_OUT_STOP, OPT_OUT_START, OPT_OUT_HELP, OPT_OUT_WORDS };

/* What a text means to that provider. */
enum opt_out_word opt_out_read(enum dialect_id dialect, struct str text);
/* "STOP", "START", "HELP": the webhook's OptOutType. */
const char *opt_out_type(enum opt_out_word word);
/* What the provider answers. */
const char *opt_out_reply(enum opt_out_word word);

#endif
