/*
 * opt_out_judge - what the words of a text, or of a clause of it, say together in one
 * language; for this room only.
 *
 * Threads: pure.
 */
#ifndef I18N_OPT_OUT_JUDGE_H
#define I18N_OPT_OUT_JUDGE_H

#include "opt_out_words.h"

#define OPT_OUT_TEXTS (OPT_OUT_IS(THING) | OPT_OUT_IS(SEND))

/* From the word `from` to before `to`. */
struct opt_out_part {
	size_t from, to;
};

struct opt_out_sum {
	unsigned all;           /* what any word stands for */
	unsigned things;        /* the same of words that are no verb of sending: typed bare,
				   Vietnamese "get" and "text" are one */
	unsigned unrung;        /* of words that are no verb of calling */
	size_t words;
	int strange;            /* words of no list */
	int aside;              /* words that are nothing but aside */
	int own;                /* words of this language itself */
	int guessed;            /* those of them that lack its marks */
	int of_idioms;          /* words that only an idiom knows */
	bool is_only_cease;     /* "please stop", and nothing else */
	bool is_kept;           /* "don't stop" */
	bool is_opening;        /* begins with "stop texting", in English words, please or not */
	bool is_reason;         /* not one known word beyond who left or moved, and small words */
	bool is_courteous;      /* nothing but thanks */
};

static inline bool opt_out_has(unsigned all, unsigned any)
{
	return (all & any) != 0;
}

struct opt_out_sum opt_out_judge_sum_up(const struct opt_out_reading *reading, size_t lang,
			    struct opt_out_part part);
/* `said`: a bit for each kind of idiom that stands there. */
enum opt_out opt_out_judge(const struct opt_out_sum *sum, unsigned said, bool is_asking);
/* "don't stop" */
bool opt_out_judge_is_kept(const struct opt_out_sum *sum, unsigned said);
/* "I don't want to stop…" */
bool opt_out_judge_is_turned(const struct opt_out_sum *sum);

#endif
