/*
 * judge - is a POST Messages acceptable?  Twilio's own checks, in its order, and those
 * that every dialect makes alike.
 *
 * Threads: loop thread.
 */
#ifndef CARRIER_JUDGE_H
#define CARRIER_JUDGE_H

#include "carrier.h"
#include "wire/form.h"

/* Seconds; also what a message without one gets. */
enum { JUDGE_VALID_MOST = 36000 };

/* REFUSAL_NONE when it is fine. */
enum refusal judge_message(struct carrier *carrier, const struct form *form);

/* A parameter with a short list of values. */
struct judge_words {
	const char *name;
	const char *words[3]; /* NULLs behind the last */
};

/* REFUSAL_PARAMETER when one of them is there and none of its words. */
enum refusal judge_each_word(const struct form *form, const struct judge_words *words,
			     size_t count);
/* Addresses of pictures under that name; *media counts them. */
enum refusal judge_media(const struct form *form, const char *name, int *media);
/* At most 1,600 characters of UTF-8. */
enum refusal judge_text(struct str text);

#endif
