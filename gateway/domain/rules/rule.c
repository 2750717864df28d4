#include "rule.h"

#include <assert.h>
#include <string.h>

#include "domain/school.h"
#include "domain/words.h"
#include "i18n/language/keyword_fold.h"
#include "i18n/text/unicode.h"
#include "rule_words.h"

enum { LOOK_DAYS = 800, TEXT_CEILING = 64 * 1024 };

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

static const char *topic_of(const struct rule_book *book, struct rule_said *said)
{
	for (size_t i = 0; i < book->topic_count; i++)
		if (rule_words_hold(&book->topics[i].words, said, false))
			return book->topics[i].name;
	return "";
}

static bool holds(const struct rule_when *when, const struct rule_facts *facts,
		  const char *topic, struct rule_said *said)
{
	return (!when->channels || when->channels & (1u << facts->channel)) &&
	       (when->sender == RULE_ANY_SENDER ||
		(when->sender == RULE_KNOWN) == facts->is_known) &&
	       (when->hours == RULE_ANY_HOUR ||
		(when->hours == RULE_INSIDE_HOURS) == facts->is_open) &&
	       holds_tag(&when->languages, facts->language) &&
	       holds_tag(&when->lines, facts->line) &&
	       holds_tag(&when->topics, str_of(topic)) &&
	       rule_names_hold(&when->schools, facts->schools) &&
	       rule_names_hold(&when->groups, facts->groups) &&
	       rule_words_hold(&when->says, said, true) &&
	       rule_words_hold(&when->keywords, said, false);
}

/* Where no rule asks for the topic, what it was looked for with does not count. */
static const struct rule *match(const struct rule_book *book, const struct rule_facts *facts,
				const struct text_forms *forms, const char **topic)
{
	const struct rule *rule = book->rules, *last = &book->rules[book->count - 1];
	struct rule_said said;
	int looks;

	rule_words_said(forms, &said);
	looks = said.looks;
	*topic = topic_of(book, &said);
	if (!book->asks_topic)
		said.looks = looks;
	while (rule < last && !holds(&rule->when, facts, *topic, &said))
		rule++;
	return rule;
}

const struct rule *rule_match_topic(const struct rule_book *book, const struct rule_facts *facts,
				    const char **topic)
{
	assert(book && book->count > 0);
	assert(facts && facts->channel < CHANNEL_COUNT && topic);

	AUTO(text_forms) forms;

	text_forms_read(facts->forms ? STR_NONE : facts->text, &forms);
	return match(book, facts, facts->forms ? facts->forms : &forms, topic);
}

const struct rule *rule_match(const struct rule_book *book, const struct rule_facts *facts)
{
	const char *topic;

	return rule_match_topic(book, facts, &topic);
}

const char *rule_topic(const struct rule_book *book, struct str text)
{
	struct rule_said said;
	AUTO(text_forms) forms;

	assert(book);
	text_forms_read(text, &forms);
	rule_words_said(&forms, &said);
	return topic_of(book, &said);
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
