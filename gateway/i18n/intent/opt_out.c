#include "opt_out.h"

#include <assert.h>

#include "opt_out_judge.h"

/* "my son Ahmed left" */
enum { NAMES_MOST = 2 };
/* ---- idioms -------------------------------------------------------------------- */

/* All of its words stand there; those that keep, one behind the other. */
static bool is_said(const struct opt_out_reading *reading, const struct opt_out_idiom *idiom,
		    struct opt_out_part part)
{
	int first = reading->place_of[part.from];
	int last = reading->place_of[part.to - 1];
	int before = 0;

	for (size_t i = 0; i < idiom->count; i++) {
		const unsigned char *places = idiom->is_stem[i] ? reading->places
								: reading->wholes;
		int here = opt_out_is_found(reading, idiom->forms[i]) ? places[idiom->forms[i]] : 0;

		if (here < first || here > last ||
		    (idiom->kind == OPT_OUT_SAYS_KEEP && i > 0 && here != before + 1))
			return false;
		before = here;
	}
	return true;
}

/* The kinds of idiom that stand there, a bit each.  One whose first word does not is not
 * looked at. */
static unsigned idioms_of(const struct opt_out_reading *reading, size_t lang, struct opt_out_part part)
{
	const struct opt_out_set *set = reading->set;
	unsigned said = 0;

	for (size_t i = 0; i < reading->key_count; i++) {
		unsigned to = set->idiom_from[reading->keys[i] + 1];

		for (unsigned at = set->idiom_from[reading->keys[i]]; at < to; at++)
			if (set->idioms[at].lang == lang && is_said(reading, &set->idioms[at], part))
				said |= 1u << set->idioms[at].kind;
	}
	return said;
}

static unsigned read_idioms(const struct opt_out_reading *reading, size_t lang, struct opt_out_part part)
{
	size_t english = reading->set->english;
	unsigned said = idioms_of(reading, lang, part);

	if (english != lang && english < reading->set->lang_count)
		said |= idioms_of(reading, english, part);
	return said;
}

/* ---- clause by clause -------------------------------------------------------------- */

static struct opt_out_part next_clause(const struct opt_out_reading *reading, size_t from)
{
	struct opt_out_part part = { from, from };

	while (part.to < reading->words &&
	       reading->clause_of[part.to] == reading->clause_of[from])
		part.to++;
	return part;
}

/* "Text me" */
static bool is_wanted(const struct opt_out_sum *sum)
{
	return opt_out_has(sum->all, OPT_OUT_IS(SEND)) &&
	       !opt_out_has(sum->all, OPT_OUT_IS(NOT) | OPT_OUT_IS(NONE) | OPT_OUT_IS(CEASE) | OPT_OUT_IS(WEARY) |
				      OPT_OUT_IS(DONT_SEND) | OPT_OUT_IS(DONT_WANT));
}

/* Names and dates may stand beside who left, where the opt-out itself is for good; a mere
 * "stop" needs a reason that is known to the last word. */
static int names_beside(const struct opt_out_sum *opt_out)
{
	if (opt_out->is_only_cease ||
	    !opt_out_has(opt_out->all, OPT_OUT_IS(CEASE) | OPT_OUT_IS(MORE) | OPT_OUT_IS(OFF) | OPT_OUT_IS(WANT) |
				    OPT_OUT_IS(DONT_WANT)))
		return 0;
	return NAMES_MOST;
}

static bool is_beside(const struct opt_out_sum *sum, int names, bool is_whole)
{
	if (is_whole)
		return !is_wanted(sum);
	return sum->is_courteous ||
	       (sum->is_reason && sum->strange <= names &&
		(sum->strange == 0 || opt_out_has(sum->all, OPT_OUT_IS(KIN) | OPT_OUT_IS(REASON))));
}

/* "My son graduated. Please stop texting me": one clause asks by itself, and no other says
 * more than why; or the whole asks too and no other speaks of texts.  "I can't come. Text
 * me" asks in none, and whoever adds when, what or whom to text is for a person to read. */
static bool is_clear_in_clauses(const struct opt_out_reading *reading, size_t lang, bool is_whole,
				bool is_idiom)
{
	struct opt_out_sum others[OPT_OUT_WORDS];
	size_t other_count = 0;
	int names = is_whole && is_idiom ? 0 : -1;
	struct opt_out_part part;

	for (size_t at = 0; at < reading->words; at = part.to) {
		struct opt_out_sum sum;

		part = next_clause(reading, at);
		sum = opt_out_judge_sum_up(reading, lang, part);
		if (opt_out_judge(&sum, read_idioms(reading, lang, part), reading->is_asking &&
			  !is_whole) != OPT_OUT_CLEAR)
			others[other_count++] = sum;
		else if (names < names_beside(&sum))
			names = names_beside(&sum);
	}
	for (size_t i = 0; i < other_count; i++)
		if (!is_beside(&others[i], names, is_whole))
			return false;
	return names >= 0;
}

