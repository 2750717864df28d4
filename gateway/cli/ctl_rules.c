/* rules check|draft|replay|publish|export: documents go out as files, findings come back
 * with the file's own lines. */

#include "ctl_rules.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "ctl_ask.h"
#include "ctl_print.h"
#include "ctl_run.h"
#include "ctl_verbs.h"

enum { DOCUMENT_CEILING = 256 * 1024 };

static const char path_of_check[] = "/api/v1/rules/check";

/* {"document": …} and the options as members; no document without a file. */
static enum fault make_body(const struct ctl *ctl, const char *const *options, struct buf *body,
			    struct note *note)
{
	AUTO_JSON *object = json_object();
	AUTO(buf) document;
	enum fault fault = FAULT_NONE;

	buf_init(&document, DOCUMENT_CEILING);
	if (ctl->arg_count)
		fault = file_read(ctl->args[0], &document, note);
	if (fault)
		return fault;
	if (ctl->arg_count && !str_is_utf8(buf_str(&document)))
		return fault_because(FAULT_INVALID, note, "%.100s is not UTF-8", ctl->args[0]);
	if (ctl->arg_count && str_trim(buf_str(&document)).size == 0)
		return fault_because(FAULT_INVALID, note, "%.100s is empty", ctl->args[0]);
	if (ctl->arg_count)
		json_set_str(object, "document", buf_str(&document));
	for (; *options; options++)
		if (ctl_verb_option(ctl, *options))
			json_set_str(object, *options, str_of(ctl_verb_option(ctl, *options)));
	json_write(object, body);
	return buf_check(body, note);
}

static enum fault ask(const struct ctl *ctl, const char *path, const char *const *options,
		      json_t **answer, struct note *note)
{
	AUTO(buf) body;
	enum fault fault;

	buf_init(&body, 4 * DOCUMENT_CEILING);
	fault = make_body(ctl, options, &body, note);
	if (fault)
		return fault;
	return ctl_ask(ctl, &(struct question){ "POST", path, buf_str(&body) },
		       answer, note);
}

static void print_json(const json_t *answer)
{
	json_dumpf(answer, stdout, JSON_INDENT(2));
	putchar('\n');
}

/* --- findings -------------------------------------------------------------------------- */

static void say_finding(const char *file, const json_t *finding)
{
	struct str rule = json_str(finding, "rule"), field = json_str(finding, "field");
	AUTO(buf) text;

	buf_init(&text, 4096);
	buf_add_format(&text, "%s:%lld:%lld: ", file, (long long)json_number(finding, "line", 0),
		       (long long)json_number(finding, "column", 0));
	ctl_print_safe(&text, json_str(finding, "severity"), false);
	buf_add_text(&text, ": ");
	if (rule.size) {
		buf_add_text(&text, "rule \"");
		ctl_print_safe(&text, rule, false);
		buf_add_text(&text, "\", ");
	}
	if (field.size) {
		ctl_print_safe(&text, field, false);
		buf_add_text(&text, ": ");
	}
	ctl_print_safe(&text, json_str(finding, "reason"), false);
	buf_add_char(&text, '\n');
	ctl_print_say(&text);
}

static void say_findings(const char *file, const json_t *answer)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(json_object_get(answer, "findings"), i, finding)
		say_finding(file, finding);
}

struct opinion {
	bool is_fine;            /* no errors: it could be published */
	bool is_warned;
};

/* Says what the daemon thinks of the file.  As JSON only what is refused, unless
 * `is_asked` for: behind it comes another answer. */
static enum fault check(const struct ctl *ctl, bool is_asked, struct opinion *opinion,
			struct note *note)
{
	static const char *const none[] = { NULL };
	AUTO_JSON *answer = NULL;
	enum fault fault = ask(ctl, path_of_check, none, &answer, note);

