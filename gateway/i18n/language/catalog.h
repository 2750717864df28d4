/*
 * catalog - every sentence we say to families, in every shipped language.
 *
 * One PO file a language (msgctxt is the sentence's name, msgstr an ICU
 * MessageFormat pattern with named arguments), compiled at load.  Load refuses:
 * PO errors (the reader of libgettextpo returns success after errors: counted
 * in its handler), patterns ICU cannot parse, argument names other than the
 * source's, plural categories the language needs but the pattern lacks,
 * unknown sentence names.  Fuzzy or empty means missing.
 *
 * A sentence that is missing in a language is said, whole, in the next language
 * of lang.fallback: never half and half.
 *
 * Threads: a loaded catalog may be shared (each sentence has its own lock inside,
 * for ICU's formatter writes into itself).  Load one at a time: libgettextpo has
 * global state.  A reload makes a new one.
 */
#ifndef I18N_CATALOG_H
#define I18N_CATALOG_H

#include "lang.h"

struct catalog;

/* Named arguments of a sentence.  Numbers feed plurals; text is wrapped in
 * U+2068/U+2069 when the sentence is right-to-left and the text is not. */
struct catalog_arg {
	const char *name;
	struct str text;
	int64_t number;
	bool is_number;
};
#define ARG_TEXT(name, text) ((struct catalog_arg){ (name), (text), 0, false })
#define ARG_NUMBER(name, n) ((struct catalog_arg){ (name), { NULL, 0 }, (n), true })

/* `folder` holds <tag>.po for each language of `set`; en.po is the source.
 * `set` must outlive the catalog. */
enum fault catalog_load(const char *folder, const struct lang_set *set,
			struct catalog **catalog, struct note *note) MUST_CHECK;
void catalog_free(struct catalog **catalog);
/* Says sentence `name` to a speaker of `lang`; *said_in tells which language it
 * came out in (may be NULL).  Arguments not used by the pattern are ignored,
 * missing ones are FAULT_BROKEN when they choose a branch or would be shown (so
 * {owner} may be left out where {owned} is "no").  Inside argument texts line
 * breaks become spaces, other control characters and marks of direction are
 * dropped.  The result is NFC. */
enum fault catalog_say(const struct catalog *catalog, const struct lang *lang,
		       const char *name, const struct catalog_arg *args,
		       size_t count, struct buf *into,
		       const struct lang **said_in) MUST_CHECK;
bool catalog_has(const struct catalog *catalog, const struct lang *lang,
		 const char *name);

#endif
