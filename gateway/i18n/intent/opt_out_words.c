/* Cuts a text into words and looks each of them up in all languages. */
#include "opt_out_words.h"

#include <assert.h>
#include <limits.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "i18n/text/unicode.h"

/* ---- letters ------------------------------------------------------------------- */

/* One code point as opt-outs are compared: Arabic letters of one sound are one, marks that
 * writers leave out are 0. */
static uint32_t plain(uint32_t rune)
{
	static const struct {
		uint32_t from, to;
	} same[] = {
		{ 0x622, 0x627 }, { 0x623, 0x627 }, { 0x625, 0x627 }, { 0x671, 0x627 },
		{ 0x629, 0x647 }, { 0x6c1, 0x647 }, { 0x6be, 0x647 }, { 0x6c0, 0x647 },
		{ 0x649, 0x6cc }, { 0x64a, 0x6cc }, { 0x6d0, 0x6cc }, { 0x6cd, 0x6cc },
		{ 0x6d2, 0x6cc }, { 0x626, 0x6cc }, { 0x643, 0x6a9 }, { 0x6aa, 0x6a9 },
		{ 0x901, 0x902 }, { 0x93c, 0 },     { 0x9bc, 0 },     { 0xa3c, 0 },
		{ 0x451, 0x435 }, { 0x640, 0 },     { '\'', 0 },
	};

	if (rune >= 0x64b && rune <= 0x65f)
		return 0;
	for (size_t i = 0; rune >= 0x400 && i < COUNT_OF(same); i++)
		if (same[i].from == rune)
			return same[i].to;
	return rune == '\'' ? 0 : rune;
}

void opt_out_words_fold(struct str word, struct buf *into)
{
	uint32_t last = 0;
	uint32_t rune;
	int times = 0;

	assert(into);
	while (unicode_next(&word, &rune)) {
		struct str ahead = word;
		uint32_t next;

		rune = plain(rune);
		if (rune == 0 || rune == '*')
			continue;
		times = rune == last ? times + 1 : 1;
		last = rune;
		/* "stoppp": a third one, and with it the second, is the mood */
		if (times == 2 && unicode_next(&ahead, &next) && plain(next) == rune)
			continue;
		if (times < 3)
			buf_add_rune(into, rune);
	}
}

enum letters { LETTERS_NONE, LETTERS_SPACED, LETTERS_JOINED };

/* Myanmar, Han, Hangul: no space tells where a word ends. */
static bool is_joined(uint32_t rune)
{
	return (rune >= 0x1000 && rune <= 0x109f) || (rune >= 0x3400 && rune <= 0x9fff) ||
	       (rune >= 0xac00 && rune <= 0xd7a3);
}

static enum letters letters_of(uint32_t rune)
{
	if (rune < 0x80)
		return (rune >= 'a' && rune <= 'z') || (rune >= '0' && rune <= '9') ||
		       rune == '\'' ? LETTERS_SPACED : LETTERS_NONE;
	if (rune >= 0x104a && rune <= 0x104f)
		return LETTERS_NONE;
	if (is_joined(rune))
		return LETTERS_JOINED;
	return U_GET_GC_MASK((UChar32)rune) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)
		       ? LETTERS_SPACED : LETTERS_NONE;
}

/* A Latin letter beyond ASCII. */
static bool has_mark(uint32_t rune)
{
	return (rune >= 0xc0 && rune <= 0x24f) || (rune >= 0x300 && rune <= 0x36f) ||
	       (rune >= 0x1e00 && rune <= 0x1eff);
}

static bool is_question(struct str text)
{
	uint32_t rune;

	while (unicode_next(&text, &rune))
		if (rune == '?' || rune == 0xff1f || rune == 0x61f || rune == 0x1367)
			return true;
	return false;
}

/* ---- words --------------------------------------------------------------------- */

const struct opt_out_form *opt_out_words_find(const struct opt_out_set *set, unsigned hash, struct str text)
{
	assert(set && set->slot_count > 0);
	assert((set->slot_count & (set->slot_count - 1)) == 0);
	for (size_t at = hash & (set->slot_count - 1); set->slots[at];
	     at = (at + 1) & (set->slot_count - 1)) {
		const struct opt_out_form *form = &set->forms[set->slots[at] - 1];

		if (str_equals(form->text, text))
			return form;
	}
	return NULL;
}

static void find_form(struct opt_out_reading *reading, unsigned form)
{
	if (opt_out_is_found(reading, form))
		return;
	reading->is_found[form / 64] |= UINT64_C(1) << form % 64;
	reading->wholes[form] = 0;
	if (reading->set->idiom_from[form] < reading->set->idiom_from[form + 1])
		reading->keys[reading->key_count++] = (unsigned short)form;
}

/* What the form means for this word. */
static void take_form(struct opt_out_reading *reading, const struct opt_out_form *form, bool is_whole,
		      bool is_marked)
{
	for (size_t i = form->first; i < form->first + form->count; i++) {
		const struct opt_out_sense *sense = &reading->set->senses[i];

		if ((!is_whole && !sense->is_stem) || (is_marked && sense->is_bare))
			continue;
		find_form(reading, sense->form);
		reading->langs |= UINT64_C(1) << sense->lang;
		reading->masks[reading->words][sense->lang] |= sense->mask;
		if (!sense->is_bare)
			reading->as_written[reading->words] |= UINT64_C(1) << sense->lang;
		reading->places[sense->form] = reading->place;
		if (is_whole)
			reading->wholes[sense->form] = reading->place;
	}
}

/* Of the word that is read next, where there is room for one. */
static void clear_word(struct opt_out_reading *reading)
{
	if (reading->words == OPT_OUT_WORDS)
		return;
	memset(reading->masks[reading->words], 0, sizeof(reading->masks[0]));
	reading->as_written[reading->words] = 0;
}

