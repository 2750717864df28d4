#include "opt_out_judge.h"

#include <assert.h>

/* Words that no list knows beside which an opt-out is still worth a person's time. */
enum { STRANGE_MOST = 6 };
/* "OK, please stop it!": more words say more than that. */
enum { ONLY_CEASE_MOST = 4 };
/* "too many messages about everything" */
enum { STRANGE_MUCH = 2 };

#define LIGHT (OPT_OUT_IS(CEASE) | OPT_OUT_IS(PLEASE) | OPT_OUT_IS(FILLER))
/* Known, yet no part of asking us to stop: a text with one of them is about something else
 * or about a part of it, and stops nothing at once. */
#define ASIDE                                                                           \
	(OPT_OUT_IS(KIN) | OPT_OUT_IS(MATTER) | OPT_OUT_IS(SWAP) | OPT_OUT_IS(REASON) |             \
	 OPT_OUT_IS(ONLY) | OPT_OUT_IS(MUCH) | OPT_OUT_IS(GRATEFUL) | OPT_OUT_IS(POLITE))

static void add_word(struct opt_out_sum *sum, unsigned mask)
{
	bool is_aside = mask != 0 && (mask & ~ASIDE) == 0;

	sum->words++;
	sum->strange += mask == 0;
	sum->aside += is_aside;
	sum->of_idioms += mask == OPT_OUT_IS(IDIOM);
	sum->all |= mask;
	if (!opt_out_has(mask, OPT_OUT_IS(SEND)))
		sum->things |= mask;
	if (!opt_out_has(mask, OPT_OUT_IS(RING)))
		sum->unrung |= mask;
	sum->is_only_cease &= opt_out_has(mask, LIGHT);
	sum->is_reason &= mask == 0 ||
			  opt_out_has(mask, OPT_OUT_IS(KIN) | OPT_OUT_IS(REASON) | OPT_OUT_IS(FILLER) |
				    OPT_OUT_IS(ME) | OPT_OUT_IS(NOT) | OPT_OUT_IS(MORE) |
				    OPT_OUT_IS(AROUND) | OPT_OUT_IS(PLEASE) | OPT_OUT_IS(GRATEFUL));
	sum->is_courteous &= opt_out_has(mask, OPT_OUT_IS(GRATEFUL) | OPT_OUT_IS(POLITE));
}

/* English words count in every language, but "son" is a child in English only. */
static unsigned english_of(const struct opt_out_reading *reading, size_t word, unsigned own)
{
	size_t english = reading->set->english;

	if (english == reading->set->lang_count)
		return 0;
	return own ? reading->masks[word][english] & ~ASIDE : reading->masks[word][english];
}

/* There the verb of stopping comes before what stops, and "not" before both. */
static bool is_english_pair(const struct opt_out_reading *reading, size_t second)
{
	size_t english = reading->set->english;

	return second > 0 && english < reading->set->lang_count &&
	       opt_out_has(reading->masks[second - 1][english], OPT_OUT_IS(CEASE)) &&
	       opt_out_has(reading->masks[second][english], OPT_OUT_TEXTS);
}

struct opt_out_sum opt_out_judge_sum_up(const struct opt_out_reading *reading, size_t lang, struct opt_out_part part)
{
	struct opt_out_sum sum = { .is_only_cease = true, .is_reason = true,
			   .is_courteous = true };
	unsigned before = 0;
	int place = 0;

	assert(reading && lang < reading->set->lang_count);
	assert(part.from <= part.to && part.to <= reading->words);
	for (size_t i = part.from; i < part.to; i++) {
		unsigned mask = reading->masks[i][lang];

		sum.own += mask != 0;
		sum.guessed += mask != 0 && !(reading->as_written[i] >> lang & 1);
		mask |= english_of(reading, i, mask);
		add_word(&sum, mask);
		sum.is_kept |= opt_out_has(mask, OPT_OUT_IS(CEASE) | OPT_OUT_IS(OFF)) &&
			       opt_out_has(before, OPT_OUT_IS(NOT)) &&
			       reading->place_of[i] == place + 1;
		sum.is_opening |= !opt_out_has(sum.all, OPT_OUT_IS(NOT) | OPT_OUT_IS(WANT)) &&
				  is_english_pair(reading, i);
		before = mask;
		place = reading->place_of[i];
	}
	sum.is_only_cease &= opt_out_has(sum.all, OPT_OUT_IS(CEASE)) && sum.words <= ONLY_CEASE_MOST;
	sum.is_reason &= !opt_out_has(sum.all, OPT_OUT_TEXTS | OPT_OUT_IS(WANT) | OPT_OUT_IS(OFF));
	sum.is_courteous &= opt_out_has(sum.all, OPT_OUT_IS(GRATEFUL));
	return sum;
}

/* ---- what they say together ------------------------------------------------------ */

