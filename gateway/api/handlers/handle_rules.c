#include "handle_rules.h"

#include "api/json/json_rulesets.h"
#include "base/date.h"
#include "handler.h"
#include "work/commands/ruleset_commands.h"
#include "work/rulesets/ruleset_try.h"

enum { NOTE_ROOM = 239, TIME_MOST = 40, NUMBER_MOST = 10, DAYS_USUAL = 30 };

static enum fault read_version(struct request *request, struct str text, int *version,
			       struct note *note)
{
	int64_t number = 0;

	request->field = "version";
	if (text.size && str_number(text, 1, INT32_MAX, &number))
		return fault_because(FAULT_INVALID, note, "a version is a number from 1");
	request->field = NULL;
	*version = (int)number;
	return FAULT_NONE;
}

/* --- what is, and was, in force ----------------------------------------------------- */

static enum fault show_book(struct request *request, struct db *db, int version, int in_force)
{
	struct rule_findings *findings = arena_take(&request->arena, sizeof(*findings));
	struct rule_book *rules = NULL;
	struct rulebook book;
	enum fault fault = rulebook_get(db, version, &request->arena, &book);

	if (fault)
		return fault;
	if (!findings)
		return FAULT_TOO_LARGE;
	request->reply = json_rulesets_rulebook(&book, in_force, clock_now(request->api->core->clock));
	json_set_str(request->reply, "document", book.document);
	if (rule_read(book.document, findings, &rules))
		rules = NULL;
	json_object_set_new(request->reply, "topics", rules ? json_rulesets_topics(rules) : json_array());
	json_object_set_new(request->reply, "items", rules ? json_rulesets_list(rules) : json_array());
	rule_book_free(&rules);
	return FAULT_NONE;
}

enum fault handle_rules_list(struct request *request, struct db *db, struct note *note)
{
	int64_t now = clock_now(request->api->core->clock);
	int version = 0, in_force = 0;
	enum fault fault = read_version(request, form_get(&request->query, "version"), &version, note);

	if (!fault)
		fault = rulebook_in_force(db, now, &in_force);
	if (!fault)
		fault = show_book(request, db, version ? version : in_force, in_force);
	return fault == FAULT_MISSING ? fault_because(fault, note, "there is no such version") : fault;
}

enum fault handle_rules_history(struct request *request, struct db *db, struct note *note)
{
	int64_t now = clock_now(request->api->core->clock);
	int in_force = 0;
	const struct rulebook *books;
	struct page page;
	enum fault fault = request_input_page(request, NEVER, sizeof(*books), &page, note);

	if (!fault)
		fault = rulebook_in_force(db, now, &in_force);
	if (!fault)
		fault = rulebook_list(db, page.after, page.at, page.room, &page.count);
	if (fault)
		return fault;
	books = page.at;
	for (size_t i = 0; i < request_input_page_shown(&page); i++)
		request_input_page_add(&page, json_rulesets_rulebook(&books[i], in_force, now), books[i].version);
	request_input_page_end(request, &page);
	return FAULT_NONE;
}

/* --- trying ---------------------------------------------------------------------------- */

static struct ruleset_try try_of(struct request *request, struct db *db)
{
	return (struct ruleset_try){ request->api->core, request->locale, db,
				   request_input(request, "document"),
				   arena_take(&request->arena, sizeof(struct rule_findings)) };
}

enum fault handle_rules_check(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "document", RULE_DOCUMENT, true },
		{ .name = NULL },
	};
	struct ruleset_try attempt;
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	attempt = try_of(request, db);
	if (!attempt.findings)
		return FAULT_TOO_LARGE;
	fault = ruleset_try_check(&attempt, note);
	if (fault && !attempt.findings->errors)
		return fault;
	request->reply = json_rulesets_findings(attempt.findings);
	return FAULT_NONE;
}

/* The document of an old version, or the draft's (version 0), when none was given. */
static enum fault find_document(struct request *request, struct db *db, int version,
				struct str *document, struct note *note)
{
	struct rulebook found;
	enum fault fault;

	if (document->size)
		return FAULT_NONE;
	fault = rulebook_get(db, version, &request->arena, &found);
	if (fault == FAULT_MISSING)
		return fault_because(fault, note, version ? "there is no such version: "
				     "`hearbackctl rules history`" : "there is no draft");
	if (!fault)
		*document = found.document;
	return fault;
}

static enum fault read_days(struct request *request, int *days, struct note *note)
{
	int64_t number = DAYS_USUAL;

