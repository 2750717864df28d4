#include "ctl_verbs.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "ctl_rules.h"
#include "ctl_rules_move.h"
#include "ctl_run.h"
#include "ctl_show.h"
#include "ctl_stats.h"

enum { FILE_CEILING = 30 * 1024 * 1024 };

static const struct column promise_columns[] = {
	{ "promise", "id", CELL_TEXT },       { "state", "state", CELL_TEXT },
	{ "late", "is_late", CELL_YES },      { "language", "language", CELL_TEXT },
	{ "topic", "topic", CELL_TEXT },
	{ "school", "school", CELL_TEXT },
	{ "family", "contact.name", CELL_TEXT }, { "phone", "phone", CELL_TEXT },
	{ "due", "due_at", CELL_TIME },       { "owner", "owner.name", CELL_TEXT },
	{ "for a person", "person.sentence", CELL_TEXT }, { "ladder", "ladder.rung", CELL_TEXT }, { .title = NULL },
};

static const struct column queue_columns[] = {
	{ "message", "message", CELL_TEXT },  { "state", "state", CELL_TEXT },
	{ "phone", "phone", CELL_TEXT },      { "attempts", "attempts", CELL_TEXT },
	{ "not before", "not_before_at", CELL_TIME }, { "held until", "held_until", CELL_TIME },
	{ "waits for", "waits.sentence", CELL_TEXT },
	{ "person", "needs_person", CELL_YES }, { .title = NULL },
};

static const struct column emergency_columns[] = {
	{ "emergency", "id", CELL_TEXT },     { "state", "state", CELL_TEXT },
	{ "phone", "phone", CELL_TEXT },      { "asked by", "asked_by.name", CELL_TEXT },
	{ "asked", "asked_at", CELL_TIME },   { "until", "expires_at", CELL_TIME },
	{ "decided by", "decided_by.name", CELL_TEXT }, { "text", "text", CELL_TEXT },
	{ .title = NULL },
};

static const struct column line_columns[] = {
	{ "line", "id", CELL_TEXT },          { "number", "number", CELL_TEXT },
	{ "adapter", "adapter", CELL_TEXT },  { "channels", "channels", CELL_LIST },
	{ "paused", "pause_reason", CELL_TEXT }, { "polled", "polled_at", CELL_TIME },
	{ "inbound", "last_inbound_at", CELL_TIME }, { "sent", "last_sent_at", CELL_TIME },
	{ .title = NULL },
};

static const struct column closure_columns[] = {
	{ "from", "from_at", CELL_TIME },     { "to", "to_at", CELL_TIME },
	{ "closed for", "summary", CELL_TEXT }, { "school", "school", CELL_TEXT },
	{ .title = NULL },
};

static const struct column household_columns[] = {
	{ "household", "id", CELL_TEXT },     { "name", "name", CELL_TEXT },
	{ "guardians", "guardians", CELL_NAMES }, { "students", "students", CELL_NAMES },
	{ "schools", "schools", CELL_NAMES }, { "groups", "groups", CELL_NAMES },
	{ "shares", "shares", CELL_YES },     { .title = NULL },
};

static const struct column student_columns[] = {
	{ "student", "id", CELL_TEXT },       { "name", "name", CELL_TEXT },
	{ "school", "school", CELL_TEXT },    { "household", "household.name", CELL_TEXT },
	{ .title = NULL },
};

static const struct column school_columns[] = {
	{ "school", "name", CELL_TEXT },      { "students", "students", CELL_TEXT },
	{ "staff", "staff", CELL_TEXT },      { "calendar", "has_calendar", CELL_YES },
	{ .title = NULL },
};

static const struct column absence_columns[] = {
	{ "from", "from_at", CELL_TIME },     { "to", "to_at", CELL_TIME },
	{ "reason", "reason", CELL_TEXT },    { .title = NULL },
};

