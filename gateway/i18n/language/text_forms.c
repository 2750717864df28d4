#include "text_forms.h"

#include <assert.h>

#include "i18n/text/unicode.h"
#include "keyword_fold.h"

enum made { MADE_EXACT, MADE_BARE, MADE_MIXED, MADE_WORD, MADE_WORD_BARE };

static struct buf *begin(struct text_forms *forms, enum made made, size_t ceiling)
{
	buf_init(&forms->made[made], ceiling);
	return &forms->made[made];
}

/* Word by word: no normal form makes a space or takes one away.  "autobus" is meant to be
 * "autobús", but Vietnamese "đúng" is not "dừng". */
static void strip_words(struct text_forms *forms, struct str apart)
{
	struct buf *bare = begin(forms, MADE_BARE, TEXT_FORMS_MOST);
	struct buf *mixed = begin(forms, MADE_MIXED, TEXT_FORMS_MOST);
	struct str rest = forms->exact, word, word_apart;
	bool is_first = true;
	AUTO(buf) stripped;

	buf_init(&stripped, TEXT_FORMS_MOST);
	for (; str_next(&rest, ' ', &word) && str_next(&apart, ' ', &word_apart); is_first = false) {
		bool has_marks;

		buf_clear(&stripped);
		has_marks = unicode_strip_apart(word_apart, &stripped);
		buf_add_text(bare, is_first ? "" : " ");
		buf_add(bare, buf_str(&stripped));
		buf_add_text(mixed, is_first ? "" : " ");
		buf_add(mixed, has_marks ? word : buf_str(&stripped));
		forms->has_marks |= has_marks;
	}
	forms->bare = buf_str(bare);
	forms->mixed = buf_str(mixed);
}

static void strip(struct text_forms *forms)
{
	AUTO(buf) apart;

	buf_init(&apart, forms->exact.size * 6 + 16);
	if (unicode_is_ascii(forms->exact) && str_find(forms->exact, STR("'")) == forms->exact.size) {
		forms->bare = forms->mixed = forms->exact;
		return;
	}
	unicode_take_apart(forms->exact, &apart);
	strip_words(forms, buf_str(&apart));
}

/* Folding a text and then dropping what is outer comes to the same as the other way round,
 * where all that is dropped is ASCII, and nothing but ASCII stands right behind it. */
static bool is_same_either_way(struct str text, struct str trimmed)
{
	size_t front = (size_t)(trimmed.at - text.at);

	return (front == 0 || ((unsigned char)trimmed.at[0] < 0x80 &&
			       unicode_is_ascii(str_slice(text, 0, front)))) &&
	       unicode_is_ascii(str_from(text, front + trimmed.size));
}

static void read_word(struct text_forms *forms)
{
	struct str trimmed = unicode_trim(forms->text);
	struct buf *word = begin(forms, MADE_WORD, WORD_LONGEST * 2);
	struct buf *bare = begin(forms, MADE_WORD_BARE, WORD_LONGEST * 2);

	if (trimmed.size == 0 || trimmed.size > WORD_LONGEST)
		return;
	if (is_same_either_way(forms->text, trimmed)) {
		if (forms->exact.size > WORD_LONGEST * 2)
			return;
		forms->word = forms->exact;
		forms->word_bare = forms->has_marks ? STR_NONE : forms->bare;
		return;
	}
	keyword_fold(trimmed, word);
	if (word->is_stale)
		return;
	forms->word = buf_str(word);
	if (!unicode_strip_latin(forms->word, bare))
		forms->word_bare = buf_str(bare);
}

void text_forms_read(struct str text, struct text_forms *forms)
{
	assert(forms);
	*forms = (struct text_forms){ .text = text };
	keyword_fold(text, begin(forms, MADE_EXACT, TEXT_FORMS_MOST));
	forms->exact = buf_str(&forms->made[MADE_EXACT]);
	strip(forms);
	read_word(forms);
}

void text_forms_done(struct text_forms *forms)
{
	assert(forms);
	for (size_t i = 0; i < COUNT_OF(forms->made); i++)
		buf_done(&forms->made[i]);
}
