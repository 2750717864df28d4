#include "rulebook_cache.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "domain/rules/rule_read.h"
#include "store/log/events.h"
#include "store/promises/rulebooks.h"

enum { SHELVES = 32, SHIPPED = 1 };

/* The document is a file that people read; the program carries it along.  Make knows
 * that this object depends on it. */
__asm__(".pushsection .rodata\n"
	"rules_document:\n"
	".incbin \"config/rules.yaml\"\n"
	"rules_document_end:\n"
	".byte 0\n"
	".popsection\n");

extern const char rules_document[] __attribute__((visibility("hidden")));
extern const char rules_document_end[] __attribute__((visibility("hidden")));

struct rulebook_cache {
	/* version 0: empty; a book that is NULL could not be read */
	struct {
		int version;
		struct rule_book *book;
	} shelves[SHELVES];
	size_t next;
	struct rule_book *shipped;
};

/* What a promise steps by whose rule is unknown: it becomes late, a person has it. */
static const struct rule unknown = { .name = "", .answer_for = { RULE_SCHOOL_TIME, 8 * HOUR_MS } };

/* The text of config/rules.yaml, as it was built in. */
static struct str shipped(void)
{
	/* cppcheck-suppress comparePointers ; the ends of one array */
	return (struct str){ rules_document, (size_t)(rules_document_end - rules_document) };
}

static struct rule_book *read_book(struct str text)
{
	struct rule_findings *findings = memory_new(struct rule_findings);
	struct rule_book *book = NULL;

	if (rule_read(text, findings, &book))
		book = NULL;
	free(findings);
	return book;
}

struct rulebook_cache *rulebook_cache_new(void)
{
	struct rulebook_cache *rules = memory_new(struct rulebook_cache);

	rules->shipped = read_book(shipped());
	assert(rules->shipped);
	return rules;
}

void rulebook_cache_free(struct rulebook_cache **rules)
{
	if (!*rules)
		return;
	for (size_t i = 0; i < SHELVES; i++)
		rule_book_free(&(*rules)->shelves[i].book);
	rule_book_free(&(*rules)->shipped);
	free(*rules);
	*rules = NULL;
}

enum fault rulebook_cache_seed(struct db *db, struct id_maker *ids, int64_t now)
{
	assert(db && ids);

	struct rulebook book = { .document = shipped(), .author = "system",
				 .note = "the rules that Hearback ships", .written_at = now,
				 .published_at = now };
	int version;
	enum fault fault = rulebook_in_force(db, now, &version);

	if (fault != FAULT_MISSING)
		return fault;
	fault = rulebook_publish(db, &book, &version);
	if (fault)
		return fault;
	return event_keep(db, &(struct event){
		.id = id_next(ids, now), .at = now, .what = "rules.published",
		.actor = "system", .detail = STR("the rules that Hearback ships") });
}

/* The oldest shelf makes room: nobody holds a book over that many others. */
static enum fault shelve(struct rulebook_cache *rules, struct db *db, int version,
			 const struct rule_book **book)
{
	struct rulebook row;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 4 * RULE_DOCUMENT);
	fault = rulebook_get(db, version, &arena, &row);
	if (fault && fault != FAULT_MISSING)
		return fault;
	rules->next = (rules->next + 1) % SHELVES;
	rule_book_free(&rules->shelves[rules->next].book);
	rules->shelves[rules->next].version = version;
	*book = rules->shelves[rules->next].book = fault ? NULL : read_book(row.document);
	if (!*book)
		log_fact(LOG_ALARM, "rules.unreadable", LOG_COUNT("version", version));
	return FAULT_NONE;
}

/* *book is NULL when that version cannot be read. */
enum fault rulebook_cache_find(struct rulebook_cache *rules, struct db *db, int version,
		      const struct rule_book **book)
{
	assert(rules && db && book);
	for (size_t i = 0; i < SHELVES; i++) {
		if (rules->shelves[i].version == version) {
			*book = rules->shelves[i].book;
			return FAULT_NONE;
		}
	}
	return shelve(rules, db, version, book);
}

enum fault rulebook_cache_in_force(const struct txn *txn, int *version, const struct rule_book **book)
{
	assert(version && book);

	const struct rule_book *found = NULL;
	int number = SHIPPED;
	enum fault fault = rulebook_in_force(txn->db, txn->now, &number);

	if (!fault || fault == FAULT_MISSING)
		fault = rulebook_cache_find(txn->core->rules, txn->db, number, &found);
	if (fault)
		return fault;
	*version = found ? number : SHIPPED;
	*book = found ? found : txn->core->rules->shipped;
	return FAULT_NONE;
}

const struct rule *rulebook_cache_rule_of(const struct txn *txn, const struct promise *promise)
{
	const struct rule_book *book = NULL;
	const struct rule *rule = NULL;

	assert(promise);
	if (!rulebook_cache_find(txn->core->rules, txn->db, promise->rule_version, &book) && book)
		rule = rule_find(book, promise->rule);
	return rule ? rule : &unknown;
}

bool rulebook_cache_is_known(const struct rule *rule)
{
	return rule != &unknown;
}
