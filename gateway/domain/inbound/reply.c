#include "reply.h"

#include <assert.h>

#include "i18n/text/segment.h"

/* The provider takes no more characters in one text. */
enum { MOST_CHARACTERS = 1600 };
/* A stranger may give himself any name; one that fills the text helps nobody. */
enum { NAME_ROOM = 121, DISTRICT_ROOM = 161, PHONE_ROOM = 41, DUE_ROOM = 200, HOUR_ROOM = 80 };
/* Twice what so many characters can take. */
#define TEXT_CEILING (MOST_CHARACTERS * 8u)
/* What may be answered to "did this answer you?" */
#define YES_OR_NO "1, 2"

/* The arguments that do not depend on the language it is said in. */
struct given {
	char district[DISTRICT_ROOM];
	char name[NAME_ROOM];
	char owner[NAME_ROOM];
	char phone[PHONE_ROOM];
	struct str choices;   /* of languages, or of yes and no */
	const struct classification *classification;
	bool asks;            /* for a choice of language */
	const char *language; /* its own name */
};

static void give(const struct reply_facts *facts, const struct classification *classification,
		 struct str choices, struct given *given)
{
	str_put(given->district, DISTRICT_ROOM, str_trim(facts->district));
	str_put(given->name, NAME_ROOM, str_trim(facts->contact_name));
	str_put(given->owner, NAME_ROOM, str_trim(facts->owner_name));
	str_put(given->phone, PHONE_ROOM, str_trim(facts->district_phone));
	given->choices = choices;
	given->classification = classification;
	given->asks = classification->ask == QUESTION_LANGUAGE;
	given->language = classification->language->autonym;
}

static struct str yes_if(const char *text)
{
	return text[0] ? STR("yes") : STR("no");
}

/* In what language a speaker of `lang` will hear it: dates and keywords inside must
 * be of the same one. */
static const struct lang *find_speaker(const struct catalog *catalog, const char *sentence,
				       const struct lang *lang)
{
	if (catalog_has(catalog, lang, sentence))
		return lang;
	for (const struct lang *const *next = lang->fallback; *next; next++)
		if (catalog_has(catalog, *next, sentence))
			return *next;
	return lang;
}

/* "1 8:00 AM-9:00 PM, 2 6:00 PM-9:00 PM": times need no words. */
static void add_offer(const struct hours_menu *menu, const struct lang *lang, struct buf *into)
{
	int shown = 0;

	for (int i = 0; i < menu->count; i++) {
		if (menu->shown[i].from == menu->shown[i].to)
			continue;
		buf_add_format(into, "%s%d: ", shown++ ? ", " : "", i + 1);
		zone_spell_minute(lang, menu->shown[i].from, into);
		buf_add_char(into, '-');
		zone_spell_minute(lang, menu->shown[i].to, into);
	}
}

/* What depends on the language besides the date. */
struct spelled {
	struct buf choices, from, to;
};

static void spelled_init(struct spelled *spelled)
{
	buf_init(&spelled->choices, TEXT_CEILING);
	buf_init(&spelled->from, HOUR_ROOM);
	buf_init(&spelled->to, HOUR_ROOM);
}

static void spelled_done(struct spelled *spelled)
{
	buf_done(&spelled->choices);
	buf_done(&spelled->from);
	buf_done(&spelled->to);
}

static void spell(const struct given *given, const struct lang *lang, struct spelled *spelled)
{
	const struct classification *classification = given->classification;

	if (classification->menu.count)
		add_offer(&classification->menu, lang, &spelled->choices);
	else
		buf_add(&spelled->choices, given->choices);
	if (!classification->sets_hours)
		return;
	zone_spell_minute(lang, classification->shown.from, &spelled->from);
	zone_spell_minute(lang, classification->shown.to, &spelled->to);
}

/* Appends one sentence, without space at its ends. */
static enum fault say(const struct reply_facts *facts, const struct given *given,
		      const char *sentence, const struct lang *lang, struct buf *into)
{
	AUTO(buf) due;
	AUTO(buf) said;
	AUTO(spelled) spelled;
	enum fault fault;

	buf_init(&due, DUE_ROOM);
	spelled_init(&spelled);
	spell(given, lang, &spelled);
	buf_init(&said, TEXT_CEILING);
	if (facts->due_at)
		zone_spell(facts->zone, lang, facts->due_at, &due);
	const struct catalog_arg args[] = {
		ARG_TEXT("district", str_of(given->district)),
		ARG_TEXT("name", str_of(given->name)),
		ARG_TEXT("known", yes_if(given->name)),
		ARG_TEXT("owner", str_of(given->owner)),
		ARG_TEXT("owned", yes_if(given->owner)),
		ARG_TEXT("phone", str_of(given->phone)),
		ARG_TEXT("reachable", yes_if(given->phone)),
		ARG_TEXT("due", buf_str(&due)),
		ARG_TEXT("choices", buf_str(&spelled.choices)),
		ARG_TEXT("from", buf_str(&spelled.from)),
		ARG_TEXT("to", buf_str(&spelled.to)),
		ARG_TEXT("hours", str_of(lang->words[LANG_HOURS][0])),
		ARG_TEXT("language", str_of(given->language)),
		ARG_TEXT("stop", str_of(lang->words[LANG_STOP][0])),
		ARG_TEXT("start", str_of(lang->words[LANG_START][0])),
		ARG_NUMBER("digit", facts->digit),
		ARG_NUMBER("count", facts->media_failed),
	};

	fault = catalog_say(facts->catalog, lang, sentence, args, COUNT_OF(args), &said, NULL);
	if (fault == FAULT_NONE)
		buf_add(into, str_trim(buf_str(&said)));
	return fault;
}

