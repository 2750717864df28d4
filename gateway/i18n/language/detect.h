/*
 * detect - in which language a text is written, or that nobody can tell (CLD2).
 *
 * Threads: any.
 */
#ifndef I18N_DETECT_H
#define I18N_DETECT_H

#include "lang.h"

/* Recognises (CLD2, full tables) the language of a text among `allowed` (count
 * 0: all shipped).  NULL when unreliable: never guessed.  Takes 20 µs, 40 for a few
 * words.  What it gets right and what not: README.md. */
const struct lang *detect_language(const struct lang_set *set, struct str text,
				  const struct lang *const *allowed, size_t count);
/* Start-up self-test: Somali and Pashto are found only with the full tables. */
enum fault detect_self_check(const struct lang_set *set, struct note *note) MUST_CHECK;

#endif
