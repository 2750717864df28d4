/*
 * channel - by what a family is reached.
 *
 * The word stands in SQL CHECK constraints, JSON, the console and the log.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_CHANNEL_H
#define DOMAIN_CHANNEL_H

#include "base/str.h"

#define CHANNELS(X) \
	X(CHANNEL_SMS, "sms") X(CHANNEL_WHATSAPP, "whatsapp") X(CHANNEL_VOICE, "voice")

#define X(name, word) name,
enum channel { CHANNELS(X) CHANNEL_COUNT };
#undef X

const char *channel_word(enum channel channel);
/* False when it is no such word. */
bool channel_of(struct str word, enum channel *channel);

#endif