/* All that is said in one language: the sentence, and the choice when one is asked. */
static enum fault say_block(const struct reply_facts *facts, const struct given *given,
			    const char *sentence, const struct lang *lang, struct buf *into)
{
	enum fault fault = say(facts, given, sentence, lang, into);

	if (fault != FAULT_NONE || !given->asks)
		return fault;
	buf_add_char(into, '\n');
	return say(facts, given, "language.ask",
		   find_speaker(facts->catalog, "language.ask", lang), into);
}

/* Folds and measures; false when it is too long for one text. */
static bool fold(const struct buf *said, struct buf *folded)
{
	buf_clear(folded);
	segment_fold(buf_str(said), folded);
	return !said->is_stale && segment_count(buf_str(folded)).characters <= MOST_CHARACTERS;
}

static const char *choose_sentence(const struct reply_facts *facts, const char *name)
{
	if (!str_is(str_of(name), "ack"))
		return name;
	if (!facts->is_open_now)
		return "ack.closed";
	return str_trim(facts->contact_name).size ? "ack.known" : "ack.unknown";
}

/* Both languages, or the first alone when both are too long together. */
static enum fault say_both(const struct reply_facts *facts, const struct given *given,
			   const struct classification *classification, struct buf *folded,
			   const struct lang **said_in)
{
	const char *sentence = choose_sentence(facts, classification->sentence);
	const struct lang *first = find_speaker(facts->catalog, sentence, classification->language);
	const struct lang *second = classification->second
		? find_speaker(facts->catalog, sentence, classification->second) : first;
	AUTO(buf) one;
	AUTO(buf) both;
	enum fault fault;

	buf_init(&one, TEXT_CEILING);
	buf_init(&both, TEXT_CEILING);
	fault = say_block(facts, given, sentence, first, &one);
	buf_add(&both, buf_str(&one));
	if (fault == FAULT_NONE && second != first) {
		buf_add_text(&both, "\n\n");
		fault = say_block(facts, given, sentence, second, &both);
	}
	if (fault != FAULT_NONE)
		return fault;
	*said_in = first;
	return fold(&both, folded) || fold(&one, folded) ? FAULT_NONE : FAULT_TOO_LARGE;
}

enum fault reply_compose(const struct reply_facts *facts, const struct classification *classification,
			 struct buf *text, const struct lang **said_in)
{
	assert(facts && facts->catalog);
	assert(facts->due_at == 0 || facts->zone);
	assert(classification->language);
	assert(text && said_in);
	assert(classification->choice_count >= 0 && classification->choice_count <= CLASSIFY_CHOICES);

	const struct lang *lang = classification->language;
	struct given given;
	AUTO(buf) choices;
	AUTO(buf) folded;
	enum fault fault;

	buf_init(&choices, TEXT_CEILING);
	/* composing triples at most */
	buf_init(&folded, TEXT_CEILING * 4);
	if (!classification->sentence) {
		*said_in = lang;
		return FAULT_NONE;
	}
	if (classification->choice_count)
		reply_choices(classification->choices, classification->choice_count, &choices);
	else
		buf_add_text(&choices, YES_OR_NO);
	give(facts, classification, buf_str(&choices), &given);
	fault = buf_check(&choices, NULL);
	if (fault == FAULT_NONE)
		fault = say_both(facts, &given, classification, &folded, &lang);
	if (fault == FAULT_NONE) {
		buf_add(text, buf_str(&folded));
		fault = buf_check(text, NULL);
	}
	if (fault == FAULT_NONE)
		*said_in = lang;
	return fault;
}

enum fault reply_say(const struct reply_facts *facts, const char *sentence,
		     const struct lang *language, struct buf *text,
		     const struct lang **said_in)
{
	assert(facts && sentence && language);

	struct classification classification = { .sentence = sentence, .language = language };

	return reply_compose(facts, &classification, text, said_in);
}

void reply_choices(const struct lang *const *choices, int count, struct buf *into)
{
	assert(into);
	assert(choices || count == 0);
	for (int i = 0; i < count; i++)
		buf_add_format(into, "%s%d %s", i > 0 ? ", " : "", i + 1, choices[i]->autonym);
}
