#include "classify_private.h"

#include <assert.h>

#include "classify_questions.h"
#include "i18n/language/detect.h"
#include "i18n/language/keyword.h"

static bool is_allowed(const struct classify_facts *facts, const struct lang *lang)
{
	for (size_t i = 0; i < facts->allowed_count; i++)
		if (facts->allowed[i] == lang)
			return true;
	return facts->allowed_count == 0;
}

void classify_suppose_language(const struct classify_facts *facts, const struct lang *lang,
			   struct classification *classification)
{
	assert(lang && facts->language);
	assert(classification->language);
	if (facts->language_source != LANGUAGE_DEFAULT || lang == facts->language ||
	    !is_allowed(facts, lang))
		return;
	classification->language = lang;
	classification->second = facts->language;
}

/* --- the judges: the first that knows the text has the last word ---------------- */

/* It has opted the number out or in by itself, and said so. */
static bool judge_provider(const struct classify_facts *facts, const struct said *said,
			   struct classification *classification)
{
	static const enum meaning meanings[] = {
		[CLASSIFY_PROVIDER_STOP] = MEANING_STOP,
		[CLASSIFY_PROVIDER_START] = MEANING_START,
		[CLASSIFY_PROVIDER_HELP] = MEANING_HELP,
	};

	(void)said;
	if (facts->provider == CLASSIFY_PROVIDER_SILENT)
		return false;
	classification->meaning = meanings[facts->provider];
	if (facts->provider == CLASSIFY_PROVIDER_STOP && !facts->is_stopped)
		classification->consent = CLASSIFY_CONSENT_STOP;
	if (facts->provider == CLASSIFY_PROVIDER_START)
		classification->consent = CLASSIFY_CONSENT_START;
	return true;
}

static bool judge_stop(const struct classify_facts *facts, const struct said *said,
		       struct classification *classification)
{
	if (!is_said(said, LANG_STOP))
		return false;
	classification->meaning = MEANING_STOP;
	classify_suppose_language(facts, said->lang, classification);
	if (facts->is_stopped)
		return true;
	classification->consent = CLASSIFY_CONSENT_STOP;
	classification->sentence = "stop.confirmed";
	return true;
}

/* The same opt-out in a family's own words; what else they may mean is asked once, in the
 * one text that may still be sent. */
static bool judge_opt_out(const struct classify_facts *facts, const struct said *said,
		       struct classification *classification)
{
	if (said->opt_out != OPT_OUT_CLEAR)
		return false;
	classification->meaning = MEANING_STOP;
	classification->is_phrase = true;
	classify_suppose_language(facts, said->opt_out_lang, classification);
	if (facts->is_stopped)
		return true;
	classification->consent = CLASSIFY_CONSENT_STOP;
	classification->sentence = "stop.scope";
	classification->ask = QUESTION_SCOPE;
	return true;
}

/* Also from those who never stopped: they are told where they stand. */
static bool judge_start(const struct classify_facts *facts, const struct said *said,
			struct classification *classification)
{
	if (!is_said(said, LANG_START))
		return false;
	classification->meaning = MEANING_START;
	classification->consent = CLASSIFY_CONSENT_START;
	classification->sentence = "start.confirmed";
	classification->clears_question = facts->question == QUESTION_SCOPE;
	classify_suppose_language(facts, said->lang, classification);
	return true;
}

/* A stopped number may not be told how to get help: a person has to see it. */
static bool judge_help(const struct classify_facts *facts, const struct said *said,
		       struct classification *classification)
{
	if (!is_said(said, LANG_HELP) || facts->media_count > 0 || facts->is_stopped)
		return false;
	classification->meaning = MEANING_HELP;
	classification->sentence = "help";
	classify_suppose_language(facts, said->lang, classification);
	return true;
}

/* Said in the old language too: "Spanish" may have been an answer to "which class?". */
static bool judge_language(const struct classify_facts *facts, const struct said *said,
			   struct classification *classification)
{
	if (!is_said(said, LANG_ASK_FOR) || facts->media_count > 0)
		return false;
	classification->meaning = MEANING_LANGUAGE;
	classification->language = said->lang;
	classification->language_source = LANGUAGE_TOLD;
	classification->clears_question = facts->question == QUESTION_LANGUAGE;
	classification->sentence = "language.set";
	if (said->lang != facts->language)
		classification->second = facts->language;
	return true;
}