static const struct column user_columns[] = {
	{ "user", "id", CELL_TEXT },          { "email", "email", CELL_TEXT },
	{ "name", "name", CELL_TEXT },        { "role", "role", CELL_TEXT },
	{ "languages", "languages", CELL_LIST }, { "week", "week", CELL_TEXT },
	{ "most", "capacity", CELL_TEXT },    { "active", "is_active", CELL_YES },
	{ .title = NULL },
};

static const struct column token_columns[] = {
	{ "token", "id", CELL_TEXT },         { "state", "state", CELL_TEXT },
	{ "user", "user.email", CELL_TEXT },  { "for", "name", CELL_TEXT },
	{ "made by", "made_by.name", CELL_TEXT }, { "made", "made_at", CELL_TIME },
	{ "last used", "used_at", CELL_TIME }, { "expires", "expires_at", CELL_TIME },
	{ .title = NULL },
};

static const struct column rule_columns[] = {
	{ "version", "version", CELL_TEXT },  { "state", "state", CELL_TEXT },
	{ "from", "effective_at", CELL_TIME }, { "published", "published_at", CELL_TIME },
	{ "author", "author", CELL_TEXT },    { "note", "note", CELL_TEXT },
	{ .title = NULL },
};

#define GET "GET"
#define POST "POST"
#define PATCH "PATCH"
const struct verb ctl_verbs[] = {
	{ "status", "", "is it well: lines, promises, messages", GET, "/control/status",
	  .show = ctl_show_status },
	{ "show promises", "[--state S] [--language L] [--school NAME] [--topic T] [--owner EMAIL] [--due-before T] [--for-person] [--limit N] [--cursor C]",
	  "what is owed, newest first; states: waiting open taken answered kept excused",
	  GET, "/api/v1/promises",
	  "state=--state language=--language school=--school topic=--topic owner=--owner due_before=--due-before for_person=--for-person cursor=--cursor limit=--limit",
	  .options = "state= language= school= topic= owner= due-before= for-person cursor= limit=", .columns = promise_columns },
	{ "show queue", "", "messages on their way or waiting", GET, "/control/queue", .columns = queue_columns },
	{ "show lines", "", "the district's numbers", GET, "/api/v1/lines", .columns = line_columns },
	{ "show users", "[--cursor C]", "who may sign in", GET, "/api/v1/users", "cursor=--cursor",
	  .options = "cursor=", .columns = user_columns },
	{ "show households", "[--find TEXT] [--cursor C]", "who belongs together", GET, "/api/v1/households",
	  "q=--find cursor=--cursor", .options = "find= cursor=", .columns = household_columns },
	{ "show students", "[--school NAME] [--cursor C]", "whose household, which school", GET,
	  "/api/v1/students", "school=--school cursor=--cursor", .options = "school= cursor=",
	  .columns = student_columns },
	{ "show schools", "", "every school that a student, a calendar or staff names", GET, "/api/v1/schools",
	  .columns = school_columns },
	{ "household add", "NAME [--groups A,B] [--shares yes|no]", "a new household", POST,
	  "/api/v1/households", "name=1 groups=--groups shares=--shares", 1, 1, "groups= shares=",
	  .show = ctl_show_done },
	{ "household set", "HOUSEHOLD [--name N] [--groups A,B] [--shares yes|no]",
	  "change one, by name or id; may what cannot reach one guardian go to another?", PATCH,
	  "/api/v1/households/{1}", "name=--name groups=--groups shares=--shares", 1, 1,
	  "name= groups= shares=", .show = ctl_show_done },
	{ "household join", "NUMBER HOUSEHOLD", "whose number it is belongs there; \"\": nowhere", PATCH,
	  "/api/v1/contacts/{1}", "household=2", 2, 2, .show = ctl_show_done },
	{ "student add", "HOUSEHOLD NAME [--school S]", "a new student", POST, "/api/v1/students",
	  "household=1 name=2 school=--school", 2, 2, "school=", .show = ctl_show_done },
	{ "student set", "STUDENT [--school S] [--household H] [--name N]",
	  "by id; open promises of the family follow", PATCH, "/api/v1/students/{1}",
	  "school=--school household=--household name=--name", 1, 1, "school= household= name=",
	  .show = ctl_show_done },
	{ "student remove", "STUDENT", "who left, by id", "DELETE", "/api/v1/students/{1}", "", 1, 1,
	  .show = ctl_show_done },
	{ "show stats", "[--by language|school|channel] [--from DATE] [--to DATE] [--hide-small]",
	  "what became of the promises of the last 30 days, or of those days: kept, late, and how long it took",
	  GET, "/api/v1/reports/promises", "by=--by from=--from to=--to hide_small=--hide-small",
	  .options = "by= from= to= hide-small", .show = ctl_stats_show, .is_long = true },
	{ "trace", "ID", "everything that happened to a promise or message, in order", GET,
	  "/control/trace/{1}", NULL, 1, 1, .show = ctl_show_trace },
	{ "route", "NUMBER [--purpose P]", "which language, channel, line and hour a text would take, and why",
	  GET, "/control/route", "number=1 purpose=--purpose", 1, 1, "purpose=", .show = ctl_show_route },
	{ "send", "NUMBER TEXT [--purpose P]", "a text to one family", POST, "/api/v1/messages",
	  "to=1 text=2 purpose=--purpose", 2, 2, "purpose=", .show = ctl_show_act },
	{ "emergency send", "NUMBER TEXT --token-file FILE",
	  "ask for a text that leaves at any hour; another administrator approves it within an hour", POST,
	  "/api/v1/emergencies", "to=1 text=2", 2, 2, "token-file=", .show = ctl_show_emergency },
	{ "emergency approve", "ID --token-file FILE", "send it; the token is another administrator's", POST,
	  "/api/v1/emergencies/{1}/approve", "", 1, 1, "token-file=", .show = ctl_show_emergency },
	{ "emergency reject", "ID --token-file FILE", "it is none, or not any more", POST,
	  "/api/v1/emergencies/{1}/reject", "", 1, 1, "token-file=", .show = ctl_show_emergency },
	{ "emergency list", "[--cursor C]", "what was asked for, newest first", GET, "/api/v1/emergencies",
	  "cursor=--cursor", .options = "cursor=", .columns = emergency_columns },
	{ "answer", "PROMISE TEXT [--language L]", "answer a family; kept when it is delivered", POST,
	  "/api/v1/promises/{1}/answer", "text=2 language=--language", 2, 2, "language=", .show = ctl_show_act },
	{ "excuse", "PROMISE REASON [NOTE]",
	  "close without an answer: merged spam opted_out unreachable in_person no_answer_needed",
	  POST, "/api/v1/promises/{1}/excuse", "reason=2 note=3", 2, 3, .show = ctl_show_act },
	{ "consent", "PROMISE DECISION", "did its text ask us to stop? stopped or kept", POST,
	  "/api/v1/promises/{1}/consent", "decision=2", 2, 2, .show = ctl_show_act },
	{ "schedule now", "PROMISE", "take its next step now", POST, "/control/promises/{1}/now", "", 1, 1,
	  .show = ctl_show_act },
	{ "import", "FILE.csv [--preview]", "families: columns phone, name, language, zone, prefers, hours, household, groups, shares, student, school", POST,
	  "/control/import", "@1 preview=--preview", 1, 1, "preview", .show = ctl_show_import, .is_long = true },
	{ "number add", "KNOWN NUMBER", "whose first number is KNOWN has this one too", POST,
	  "/api/v1/contacts", "of=1 phone=2", 2, 2, .show = ctl_show_done },
	{ "show rules", "[--version N]", "the follow-up rules in force", GET, "/api/v1/rules",
	  "version=--version", .options = "version=", .show = ctl_rules_show },
	{ "rules check", "FILE [--strict]",
	  "every mistake in a rules document, with its line; changes nothing", POST,
	  "/api/v1/rules/check", "", 1, 1, "strict", .run = ctl_rules_check, .is_long = true },
	{ "rules replay", "[FILE] [--days N]",
	  "what these rules (or the draft) would have done to the last 30 days; changes nothing", POST,
	  "/api/v1/rules/replay", "", 0, 1, "days=", .show = ctl_rules_show_replay, .run = ctl_rules_send, .is_long = true },
	{ "rules draft", "FILE [--note TEXT]", "keep a draft", POST, "/api/v1/rules/draft", "", 1, 1, "note=",
	  .show = ctl_rules_show_published, .run = ctl_rules_send, .is_long = true },
	{ "rules publish", "[FILE] [--version N] [--at TIME] [--note TEXT]",
	  "these rules (or the draft, or an old version again) from now on, or from TIME on", POST,
	  "/api/v1/rules/publish", "", 0, 1, "version= at= note=", .show = ctl_rules_show_published,
	  .run = ctl_rules_send, .is_long = true },
	{ "rules move", "PROMISE … | --rule NAME | --all [--to VERSION] [--preview]",
	  "open promises go on under the rules in force, or another version; nothing is done twice", POST,
	  "/api/v1/rules/move", "", 0, 100, "rule= all to= preview", .run = ctl_rules_move, .is_long = true },
	{ "rules export", "[--version N]", "the document in force", GET, "/api/v1/rules", "version=--version",
	  .options = "version=", .show = ctl_rules_show_document },
	{ "rules history", "[--cursor C]", "every version there was", GET, "/api/v1/rules/history",
	  "cursor=--cursor", .options = "cursor=", .columns = rule_columns },
	{ "user add", "EMAIL --role viewer|liaison|administrator [--languages es,so] [--name N] [--token-file FILE]", "a new user",
	  POST, "/api/v1/users", "email=1 role=--role languages=--languages name=--name phone=--phone", 1, 1,
	  "role= languages= name= phone= token-file=", .show = ctl_show_user },
	{ "user disable", "EMAIL [--token-file FILE]", "who may not sign in any more", POST,
	  "/api/v1/users/{1}/disable", "", 1, 1, "token-file=", .show = ctl_show_user },
	{ "user enable", "EMAIL [--token-file FILE]", "let them in again; they need a new token", POST,
	  "/api/v1/users/{1}/enable", "", 1, 1, "token-file=", .show = ctl_show_user },
	{ "user vouch", "EMAIL",
	  "an administrator is a person of their own, whoever made their account: from tomorrow they are a second person",
	  POST, "/control/users/{1}/vouch", "", 1, 1, .show = ctl_show_user },
	{ "user set", "EMAIL [--week \"mon-fri 08:00-12:00 13:00-16:00\"] [--zone Z] [--capacity N] [--schools A,B] [--languages es,so] [--phone P] [--name N] [--role R] [--token-file FILE]",
	  "when somebody works, and for whom; \"\" takes a setting back", PATCH, "/api/v1/users/{1}",
	  "week=--week zone=--zone capacity=--capacity schools=--schools languages=--languages phone=--phone name=--name role=--role",
	  1, 1, "week= zone= capacity= schools= languages= phone= name= role= token-file=", .show = ctl_show_user },
	{ "user absent", "EMAIL FROM TO [REASON]",
	  "hand over what waits for them, now or on that day; TO is the last day: now 2026-12-24",
	  POST, "/api/v1/users/{1}/absences", "from=2 to=3 reason=4", 3, 4, .show = ctl_show_user },
	{ "user back", "EMAIL", "somebody is here again", POST, "/api/v1/users/{1}/back", "", 1, 1,
	  .show = ctl_show_user },
	{ "user absences", "EMAIL", "when somebody is away, and will be", GET, "/api/v1/users/{1}/absences", "", 1, 1,
	  .columns = absence_columns },
	{ "calendar import", "FILE.ics [--school NAME] [--preview]",
	  "when school is closed: every event of the file; replaces what the calendar had", POST,
	  "/control/calendar", "@1 school=--school preview=--preview", 1, 1, "school= preview",
	  .show = ctl_show_calendar, .is_long = true },
	{ "calendar show", "", "when school is closed next", GET, "/control/calendar", .columns = closure_columns },
	{ "token add", "EMAIL [--days N] [--name WHAT-FOR] [--token-file FILE]", "prints a bearer token, alone on one line, once", POST,
	  "/api/v1/users/{1}/tokens", "days=--days name=--name", 1, 1, "days= name= token-file=", .show = ctl_show_token },
	{ "token list", "[EMAIL] [--cursor C]",
	  "every token: whose, by whom, when it was used last, until when it opens; never the token itself", GET,
	  "/api/v1/tokens", "user=1 cursor=--cursor", 0, 1, "cursor=", .columns = token_columns },
	{ "token revoke", "ID|EMAIL [--token-file FILE]", "end one token, or all of a user, at once", "DELETE",
	  "/api/v1/tokens/{1}", "", 1, 1, "token-file=", .show = ctl_show_revoked },
	{ "pause", "LINE|ADAPTER [REASON]", "nothing is sent there until resumed", POST, "/api/v1/lines/{1}/pause",
	  "reason=2|paused", 1, 2, .run = ctl_run_lines },
	{ "resume", "LINE|ADAPTER", "send there again", POST, "/api/v1/lines/{1}/resume", "", 1, 1,
	  .run = ctl_run_lines },
	{ "clock show", "", "the daemon's clock", GET, "/control/clock", .show = ctl_show_clock },
	{ "clock advance", "4h", "wind the practice clock", POST, "/control/clock", "advance=1", 1, 1,
	  .show = ctl_show_clock },
	{ "audit verify", "", "is the audit log as it was written", GET, "/control/audit/verify",
	  .show = ctl_show_audit, .is_long = true },
	{ "backup", "FILE", "a consistent copy of the store, while it runs", POST, "/control/backup", "path=/1",
	  1, 1, .show = ctl_show_done, .is_long = true },
	{ "lines", "", "the webhook addresses to paste at the provider", GET, "/control/lines",
	  .show = ctl_show_lines },
	{ "reload", "", "new sentences and languages", POST, "/control/reload", "", .show = ctl_show_done },
	{ "drain", "", "finish what is under way, then exit", POST, "/control/drain", "", .show = ctl_show_done },
	{ .words = NULL },
};

