#include "plea.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "plea_set.h"
#include "unicode.h"
#include "word.h"

/* Words that no list knows beside which a plea is still worth a person's time. */
enum { STRANGE_MOST = 6 };
/* "OK, please stop it!": more words say more than that. */
enum { ONLY_CEASE_MOST = 4 };

/* ---- letters ------------------------------------------------------------------- */

uint32_t plea_plain(uint32_t rune)
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

void plea_fold_word(struct str word, struct buf *into)
{
	uint32_t last = 0;
	uint32_t rune;
	int times = 0;

	while (unicode_next(&word, &rune)) {
		struct str ahead = word;
		uint32_t next;

		rune = plea_plain(rune);
		if (rune == 0 || rune == '*')
			continue;
		times = rune == last ? times + 1 : 1;
		last = rune;
		/* "stoppp": a third one, and with it the second, is the mood */
		if (times == 2 && unicode_next(&ahead, &next) && plea_plain(next) == rune)
			continue;
		if (times < 3)
			buf_add_rune(into, rune);
	}
}

enum letters { LETTERS_NONE, LETTERS_SPACED, LETTERS_JOINED };

/* Joined: no space tells where a word ends. */
static enum letters letters_of(uint32_t rune)
{
	if (rune < 0x80)
		return (rune >= 'a' && rune <= 'z') || (rune >= '0' && rune <= '9') ||
		       rune == '\'' ? LETTERS_SPACED : LETTERS_NONE;
	if (rune >= 0x104a && rune <= 0x104f)
		return LETTERS_NONE;
	if ((rune >= 0x1000 && rune <= 0x109f) || (rune >= 0x3400 && rune <= 0x9fff) ||
	    (rune >= 0xac00 && rune <= 0xd7a3))
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

const struct plea_form *plea_find(const struct plea_set *set, unsigned hash, struct str text)
{
	for (size_t at = hash & (set->slot_count - 1); set->slots[at];
	     at = (at + 1) & (set->slot_count - 1)) {
		const struct plea_form *form = &set->forms[set->slots[at] - 1];

		if (str_equals(form->text, text))
			return form;
	}
	return NULL;
}

/* A text as it is read: what each word means in each language, and where each form
 * stands, from 1; a sign of punctuation is a place of its own. */
struct reading {
	const struct plea_set *set;
	unsigned masks[PLEA_WORDS][PLEA_LANGUAGES];
	unsigned char place_of[PLEA_WORDS];
	size_t words;
	unsigned char place;
	bool is_full;
	unsigned char places[PLEA_FORMS]; /* of words that begin so, where it is a stem */
	unsigned char wholes[PLEA_FORMS]; /* of words that are it */
};

/* True when some sense of the form holds for this word. */
static bool take_form(struct reading *reading, const struct plea_form *form, bool is_whole,
		      bool is_marked)
{
	bool is_taken = false;

	for (size_t i = form->first; i < form->first + form->count; i++) {
		const struct plea_sense *sense = &reading->set->senses[i];

		if ((!is_whole && !sense->is_stem) || (is_marked && sense->is_bare))
			continue;
		reading->masks[reading->words][sense->lang] |= sense->mask;
		reading->places[sense->form] = reading->place;
		if (is_whole)
			reading->wholes[sense->form] = reading->place;
		is_taken = true;
	}
	return is_taken;
}

static void end_word(struct reading *reading)
{
	reading->place_of[reading->words++] = reading->place++;
}

static bool is_room(struct reading *reading)
{
	reading->is_full |= reading->words == PLEA_WORDS;
	return !reading->is_full;
}

/* Whole, or by its stems. */
static void read_spaced(struct reading *reading, struct str word, bool is_marked)
{
	unsigned hash = PLEA_HASH_START;

	if (word.size == 0 || !is_room(reading))
		return;
	for (size_t i = 0; i < word.size && i < PLEA_FORM_LONGEST; i++) {
		const struct plea_form *form;

		hash = plea_hash_step(hash, word.at[i]);
		form = plea_find(reading->set, hash, str_slice(word, 0, i + 1));
		if (form)
			(void)take_form(reading, form, i + 1 == word.size, is_marked);
	}
	end_word(reading);
}

/* The longest word that stands at the front; 0: none. */
static size_t read_front(struct reading *reading, struct str text)
{
	const struct plea_form *longest = NULL;
	unsigned hash = PLEA_HASH_START;

	for (size_t i = 0; i < text.size && i < PLEA_FORM_LONGEST; i++) {
		const struct plea_form *form;

		hash = plea_hash_step(hash, text.at[i]);
		form = plea_find(reading->set, hash, str_slice(text, 0, i + 1));
		if (form)
			longest = form;
	}
	if (longest)
		(void)take_form(reading, longest, true, false);
	return longest ? longest->text.size : 0;
}

static void read_joined(struct reading *reading, struct str text)
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
			unsigned known[PLEA_LANGUAGES];