/* Do the words, in any order, ask us to stop?  One of each set that is not 0. */
static bool is_asked(const struct opt_out_sum *sum)
{
	static const struct {
		unsigned one, two, three;
		unsigned thing; /* among words that are no verb of sending */
	} patterns[] = {
		{ .one = OPT_OUT_IS(CEASE), .two = OPT_OUT_TEXTS },
		{ .one = OPT_OUT_IS(END),
		  .thing = OPT_OUT_IS(THING) | OPT_OUT_IS(LIST) | OPT_OUT_IS(PHONE) },
		{ .one = OPT_OUT_IS(NOT) | OPT_OUT_IS(NONE), .two = OPT_OUT_IS(MORE), .three = OPT_OUT_TEXTS },
		{ .one = OPT_OUT_IS(NOT), .two = OPT_OUT_IS(SEND),
		  .thing = OPT_OUT_IS(ME) | OPT_OUT_IS(MORE) | OPT_OUT_IS(PHONE) | OPT_OUT_IS(THING) },
		{ .one = OPT_OUT_IS(NOT), .two = OPT_OUT_IS(WANT), .three = OPT_OUT_TEXTS },
		{ .one = OPT_OUT_IS(OFF), .two = OPT_OUT_IS(LIST) | OPT_OUT_IS(PHONE) | OPT_OUT_IS(ME) },
		{ .one = OPT_OUT_IS(DONT_SEND),
		  .two = OPT_OUT_IS(ME) | OPT_OUT_IS(MORE) | OPT_OUT_IS(THING) | OPT_OUT_IS(PLEASE) |
			 OPT_OUT_IS(PHONE) },
		{ .one = OPT_OUT_IS(DONT_WANT), .two = OPT_OUT_TEXTS },
	};

	/* "I no longer get your messages" misses them */
	if (opt_out_has(sum->things, OPT_OUT_IS(GET)) &&
	    !opt_out_has(sum->all, OPT_OUT_IS(WANT) | OPT_OUT_IS(OFF) | OPT_OUT_IS(DONT_WANT)))
		return false;
	for (size_t i = 0; i < COUNT_OF(patterns); i++)
		if (opt_out_has(sum->all, patterns[i].one) &&
		    (!patterns[i].two || opt_out_has(sum->all, patterns[i].two)) &&
		    (!patterns[i].three || opt_out_has(sum->all, patterns[i].three)) &&
		    (!patterns[i].thing || opt_out_has(sum->things, patterns[i].thing)))
			return true;
	return sum->is_only_cease;
}

/* Whose opt-out is about something else, although the words of a stop are there: a child, a
 * teacher, homework, a bus; another number in the place of this one. */
static bool is_elsewhere(const struct opt_out_sum *sum)
{
	unsigned all = sum->all;

	if (opt_out_has(all, OPT_OUT_IS(SWAP)) && opt_out_has(all, OPT_OUT_IS(PHONE)))
		return true;
	if (!opt_out_has(all, OPT_OUT_IS(KIN) | OPT_OUT_IS(MATTER)))
		return false;
	return !opt_out_has(all, OPT_OUT_IS(THING)) || !opt_out_has(all, OPT_OUT_IS(ME) | OPT_OUT_IS(GET));
}

/* "only in emergencies", "so many texts": a part of it, for a person. */
static bool is_partly(const struct opt_out_sum *sum)
{
	unsigned all = sum->all;

	if (opt_out_has(all, OPT_OUT_IS(KIN) | OPT_OUT_IS(MATTER) | OPT_OUT_IS(GRATEFUL)) ||
	    opt_out_has(sum->things, OPT_OUT_IS(GET)))
		return false;
	if (opt_out_has(all, OPT_OUT_IS(ONLY)))
		return opt_out_has(all, OPT_OUT_TEXTS) && !opt_out_has(all, OPT_OUT_IS(NOT));
	return opt_out_has(all, OPT_OUT_IS(MUCH)) && opt_out_has(all, OPT_OUT_IS(THING)) &&
	       sum->strange <= STRANGE_MUCH;
}

static bool is_weary(const struct opt_out_sum *sum)
{
	unsigned all = sum->all;
	bool is_known = sum->strange == 0 && sum->aside == 0;

	if (opt_out_has(all, OPT_OUT_IS(WEARY)))
		return is_known || opt_out_has(all, OPT_OUT_TEXTS | OPT_OUT_IS(MORE));
	return opt_out_has(all, OPT_OUT_IS(MORE)) && is_known &&
	       (opt_out_has(all, OPT_OUT_IS(DONT_WANT)) ||
		(opt_out_has(all, OPT_OUT_IS(NOT)) && opt_out_has(all, OPT_OUT_IS(WANT))));
}

/* "cancel please": this, or what the text before asked about? */
static bool is_only_end(const struct opt_out_sum *sum)
{
	return opt_out_has(sum->all, OPT_OUT_IS(END)) && sum->strange == 0 && sum->aside == 0 &&
	       sum->words <= ONLY_CEASE_MOST;
}

/* "delete my message": the one that they sent, or ours? */
static bool is_of_theirs(const struct opt_out_sum *sum)
{
	unsigned all = sum->all;

	return opt_out_has(all, OPT_OUT_IS(OFF) | OPT_OUT_IS(END)) && opt_out_has(all, OPT_OUT_IS(MINE)) &&
	       opt_out_has(all, OPT_OUT_IS(THING)) &&
	       !opt_out_has(all, OPT_OUT_IS(LIST) | OPT_OUT_IS(PHONE) | OPT_OUT_IS(CEASE));
}