/* True when the command line begins with the verb's words. */
static bool is_said(const struct verb *verb, int argc, char **argv, int *used)
{
	struct str rest = str_of(verb->words), word;
	int at = 0;

	while (str_next(&rest, ' ', &word)) {
		if (at >= argc || !str_is(word, argv[at]))
			return false;
		at++;
	}
	*used = at;
	return true;
}

const struct verb *ctl_verb_find(int argc, char **argv, int *used)
{
	assert(argc >= 0 && used);
	assert(argv || argc == 0);
	for (const struct verb *verb = ctl_verbs; verb->words; verb++)
		if (is_said(verb, argc, argv, used))
			return verb;
	return NULL;
}

int ctl_verbs_print(FILE *file, const char *first)
{
	int count = 0;

	assert(file);
	for (const struct verb *verb = ctl_verbs; verb->words; verb++) {
		struct str rest = str_of(verb->words), word;

		if (first && !(str_next(&rest, ' ', &word) && str_is(word, first)))
			continue;
		fprintf(file, "  %s%s%s\n        %s\n", verb->words, *verb->usage ? " " : "",
			verb->usage, verb->help);
		count++;
	}
	return count;
}

const char *ctl_verb_option(const struct ctl *ctl, const char *name)
{
	assert(ctl && name);
	assert(ctl->option_count >= 0 && ctl->option_count <= CTL_OPTIONS);
	for (int i = 0; i < ctl->option_count; i++)
		if (!strcmp(ctl->options[i].name, name))
			return ctl->options[i].value;
	return NULL;
}

