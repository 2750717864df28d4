/*
 * opt_out - whether a text asks us, in the family's own words, to stop texting.
 *
 * The keywords are keyword.h's; here are the phrases, from locales/opt_out.yaml, whose head
 * explains what its word lists mean.  A text is cut into words (longest match where a
 * script writes none), each word is looked up in all languages, and each language
 * judges the whole, English words counting everywhere, for families mix:
 *  - CLEAR: words that ask for it (stop + texts, not + more + texts, remove + number…)
 *    in any order, and not one word in the text that the language's lists do not know.
 *    "We must stop this bill" has a bill; so it stops nothing.
 *  - UNCLEAR: the same beside a few words that we do not know ("…after 9 pm"), or as a
 *    question, or words of one who has had enough.  A person has to read it.
 *  - "Don't stop texting me" asks for nothing.
 * A text over OPT_OUT_LONGEST bytes or OPT_OUT_WORDS words says nothing: it is for reading.
 *
 * Pure and deterministic; some 10 µs a text.
 *
 * Threads: a loaded set is read-only.
 */
#ifndef I18N_OPT_OUT_H
#define I18N_OPT_OUT_H

#include "i18n/language/lang.h"
#include "i18n/language/text_forms.h"

enum { OPT_OUT_LONGEST = 400, OPT_OUT_WORDS = 32 };

enum opt_out { OPT_OUT_NONE, OPT_OUT_THANKS, OPT_OUT_UNCLEAR, OPT_OUT_CLEAR };

struct opt_out_set;

/* `lang` gets the language that says so; it may be NULL. */
enum opt_out opt_out_read_forms(const struct opt_out_set *set, const struct text_forms *forms,
				const struct lang **lang);
/* The same of a text that has no forms yet; here for the tests. */
enum opt_out opt_out_read(const struct opt_out_set *set, struct str text, const struct lang **lang);

#endif
