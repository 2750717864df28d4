/*
 * What parents write, labelled (tests/corpus/consent.tsv: label, language, text), against
 * what is heard.  Odd lines are the ones to tune on, even lines are held out.  Prints
 * recall and precision; a false stop silences a family, so there may be none.
 */
#include "tests/lib/test.h"

#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "domain/hear.h"

#define NOW (INT64_C(20500) * DAY_MS)

enum label { STOP, UNCLEAR, COURTESY, QUESTION, NOT_STOP, LABELS };
/* What a text may be heard as; the last two labels are both plain inputs. */
enum { HEARD_AS = NOT_STOP + 1, INPUT = NOT_STOP };

static const char *const words[] = { "stop", "unclear", "courtesy", "courtesy_question",
				     "not_stop" };

static struct lang_set *languages;
static struct plea_set *pleas;
static struct buf corpus;

static int load(void **unused)
{
	struct note note;

	(void)unused;
	buf_init(&corpus, 1 << 20);
	if (lang_set_load("locales/languages.yaml", &languages, &note) ||
	    plea_set_load("locales/pleas.yaml", languages, &pleas, &note) ||
	    file_read("tests/corpus/consent.tsv", &corpus, &note)) {
		print_message("%s\n", note.text);
		return -1;
	}
	return 0;
}

static int unload(void **unused)
{
	(void)unused;
	buf_done(&corpus);
	plea_set_free(&pleas);
	lang_set_free(&languages);
	return 0;
}

/* A family we know, answered an hour ago. */
static enum label hear(struct str tag, struct str text)
{
	struct hear_facts facts = {
		.now = NOW, .text = text, .is_known = true,
		.language = lang_find(languages, tag), .language_source = LANGUAGE_TOLD,
		.languages = languages, .pleas = pleas,
		.last_promise = { 9 }, .last_state = PROMISE_KEPT,
		.last_answer_at = NOW - HOUR_MS, .last_input_at = NOW - 5 * HOUR_MS,
	};
	struct hearing hearing;

	assert_non_null(facts.language);
	hear_judge(&facts, &hearing);
	if (hearing.meaning == MEANING_STOP)
		return STOP;
	if (hearing.meaning == MEANING_THANKS)
		return COURTESY;
	return hearing.is_doubtful ? UNCLEAR : INPUT;
}

struct tally {
	int heard[LABELS][HEARD_AS];
	int lines;
};

static enum label label_of(struct str word)
{
	for (int i = 0; i < LABELS; i++)
		if (str_is(word, words[i]))
			return (enum label)i;
	fail_msg("no such label: %.*s", STR_ARG(word));
	return LABELS;
}

static void count(struct tally tallies[2])
{
	struct str rest = buf_str(&corpus), line;
	bool is_telling = getenv("TELL") != NULL;

	for (int no = 1; str_next(&rest, '\n', &line); no++) {
		struct str label, tag;
		struct tally *tally = &tallies[no % 2 == 0];
		enum label is, heard;

		if (line.size == 0)
			continue;
		(void)str_next(&line, '\t', &label);
		(void)str_next(&line, '\t', &tag);
		is = label_of(label);
		heard = hear(tag, line);
		tally->heard[is][heard]++;
		tally->lines++;
		/* of the held-out half only numbers, so that nobody tunes on it */
		if (is_telling && no % 2 == 1 && heard != (is == QUESTION ? INPUT : is))
			print_message("%.*s heard as %s: %.*s: %.*s\n", STR_ARG(label),
				      words[heard], STR_ARG(tag), STR_ARG(line));
		if (heard == STOP && is != STOP && is_telling && no % 2 == 1)
			print_message("FALSE STOP: %.*s\n", STR_ARG(line));
	}
}

static int recalled(const struct tally *tally, enum label label)
{
	/* a plea that a person reads is an input too: nothing is lost */
	if (label == QUESTION || label == NOT_STOP)
		return tally->heard[label][INPUT] + tally->heard[label][UNCLEAR];
	return tally->heard[label][label];
}

static double share(int part, int whole)
{
	return whole ? (double)part / whole : 1;
}

static double print_label(const char *half, const struct tally *tally, enum label label)
{
	int all = 0, heard = 0, right = recalled(tally, label);
	int claimed = label == QUESTION || label == NOT_STOP ? INPUT : (int)label;

	for (int i = 0; i < HEARD_AS; i++)
		all += tally->heard[label][i];
	for (int i = 0; i < LABELS; i++)
		heard += tally->heard[i][claimed];
	if (claimed == INPUT)
		print_message("  %-9s %-18s %3d, recall %.3f (%d of them to a person)\n", half,
			      words[label], all, share(right, all),
			      tally->heard[label][UNCLEAR]);
	else
		print_message("  %-9s %-18s %3d, recall %.3f, precision %.3f\n", half,
			      words[label], all, share(right, all),
			      share(tally->heard[label][claimed], heard));
	return share(right, all);
}

static void stops_are_heard_and_nothing_else_stops(void **state)
{
	static const char *const halves[] = { "tuned on", "held out" };
	struct tally tallies[2] = { { .lines = 0 } };

	(void)state;
	count(tallies);
	for (int half = 0; half < 2; half++) {
		for (int label = 0; label < LABELS; label++) {
			double recall = print_label(halves[half], &tallies[half],
						    (enum label)label);

			if (label == STOP || label == NOT_STOP || label == QUESTION)
				assert_true(recall >= 0.95);
			if (label != STOP)
				assert_int_equal(tallies[half].heard[label][STOP], 0);
		}
	}
	assert_true(tallies[0].lines + tallies[1].lines >= 600);
}

/* The loop thread asks it of every text. */
static void a_text_is_read_in_no_time(void **state)
{
	enum { ROUNDS = 20 };
	struct timespec from, to;
	long texts = 0;
	double us;

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < ROUNDS; i++) {
		struct str rest = buf_str(&corpus), line, skipped;

		while (str_next(&rest, '\n', &line)) {
			(void)str_next(&line, '\t', &skipped);
			(void)str_next(&line, '\t', &skipped);
			(void)plea_read(pleas, line, NULL);
			texts++;
		}
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	us = ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) /
	     1e3 / (double)texts;
	print_message("  %.1f us a text\n", us);
	/* 50 us is what we want; a debug build under a sanitizer takes longer */
	assert_true(us < 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stops_are_heard_and_nothing_else_stops),
		cmocka_unit_test(a_text_is_read_in_no_time),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
