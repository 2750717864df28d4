/* The topics of a rules document: names, and the words that tell them. */
#include "rule_topics.h"

#include <assert.h>

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

	if (name.size == 0 || name.size >= RULE_NAME)
		rule_tree_refuse(reading, key, "topics", "a topic should be a name of 1 to 31 bytes");
	else if (is_double(reading->book, name))
		rule_tree_refuse(reading, key, "topics", "another topic has this name");
}

/* Who has that word already; NULL. */
static const struct rule_topic *owner_of(const struct rule_book *book,
					 const struct rule_word *word)
{
	for (size_t i = 0; i < book->topic_count; i++)
		for (size_t j = 0; j < book->topics[i].words.count; j++)
			if (str_equals(book->topics[i].words.at[j].exact, word->exact))
				return &book->topics[i];
	return NULL;
}

/* No error: one word may well mean two things.  But the first topic gets every text. */
static void warn_shared(struct reading *reading, const yaml_node_t *list,
			const struct rule_topic *topic)
{
	for (size_t i = 0; i < topic->words.count; i++) {
		const struct rule_topic *owner = owner_of(reading->book, &topic->words.at[i]);

		if (owner)
			rule_tree_complain(reading->findings, &(struct rule_place){
				.is_warning = true, .field = "topics",
				.spot = rule_tree_spot(rule_tree_at(reading, list, i)) },
				"a word of \"%s\" stands under \"%s\" already, which gets its texts",
				topic->name, owner->name);
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
			return;
		}
		check_name(reading, key);
		topic.name = rule_tree_keep(reading, rule_tree_scalar(key));
		rule_when_read_words(reading, list, &topic.words, "topics", RULE_TOPIC_WORDS_MOST);
		warn_shared(reading, list, &topic);
		book->topics[book->topic_count++] = topic;
	}
}