			memcpy(known, reading->masks[reading->words], sizeof(known));
			memset(reading->masks[reading->words], 0, sizeof(known));
			end_word(reading);
			if (!is_room(reading))
				return;
			memcpy(reading->masks[reading->words], known, sizeof(known));
		}
		end_word(reading);
		is_strange = false;
		text = str_from(text, size);
	}
}

static void read_run(struct reading *reading, struct str run, enum letters letters,
		     bool is_marked)
{
	AUTO(buf) word;

	buf_init(&word, run.size * 2 + 16);
	plea_fold_word(run, &word);
	if (letters == LETTERS_JOINED)
		read_joined(reading, buf_str(&word));
	else
		read_spaced(reading, buf_str(&word), is_marked);
}

static void read_words(struct reading *reading, struct str text)
{
	enum letters letters = LETTERS_NONE;
	struct str run = text;
	bool is_marked = false;

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
			reading->place++;
	}
	if (letters != LETTERS_NONE)
		read_run(reading, run, letters, is_marked);
}

/* ---- what they say together ------------------------------------------------------ */

struct sum {
	unsigned all;           /* what any word stands for */
	unsigned things;        /* the same of words that are no verb of sending: typed bare,
				   Vietnamese "get" and "text" are one */
	int strange;            /* words of no list */
	int own;                /* words of this language itself */
	bool is_only_cease;     /* "please stop", and nothing else */
	bool is_kept;           /* "don't stop" */
};

static bool has(unsigned all, unsigned any)
{
	return (all & any) != 0;
}

#define LIGHT (PLEA_IS(CEASE) | PLEA_IS(PLEASE) | PLEA_IS(FILLER))

static struct sum sum_up(const struct reading *reading, size_t lang)
{
	struct sum sum = { .is_only_cease = true };
	unsigned before = 0;
	int place = 0;

	for (size_t i = 0; i < reading->words; i++) {
		unsigned mask = reading->masks[i][lang];

		sum.own += mask != 0;
		if (reading->set->english < reading->set->lang_count)
			mask |= reading->masks[i][reading->set->english];
		sum.strange += mask == 0;
		sum.all |= mask;
		if (!(mask & PLEA_IS(SEND)))
			sum.things |= mask;
		sum.is_only_cease &= has(mask, LIGHT);
		sum.is_kept |= has(mask, PLEA_IS(CEASE) | PLEA_IS(OFF)) &&
			       has(before, PLEA_IS(NOT)) &&
			       reading->place_of[i] == place + 1;
		before = mask;
		place = reading->place_of[i];
	}
	sum.is_only_cease &= has(sum.all, PLEA_IS(CEASE)) && reading->words <= ONLY_CEASE_MOST;
	return sum;
}

/* All of its words stand in the text; those that keep, one behind the other. */
static bool is_said(const struct reading *reading, const struct plea_idiom *idiom)
{
	int before = 0;

	for (size_t i = 0; i < idiom->count; i++) {
		const unsigned char *places = idiom->is_stem[i] ? reading->places
								: reading->wholes;
		int here = places[idiom->forms[i]];

		if (here == 0 ||
		    (idiom->kind == PLEA_SAYS_KEEP && i > 0 && here != before + 1))
			return false;
		before = here;
	}
	return true;
}

static unsigned read_idioms(const struct reading *reading, size_t lang)
{
	const struct plea_set *set = reading->set;
	unsigned said = 0;

	for (size_t i = 0; i < set->idiom_count; i++) {
		const struct plea_idiom *idiom = &set->idioms[i];

		if ((idiom->lang == lang || idiom->lang == set->english) &&
		    is_said(reading, idiom))
			said |= 1u << idiom->kind;
	}
	return said;
}

