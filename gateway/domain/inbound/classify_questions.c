/* Answers to what we asked, and the hours a family asks for. */
#include "classify_questions.h"

#include <assert.h>

static void copy_choices(const struct classify_facts *facts, struct classification *classification)
{
	classification->choice_count = facts->choice_count;
	for (int i = 0; i < facts->choice_count; i++)
		classification->choices[i] = facts->choices[i];
}

static bool judge_wrong_digit(const struct classify_facts *facts, struct classification *classification)
{
	if (facts->is_stopped)
		return false;
	classification->meaning = MEANING_WRONG_DIGIT;
	classification->sentence = "digit.wrong";
	if (facts->question == QUESTION_LANGUAGE)
		copy_choices(facts, classification);
	if (facts->question == QUESTION_HOURS)
		classification->menu = facts->menu;
	return true;
}

/* 1 yes, 2 no, or the family's own words for it. */
static bool judge_yes_or_no(const struct classify_facts *facts, const struct said *said,
			    struct classification *classification)
{
	bool is_yes = said->digit == 1 || (said->digit < 0 && is_said(said, LANG_YES));
	bool is_no = said->digit == 2 || (said->digit < 0 && is_said(said, LANG_NO));

	if (!is_yes && !is_no)
		return said->digit >= 0 && judge_wrong_digit(facts, classification);
	classification->clears_question = true;
	if (is_yes) {
		classification->meaning = MEANING_ANSWERED_YES;
		classification->sentence = facts->is_thanked ? NULL : "thanks";
		return true;
	}
	classification->meaning = MEANING_ANSWERED_NO;
	classification->sentence = "answered.no";
	classification->follows = facts->asked_of;
	return true;
}

static bool judge_choice(const struct classify_facts *facts, const struct said *said,
			 struct classification *classification)
{
	if (said->digit < 0)
		return false;
	if (said->digit < 1 || said->digit > facts->choice_count)
		return judge_wrong_digit(facts, classification);
	classification->meaning = MEANING_LANGUAGE;
	classification->language = facts->choices[said->digit - 1];
	classification->language_source = LANGUAGE_TOLD;
	classification->clears_question = true;
	classification->sentence = "language.set";
	return true;
}

static void set_hours(struct hours_window own, struct hours_window shown,
		      struct classification *classification)
{
	classification->meaning = MEANING_HOURS;
	classification->sets_hours = true;
	classification->own = own;
	classification->shown = shown;
	classification->sentence = "hours.set";
}

static bool judge_offer(const struct classify_facts *facts, const struct said *said,
			struct classification *classification)
{
	const struct hours_menu *menu = &facts->menu;
	int place = said->digit - 1;

	if (said->digit < 0)
		return false;
	if (place < 0 || place >= menu->count ||
	    menu->shown[place].from == menu->shown[place].to)
		return judge_wrong_digit(facts, classification);
	set_hours(menu->own[place], menu->shown[place], classification);
	classification->clears_question = true;
	return true;
}

/* Silent either way: the one text after a stop has been sent. */
static bool judge_scope(const struct classify_facts *facts, const struct said *said,
			struct classification *classification)
{
	if (!facts->is_stopped || (said->digit != 1 && said->digit != 2))
		return false;
	classification->meaning = MEANING_SCOPE;
	classification->clears_question = true;
	if (said->digit == 2)
		classification->consent = CLASSIFY_CONSENT_EMERGENCY;
	return true;
}

bool classify_questions_answer(const struct classify_facts *facts, const struct said *said,
		       struct classification *classification)
{
	assert(facts && said && classification);

	enum question question = open_question(facts);

	if (question == QUESTION_NONE || facts->media_count > 0)
		return false;
	if (question == QUESTION_SCOPE)
		return judge_scope(facts, said, classification);
	return question == QUESTION_LANGUAGE ? judge_choice(facts, said, classification) :
	       question == QUESTION_HOURS    ? judge_offer(facts, said, classification) :
					       judge_yes_or_no(facts, said, classification);
}

/* "Hours?" asks when the school is open. */
bool classify_questions_hours(const struct classify_facts *facts, const struct said *said,
		       struct classification *classification)
{
	assert(facts && said && classification);
	if (!is_said(said, LANG_HOURS) || facts->media_count > 0 || facts->is_stopped ||
	    str_find(facts->text, STR("?")) < facts->text.size)
		return false;
	hours_menu_make(&facts->hours, &classification->menu);
	if (classification->menu.count == 0)
		return false;
	classification->meaning = MEANING_HOURS;
	classification->ask = QUESTION_HOURS;
	classification->sentence = "hours.ask";
	classify_suppose_language(facts, said->lang, classification);
	return true;
}

/* "After 6" alone may be the answer to what somebody just asked. */
static bool may_be_answer(const struct classify_facts *facts)
{
	return is_waiting(facts) ||
	       (facts->staff_wrote_at > 0 &&
		facts->now - facts->staff_wrote_at < CLASSIFY_QUESTION_FOR);
}

bool classify_questions_text_hours(const struct classify_facts *facts, const struct said *said,
		       struct classification *classification)
{
	assert(facts && said && classification);

	const struct text_hours *text_hours = &said->text_hours;
	struct hours_window own = { text_hours->from, text_hours->to };
	bool is_asked = open_question(facts) == QUESTION_HOURS;
	bool is_any = text_hours->from == text_hours->to;
	struct hours_window shown;

	if (!said->has_text_hours || facts->media_count > 0 || facts->is_stopped)
		return false;
	if (!text_hours->is_sure && !is_asked && (is_any || may_be_answer(facts)))
		return false;
	if (!hours_menu_is_meeting(&facts->hours, own, &shown))
		return false;
	classify_suppose_language(facts, text_hours->lang, classification);
	set_hours(own, shown, classification);
	classification->clears_question = is_asked;
	return true;
}
