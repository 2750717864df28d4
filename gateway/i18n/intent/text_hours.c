#include "text_hours.h"

#include <assert.h>
#include <string.h>
#include <unicode/uchar.h>

#include "i18n/text/unicode.h"
#include "text_hours_time.h"

struct item {
	enum text_hours_mark mark;
	struct text_hours_time time; /* of TEXT_HOURS_TIME */
};

/* A text being read in one language. */
struct reading {
	const struct text_hours_words *own, *english;
	bool is_bare;         /* Latin letters' marks do not count */
	struct str rest;
	struct item items[TEXT_HOURS_ITEMS];
	size_t count;
	int own_words;        /* that are not English alone */
};

/* --- words ---------------------------------------------------------------------- */

static bool is_letter(uint32_t rune)
{
	return u_isalpha((UChar32)rune) || u_charType((UChar32)rune) == U_NON_SPACING_MARK ||
	       u_charType((UChar32)rune) == U_COMBINING_SPACING_MARK;
}

static bool stands_alone(const struct text_hours_phrase *phrase, struct str behind)
{
	uint32_t rune;

	return !phrase->has_edge || !unicode_next(&behind, &rune) || !is_letter(rune);
}

/* The longest phrase at the front of what is left, which is something. */
static const struct text_hours_phrase *find_phrase(const struct text_hours_words *words, struct str rest,
					     bool is_bare)
{
	const struct text_hours_index *index = is_bare ? &words->bare : &words->exact;
	unsigned char first = (unsigned char)rest.at[0];
	const struct text_hours_phrase *found = NULL;
	size_t most = 0;

	for (unsigned i = index->from[first]; i < index->from[first + 1]; i++) {
		const struct text_hours_phrase *phrase = &words->phrases[index->at[i]];
		struct str form = is_bare ? phrase->bare : phrase->exact;

		/* its last byte first: few get any further */
		if (form.size > most && form.size <= rest.size &&
		    rest.at[form.size - 1] == form.at[form.size - 1] && str_starts(rest, form) &&
		    stands_alone(phrase, str_from(rest, form.size))) {
			found = phrase;
			most = form.size;
		}
	}
	return found;
}

static bool add(struct reading *reading, struct item item)
{
	if (reading->count == TEXT_HOURS_ITEMS)
		return false;
	reading->items[reading->count++] = item;
	return true;
}

/* Words in the language itself count before English ones of the same length. */
static bool read_phrase(struct reading *reading)
{
	const struct text_hours_phrase *own = find_phrase(reading->own, reading->rest,
						    reading->is_bare);
	const struct text_hours_phrase *english = reading->english ?
		find_phrase(reading->english, reading->rest, reading->is_bare) : NULL;
	const struct text_hours_phrase *found = own;
	struct str form;

	if (!own || (english && english->exact.size > own->exact.size))
		found = english;
	if (!found)
		return false;
	reading->own_words += found == own;
	form = reading->is_bare ? found->bare : found->exact;
	reading->rest = str_from(reading->rest, form.size);
	return add(reading, (struct item){ .mark = found->mark });
}

/* --- numbers -------------------------------------------------------------------- */

/* Digits of any script at the front: how many, and their value. */
static int read_digits(struct str *rest, int *value)
{
	struct str ahead = *rest;
	uint32_t rune;
	int count = 0;

	*value = 0;
	while (unicode_next(&ahead, &rune) && u_charType((UChar32)rune) == U_DECIMAL_DIGIT_NUMBER) {
		if (++count > 4)
			return count;
		*value = *value * 10 + u_charDigitValue((UChar32)rune);
		*rest = ahead;
	}
	return count;
}

/* ":30", ".30", "h30": two digits behind a sign that parts hours from minutes. */
static bool read_minutes(struct str *rest, int *minute)
{
	struct str ahead = *rest;
	uint32_t rune;
	int value;

	if (!unicode_next(&ahead, &rune) || (rune != ':' && rune != '.' && rune != 'h') ||
	    read_digits(&ahead, &value) != 2 || value > 59)
		return false;
	*rest = ahead;
	*minute = value;
	return true;
}

