/*
 * text_forms - one text in the forms in which words are looked for in it, made once.
 *
 * Folding a text costs more than anything that is then read in it, so who reads one makes
 * its forms and hands them to all that look for words: keyword.h, opt_out.h, text_hours.h,
 * the rules.  At most TEXT_FORMS_MOST bytes of each are kept: what stands behind is in none.
 *
 * Ownership: the forms own their bytes, but `text`, which is borrowed; text_forms_done.
 * Threads: made by one, then read by any.
 */
#ifndef I18N_TEXT_FORMS_H
#define I18N_TEXT_FORMS_H

#include "base/buf.h"

enum { TEXT_FORMS_MOST = 16 * 1024 };

struct text_forms {
	struct str text;      /* as it came */
	struct str exact;     /* keyword_fold's of all of it */
	struct str bare;      /* that without the marks of Latin letters (unicode_strip_latin) */
	bool has_marks;       /* there were some: then bare is not what was meant */
	struct str mixed;     /* exact, but of its words those bare that carry no marks */
	struct str word;      /* keyword_fold's of it without what is outer; empty when that is
				 nothing, or longer than any keyword */
	struct str word_bare; /* that without marks; empty when it has some */
	struct buf made[5];   /* what these point into, unless one is the other */
};

void text_forms_read(struct str text, struct text_forms *forms);
/* Fits AUTO(text_forms). */
void text_forms_done(struct text_forms *forms);

#endif