static const char *argument(const struct ctl *ctl, struct str number)
{
	int64_t n;

	if (str_number(number, 1, CTL_ARGS, &n) || n > ctl->arg_count)
		return NULL;
	return ctl->args[n - 1];
}

/* "2", "2|else", "--name", "/1": the value that a field gets, NULL for none. */
static const char *value_of(const struct ctl *ctl, struct str from, struct buf *made)
{
	struct str otherwise = from, word;
	char name[32];
	const char *value;

	(void)str_next(&otherwise, '|', &word);
	buf_clear(made);
	if (str_starts(word, STR("--"))) {
		str_put(name, sizeof(name), str_from(word, 2));
		value = ctl_verb_option(ctl, name);
	} else if (str_starts(word, STR("/"))) {
		char folder[1024];

		value = argument(ctl, str_from(word, 1));
		if (value && *value != '/' && getcwd(folder, sizeof(folder)))
			buf_add_format(made, "%s/", folder);
		buf_add_text(made, value ? value : "");
		return value ? buf_text(made) : NULL;
	} else {
		value = argument(ctl, word);
	}
	if (!value && otherwise.size) {
		buf_add(made, otherwise);
		return buf_text(made);
	}
	return value;
}

static void add_escaped(struct buf *into, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    strchr("-._~@", c)) {
			buf_add_char(into, *text);
		} else {
			buf_add_char(into, '%');
			buf_add_char(into, hex[c >> 4]);
			buf_add_char(into, hex[c & 15]);
		}
	}
}