	if (fault)
		return fault;
	opinion->is_fine = json_is_true(json_object_get(answer, "is_fine"));
	opinion->is_warned = json_number(answer, "warnings", 0) > 0;
	if (ctl->is_json && (is_asked || !opinion->is_fine))
		print_json(answer);
	if (ctl->is_json)
		return FAULT_NONE;
	say_findings(ctl->args[0], answer);
	if (!opinion->is_fine)
		printf("refused: %lld errors, %lld warnings; the rules in force are untouched\n",
		       (long long)json_number(answer, "errors", 0),
		       (long long)json_number(answer, "warnings", 0));
	return FAULT_NONE;
}

int ctl_rules_check(const struct ctl *ctl, const struct verb *verb)
{
	assert(ctl && verb);

	struct note note = { .text = "" };
	struct opinion opinion = { false, false };
	enum fault fault = check(ctl, true, &opinion, &note);

	(void)verb;
	if (fault)
		return ctl_run_complain(fault, &note);
	if (opinion.is_fine && !ctl->is_json)
		printf("%s %s\n", ctl->args[0], opinion.is_warned ?
		       "could be published, with these warnings" : "is fine");
	return opinion.is_fine && !(opinion.is_warned && ctl_verb_option(ctl, "strict")) ?
		0 : fault_exit_code(FAULT_INVALID);
}

/* With a file: only after it was found good, with every finding shown. */
int ctl_rules_send(const struct ctl *ctl, const struct verb *verb)
{
	static const char *const options[] = { "at", "note", "version", "days", NULL };
	struct note note = { .text = "" };
	AUTO_JSON *answer = NULL;
	struct opinion opinion = { true, false };
	enum fault fault = FAULT_NONE;

	assert(ctl && verb && ctl->arg_count >= verb->least);
	if (ctl->arg_count && !strstr(verb->path, "draft"))
		fault = check(ctl, false, &opinion, &note);
	if (!fault && !opinion.is_fine)
		return fault_exit_code(FAULT_INVALID);
	if (!fault)
		fault = ask(ctl, verb->path, options, &answer, &note);
	if (fault)
		return ctl_run_complain(fault, &note);
	/* of a file they were said already, with its lines */
	if (!ctl->is_json && !(ctl->arg_count && !strstr(verb->path, "draft")))
		say_findings(ctl->arg_count ? ctl->args[0] : "rules", answer);
	if (ctl->is_json)
		print_json(answer);
	else
		verb->show(answer);
	return 0;
}

/* --- answers ----------------------------------------------------------------------------- */

void ctl_rules_show_published(const json_t *answer)
{
	AUTO(buf) text;

	buf_init(&text, 400);
	buf_add_format(&text, "version %lld: ", (long long)json_number(answer, "version", 0));
	ctl_print_safe(&text, json_str(answer, "state"), false);
	if (json_str(answer, "effective_at").size) {
		buf_add_text(&text, " from ");
		ctl_print_time(&text, json_str(answer, "effective_at"));
	}
	buf_add_char(&text, '\n');
	ctl_print_say(&text);
}

/* The document alone, so that it can go into a file. */
void ctl_rules_show_document(const json_t *answer)
{
	struct str document = json_str(answer, "document");

	fwrite(document.at ? document.at : "", 1, document.size, stdout);
}

static void add_words(const json_t *when, struct buf *text)
{
	const char *key;
	json_t *value, *one;
	size_t i;

	json_object_foreach((json_t *)(uintptr_t)when, key, value) {
		buf_add_format(text, "  %s", key);
		if (json_is_string(value)) {
			buf_add_char(text, ' ');
			ctl_print_safe(text, str_of(json_string_value(value)), false);
		}
		json_array_foreach(value, i, one) {
			buf_add_text(text, i ? ", " : " ");
			ctl_print_safe(text, str_of(json_string_value(one)), false);
		}
	}
}