static bool read_time(struct reading *reading)
{
	struct text_hours_time time = { .half = TEXT_HOURS_TIME };
	int digits = read_digits(&reading->rest, &time.hour);

	if (digits == 0 || digits > 4)
		return false;
	if (digits > 2) { /* 1800, 630 */
		time.minute = time.hour % 100;
		time.hour /= 100;
		time.is_24 = digits == 4;
	} else if (read_minutes(&reading->rest, &time.minute)) {
		time.is_24 = digits == 2;
	}
	return time.hour <= 24 && time.minute <= 59 && (time.hour < 24 || time.minute == 0) &&
	       add(reading, (struct item){ .mark = TEXT_HOURS_TIME, .time = time });
}

/* --- what stands between ---------------------------------------------------------- */

static bool is_dash(uint32_t rune)
{
	return rune == '-' || rune == 0x2013 || rune == 0x2014 || rune == '~' || rune == 0xff5e ||
	       rune == 0x301c;
}

static bool is_pause(uint32_t rune)
{
	static const uint32_t pauses[] = {
		',', '.', '!', ';', ':', '"', '(', ')', 0x060c, 0x061b, 0x3001, 0x3002,
		0x06d4, 0x0964, 0x104a, 0x104b, 0x1362, 0x1363, 0x2026, 0x200c,
	};

	for (size_t i = 0; i < COUNT_OF(pauses); i++)
		if (pauses[i] == rune)
			return true;
	return u_isUWhiteSpace((UChar32)rune);
}

static bool is_last(const struct reading *reading, enum text_hours_mark mark)
{
	return reading->count > 0 && reading->items[reading->count - 1].mark == mark;
}

/* "No, after 6" denies something else. */
static bool read_pause(struct reading *reading)
{
	struct str ahead = reading->rest;
	uint32_t rune;

	if (!unicode_next(&ahead, &rune))
		return false;
	if (is_dash(rune)) {
		if (is_last(reading, TEXT_HOURS_TIME) || is_last(reading, TEXT_HOURS_HOUR)) {
			uint32_t next = 0;
			struct str behind = unicode_trim(ahead);

			(void)unicode_next(&behind, &next);
			if (u_charType((UChar32)next) == U_DECIMAL_DIGIT_NUMBER &&
			    !add(reading, (struct item){ .mark = TEXT_HOURS_AND }))
				return false;
		}
	} else if (!is_pause(rune) ||
		   (!u_isUWhiteSpace((UChar32)rune) && is_last(reading, TEXT_HOURS_NOT))) {
		return false;
	}
	reading->rest = ahead;
	return true;
}

static bool read_all(struct reading *reading)
{
	while (reading->rest.size)
		if (!read_phrase(reading) && !read_time(reading) && !read_pause(reading))
			return false;
	return true;
}

/* --- what it says ------------------------------------------------------------------- */

struct sense {
	struct text_hours_time times[2];
	int time_count;
	int counts[TEXT_HOURS_MARKS];
	int first_after, first_before; /* places; -1: none */
};

static bool is_half(enum text_hours_mark mark)
{
	return mark == TEXT_HOURS_AM || mark == TEXT_HOURS_PM || mark == TEXT_HOURS_EVE;
}

/* Noon by itself is a time; right before a number it only says which half. */
static void settle_noons(struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++) {
		if (reading->items[i].mark != TEXT_HOURS_NOON)
			continue;
		if (i + 1 < reading->count && reading->items[i + 1].mark == TEXT_HOURS_TIME)
			reading->items[i].mark = TEXT_HOURS_PM;
		else
			reading->items[i] = (struct item){
				TEXT_HOURS_TIME, { 12, 0, TEXT_HOURS_PM, false } };
	}
}

