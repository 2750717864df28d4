#include "rule.h"

#include <assert.h>
#include <string.h>

#include "domain/school.h"
#include "domain/words.h"
#include "i18n/language/keyword_fold.h"
#include "i18n/text/unicode.h"

/* A text is 1,600 characters; SAID_CEILING is twice what they take when they are folded.
 * LOOKS_MOST: places where a word was found and its edges looked at, in one match. */
enum { LOOK_DAYS = 800, TEXT_CEILING = 64 * 1024, SAID_CEILING = 16 * 1024, LOOKS_MOST = 500000 };

static const char *const rule_deed_words[RULE_DEEDS] = {
#define X(name, word) [name] = word,
	RULE_DEEDS_(X)
#undef X
};
WORDS_OF(rule_deed, enum rule_deed)

void rule_book_free(struct rule_book **book)
{
	struct arena arena;

	assert(book);
	if (!*book)
		return;
	arena = (*book)->arena;
	arena_done(&arena);
	*book = NULL;
}

/* --- which rule ------------------------------------------------------------------ */

bool rule_always_holds(const struct rule_when *when)
{
	assert(when);
	return !when->languages.count && !when->lines.count && !when->channels &&
	       !when->schools.count && !when->groups.count && !when->topics.count &&
	       !when->keywords.count && !when->says.count && when->sender == RULE_ANY_SENDER &&
	       when->hours == RULE_ANY_HOUR;
}

const struct rule *rule_find(const struct rule_book *book, const char *name)
{
	assert(book && name);
	for (size_t i = 0; i < book->count; i++)
		if (strcmp(book->rules[i].name, name) == 0)
			return &book->rules[i];
	return NULL;
}

/* A family's text in both forms of keyword.h.  In `bare` only words that carry no marks are
 * bare: "autobus" is meant to be "autobús", but Vietnamese "đúng" is not "dừng". */
struct said {
	struct buf exact, bare;
	const char *topic;       /* "" for none */
	int looks;               /* left; without one no word is found any more */
};

static void read_said(struct str text, struct said *said)
{
	struct str rest, word;
	AUTO(buf) stripped;

	buf_init(&said->exact, SAID_CEILING);
	buf_init(&said->bare, SAID_CEILING);
	buf_init(&stripped, SAID_CEILING);
	said->looks = LOOKS_MOST;
	keyword_fold(text, &said->exact);
	for (rest = buf_str(&said->exact); str_next(&rest, ' ', &word); buf_clear(&stripped)) {
		bool has_marks = unicode_strip_latin(word, &stripped);

		if (said->bare.size)
			buf_add_char(&said->bare, ' ');
		buf_add(&said->bare, has_marks ? word : buf_str(&stripped));
	}
}

static bool holds_tag(const struct rule_tags *tags, struct str value)
{
	for (size_t i = 0; i < tags->count; i++)
		if (str_is(value, tags->at[i]))
			return true;
	return tags->count == 0;
}

void rule_name_fold(struct str name, struct buf *into)
{
	AUTO(buf) exact;

	assert(into);
	buf_init(&exact, TEXT_CEILING);
	keyword_fold(str_trim(name), &exact);
	(void)unicode_strip_latin(buf_str(&exact), into);
}

bool rule_names_hold(const struct rule_names *names, struct str joined)
{
	assert(names);

	bool holds = names->count == 0;
	struct str name;
	AUTO(buf) folded;

	buf_init(&folded, TEXT_CEILING);
	while (!holds && str_next(&joined, ',', &name)) {
		buf_clear(&folded);
		rule_name_fold(name, &folded);
		for (size_t i = 0; i < names->count; i++)
			holds |= folded.size && str_equals(names->folded[i], buf_str(&folded));
	}
	return holds;
}

