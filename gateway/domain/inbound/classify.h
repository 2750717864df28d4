/*
 * classify - what a message from a family means, and which replies it gets.
 *
 * The one place where an inbound text is judged.  It takes facts (read by store
 * in the same transaction that will remember the outcome) and gives a classification:
 * a meaning and the sentences to say.  guarantees.md T1.
 *
 * In this order; the first that knows the text decides:
 *  - OptOutType of the provider wins and is never confirmed a second time;
 *  - exact keywords of every shipped language: stop and start (with a picture too),
 *    help; a second STOP is silent;
 *  - a phrase that asks us to stop ("no más mensajes", opt_out.h) stops at once too, and
 *    asks the scope once, in the one confirmation: silence means everything;
 *  - what may have asked it ("I've had enough of this") is an input that a person must
 *    decide on; "we must STOP this bill" is an input like any other;
 *  - a digit is an answer only while a question stands open (72 h); yes and no are
 *    read in the family's own language and in English, to the 1/2 question only;
 *  - the name of a language asks for it;
 *  - a keyword asks for the choice of hours at which we may text; a phrase sets them ("text
 *    me after 6", text_hours.h), a bare one ("after 6") only while no member of staff may have
 *    asked something (72 h) and no input waits.  Hours that law and district leave nothing
 *    of are an input: a person has to see it;
 *  - courtesy ("gracias", 👍) after an answer (delivered within 72 h, or under way) is
 *    kept, thanked once at most, and opens no promise; while an input still waits it
 *    joins that one silently; otherwise it is an input like any other;
 *  - texts within two minutes of the last one join its promise, unacknowledged, as
 *    long as no answer to it is under way;
 *  - all else is an input.
 * The language is recognised from inputs while nobody has told it (DEFAULT), and never
 * switched afterwards.  A guess is confirmed: said in English too, with the choice.
 * A stranger of whom nothing can be guessed may choose among the district's first six.
 * And always:
 *  - automatic replies to one number are capped (two robots must not talk for
 *    ever): past the cap the input is still kept and owned, silently.
 *  - a stopped number's input is kept and owned; nothing is said to it, and
 *    the promise goes to a person's list at once.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_CLASSIFY_H
#define DOMAIN_CLASSIFY_H

#include "base/clock.h"
#include "domain/names.h"
#include "domain/promise.h"
#include "hours_menu.h"
#include "i18n/intent/opt_out.h"
#include "i18n/intent/text_hours.h"
#include "language_source.h"
#include "meaning.h"
#include "question.h"

#define CLASSIFY_JOIN_FOR (2 * MINUTE_MS)
#define CLASSIFY_QUESTION_FOR (72 * HOUR_MS)
enum { CLASSIFY_REPLIES_AN_HOUR = 8, CLASSIFY_REPLIES_A_DAY = 24, CLASSIFY_CHOICES = 6 };

/* The words that a text is read by; NULL: not looked for. */
struct classify_words {
	const struct lang_set *languages; /* never NULL */
	const struct opt_out_set *opt_outs;
	const struct text_hours_set *text_hours;
};

/* What a text is, whoever sent it: read on the loop thread, and not a second time.  Only
 * its language is not in it: who has told us theirs, as nearly all have, is not guessed at. */
struct classify_read {
	struct text_forms forms;     /* the rules look for their words in these */
	bool is_stop;                /* bars the number before the transaction (G6) */
	int digit;                   /* keyword_read_digit */
	enum opt_out opt_out;              /* of one that is no keyword */
	const struct lang *opt_out_lang;
	bool has_text_hours;         /* of one that is no keyword too */
	struct text_hours text_hours;
};

struct classify_facts {
	int64_t now;
	struct str text;
	const struct classify_read *read; /* of that text, by these words; NULL: classify reads it */
	size_t media_count;
	/* what the provider said of it (adapter.h's OptOutType): "stop", "start", "help" or none */
	enum { CLASSIFY_PROVIDER_SILENT, CLASSIFY_PROVIDER_STOP, CLASSIFY_PROVIDER_START,
	       CLASSIFY_PROVIDER_HELP } provider;
	bool is_known;                  /* the contact has a name, or staff linked it */
	bool is_stopped;                /* consent on this number and channel */
	const struct lang *language;    /* the contact's; never NULL */
	enum language_source language_source;
	enum question question;         /* asked last and not yet answered */
	int64_t asked_at;
	const struct lang *choices[CLASSIFY_CHOICES]; /* of QUESTION_LANGUAGE */
	int choice_count;
	struct hours_menu menu;             /* of QUESTION_HOURS */
	struct promise_id asked_of;     /* promise of QUESTION_ANSWERED */
	struct promise_id last_promise; /* of this contact on this line; 0: none */
	enum promise_state last_state;
	int64_t last_input_at;
	int64_t last_answer_at;         /* an answer was delivered to this number; 0: never */
	bool is_thanked;                /* since that answer */
	int replies_last_hour, replies_last_day; /* automatic ones to this number */
	const struct lang_set *languages;
	const struct opt_out_set *opt_outs;   /* NULL: keywords only */
	const struct text_hours_set *text_hours;  /* NULL: the choice by digit only */
	struct hours_facts hours;       /* law's and district's; the family's do not count */
	int64_t staff_wrote_at;         /* a person's last text to this number; 0: never */
	const struct lang *const *allowed; /* the district's languages */
	size_t allowed_count;
};

struct classification {
	enum meaning meaning;
	enum question ask;              /* a question that now stands open (LANGUAGE) */
	const struct lang *choices[CLASSIFY_CHOICES];
	int choice_count;               /* of `ask`, or those to repeat after a wrong digit */
	struct hours_menu menu;             /* of QUESTION_HOURS, or to repeat */
	bool clears_question;
	bool sets_hours;
	struct hours_window own;        /* the contact's from now on */
	struct hours_window shown;      /* what law and district leave of them */
	const struct lang *language;    /* the contact's from now on */
	enum language_source language_source;
	const struct lang *second;      /* say it in this language too (English, or the one
					   before), or NULL */
	const char *sentence;           /* catalog name of the reply; "ack" for MEANING_INPUT and
					   ANSWERED_NO's promise is resolved by reply.h; NULL: silence */
	bool is_capped;                 /* there would have been a reply: log it */
	bool needs_person;              /* stopped number wrote: a person's list at once */
	bool is_doubtful;               /* may have asked us to stop: a person decides in time */
	enum { CLASSIFY_CONSENT_SAME, CLASSIFY_CONSENT_STOP, CLASSIFY_CONSENT_START,
	       CLASSIFY_CONSENT_EMERGENCY } consent; /* EMERGENCY: those alone come back */
	bool is_phrase;                 /* of STOP: not a keyword */
	struct promise_id joins;        /* MORE */
	struct promise_id follows;      /* ANSWERED_NO */
};

/* is_stop for every stop word and clear opt-out; cheap enough for the loop thread.  Borrows
 * the text and the words; classify_read_done. */
void classify_read(const struct classify_words *words, struct str text, struct classify_read *read);
/* Fits AUTO(classify_read). */
void classify_read_done(struct classify_read *read);
void classify(const struct classify_facts *facts, struct classification *classification);

#endif