/* Courtesy.  An answer whose receipt is still under way counts as one: thanks are
 * often quicker. */
static bool judge_thanks(const struct classify_facts *facts, const struct said *said,
			 struct classification *classification)
{
	bool is_answered = facts->last_answer_at > 0 &&
			   facts->now - facts->last_answer_at <= CLASSIFY_QUESTION_FOR;

	if ((!is_said(said, LANG_THANKS) && said->opt_out != OPT_OUT_THANKS) ||
	    facts->media_count > 0)
		return false;
	if (is_waiting(facts)) {
		classification->meaning = MEANING_MORE;
		classification->joins = facts->last_promise;
		return true;
	}
	if (!is_answered &&
	    (facts->last_promise.n == 0 || facts->last_state != PROMISE_ANSWERED))
		return false;
	classification->meaning = MEANING_THANKS;
	classification->sentence = facts->is_thanked ? NULL : "thanks";
	return true;
}

/* --- what is left is an input ---------------------------------------------------- */

/* Only where nobody has said anything yet; never switched silently afterwards.  True
 * when something was learnt. */
static bool learn_language(const struct classify_facts *facts, struct classification *classification)
{
	const struct lang *guess;

	if (facts->language_source != LANGUAGE_DEFAULT)
		return false;
	guess = detect_language(facts->languages, facts->text, facts->allowed,
			       facts->allowed_count);
	if (!guess)
		return false;
	classification->language = guess;
	classification->language_source = LANGUAGE_RECOGNISED;
	return true;
}

static bool judge_more(const struct classify_facts *facts, const struct said *said,
		       struct classification *classification)
{
	if (!is_waiting(facts) || facts->now - facts->last_input_at >= CLASSIFY_JOIN_FOR)
		return false;
	classification->meaning = MEANING_MORE;
	classification->joins = facts->last_promise;
	classification->is_doubtful = said->opt_out == OPT_OUT_UNCLEAR && !facts->is_stopped;
	(void)learn_language(facts, classification);
	return true;
}

/* Says it in English too and lets the family choose.  Guesses are seldom wrong, so
 * theirs comes first. */
static void confirm_language(const struct classify_facts *facts, bool is_new,
			     struct classification *classification)
{
	const struct lang *english = lang_find(facts->languages, STR("en"));

	if (!english || classification->language == english)
		return;
	classification->second = english;
	if (!is_new || open_question(facts) == QUESTION_ANSWERED)
		return;
	classification->ask = QUESTION_LANGUAGE;
	classification->choices[0] = classification->language;
	classification->choices[1] = english;
	classification->choice_count = 2;
}

/* A stranger whose language we cannot tell: the district's first ones. */
static void ask_language(const struct classify_facts *facts, struct classification *classification)
{
	if (facts->is_known || facts->allowed_count < 2 || open_question(facts) != QUESTION_NONE)
		return;
	classification->ask = QUESTION_LANGUAGE;
	for (size_t i = 0; i < facts->allowed_count && i < CLASSIFY_CHOICES; i++)
		classification->choices[classification->choice_count++] = facts->allowed[i];
}

static bool judge_input(const struct classify_facts *facts, const struct said *said,
			struct classification *classification)
{
	bool is_new = learn_language(facts, classification);

	classification->is_doubtful = said->opt_out == OPT_OUT_UNCLEAR && !facts->is_stopped;
	classification->sentence = "ack";
	if (classification->language_source == LANGUAGE_DEFAULT)
		ask_language(facts, classification);
	else if (is_new || (facts->language_source == LANGUAGE_RECOGNISED &&
			    open_question(facts) == QUESTION_LANGUAGE))
		confirm_language(facts, is_new, classification);
	return true;
}

/* --- and whether we may say anything ---------------------------------------------- */

