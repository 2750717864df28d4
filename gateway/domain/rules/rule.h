/*
 * rule - which follow-up rule an input falls under, and what happens by when.
 *
 * An administrator writes rules.yaml (config/rules.yaml is the one we ship, explained
 * line by line); rule_read.h turns the text into a book; a book is never changed.  The
 * first rule whose `when` holds decides, and the last rule holds always.  A promise
 * keeps the rule and the version of the book it was opened under.
 *
 * A step fires once, and never before the one above it.  Steps that became due together
 * (after a night, a week of downtime) collapse: each deed once, the family told once.
 * The deadline is no step: a promise is late at its due time whatever the rule says.
 *
 * Source: product.md (words, journeys 4 and 10), guarantees.md G4, G9.
 * Threads: pure; a read book is read-only.
 */
#ifndef DOMAIN_RULE_H
#define DOMAIN_RULE_H

#include "base/arena.h"
#include "base/buf.h"
#include "domain/names.h"
#include "domain/school.h"
#include "i18n/language/text_forms.h"

enum { RULE_NAME = 32, RULE_TIERS = 3, RULE_MOST = 100, RULE_STEPS_MOST = 40,
       RULE_WORDS_MOST = 100,
       RULE_TOPICS_MOST = 40, RULE_TOPIC_WORDS_MOST = 400 };

enum rule_unit {
	RULE_AT_ONCE,
	RULE_SCHOOL_TIME, /* amount: ms of staffed time */
	RULE_SCHOOL_DAYS, /* amount: days on which school is open */
	RULE_WALL_TIME,   /* amount: ms */
	RULE_AT_DEADLINE,
	RULE_WHEN_KEPT    /* no clock: when the answer was delivered */
};

struct rule_span {
	enum rule_unit unit;
	int64_t amount;
};

#define RULE_DEEDS_(X)                                                                 \
	X(RULE_ACKNOWLEDGE, "acknowledge")                                             \
	X(RULE_ASSIGN, "assign")        /* when nobody owns it yet */                  \
	X(RULE_REASSIGN, "reassign")    /* to somebody else */                         \
	X(RULE_REMIND, "remind")        /* the owner */                                \
	X(RULE_ESCALATE, "escalate")    /* tier 1: administrators are told; 2: and it is \
					   on a person's list; 3: and an alarm is logged */ \
	X(RULE_UPDATE, "update family") /* the truth: not yet, who has it, by when */  \
	X(RULE_ANSWER, "answer")        /* automatic and approved; kept when delivered */ \
	X(RULE_ASK, "ask")              /* "did this answer you? 1/2" */               \
	X(RULE_COURTESY, "close as courtesy")
#define X(name, word) name,
enum rule_deed { RULE_DEEDS_(X) RULE_DEEDS };
#undef X
const char *rule_deed_word(enum rule_deed deed);
bool rule_deed_of(struct str word, enum rule_deed *deed);

enum rule_whom { RULE_TO_COVERAGE, RULE_TO_ROLE, RULE_TO_PERSON };

struct rule_spot { int line, column; };

struct rule_step {
	struct rule_span after;
	enum rule_deed deed;
	enum rule_whom whom;     /* of assign and reassign */
	enum role role;
	const char *person;      /* e-mail */
	int tier;
	const char *template;    /* name of a sentence; NULL for deeds that say nothing */
	struct rule_spot spot;
};

/* A word of a family as one compares it: keyword.h; and how each form begins (rule_words.h). */
struct rule_word { struct str exact, bare; unsigned short exact_gram, bare_gram; };
struct rule_words { struct rule_word *at; size_t count; };
struct rule_tags { const char **at; size_t count; };
/* Names of schools or groups: as written, and as one compares them (rule_name_fold). */
struct rule_names { const char **at; struct str *folded; size_t count; };

/* What texts are about, in any language: the first topic of which a word stands in the
 * text is the text's.  One text has one topic, or none. */
