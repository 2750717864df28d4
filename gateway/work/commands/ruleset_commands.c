/* What administrators do with follow-up rules. */
#include <stdlib.h>

#include "command_private.h"
#include "store/promises/rulebooks.h"
#include "work/rulesets/ruleset_check.h"
#include "work/rulesets/ruleset_migrate.h"
#include "work/txn/rulebook_cache.h"

static struct rulebook written(const struct txn *txn, const struct command *command)
{
	struct rulebook book = { .document = command->text, .written_at = txn->now };

	str_put(book.author, sizeof(book.author), str_of(command->actor));
	str_put(book.note, sizeof(book.note), command->word);
	return book;
}

/* A draft may have mistakes; it is only kept. */
enum fault ruleset_command_draft(const struct txn *txn, const struct command *command,
			    struct command_result *result)
{
	struct rulebook book = written(txn, command);

	if (book.document.size > RULE_DOCUMENT)
		return fault_because(FAULT_TOO_LARGE, txn->note, "a rules document has at most "
				     "48 KiB");
	result->version = 0;
	return rulebook_draft(txn->db, &book);
}

/* The document of an old version, or the draft's (version 0), when none was given. */
static enum fault find_document(const struct txn *txn, const struct command *command,
				struct arena *arena, struct rulebook *book)
{
	struct rulebook old;
	enum fault fault;

	if (command->text.size)
		return FAULT_NONE;
	fault = rulebook_get(txn->db, command->version, arena, &old);
	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, command->version ?
				     "there is no such version: `hearbackctl rules history`" :
				     "there is no draft");
	book->document = old.document;
	return fault;
}

static enum fault check(const struct txn *txn, struct str document)
{
	struct rule_findings *findings = calloc(1, sizeof(*findings));
	struct rule_book *book = NULL;
	enum fault fault;

	if (!findings)
		abort();
	fault = ruleset_check(txn, document, findings, &book);
	rule_book_free(&book);
	free(findings);
	return fault;
}

/* "From now on", said by a clock that is a little behind ours. */
#define PUBLISH_SLACK (5 * MINUTE_MS)

/* What is in force is not touched before all of it was found good. */
enum fault ruleset_command_publish(const struct txn *txn, const struct command *command,
			      struct command_result *result)
{
	struct rulebook book = written(txn, command);
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 4 * RULE_DOCUMENT);
	if (command->at && command->at < txn->now - PUBLISH_SLACK)
		return fault_because(FAULT_INVALID, txn->note,
				     "that time is over; leave it out for now, or name one to come");
	book.published_at = txn->now;
	book.effective_at = command->at > txn->now ? command->at : txn->now;
	if ((fault = find_document(txn, command, &arena, &book)) ||
	    (fault = check(txn, book.document)))
		return fault;
	result->effective_at = book.effective_at;
	return rulebook_publish(txn->db, &book, &result->version);
}

enum fault ruleset_command_move(const struct txn *txn, const struct command *command,
			   struct command_result *result)
{
	enum fault fault = ruleset_migrate(txn, command->actor, command->move);

	result->version = command->move->to;
	result->moved = (int)command->move->moved;
	return fault;
}