/* A file's body leaves the fields to the query. */
static bool has_query(const struct verb *verb)
{
	return verb->fields && (!strcmp(verb->method, GET) || verb->fields[0] == '@');
}

enum fault ctl_verb_path(const struct ctl *ctl, const struct verb *verb, struct buf *into,
		    struct note *note)
{
	assert(ctl && verb && into);
	assert(verb->path && ctl->arg_count <= CTL_ARGS);

	struct str rest = str_of(has_query(verb) ? verb->fields : NULL), field;
	char mark = '?';
	AUTO(buf) made;

	buf_init(&made, 2048);
	for (const char *at = verb->path; *at; at++)
		if (at[0] == '{') {
			add_escaped(into, ctl->args[at[1] - '1']);
			at += 2;
		} else {
			buf_add_char(into, *at);
		}
	while (str_next(&rest, ' ', &field)) {
		size_t equals = str_find(field, STR("="));
		const char *value = equals < field.size ?
			value_of(ctl, str_from(field, equals + 1), &made) : NULL;

		if (!value)
			continue;
		buf_add_format(into, "%c%.*s=", mark, (int)equals, field.at);
		add_escaped(into, value);
		mark = '&';
	}
	return buf_check(into, note);
}

enum fault ctl_verb_body(const struct ctl *ctl, const struct verb *verb, struct buf *into,
		    struct note *note)
{
	assert(ctl && verb && into);
	assert(ctl->arg_count >= 0 && ctl->arg_count <= CTL_ARGS);

	struct str rest = str_of(verb->fields), field;
	AUTO_JSON *body = json_object();
	AUTO(buf) made;

	buf_init(&made, 2048);
	if (!strcmp(verb->method, GET))
		return FAULT_NONE;
	if (verb->fields[0] == '@') {
		into->ceiling = FILE_CEILING;
		return file_read(ctl->args[0], into, note);
	}
	while (str_next(&rest, ' ', &field)) {
		size_t equals = str_find(field, STR("="));
		char name[32];
		const char *value;

		if (equals == field.size)
			continue;
		str_put(name, sizeof(name), str_slice(field, 0, equals));
		value = value_of(ctl, str_from(field, equals + 1), &made);
		if (value)
			json_set_str(body, name, str_of(value));
	}
	if (verb->fields[0])
		json_write(body, into);
	return buf_check(into, note);
}