	request->field = "days";
	if (request_input(request, "days").size &&
	    str_number(request_input(request, "days"), 1, REPLAY_DAYS_MOST, &number))
		return fault_because(FAULT_INVALID, note, "days are 1 to %d", REPLAY_DAYS_MOST);
	request->field = NULL;
	*days = (int)number;
	return FAULT_NONE;
}

enum fault handle_rules_replay(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "document", RULE_DOCUMENT, false },
		{ "days", NUMBER_MOST, false },
		{ .name = NULL },
	};
	struct replay_report *report = arena_take(&request->arena, sizeof(*report));
	struct rule_book *book = NULL;
	struct ruleset_try attempt;
	int days = 0;
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = read_days(request, &days, note);
	if (fault)
		return fault;
	attempt = try_of(request, db);
	if (!attempt.findings || !report)
		return FAULT_TOO_LARGE;
	fault = find_document(request, db, 0, &attempt.document, note);
	if (!fault)
		fault = ruleset_try_replay(&attempt, days, report, &book, note);
	if (fault)
		return fault;
	request->reply = json_rulesets_replay(report, book);
	rule_book_free(&book);
	return FAULT_NONE;
}

/* --- drafting and publishing -------------------------------------------------------------- */

/* What a reader thinks of a document, before the act and for its answer.  Errors are
 * refused by the act itself, which looks again: a draft may have some. */
static enum fault look_at(struct request *request, struct db *db, struct str document)
{
	struct ruleset_try attempt = try_of(request, db);
	struct note unread = { .text = "" };
	enum fault fault;

	if (!attempt.findings)
		return FAULT_TOO_LARGE;
	attempt.document = document;
	fault = ruleset_try_check(&attempt, &unread);
	request->more = attempt.findings;
	return fault == FAULT_INVALID ? FAULT_NONE : fault;
}

static json_t *draft_told(struct request *request, const struct command *command)
{
	json_t *shape = json_rulesets_findings(request->more);

	(void)command;
	json_set_number(shape, "version", 0);
	json_set_str(shape, "state", STR("draft"));
	return shape;
}

enum fault handle_rules_draft_look(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "document", RULE_DOCUMENT, true },
		{ "note", NOTE_ROOM, false },
		{ .name = NULL },
	};
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	return look_at(request, db, request_input(request, "document"));
}

enum fault handle_rules_draft(struct request *request, struct note *note)
{
	struct ruleset_draft draft = { .command.row = &ruleset_command_draft,
				       .document = request_input(request, "document"),
				       .note = request_input(request, "note") };

	(void)note;
	return handler_start(request, &draft.command, 200, draft_told);
}

static json_t *publish_told(struct request *request, const struct command *command)
{
	const struct ruleset_publish *publish =
		container_of(command, struct ruleset_publish, command);
	json_t *shape = json_rulesets_findings(request->more);

	json_set_number(shape, "version", publish->published);
	json_set_str(shape, "state", str_of(publish->effective_at >
					    clock_now(request->api->core->clock) ? "scheduled" :
					    "in force"));
	json_set_time(shape, "effective_at", publish->effective_at);
	return shape;
}

enum fault handle_rules_publish_look(struct request *request, struct db *db, struct note *note)
{
	static const struct request_field fields[] = {
		{ "document", RULE_DOCUMENT, false }, { "version", NUMBER_MOST, false },
		{ "at", TIME_MOST, false },           { "note", NOTE_ROOM, false },
		{ .name = NULL },
	};
	struct str document;
	int version = 0;
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = read_version(request, request_input(request, "version"), &version, note);
	if (fault)
		return fault;
	document = request_input(request, "document");
	if (document.size && version)
		return fault_because(FAULT_INVALID, note, "a document or a version, not both");
	fault = find_document(request, db, version, &document, note);
	if (fault)
		return fault;
	return look_at(request, db, document);
}

enum fault handle_rules_publish(struct request *request, struct note *note)
{
	struct ruleset_publish publish = { .command.row = &ruleset_command_publish,
					   .document = request_input(request, "document"),
					   .note = request_input(request, "note") };
	enum fault fault = read_version(request, request_input(request, "version"), &publish.version, note);

	if (fault)
		return fault;
	request->field = "at";
	if (request_input(request, "at").size && date_parse_rfc3339(request_input(request, "at"), &publish.at))
		return fault_because(FAULT_INVALID, note, "at is a time like 2026-11-22T03:14:42Z");
	request->field = NULL;
	return handler_start(request, &publish.command, 200, publish_told);
}