bool opt_out_judge_is_kept(const struct opt_out_sum *sum, unsigned said)
{
	assert(sum);
	return sum->is_kept || (said & 1u << OPT_OUT_SAYS_KEEP);
}

static bool is_clear(const struct opt_out_sum *sum, unsigned said)
{
	return is_asked(sum) || (said & 1u << OPT_OUT_SAYS_CLEAR);
}

bool opt_out_judge_is_turned(const struct opt_out_sum *sum)
{
	assert(sum);
	return opt_out_has(sum->all, OPT_OUT_IS(CEASE)) && opt_out_has(sum->all, OPT_OUT_IS(NOT)) &&
	       opt_out_has(sum->all, OPT_OUT_IS(WANT)) && !sum->is_opening;
}

/* Only a person can tell what is wrong about a number that children are named beside. */
static bool is_wrong_number(const struct opt_out_sum *sum, unsigned said)
{
	return (said & 1u << OPT_OUT_SAYS_UNCLEAR) && opt_out_has(sum->all, OPT_OUT_IS(PHONE)) &&
	       !opt_out_has(sum->all, OPT_OUT_IS(SWAP) | OPT_OUT_IS(MATTER));
}

/* "my son moved please delete us" */
static bool is_leaving(const struct opt_out_sum *sum)
{
	return opt_out_has(sum->all, OPT_OUT_IS(OFF)) && opt_out_has(sum->all, OPT_OUT_IS(REASON)) &&
	       opt_out_has(sum->all, OPT_OUT_IS(ME)) && !opt_out_has(sum->all, OPT_OUT_IS(MATTER) | OPT_OUT_IS(SWAP));
}

static bool is_worth_a_person(const struct opt_out_sum *sum, unsigned said)
{
	unsigned all = sum->all;

	/* "cancel my appointment": off, but off what? */
	if (is_clear(sum, said) &&
	    !(opt_out_has(all, OPT_OUT_IS(OFF)) && sum->strange > 1 &&
	      !opt_out_has(all, OPT_OUT_IS(LIST) | OPT_OUT_IS(PHONE) | OPT_OUT_TEXTS)))
		return true;
	return (said & 1u << OPT_OUT_SAYS_UNCLEAR) || is_weary(sum) || is_partly(sum) ||
	       is_only_end(sum);
}

/* "Don't call, text me": one of the two is wanted.  "Don't text me now": later is fine.
 * "You need not call me", "I don't want to bother you": nothing is. */
static bool is_for_now(const struct opt_out_sum *sum)
{
	unsigned all = sum->all;

	if (opt_out_has(all, OPT_OUT_IS(WANT) | OPT_OUT_IS(DONT_WANT)) && !opt_out_has(all, OPT_OUT_IS(THING)) &&
	    opt_out_has(all, OPT_OUT_IS(RING) | OPT_OUT_IS(BOTHER)))
		return true;
	if (!opt_out_has(all, OPT_OUT_IS(NOT) | OPT_OUT_IS(DONT_SEND)) ||
	    opt_out_has(all, OPT_OUT_IS(MORE) | OPT_OUT_IS(CEASE) | OPT_OUT_IS(OFF)))
		return false;
	return opt_out_has(all, OPT_OUT_IS(NOW)) ||
	       (opt_out_has(all, OPT_OUT_IS(RING)) && opt_out_has(sum->unrung, OPT_OUT_TEXTS));
}

/* Nothing in it that we do not know, or that is about something else. */
static bool is_plain(const struct opt_out_sum *sum, unsigned said)
{
	return sum->strange == 0 && sum->aside == 0 &&
	       (sum->of_idioms == 0 || (said & 1u << OPT_OUT_SAYS_CLEAR));
}

/* They mean us, now and all of it. */
static bool is_meant(const struct opt_out_sum *sum, unsigned said)
{
	return is_clear(sum, said) && is_plain(sum, said) && !opt_out_judge_is_turned(sum) &&
	       !is_for_now(sum) && !is_of_theirs(sum);
}

enum opt_out opt_out_judge(const struct opt_out_sum *sum, unsigned said, bool is_asking)
{
	assert(sum);
	assert(sum->words <= OPT_OUT_WORDS);

	bool is_polite = opt_out_has(sum->all, OPT_OUT_IS(PLEASE));

	if (sum->is_courteous)
		return is_asking ? OPT_OUT_NONE : OPT_OUT_THANKS;
	if (opt_out_judge_is_kept(sum, said) || sum->strange > STRANGE_MOST)
		return OPT_OUT_NONE;
	if (is_meant(sum, said) && (!is_asking || is_polite))
		return OPT_OUT_CLEAR;
	if (is_elsewhere(sum) && !is_wrong_number(sum, said) && !is_leaving(sum))
		return OPT_OUT_NONE;
	return is_worth_a_person(sum, said) ? OPT_OUT_UNCLEAR : OPT_OUT_NONE;
}
