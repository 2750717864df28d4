/*
 * opt_out - the provider's own words for STOP, START and HELP.
 *
 * The default English list of long codes (reference/twilio-wire.md §7): the text
 * must be the word alone, in any case.
 *
 * Threads: pure.
 */
#ifndef CARRIER_OPT_OUT_H
#define CARRIER_OPT_OUT_H

#include "base/str.h"

enum opt_out_word { OPT_OUT_NO_WORD, OPT_OUT_STOP, OPT_OUT_START, OPT_OUT_HELP, OPT_OUT_WORDS };

enum opt_out_word opt_out_read(struct str text);
/* "STOP", "START", "HELP": the webhook's OptOutType. */
const char *opt_out_type(enum opt_out_word word);
/* What the provider answers. */
const char *opt_out_reply(enum opt_out_word word);

#endif
