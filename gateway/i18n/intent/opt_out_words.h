/*
 * opt_out_words - a text as opt-outs are read: cut into words and clauses, each word looked up in
 * all languages at once; for this room only.
 *
 * Threads: a reading is its caller's; the set is read-only.
 */
#ifndef I18N_OPT_OUT_WORDS_H
#define I18N_OPT_OUT_WORDS_H

#include <stdint.h>

#include "opt_out_parts.h"

/* What each word means in each language, and where each form stands, from 1; a sign of
 * punctuation is a place of its own, and most signs end a clause. */
struct opt_out_reading {
	const struct opt_out_set *set;
	unsigned masks[OPT_OUT_WORDS][ROW_LANGS_MOST]; /* OPT_OUT_IS */
	uint64_t as_written[OPT_OUT_WORDS];            /* a bit each language: not for want of marks */
	unsigned char place_of[OPT_OUT_WORDS];
	unsigned char clause_of[OPT_OUT_WORDS];        /* from 0, never smaller than the last */
	size_t words;
	unsigned char place, clause;
	bool is_full;      /* there were more words than it holds */
	bool is_asking;    /* has a question mark */
	uint64_t langs;    /* a bit each that has a word of the text in one of its lists or idioms */
	uint64_t is_found[OPT_OUT_FORMS / 64]; /* the forms that stand there, a bit each */
	unsigned short keys[OPT_OUT_FORMS]; /* of those the ones that an idiom begins with */
	size_t key_count;
	/* of the forms that stand there alone, for they are not cleared: */
	unsigned char places[OPT_OUT_FORMS]; /* of words that begin so, where it is a stem */
	unsigned char wholes[OPT_OUT_FORMS]; /* of words that are it; 0: none */
};

static inline bool opt_out_is_found(const struct opt_out_reading *reading, unsigned form)
{
	return reading->is_found[form / 64] >> form % 64 & 1;
}

/* FNV-1a, one byte at a time, so that every prefix of a word costs one step. */
#define OPT_OUT_HASH_START 2166136261u
static inline unsigned opt_out_hash_step(unsigned hash, char byte)
{
	return (hash ^ (unsigned char)byte) * 16777619u;
}
/* The form with that text, or NULL. */
const struct opt_out_form *opt_out_words_find(const struct opt_out_set *set, unsigned hash,
					      struct str text);
/* A word of a folded text as it is looked up: plain, no apostrophes, no letter three
 * times. */
void opt_out_words_fold(struct str word, struct buf *into);
/* Of a text of at most OPT_OUT_LONGEST bytes. */
void opt_out_words_read(const struct opt_out_set *set, const struct text_forms *forms,
			struct opt_out_reading *reading);

#endif
