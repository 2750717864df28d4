/*
 * opt_out_parts - what a loaded set of opt-outs holds; for this room only.
 *
 * Threads: read-only once loaded.
 */
#ifndef I18N_OPT_OUT_PARTS_H
#define I18N_OPT_OUT_PARTS_H

#include "base/arena.h"
#include "i18n/language/row_lang.h"
#include "opt_out.h"

/* The lists of opt_out.yaml: key and what the word then stands for. */
#define OPT_OUT_LISTS(X)                                                        \
	X(cease, CEASE) X(send, SEND) X(thing, THING) X(not, NOT)            \
	X(none, NONE) X(more, MORE) X(want, WANT) X(get, GET) X(off, OFF)    \
	X(list, LIST) X(phone, PHONE) X(me, ME) X(please, PLEASE)            \
	X(weary, WEARY) X(filler, FILLER) X(dont_send, DONT_SEND)            \
	X(dont_want, DONT_WANT) X(around, AROUND) X(kin, KIN)                \
	X(matter, MATTER) X(swap, SWAP) X(reason, REASON) X(only, ONLY)      \
	X(much, MUCH) X(grateful, GRATEFUL) X(polite, POLITE) X(ring, RING) \
	X(end, END) X(now, NOW) X(bother, BOTHER)     \
	X(mine, MINE)

#define X(key, name) OPT_OUT_AT_##name,
enum opt_out_at { OPT_OUT_LISTS(X) OPT_OUT_AT_IDIOM, OPT_OUT_AT_COUNT };
#undef X
#define OPT_OUT_IS(name) (1u << OPT_OUT_AT_##name)
_Static_assert(OPT_OUT_AT_COUNT <= 32, "one bit each");

enum { OPT_OUT_FORMS = 16384, OPT_OUT_IDIOM_WORDS = 6, OPT_OUT_FORM_LONGEST = 60 };

/* One meaning of one form in one language. */
struct opt_out_sense {
	struct str text;        /* folded, by opt_out_words_fold */
	struct str written;     /* of a bare one: the form with its marks */
	unsigned form;          /* place of the form as written, for idioms */
	unsigned mask;          /* OPT_OUT_IS */
	unsigned char lang;     /* place in the set */
	bool is_stem;           /* also of longer words that begin so */
	bool is_bare;           /* only of words written without marks */
};

/* The senses of one text, in a row. */
struct opt_out_form {
	struct str text;
	unsigned first, count;
};

enum opt_out_idiom_kind { OPT_OUT_SAYS_CLEAR, OPT_OUT_SAYS_UNCLEAR, OPT_OUT_SAYS_KEEP };

struct opt_out_idiom {
	enum opt_out_idiom_kind kind;
	unsigned char lang;
	unsigned char count;
	unsigned forms[OPT_OUT_IDIOM_WORDS];
	bool is_stem[OPT_OUT_IDIOM_WORDS];
};

struct opt_out_set {
	struct arena arena;
	const struct lang *langs[ROW_LANGS_MOST];
	size_t lang_count;
	size_t english;             /* lang_count: not in the file */
	struct opt_out_sense *senses;  /* by text */
	size_t sense_count;
	struct opt_out_form *forms;
	size_t form_count;
	unsigned *slots;            /* form + 1; a power of two of them */
	size_t slot_count;
	struct opt_out_idiom *idioms;  /* by their first form */
	size_t idiom_count;
	unsigned *idiom_from;          /* of one first form: to where the next begins */
};

#endif