static void add_step(const json_t *step, struct buf *text)
{
	static const char *const more[] = { "to", "template" };
	struct str after = json_str(step, "after");

	buf_add_text(text, "    ");
	ctl_print_safe(text, after, false);
	for (size_t column = after.size; column < 18; column++)
		buf_add_char(text, ' ');
	ctl_print_safe(text, json_str(step, "do"), false);
	for (size_t i = 0; i < COUNT_OF(more); i++) {
		if (!json_str(step, more[i]).size)
			continue;
		buf_add_text(text, i ? ", template " : " to ");
		ctl_print_safe(text, json_str(step, more[i]), false);
	}
	if (json_object_get(step, "tier"))
		buf_add_format(text, " tier %lld", (long long)json_number(step, "tier", 0));
	buf_add_char(text, '\n');
}

void ctl_rules_show(const json_t *answer)
{
	const json_t *rule, *step;
	size_t i, j;
	AUTO(buf) text;

	buf_init(&text, 1024 * 1024);
	buf_add_format(&text, "version %lld, ", (long long)json_number(answer, "version", 0));
	ctl_print_safe(&text, json_str(answer, "state"), false);
	buf_add_char(&text, '\n');
	json_array_foreach(json_object_get(answer, "items"), i, rule) {
		buf_add_format(&text, "%zu  ", i + 1);
		ctl_print_safe(&text, json_str(rule, "name"), false);
		buf_add_text(&text, ": answered within ");
		ctl_print_safe(&text, json_str(rule, "answer_within"), false);
		add_words(json_object_get(rule, "when"), &text);
		buf_add_char(&text, '\n');
		json_array_foreach(json_object_get(rule, "steps"), j, step)
			add_step(step, &text);
	}
	ctl_print_say(&text);
}

void ctl_rules_show_replay(const json_t *answer)
{
	static const struct column languages[] = {
		{ "language", "language", CELL_TEXT },       { "inputs", "inputs", CELL_TEXT },
		{ "late then", "late_then", CELL_TEXT },     { "late in draft", "late_draft", CELL_TEXT },
		{ "only the last rule", "no_specific_rule", CELL_TEXT }, { .title = NULL },
	};
	static const struct column schools[] = {
		{ "school", "school", CELL_TEXT },           { "inputs", "inputs", CELL_TEXT },
		{ "late then", "late_then", CELL_TEXT },     { "late in draft", "late_draft", CELL_TEXT },
		{ "only the last rule", "no_specific_rule", CELL_TEXT }, { .title = NULL },
	};
	static const struct column rules[] = {
		{ "rule", "rule", CELL_TEXT }, { "inputs", "inputs", CELL_TEXT }, { .title = NULL },
	};
	static const struct column load[] = {
		{ "person", "person", CELL_TEXT },         { "hour", "hour", CELL_TEXT },
		{ "assigned", "assignments", CELL_TEXT },  { "reminded", "reminders", CELL_TEXT },
		{ "escalated", "escalations", CELL_TEXT }, { .title = NULL },
	};
	AUTO(buf) text;

	buf_init(&text, 1000);
	buf_add_text(&text, "inputs from ");
	ctl_print_time(&text, json_str(answer, "from_at"));
	buf_add_text(&text, " to ");
	ctl_print_time(&text, json_str(answer, "to_at"));
	buf_add_format(&text, ": %lld; late then %lld, under the draft %lld; no specific rule %lld%s\n",
		       (long long)json_number(answer, "inputs", 0),
		       (long long)json_number(answer, "late_then", 0),
		       (long long)json_number(answer, "late_draft", 0),
		       (long long)json_number(answer, "no_specific_rule", 0),
		       json_is_true(json_object_get(answer, "is_cut")) ?
		       "\nthere was more than one replay looks at: ask for fewer --days" : "");
	ctl_print_say(&text);
	ctl_print_table(languages, json_object_get(answer, "languages"));
	ctl_print_table(schools, json_object_get(answer, "schools"));
	ctl_print_table(rules, json_object_get(answer, "rules"));
	ctl_print_table(load, json_object_get(answer, "load"));
}