static void end_word(struct opt_out_reading *reading)
{
	reading->clause_of[reading->words] = reading->clause;
	reading->place_of[reading->words++] = reading->place++;
	clear_word(reading);
}

/* A sign: nothing stands right behind what is before it.  Three dots are a pause. */
static void end_phrase(struct opt_out_reading *reading, uint32_t rune, bool is_pause)
{
	static const char joins[] = "-/\"()";

	if (reading->place < UCHAR_MAX - OPT_OUT_WORDS)
		reading->place++;
	if ((rune >= 0x80 || !strchr(joins, (int)rune)) && reading->words &&
	    !is_pause &&
	    reading->clause_of[reading->words - 1] == reading->clause)
		reading->clause++;
}

static bool is_room(struct opt_out_reading *reading)
{
	reading->is_full |= reading->words == OPT_OUT_WORDS;
	return !reading->is_full;
}

/* Whole, or by its stems. */
static void read_spaced(struct opt_out_reading *reading, struct str word, bool is_marked)
{
	unsigned hash = OPT_OUT_HASH_START;

	if (word.size == 0 || !is_room(reading))
		return;
	for (size_t i = 0; i < word.size && i < OPT_OUT_FORM_LONGEST; i++) {
		const struct opt_out_form *form;

		hash = opt_out_hash_step(hash, word.at[i]);
		form = opt_out_words_find(reading->set, hash, str_slice(word, 0, i + 1));
		if (form)
			take_form(reading, form, i + 1 == word.size, is_marked);
	}
	end_word(reading);
}

/* The longest word that stands at the front; 0: none. */
static size_t read_front(struct opt_out_reading *reading, struct str text)
{
	const struct opt_out_form *longest = NULL;
	unsigned hash = OPT_OUT_HASH_START;

	for (size_t i = 0; i < text.size && i < OPT_OUT_FORM_LONGEST; i++) {
		const struct opt_out_form *form;

		hash = opt_out_hash_step(hash, text.at[i]);
		form = opt_out_words_find(reading->set, hash, str_slice(text, 0, i + 1));
		if (form)
			longest = form;
	}
	if (longest)
		take_form(reading, longest, true, false);
	return longest ? longest->text.size : 0;
}

static void read_joined(struct opt_out_reading *reading, struct str text)
{
	bool is_strange = false;
	uint32_t rune;

	while (text.size && is_room(reading)) {
		size_t size = read_front(reading, text);

		/* what nothing knows is one strange word up to the next known one */
		if (size == 0) {
			is_strange = true;
			(void)unicode_next(&text, &rune);
			if (text.size)
				continue;
		}
		if (is_strange && size) {
			unsigned known[ROW_LANGS_MOST];
			uint64_t as_written = reading->as_written[reading->words];

			memcpy(known, reading->masks[reading->words], sizeof(known));
			clear_word(reading);
			end_word(reading);
			if (!is_room(reading))
				return;
			memcpy(reading->masks[reading->words], known, sizeof(known));
			reading->as_written[reading->words] = as_written;
		}
		end_word(reading);
		is_strange = false;
		text = str_from(text, size);
	}
}

/* opt_out_words_fold would change nothing. */
static bool is_folded(struct str word)
{
	for (size_t i = 0; i < word.size; i++) {
		char c = word.at[i];

		if ((unsigned char)c >= 0x80 || c == '\'' || c == '*' || !c ||
		    (i >= 2 && word.at[i - 1] == c && word.at[i - 2] == c))
			return false;
	}
	return true;
}

static void read_run(struct opt_out_reading *reading, struct str run, enum letters letters,
		     bool is_marked)
{
	AUTO(buf) word;

	buf_init(&word, run.size * 2 + 16);
	if (letters == LETTERS_SPACED && is_folded(run)) {
		read_spaced(reading, run, is_marked);
		return;
	}
	opt_out_words_fold(run, &word);
	if (letters == LETTERS_JOINED)
		read_joined(reading, buf_str(&word));
	else
		read_spaced(reading, buf_str(&word), is_marked);
}

static void read_runs(struct opt_out_reading *reading, struct str text)
{
	enum letters letters = LETTERS_NONE;
	struct str run = text;
	bool is_marked = false;
	uint32_t last = 0;

	while (text.size) {
		struct str here = text;
		enum letters now;
		uint32_t rune;

		(void)unicode_next(&text, &rune);
		now = letters_of(rune);
		if (now != letters) {
			if (letters != LETTERS_NONE)
				read_run(reading, str_slice(run, 0, run.size - here.size),
					 letters, is_marked);
			run = here;
			is_marked = false;
		}
		letters = now;
		is_marked |= has_mark(rune);
		if (now == LETTERS_NONE && rune != ' ')
			end_phrase(reading, rune, rune == '.' && (last == '.' ||
				   str_starts(text, STR("."))));
		last = rune;
	}
	if (letters != LETTERS_NONE)
		read_run(reading, run, letters, is_marked);
}

void opt_out_words_read(const struct opt_out_set *set, const struct text_forms *forms,
			struct opt_out_reading *reading)
{
	assert(set && forms && reading);
	assert(forms->text.size <= OPT_OUT_LONGEST);
	reading->set = set;
	reading->words = reading->key_count = 0;
	reading->place = 1;
	reading->clause = 0;
	reading->langs = 0;
	reading->is_full = false;
	reading->is_asking = is_question(forms->text);
	memset(reading->is_found, 0, sizeof(reading->is_found));
	clear_word(reading);
	read_runs(reading, forms->exact);
}