static void silence(struct classification *classification)
{
	classification->sentence = NULL;
	classification->second = NULL;
	classification->ask = QUESTION_NONE;
	classification->choice_count = 0;
	classification->menu.count = 0;
}

static void hold_back(const struct classify_facts *facts, struct classification *classification)
{
	bool is_full = facts->replies_last_hour >= CLASSIFY_REPLIES_AN_HOUR ||
		       facts->replies_last_day >= CLASSIFY_REPLIES_A_DAY;

	if (facts->is_stopped && classification->consent != CLASSIFY_CONSENT_START) {
		silence(classification);
		classification->needs_person = classification->meaning == MEANING_INPUT ||
					classification->meaning == MEANING_MORE ||
					classification->meaning == MEANING_ANSWERED_NO;
		return;
	}
	if (!classification->sentence || !is_full || classification->consent == CLASSIFY_CONSENT_STOP)
		return;
	silence(classification);
	classification->is_capped = true;
}

/* What is no keyword in any family's language: yes and no are one for those who speak it, and
 * then nobody asks for the rest. */
static void read_phrases(const struct classify_words *words, struct classify_read *read)
{
	if (words->opt_outs)
		read->opt_out = opt_out_read_forms(words->opt_outs, &read->forms, &read->opt_out_lang);
	read->is_stop = read->opt_out == OPT_OUT_CLEAR;
	if (words->text_hours)
		read->has_text_hours = text_hours_read_forms(words->text_hours, &read->forms,
							     &read->text_hours);
}

void classify_read(const struct classify_words *words, struct str text, struct classify_read *read)
{
	enum lang_word word;

	assert(words && words->languages && read);
	*read = (struct classify_read){ .opt_out = OPT_OUT_NONE, .digit = keyword_read_digit(text) };
	text_forms_read(text, &read->forms);
	if (keyword_read_forms(words->languages, &read->forms, NULL, &word, NULL))
		read->is_stop = word == LANG_STOP;
	else
		read_phrases(words, read);
}

void classify_read_done(struct classify_read *read)
{
	assert(read);
	text_forms_done(&read->forms);
}

/* What is no keyword in the family's language is none for anybody: its phrases were read. */
static void say(const struct classify_facts *facts, const struct classify_read *read,
		struct said *said)
{
	*said = (struct said){ .digit = read->digit };
	said->is_word = keyword_read_forms(facts->languages, &read->forms, facts->language,
					   &said->word, &said->lang);
	if (said->is_word)
		return;
	said->opt_out = read->opt_out;
	said->opt_out_lang = read->opt_out_lang;
	said->has_text_hours = read->has_text_hours;
	said->text_hours = read->text_hours;
}

void classify(const struct classify_facts *facts, struct classification *classification)
{
	assert(facts && classification);
	assert(facts->language && facts->languages);
	assert(facts->language_source < LANGUAGE_SOURCE_COUNT);
	assert(facts->question < QUESTION_COUNT);
	assert(facts->last_state < PROMISE_STATES);
	assert(facts->choice_count >= 0 && facts->choice_count <= CLASSIFY_CHOICES);
	assert(facts->menu.count >= 0 && facts->menu.count <= HOURS_MENU_MOST);
	assert(facts->allowed || facts->allowed_count == 0);

	static bool (*const judges[])(const struct classify_facts *, const struct said *,
				      struct classification *) = {
		judge_provider, judge_stop, judge_start, judge_opt_out, judge_help, classify_questions_answer,
		judge_language, classify_questions_hours, classify_questions_text_hours, judge_thanks, judge_more, judge_input,
	};
	const struct classify_words words = { facts->languages, facts->opt_outs, facts->text_hours };
	AUTO(classify_read) own;
	struct said said;
	size_t i = 0;

	classify_read(&words, facts->read ? STR_NONE : facts->text, &own);
	say(facts, facts->read ? facts->read : &own, &said);
	*classification = (struct classification){
		.meaning = MEANING_INPUT,
		.language = facts->language,
		.language_source = facts->language_source,
	};
	while (!judges[i](facts, &said, classification))
		i++;
	hold_back(facts, classification);
}
