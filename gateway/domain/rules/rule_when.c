/* The conditions of a rule. */
#include "rule_when.h"

#include <assert.h>

#include "i18n/language/keyword_fold.h"
#include "i18n/text/unicode.h"
#include "rule_words.h"

enum { WORD_CEILING = 2048 };

static void read_tags(struct reading *reading, const yaml_node_t *node, struct rule_tags *tags,
		      const char *field)
{
	size_t count = rule_tree_list(reading, node, field, RULE_WORDS_MOST);

	tags->at = rule_tree_take(reading, (count + 1) * sizeof(*tags->at));
	for (size_t i = 0; i < count; i++) {
		struct str text = rule_tree_scalar(rule_tree_at(reading, node, i));

		if (text.size == 0)
			rule_tree_refuse(reading, node, field, "a word, or a list [one, another], should stand here");
		tags->at[tags->count++] = rule_tree_keep(reading, text);
	}
}

static void read_language(struct reading *reading, const yaml_node_t *node, void *into)
{
	read_tags(reading, node, &((struct rule_when *)into)->languages, "language");
}

static void read_line(struct reading *reading, const yaml_node_t *node, void *into)
{
	read_tags(reading, node, &((struct rule_when *)into)->lines, "line");
}

static void read_names(struct reading *reading, const yaml_node_t *node,
		       struct rule_names *names, const char *field)
{
	size_t count = rule_tree_list(reading, node, field, RULE_WORDS_MOST);

	names->at = rule_tree_take(reading, (count + 1) * sizeof(*names->at));
	names->folded = rule_tree_take(reading, (count + 1) * sizeof(*names->folded));
	for (size_t i = 0; i < count; i++) {
		const yaml_node_t *entry = rule_tree_at(reading, node, i);
		struct str text = rule_tree_scalar(entry);
		AUTO(buf) folded;

		buf_init(&folded, WORD_CEILING * 2);
		rule_name_fold(text, &folded);
		if (text.size > WORD_LONGEST)
			rule_tree_refuse(reading, entry, field, "is longer than 120 bytes");
		else if (folded.size == 0 || str_find(text, STR(",")) < text.size)
			rule_tree_refuse(reading, entry, field,
				    "a name without a comma, or a list [one, another], should stand here");
		names->at[names->count] = rule_tree_keep(reading, text);
		names->folded[names->count++] = str_of(rule_tree_keep(reading, buf_str(&folded)));
	}
}

static void read_school(struct reading *reading, const yaml_node_t *node, void *into)
{
	read_names(reading, node, &((struct rule_when *)into)->schools, "school");
}

static void read_group(struct reading *reading, const yaml_node_t *node, void *into)
{
	read_names(reading, node, &((struct rule_when *)into)->groups, "group");
}

static void read_channel(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule_when *when = into;
	size_t count = rule_tree_list(reading, node, "channel", CHANNEL_COUNT);
	enum channel channel;

	for (size_t i = 0; i < count; i++) {
		if (channel_of(rule_tree_scalar(rule_tree_at(reading, node, i)), &channel))
			when->channels |= 1u << channel;
		else
			rule_tree_refuse(reading, rule_tree_at(reading, node, i), "channel",
			       "a channel is sms, whatsapp or voice");
	}
}

static struct str fold_word(struct reading *reading, struct str text, bool is_bare)
{
	AUTO(buf) exact;
	AUTO(buf) bare;

	buf_init(&exact, WORD_CEILING);
	buf_init(&bare, WORD_CEILING * 2);
	keyword_fold(text, &exact);
	(void)unicode_strip_latin(buf_str(&exact), &bare);
	return str_of(rule_tree_keep(reading, buf_str(is_bare ? &bare : &exact)));
}

void rule_when_read_words(struct reading *reading, const yaml_node_t *node, struct rule_words *words,
		     const char *field, size_t most)
{
	assert(reading && node && words && field);
	assert(most > 0);

	size_t count = rule_tree_list(reading, node, field, most);

	words->at = rule_tree_take(reading, (count + 1) * sizeof(*words->at));
	for (size_t i = 0; i < count; i++) {
		const yaml_node_t *entry = rule_tree_at(reading, node, i);
		struct str text = rule_tree_scalar(entry);
		struct rule_word word = { .exact = fold_word(reading, text, false),
					  .bare = fold_word(reading, text, true) };

		if (text.size > WORD_LONGEST)
			rule_tree_refuse(reading, entry, field, "is longer than 120 bytes");
		else if (word.exact.size == 0 || word.bare.size == 0)
			rule_tree_refuse(reading, entry, field, "a word of a family's should stand here");
		word.exact_gram = rule_words_gram(word.exact);
		word.bare_gram = rule_words_gram(word.bare);
		words->at[words->count++] = word;
	}
}

static void read_keyword(struct reading *reading, const yaml_node_t *node, void *into)
{
	rule_when_read_words(reading, node, &((struct rule_when *)into)->keywords, "keyword",
			RULE_WORDS_MOST);
}

static void read_says(struct reading *reading, const yaml_node_t *node, void *into)
{
	rule_when_read_words(reading, node, &((struct rule_when *)into)->says, "says", RULE_WORDS_MOST);
}

static bool is_topic(const struct rule_book *book, struct str name)
{
	for (size_t i = 0; i < book->topic_count; i++)
		if (str_is(name, book->topics[i].name))
			return true;
	return false;
}

static void read_topic(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule_when *when = into;

	read_tags(reading, node, &when->topics, "topic");
	for (size_t i = 0; i < when->topics.count; i++)
		if (when->topics.at[i][0] && !is_topic(reading->book, str_of(when->topics.at[i])))
			rule_tree_refuse(reading, rule_tree_at(reading, node, i), "topic",
				    "there is no such topic: name its words under \"topics\"");
	reading->book->asks_topic = true;
}

static void read_sender(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule_when *when = into;

	when->sender = str_is(rule_tree_scalar(node), "known") ? RULE_KNOWN : RULE_UNKNOWN;
	if (when->sender == RULE_UNKNOWN && !str_is(rule_tree_scalar(node), "unknown"))
		rule_tree_refuse(reading, node, "sender", "a sender is known or unknown");
}

static void read_hours(struct reading *reading, const yaml_node_t *node, void *into)
{
	struct rule_when *when = into;

	when->hours = str_is(rule_tree_scalar(node), "inside") ? RULE_INSIDE_HOURS : RULE_OUTSIDE_HOURS;
	if (when->hours == RULE_OUTSIDE_HOURS && !str_is(rule_tree_scalar(node), "outside"))
		rule_tree_refuse(reading, node, "hours", "hours are inside or outside (school hours)");
}

void rule_when_read(struct reading *reading, const yaml_node_t *node, void *into)
{
	assert(reading && node && into);

	static const struct field fields[] = {
		{ "language", read_language }, { "channel", read_channel }, { "line", read_line },
		{ "keyword", read_keyword },   { "says", read_says },       { "sender", read_sender },
		{ "hours", read_hours },       { "school", read_school },   { "group", read_group },
		{ "topic", read_topic },       { .key = NULL },
	};
	struct rule *rule = into;

	rule->when.spot = rule_tree_spot(node);
	rule_tree_read(reading, fields, node, &rule->when);
}