/* A half of the day belongs to the time before it when that has none and nothing parts
 * them; else to the next. */
static bool add_half(struct sense *sense, enum text_hours_mark half, enum text_hours_mark *pending,
		     bool is_parted)
{
	struct text_hours_time *last = sense->time_count ? &sense->times[sense->time_count - 1] : NULL;

	if (last && last->half == TEXT_HOURS_TIME && !is_parted)
		last->half = half;
	else if (*pending == TEXT_HOURS_TIME)
		*pending = half;
	else
		return false;
	return true;
}

static bool add_time(struct sense *sense, struct text_hours_time time, enum text_hours_mark *pending)
{
	if (sense->time_count == 2 || (*pending != TEXT_HOURS_TIME && time.half != TEXT_HOURS_TIME))
		return false;
	if (*pending != TEXT_HOURS_TIME)
		time.half = *pending;
	*pending = TEXT_HOURS_TIME;
	sense->times[sense->time_count++] = time;
	return true;
}

static bool sum_up(struct reading *reading, struct sense *sense)
{
	enum text_hours_mark pending = TEXT_HOURS_TIME;
	bool is_parted = true;

	*sense = (struct sense){ .first_after = -1, .first_before = -1 };
	settle_noons(reading);
	for (size_t i = 0; i < reading->count; i++) {
		const struct item *item = &reading->items[i];

		sense->counts[item->mark]++;
		if (item->mark == TEXT_HOURS_AFTER && sense->first_after < 0)
			sense->first_after = (int)i;
		if (item->mark == TEXT_HOURS_BEFORE && sense->first_before < 0)
			sense->first_before = (int)i;
		if (item->mark == TEXT_HOURS_TIME && !add_time(sense, item->time, &pending))
			return false;
		if (is_half(item->mark) && !add_half(sense, item->mark, &pending, is_parted))
			return false;
		is_parted = item->mark != TEXT_HOURS_TIME && (is_parted || item->mark != TEXT_HOURS_HOUR);
	}
	return pending == TEXT_HOURS_TIME;
}

static bool say_one(const struct sense *sense, bool is_told, struct text_hours *text_hours)
{
	bool is_turned = sense->counts[TEXT_HOURS_NOT] == 1;
	bool is_before = (sense->counts[TEXT_HOURS_BEFORE] == 1) != is_turned;
	int at;

	if (sense->counts[TEXT_HOURS_AFTER] + sense->counts[TEXT_HOURS_BEFORE] != 1 ||
	    sense->counts[TEXT_HOURS_BETWEEN] || sense->counts[TEXT_HOURS_AND] || sense->counts[TEXT_HOURS_NOT] > 1)
		return false;
	at = text_hours_time_alone(&sense->times[0], is_before, is_told);
	if (at < 0 || at % (24 * 60) == 0)
		return false;
	text_hours->from = is_before ? 0 : at;
	text_hours->to = is_before ? at : 0;
	return true;
}

/* "between 6 and 8", "from 6 to 8", "after 6 and before 8", "texts 6-8". */
static bool say_two(const struct sense *sense, bool is_told, struct text_hours *text_hours)
{
	bool begins = sense->counts[TEXT_HOURS_BETWEEN] || sense->counts[TEXT_HOURS_AFTER] ||
		      sense->counts[TEXT_HOURS_TEXT];
	bool ends = sense->counts[TEXT_HOURS_BETWEEN] || sense->counts[TEXT_HOURS_BEFORE] ||
		    sense->counts[TEXT_HOURS_AND];
	bool is_turned = sense->first_before >= 0 && sense->first_after > sense->first_before;

	return begins && ends && !is_turned && sense->counts[TEXT_HOURS_NOT] == 0 &&
	       sense->counts[TEXT_HOURS_AFTER] <= 1 && sense->counts[TEXT_HOURS_BEFORE] <= 1 &&
	       (sense->counts[TEXT_HOURS_BEFORE] == 0 || sense->counts[TEXT_HOURS_AFTER] ||
		sense->counts[TEXT_HOURS_BETWEEN]) &&
	       text_hours_time_pair(sense->times, is_told, &text_hours->from, &text_hours->to);
}

