/* The topics of a rules document: names, and the words that tell them. */
#include "rule_topics.h"

#include <assert.h>
#include <stdlib.h>

#include "i18n/text/label.h"
#include "rule_when.h"

static bool is_double(const struct rule_book *book, struct str name)
{
	for (size_t i = 0; i < book->topic_count; i++)
		if (str_is(name, book->topics[i].name))
			return true;
	return false;
}

static void check_name(struct reading *reading, const yaml_node_t *key)
{
	struct str name = rule_tree_scalar(key);

	if (name.size == 0 || name.size >= RULE_NAME || label_check(name, LABEL_LINE, NULL))
		rule_tree_refuse(reading, key, "topics", "a topic should be a name of 1 to 31 bytes, of one line "
				 "and what can be seen");
	else if (is_double(reading->book, name))
		rule_tree_refuse(reading, key, "topics", "another topic has this name");
}

/* A word and where it stands. */
struct place {
	struct str word;
	size_t topic, at;
};

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = str_compare(a->word, b->word);

	if (order == 0)
		order = (a->topic > b->topic) - (a->topic < b->topic);
	return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* Every word of the topics, equal ones beside each other. */
static struct place *sort_words(struct reading *reading, size_t count)
{
	const struct rule_book *book = reading->book;
	struct place *places = rule_tree_take(reading, (count + 1) * sizeof(*places));
	size_t n = 0;

	for (size_t i = 0; i < book->topic_count; i++)
		for (size_t j = 0; j < book->topics[i].words.count; j++)
			places[n++] = (struct place){ book->topics[i].words.at[j].exact, i, j };
	qsort(places, count, sizeof(*places), compare_places);
	return places;
}

static const yaml_node_t *word_at(const struct reading *reading, const yaml_node_t *topics,
				  const struct place *place)
{
	const yaml_node_t *key, *list = NULL;

	(void)rule_tree_pair(reading, topics, place->topic, &key, &list);
	assert(list);
	return rule_tree_at(reading, list, place->at);
}

/* No error: one word may well mean two things.  But the first topic gets every text. */
static void warn_shared(struct reading *reading, const yaml_node_t *topics)
{
	const struct rule_book *book = reading->book;
	const struct place *places, *owner;
	size_t count = 0;

	for (size_t i = 0; i < book->topic_count; i++)
		count += book->topics[i].words.count;
	owner = places = sort_words(reading, count);
	for (const struct place *place = places; place < places + count; place++) {
		if (!str_equals(place->word, owner->word))
			owner = place;
		if (place->topic != owner->topic)
			rule_tree_complain(reading->findings, &(struct rule_place){
				.is_warning = true, .field = "topics",
				.spot = rule_tree_spot(word_at(reading, topics, place)) },
				"a word of \"%s\" stands under \"%s\" already, which gets its texts",
				book->topics[place->topic].name, book->topics[owner->topic].name);
	}
}

void rule_topics_read(struct reading *reading, const yaml_node_t *node)
{
	assert(reading && reading->book && node);

	struct rule_book *book = reading->book;
	const yaml_node_t *key, *list;

	if (node->type != YAML_MAPPING_NODE) {
		rule_tree_refuse(reading, node, "topics",
			    "lines of the form \"name: [word, another]\" should stand here");
		return;
	}
	book->topics = rule_tree_take(reading, RULE_TOPICS_MOST * sizeof(*book->topics));
	for (size_t i = 0; rule_tree_pair(reading, node, i, &key, &list); i++) {
		struct rule_topic topic = { .spot = rule_tree_spot(key) };

		if (i == RULE_TOPICS_MOST) {
			rule_tree_refuse(reading, key, "topics", "has more entries than we take");
			break;
		}
		check_name(reading, key);
		topic.name = rule_tree_keep(reading, rule_tree_scalar(key));
		rule_when_read_words(reading, list, &topic.words, "topics", RULE_TOPIC_WORDS_MOST);
		book->topics[book->topic_count++] = topic;
	}
	warn_shared(reading, node);
}