/* English text that has words of this language by accident: "my son" is no Spanish, for
 * English knows each of its words, and Vietnamese without one mark knows fewer. */
static bool is_rather_english(const struct opt_out_reading *reading, size_t lang,
			      const struct opt_out_sum *sum)
{
	size_t english = reading->set->english;
	int of_english = 0;
	bool is_subset = true;

	if (english == reading->set->lang_count || english == lang)
		return false;
	for (size_t i = 0; i < reading->words; i++) {
		of_english += reading->masks[i][english] != 0;
		is_subset &= reading->masks[i][lang] == 0 || reading->masks[i][english] != 0;
	}
	return (is_subset && of_english > sum->own) ||
	       (sum->own == sum->guessed && sum->own < of_english);
}

struct verdict {
	enum opt_out opt_out;
	bool is_kept;
	int own; /* how many of the words are this language's */
};

static struct verdict judge_whole(const struct opt_out_reading *reading, size_t lang)
{
	struct opt_out_part whole = { 0, reading->words };
	struct opt_out_sum sum = opt_out_judge_sum_up(reading, lang, whole);
	struct verdict verdict = { .own = sum.own };
	unsigned said;

	if ((sum.own == 0 && !idioms_of(reading, lang, whole)) ||
	    is_rather_english(reading, lang, &sum))
		return verdict;
	said = read_idioms(reading, lang, whole);
	verdict.is_kept = opt_out_judge_is_kept(&sum, said);
	verdict.opt_out = opt_out_judge(&sum, said, reading->is_asking);
	if (verdict.is_kept || opt_out_judge_is_turned(&sum) ||
	    !opt_out_has(sum.all, OPT_OUT_IS(CEASE) | OPT_OUT_TEXTS | OPT_OUT_IS(OFF) | OPT_OUT_IS(IDIOM) |
				  OPT_OUT_IS(DONT_SEND)))
		return verdict;
	if (is_clear_in_clauses(reading, lang, verdict.opt_out == OPT_OUT_CLEAR,
				said & 1u << OPT_OUT_SAYS_CLEAR))
		verdict.opt_out = OPT_OUT_CLEAR;
	else if (verdict.opt_out == OPT_OUT_CLEAR)
		verdict.opt_out = OPT_OUT_UNCLEAR;
	return verdict;
}

/* Of two languages that hear the same the one with more words of its own. */
static bool says_more(const struct verdict *verdict, const struct verdict *best)
{
	return verdict->opt_out != OPT_OUT_NONE &&
	       (verdict->opt_out > best->opt_out ||
		(verdict->opt_out == best->opt_out && verdict->own > best->own));
}

enum opt_out opt_out_read_forms(const struct opt_out_set *set, const struct text_forms *forms,
				const struct lang **lang)
{
	struct opt_out_reading reading;
	struct verdict best = { .own = -1 };
	int kept = 0;

	assert(set && forms);
	if (forms->text.size == 0 || forms->text.size > OPT_OUT_LONGEST)
		return OPT_OUT_NONE;
	opt_out_words_read(set, forms, &reading);
	if (reading.is_full || reading.words == 0)
		return OPT_OUT_NONE;
	for (size_t i = 0; i < set->lang_count; i++) {
		struct verdict verdict;

		/* without a word of its own a language has nothing to say */
		if (!(reading.langs >> i & 1))
			continue;
		verdict = judge_whole(&reading, i);
		if (verdict.is_kept && verdict.own > kept)
			kept = verdict.own;
		if (!says_more(&verdict, &best))
			continue;
		best = verdict;
		if (lang)
			*lang = set->langs[i];
	}
	/* a language that knows more of the words hears "don't stop" */
	return best.opt_out > OPT_OUT_THANKS && kept > best.own ? OPT_OUT_NONE : best.opt_out;
}

enum opt_out opt_out_read(const struct opt_out_set *set, struct str text, const struct lang **lang)
{
	AUTO(text_forms) forms;

	text_forms_read(text, &forms);
	return opt_out_read_forms(set, &forms, lang);
}