struct rule_topic {
	const char *name;
	struct rule_words words;
	struct rule_spot spot;
};

/* What is empty, or ANY, holds always. */
struct rule_when {
	struct rule_tags languages;
	struct rule_tags lines;      /* numbers, E.164 */
	struct rule_names schools;   /* of any of the family's children */
	struct rule_names groups;    /* that the household is in */
	unsigned channels;           /* 1 << CHANNEL_…; 0: any */
	struct rule_words keywords;  /* stands in the text as a word */
	struct rule_words says;      /* is the whole text */
	struct rule_tags topics;     /* names: the text's topic is one of them */
	enum { RULE_ANY_SENDER, RULE_KNOWN, RULE_UNKNOWN } sender;
	enum { RULE_ANY_HOUR, RULE_INSIDE_HOURS, RULE_OUTSIDE_HOURS } hours;
	struct rule_spot spot;
};

struct rule {
	const char *name;
	struct rule_when when;
	struct rule_span answer_for;
	struct rule_step *steps;
	size_t step_count;
	struct rule_spot spot;
};

struct rule_book {
	struct rule *rules;
	size_t count;
	struct rule_topic *topics;
	size_t topic_count;
	bool asks_topic;         /* some rule does */
	struct arena arena;      /* all of it lives here, the book too */
};

void rule_book_free(struct rule_book **book);
bool rule_always_holds(const struct rule_when *when);
/* Appends a name without regard to case, width, spaces and the marks of Latin letters. */
void rule_name_fold(struct str name, struct buf *into);
/* Is one of the joined names among these?  Also when there are none: that is no condition. */
bool rule_names_hold(const struct rule_names *names, struct str joined);
/* NULL: no rule has that name. */
const struct rule *rule_find(const struct rule_book *book, const char *name);

struct rule_facts {
	struct str language;     /* tag */
	struct str line;         /* our number, E.164 */
	struct str text;         /* as the family wrote it; not looked at when it is read: */
	const struct text_forms *forms; /* what was read; NULL: rule_match does */
	struct str schools;      /* of the family's children, joined by ',' */
	struct str groups;       /* of their household, joined by ',' */
	enum channel channel;
	bool is_known;
	bool is_open;            /* school hours */
};
/* The first that holds; never NULL of a book that rule_read gave.  A text is looked at in
 * its first 16 KiB and 500,000 places: one that was made to be found and not to be a word
 * everywhere falls under the last rule. */
const struct rule *rule_match(const struct rule_book *book, const struct rule_facts *facts);
/* The same, and the text's topic; "" for none. */
const struct rule *rule_match_topic(const struct rule_book *book, const struct rule_facts *facts,
				    const char **topic);
/* The topic alone; here for the tests. */
const char *rule_topic(const struct rule_book *book, struct str text);
/* The rule's first step that does `deed` when it is `unit`; NULL. */
const struct rule_step *rule_step_of(const struct rule *rule, enum rule_unit unit,
				     enum rule_deed deed);

int64_t rule_due_at(const struct rule *rule, const struct school_week *week, int64_t opened_at);
/* When a step is due; NEVER for RULE_WHEN_KEPT. */
int64_t rule_step_at(const struct rule_step *step, const struct school_week *week,
		     int64_t opened_at, int64_t due_at);

struct rule_progress {
	int64_t opened_at, due_at;
	bool is_late;            /* marked as such already */
	int next_step;           /* the first that has not fired */
};

struct rule_due {
	const struct rule_step *steps[RULE_DEEDS]; /* all that is due by now, one a deed:
						      the last, of escalations the highest */
	bool is_any;
	bool is_late;            /* mark it: the deadline passed */
	int next_step;
	int64_t next_wake_at;    /* NEVER when nothing is left */
};
struct rule_due rule_look(const struct rule *rule, const struct school_week *week,
			  const struct rule_progress *progress, int64_t now);

#endif