/* Scripts that write no spaces: a word may begin and end anywhere. */
static bool is_unspaced(uint32_t rune)
{
	static const struct { uint32_t from, to; } scripts[] = {
		{ 0x0e00, 0x0eff }, { 0x1000, 0x109f }, { 0x1780, 0x17ff }, { 0x3040, 0x30ff },
		{ 0x3400, 0x9fff }, { 0xf900, 0xfaff }, { 0x20000, 0x3ffff },
	};

	for (size_t i = 0; i < COUNT_OF(scripts); i++)
		if (rune >= scripts[i].from && rune <= scripts[i].to)
			return true;
	return false;
}

/* Looks at its end only: a text that is all one letter is looked at behind each. */
static uint32_t last_rune(struct str text)
{
	uint32_t rune = ' ';
	size_t back = 0;

	while (back < text.size && back < 4) {
		struct str last = str_from(text, text.size - ++back);

		if (((unsigned char)last.at[0] & 0xc0) != 0x80) {
			(void)unicode_next(&last, &rune);
			break;
		}
	}
	return rune;
}

static bool is_edge(uint32_t rune)
{
	return unicode_is_outer(rune) || is_unspaced(rune);
}

static bool has_word(struct said *said, struct str text, struct str word)
{
	bool is_free = is_unspaced(last_rune(word));
	size_t from = 0, at;

	while ((at = str_find(str_from(text, from), word)) < text.size - from && said->looks > 0) {
		struct str rest = str_from(text, from + at + word.size);
		uint32_t after = ' ';

		said->looks--;
		(void)unicode_next(&rest, &after);
		if (is_free || (is_edge(last_rune(str_slice(text, 0, from + at))) && is_edge(after)))
			return true;
		from += at + 1;
	}
	return false;
}

static bool holds_word(const struct rule_words *words, struct said *said, bool is_whole)
{
	struct str exact = buf_str(&said->exact), bare = buf_str(&said->bare);
	bool is_plain = str_equals(exact, bare); /* then the second look may see nothing new */

	for (size_t i = 0; i < words->count; i++) {
		const struct rule_word *word = &words->at[i];

		if (is_whole ? str_equals(exact, word->exact) : has_word(said, exact, word->exact))
			return true;
		if (is_plain && str_equals(word->exact, word->bare))
			continue;
		if (is_whole ? str_equals(bare, word->bare) : has_word(said, bare, word->bare))
			return true;
	}
	return words->count == 0;
}

static const char *topic_of(const struct rule_book *book, struct said *said)
{
	for (size_t i = 0; i < book->topic_count; i++)
		if (holds_word(&book->topics[i].words, said, false))
			return book->topics[i].name;
	return "";
}

static void said_done(struct said *said)
{
	buf_done(&said->exact);
	buf_done(&said->bare);
}

const char *rule_topic(const struct rule_book *book, struct str text)
{
	struct said said = { .topic = "" };

	assert(book);
	if (book->topic_count == 0)
		return "";
	read_said(text, &said);
	said.topic = topic_of(book, &said);
	said_done(&said);
	return said.topic;
}

static bool holds(const struct rule_when *when, const struct rule_facts *facts,
		  struct said *said)
{
	return (!when->channels || when->channels & (1u << facts->channel)) &&
	       (when->sender == RULE_ANY_SENDER ||
		(when->sender == RULE_KNOWN) == facts->is_known) &&
	       (when->hours == RULE_ANY_HOUR ||
		(when->hours == RULE_INSIDE_HOURS) == facts->is_open) &&
	       holds_tag(&when->languages, facts->language) &&
	       holds_tag(&when->lines, facts->line) &&
	       holds_tag(&when->topics, str_of(said->topic)) &&
	       rule_names_hold(&when->schools, facts->schools) &&
	       rule_names_hold(&when->groups, facts->groups) && holds_word(&when->says, said, true) &&
	       holds_word(&when->keywords, said, false);
}

