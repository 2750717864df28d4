#include "fuzz.h"

#include "domain/rules/rule_read.h"

/* Any document is refused with at least one place and reason, or gives a book of which
 * every text has a rule and at most a topic that the book names. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct rule_findings findings;
	struct str text = { (const char *)bytes, size };
	struct rule_book *book = NULL;
	const struct rule *rule;

	if (rule_read(text, &findings, &book)) {
		assert(findings.errors && findings.count && !book);
		return 0;
	}
	assert(!findings.errors);
	rule = rule_match(book, &(struct rule_facts){ .text = STR("the bus, el autobus") });
	assert(rule && rule_find(book, rule->name) == rule);
	assert(!rule_topic(book, STR("the bus"))[0] || book->topic_count);
	rule_book_free(&book);
	return 0;
}
