#include "ruleset_commands.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/memory.h"
#include "command_trace.h"
#include "store/promises/rulebooks.h"
#include "work/rulesets/ruleset_check.h"
#include "work/rulesets/ruleset_migrate.h"
#include "work/txn/rulebook_cache.h"
#include "work/txn/txn.h"

static struct rulebook written(const struct txn *txn, const struct command *command,
			       struct str document, struct str note)
{
	struct rulebook book = { .document = document, .written_at = txn->now };

	str_put(book.author, sizeof(book.author), str_of(command->actor));
	str_put(book.note, sizeof(book.note), note);
	return book;
}

/* --- draft ----------------------------------------------------------------------------- */

static bool draft_is_whole(const struct command *command)
{
	return container_of(command, struct ruleset_draft, command)->document.size > 0;
}

static enum fault draft_run(const struct txn *txn, struct command *command)
{
	const struct ruleset_draft *draft = container_of(command, struct ruleset_draft, command);
	struct rulebook book = written(txn, command, draft->document, draft->note);
	enum fault fault;

	if (book.document.size > RULE_DOCUMENT)
		return fault_because(FAULT_TOO_LARGE, txn->note, "a rules document has at most "
				     "48 KiB");
	fault = rulebook_draft(txn->db, &book);
	if (fault)
		return fault;
	return command_trace(txn, command, "rules.drafted", "");
}

const struct command_row ruleset_command_draft = {
	.word = "rules.draft", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct ruleset_draft),
	.texts = { offsetof(struct ruleset_draft, document), offsetof(struct ruleset_draft, note) },
	.is_whole = draft_is_whole, .run = draft_run,
};

/* --- publish --------------------------------------------------------------------------- */

static bool publish_is_whole(const struct command *command)
{
	const struct ruleset_publish *publish =
		container_of(command, struct ruleset_publish, command);

	return publish->document.size == 0 || publish->version == 0;
}

/* The document of an old version, or the draft's (version 0), when none was given. */
static enum fault find_document(const struct txn *txn, int version, struct arena *arena,
				struct rulebook *book)
{
	struct rulebook old;
	enum fault fault;

	if (book->document.size)
		return FAULT_NONE;
	fault = rulebook_get(txn->db, version, arena, &old);
	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note, version ?
				     "there is no such version: `hearbackctl rules history`" :
				     "there is no draft");
	book->document = old.document;
	return fault;
}

static enum fault check(const struct txn *txn, struct str document)
{
	struct rule_findings *findings = memory_new(struct rule_findings);
	struct rule_book *book = NULL;
	enum fault fault;

	fault = ruleset_check(txn, document, findings, &book);
	rule_book_free(&book);
	free(findings);
	return fault;
}

/* "From now on", said by a clock that is a little behind ours. */
#define PUBLISH_SLACK (5 * MINUTE_MS)

static enum fault say_version(const struct txn *txn, const struct ruleset_publish *publish)
{
	char from[DATE_SIZE];
	AUTO(buf) detail;

	buf_init(&detail, 100);
	date_rfc3339(publish->effective_at, from);
	buf_add_format(&detail, "version %lld, from %s", (long long)publish->published, from);
	return command_trace(txn, &publish->command, "rules.published", buf_text(&detail));
}

static enum fault publish_run(const struct txn *txn, struct command *command)
{
	struct ruleset_publish *publish = container_of(command, struct ruleset_publish, command);
	struct rulebook book = written(txn, command, publish->document, publish->note);
	int version = 0;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 4 * RULE_DOCUMENT);
	if (publish->at && publish->at < txn->now - PUBLISH_SLACK)
		return fault_because(FAULT_INVALID, txn->note,
				     "that time is over; leave it out for now, or name one to come");
	book.published_at = txn->now;
	book.effective_at = publish->at > txn->now ? publish->at : txn->now;
	fault = find_document(txn, publish->version, &arena, &book);
	if (!fault)
		fault = check(txn, book.document);
	if (!fault)
		fault = rulebook_publish(txn->db, &book, &version);
	if (fault)
		return fault;
	publish->effective_at = book.effective_at;
	publish->published = version;
	return say_version(txn, publish);
}

const struct command_row ruleset_command_publish = {
	.word = "rules.publish", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct ruleset_publish),
	.texts = { offsetof(struct ruleset_publish, document), offsetof(struct ruleset_publish, note) },
	.ids = { [COMMAND_VERSION] = COMMAND_ID(struct ruleset_publish, published) },
	.is_whole = publish_is_whole, .run = publish_run,
};

/* --- move ------------------------------------------------------------------------------ */

static bool move_is_whole(const struct command *command)
{
	return container_of(command, struct ruleset_migrate, command)->move != NULL;
}

static enum fault move_run(const struct txn *txn, struct command *command)
{
	struct ruleset_migrate *migrate = container_of(command, struct ruleset_migrate, command);
	enum fault fault = ruleset_migrate(txn, command->actor, migrate->move);

	migrate->version = migrate->move->to;
	migrate->moved = (int64_t)migrate->move->moved;
	return fault;
}

const struct command_row ruleset_command_move = {
	.word = "rules.move", .role = ROLE_ADMINISTRATOR, .size = sizeof(struct ruleset_migrate),
	.ids = { [COMMAND_VERSION] = COMMAND_ID(struct ruleset_migrate, version),
		 [COMMAND_MOVED] = COMMAND_ID(struct ruleset_migrate, moved) },
	.is_whole = move_is_whole, .run = move_run,
};