const struct rule *rule_match(const struct rule_book *book, const struct rule_facts *facts)
{
	assert(book && book->count > 0);
	assert(facts && facts->channel < CHANNEL_COUNT);

	const struct rule *rule = book->rules, *last = &book->rules[book->count - 1];
	struct said said;

	read_said(facts->text, &said);
	said.topic = book->asks_topic ? topic_of(book, &said) : "";
	while (rule < last && !holds(&rule->when, facts, &said))
		rule++;
	said_done(&said);
	return rule;
}

const struct rule_step *rule_step_of(const struct rule *rule, enum rule_unit unit,
				     enum rule_deed deed)
{
	assert(rule && deed < RULE_DEEDS);
	for (size_t i = 0; i < rule->step_count; i++)
		if (rule->steps[i].after.unit == unit && rule->steps[i].deed == deed)
			return &rule->steps[i];
	return NULL;
}

/* --- by when --------------------------------------------------------------------- */

static int64_t clamp(int64_t at, int64_t low, int64_t high)
{
	return at < low ? low : at > high ? high : at;
}

/* The same time of the day, on the n-th day after on which school is open, and not
 * before it opens or after it closes. */
static int64_t days_after(const struct school_week *week, int64_t from_at, int64_t days)
{
	struct zone_time base = zone_read(week->zone, from_at);

	for (int n = 1; n <= LOOK_DAYS; n++) {
		int64_t from = zone_instant(week->zone, base.year, base.month, base.day + n, 0);
		int64_t to = zone_instant(week->zone, base.year, base.month, base.day + n + 1, 0);
		int64_t open_for = school_between(week, from, to);

		if (open_for == 0 || --days > 0)
			continue;
		return clamp(zone_instant(week->zone, base.year, base.month, base.day + n,
					  base.minute) + base.second * SECOND_MS,
			     school_after(week, from, 1) - 1, school_after(week, from, open_for));
	}
	return NEVER;
}

static int64_t span_after(const struct rule_span *span, const struct school_week *week,
			  int64_t from_at)
{
	switch (span->unit) {
	case RULE_SCHOOL_TIME:
		return school_after(week, from_at, span->amount);
	case RULE_SCHOOL_DAYS:
		return days_after(week, from_at, span->amount);
	case RULE_WALL_TIME:
		return from_at + span->amount;
	case RULE_AT_ONCE:
		return from_at;
	default:
		return NEVER;
	}
}

int64_t rule_due_at(const struct rule *rule, const struct school_week *week, int64_t opened_at)
{
	assert(rule && week && opened_at >= 0);
	return span_after(&rule->answer_for, week, opened_at);
}

int64_t rule_step_at(const struct rule_step *step, const struct school_week *week,
		     int64_t opened_at, int64_t due_at)
{
	assert(step && week);
	return step->after.unit == RULE_AT_DEADLINE ? due_at :
						      span_after(&step->after, week, opened_at);
}

static void add_due(struct rule_due *due, const struct rule_step *step)
{
	const struct rule_step *before = due->steps[step->deed];

	if (!before || step->deed != RULE_ESCALATE || step->tier >= before->tier)
		due->steps[step->deed] = step;
	due->is_any = true;
}

struct rule_due rule_look(const struct rule *rule, const struct school_week *week,
			  const struct rule_progress *progress, int64_t now)
{
	assert(rule && week && progress);
	assert(progress->next_step >= 0);
	assert(progress->opened_at >= 0);

	struct rule_due due = { .next_step = progress->next_step, .next_wake_at = NEVER };

	for (; due.next_step < (int)rule->step_count; due.next_step++) {
		const struct rule_step *step = &rule->steps[due.next_step];
		int64_t at;

		if (step->after.unit == RULE_WHEN_KEPT)
			continue;
		at = rule_step_at(step, week, progress->opened_at, progress->due_at);
		if (at > now) {
			due.next_wake_at = at;
			break;
		}
		add_due(&due, step);
	}
	due.is_late = !progress->is_late && progress->due_at <= now;
	if (!progress->is_late && !due.is_late && progress->due_at < due.next_wake_at)
		due.next_wake_at = progress->due_at;
	return due;
}
