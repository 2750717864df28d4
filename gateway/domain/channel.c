#include "channel.h"

#include "words.h"

#define X(name, word) [name] = word,
static const char *const channel_words[] = { CHANNELS(X) };
#undef X

WORDS_OF(channel, enum channel)