static bool say_any(const struct sense *sense, struct text_hours *text_hours)
{
	for (int mark = 0; mark < TEXT_HOURS_MARKS; mark++)
		if (sense->counts[mark] && mark != TEXT_HOURS_ANYTIME && mark != TEXT_HOURS_TEXT &&
		    mark != TEXT_HOURS_FILLER)
			return false;
	text_hours->from = text_hours->to = 0;
	return sense->counts[TEXT_HOURS_ANYTIME] == 1;
}

static void begin(struct reading *reading, const struct text_hours_set *set, size_t lang,
		  struct str folded, bool is_bare)
{
	/* items are what `count` says: a text that says nothing of hours, as most do, fills none */
	reading->own = &set->words[lang];
	reading->english = NULL;
	reading->is_bare = is_bare;
	reading->rest = folded;
	reading->count = 0;
	reading->own_words = 0;
	if (set->english < set->count && lang != set->english)
		reading->english = &set->words[set->english];
}

static bool judge(struct reading *reading, struct text_hours *text_hours)
{
	struct sense sense;

	if (!read_all(reading) || !reading->own_words || !sum_up(reading, &sense))
		return false;
	text_hours->lang = reading->own->lang;
	text_hours->is_sure = sense.counts[TEXT_HOURS_TEXT] > 0;
	if (sense.counts[TEXT_HOURS_ANYTIME])
		return say_any(&sense, text_hours);
	return sense.time_count == 1 ? say_one(&sense, reading->own->is_told, text_hours) :
	       sense.time_count == 2 && say_two(&sense, reading->own->is_told, text_hours);
}

static bool is_question(struct str text)
{
	uint32_t rune;

	while (unicode_next(&text, &rune))
		if (rune == '?' || rune == 0xbf || rune == 0x61f || rune == 0xff1f ||
		    rune == 0x1367 || rune == 0x37e || rune == 0x55e)
			return true;
	return false;
}

/* All languages are asked: of those that understand every word, the one with most words of
 * its own names the language, and none may contradict. */
static bool agree(const struct text_hours_set *set, struct str folded, bool is_bare, struct text_hours *text_hours)
{
	struct reading reading;
	struct text_hours one = { .is_sure = false };
	int most = 0;

	for (size_t i = 0; i < set->count; i++) {
		begin(&reading, set, i, folded, is_bare);
		if (!judge(&reading, &one))
			continue;
		if (most && (one.from != text_hours->from || one.to != text_hours->to))
			return false;
		one.is_sure = one.is_sure || (most && text_hours->is_sure);
		if (most >= reading.own_words)
			one.lang = text_hours->lang;
		else
			most = reading.own_words;
		*text_hours = one;
	}
	return most > 0;
}

bool text_hours_read_forms(const struct text_hours_set *set, const struct text_forms *forms,
			   struct text_hours *text_hours)
{
	struct text_hours found = { .is_sure = false };
	bool is_found;

	assert(set && forms && text_hours);
	assert(set->count <= ROW_LANGS_MOST);
	if (forms->text.size == 0 || forms->text.size > TEXT_HOURS_LONGEST || is_question(forms->text))
		return false;
	is_found = agree(set, forms->exact, false, &found);
	/* Many write some marks and forget others; with every word known it does no harm. */
	if (!is_found)
		is_found = agree(set, forms->bare, true, &found);
	if (is_found)
		*text_hours = found;
	return is_found;
}

bool text_hours_read(const struct text_hours_set *set, struct str text, struct text_hours *text_hours)
{
	AUTO(text_forms) forms;

	text_forms_read(text, &forms);
	return text_hours_read_forms(set, &forms, text_hours);
}