/* Do the words, in any order, ask us to stop? */
static bool is_asked(const struct sum *sum)
{
	unsigned all = sum->all;
	unsigned texts = PLEA_IS(THING) | PLEA_IS(SEND);

	/* "I no longer get your messages" misses them */
	if (has(sum->things, PLEA_IS(GET)) &&
	    !has(all, PLEA_IS(WANT) | PLEA_IS(OFF) | PLEA_IS(DONT_WANT)))
		return false;
	return sum->is_only_cease || (has(all, PLEA_IS(CEASE)) && has(all, texts)) ||
	       (has(all, PLEA_IS(NOT) | PLEA_IS(NONE)) && has(all, PLEA_IS(MORE)) &&
		has(all, texts)) ||
	       (has(all, PLEA_IS(NOT)) && has(all, PLEA_IS(SEND)) &&
		has(sum->things, PLEA_IS(ME) | PLEA_IS(MORE) | PLEA_IS(PHONE) | PLEA_IS(THING))) ||
	       (has(all, PLEA_IS(NOT)) && has(all, PLEA_IS(WANT)) && has(all, texts)) ||
	       (has(all, PLEA_IS(OFF)) && has(all, PLEA_IS(LIST) | PLEA_IS(PHONE) | PLEA_IS(ME))) ||
	       (has(all, PLEA_IS(DONT_SEND)) &&
		has(all, PLEA_IS(ME) | PLEA_IS(MORE) | PLEA_IS(THING) | PLEA_IS(PLEASE) |
				 PLEA_IS(PHONE))) ||
	       (has(all, PLEA_IS(DONT_WANT)) && has(all, texts));
}

static bool is_weary(const struct sum *sum)
{
	unsigned all = sum->all;

	if (has(all, PLEA_IS(WEARY)))
		return sum->strange == 0 ||
		       has(all, PLEA_IS(THING) | PLEA_IS(SEND) | PLEA_IS(MORE));
	return has(all, PLEA_IS(MORE)) &&
	       (has(all, PLEA_IS(DONT_WANT)) ||
		(has(all, PLEA_IS(NOT)) && has(all, PLEA_IS(WANT)))) && sum->strange == 0;
}

static enum plea judge(const struct sum *sum, unsigned said, bool is_asking)
{
	bool is_polite = has(sum->all, PLEA_IS(PLEASE));
	bool is_turned = has(sum->all, PLEA_IS(CEASE)) && has(sum->all, PLEA_IS(NOT)) &&
			 has(sum->all, PLEA_IS(WANT));
	bool is_clear = is_asked(sum) || (said & 1u << PLEA_SAYS_CLEAR);

	if (sum->is_kept || (said & 1u << PLEA_SAYS_KEEP) || sum->strange > STRANGE_MOST)
		return PLEA_NONE;
	if (is_clear)
		return sum->strange == 0 && !is_turned && (!is_asking || is_polite)
			       ? PLEA_CLEAR : PLEA_UNCLEAR;
	return (said & 1u << PLEA_SAYS_UNCLEAR) || is_weary(sum) ? PLEA_UNCLEAR : PLEA_NONE;
}

enum plea plea_read(const struct plea_set *set, struct str text, const struct lang **lang)
{
	struct reading reading;
	enum plea found = PLEA_NONE;
	bool is_asking = is_question(text);
	int own = -1;
	AUTO(buf) folded;

	buf_init(&folded, PLEA_LONGEST * 18);
	if (text.size == 0 || text.size > PLEA_LONGEST)
		return PLEA_NONE;
	memset(&reading, 0, sizeof(reading));
	reading.set = set;
	reading.place = 1;
	word_fold(text, &folded);
	read_words(&reading, buf_str(&folded));
	if (reading.is_full)
		return PLEA_NONE;
	for (size_t i = 0; i < set->lang_count; i++) {
		struct sum sum = sum_up(&reading, i);
		enum plea plea = sum.own ? judge(&sum, read_idioms(&reading, i), is_asking)
					 : PLEA_NONE;

		if (plea < found || plea == PLEA_NONE || (plea == found && sum.own <= own))
			continue;
		found = plea;
		own = sum.own;
		if (lang)
			*lang = set->langs[i];
	}
	return found;
}
