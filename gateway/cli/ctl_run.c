#include "ctl_run.h"

#include <assert.h>
#include <stdio.h>

#include "ctl_ask.h"
#include "ctl_print.h"
#include "ctl_show.h"
#include "ctl_verbs.h"

int ctl_run_complain(enum fault fault, const struct note *note)
{
	char text[512];

	assert(fault != FAULT_NONE && fault < FAULT_KINDS);
	fputs("hearbackctl: ", stderr);
	ctl_print_clean(str_of(note_text(note, fault, text, sizeof(text))), stderr);
	fputc('\n', stderr);
	return fault_exit_code(fault);
}

static void print_answer(const struct ctl *ctl, const struct verb *verb, const json_t *answer)
{
	const json_t *next = json_object_get(answer, "next");

	if (ctl->is_json) {
		json_dumpf(answer, stdout, JSON_INDENT(2));
		putchar('\n');
	} else if (verb->columns) {
		ctl_print_table(verb->columns, json_object_get(answer, "items"));
		if (json_is_string(next)) {
			fputs("more with --cursor ", stdout);
			ctl_print_clean(str_of(json_string_value(next)), stdout);
			putchar('\n');
		}
	} else if (verb->show) {
		verb->show(answer);
	}
}

/* Whether the answer itself is bad news: an audit log that does not verify. */
static int exit_code_of(const json_t *answer)
{
	return json_is_false(json_object_get(answer, "is_whole")) ? fault_exit_code(FAULT_INVALID) : 0;
}

int ctl_run_one(const struct ctl *ctl, const struct verb *verb)
{
	struct note note = { .text = "" };
	struct question question;
	AUTO_JSON *answer = NULL;
	enum fault fault;
	AUTO(buf) path;
	AUTO(buf) body;

	assert(ctl && verb);
	assert(verb->method && verb->path);
	buf_init(&path, 8000);
	buf_init(&body, 64 * 1024);
	fault = ctl_verb_path(ctl, verb, &path, &note);
	if (!fault)
		fault = ctl_verb_body(ctl, verb, &body, &note);
	question = (struct question){ verb->method, buf_text(&path), buf_str(&body) };
	if (!fault)
		fault = ctl_ask(ctl, &question, &answer, &note);
	if (fault)
		return ctl_run_complain(fault, &note);
	print_answer(ctl, verb, answer);
	return exit_code_of(answer);
}

/* pause and resume: one line by id or number, or every line of an adapter. */
int ctl_run_lines(const struct ctl *ctl, const struct verb *verb)
{
	assert(ctl && verb);

	static const struct question lines = { .method = "GET", .path = "/api/v1/lines" };
	struct note note = { .text = "" };
	AUTO_JSON *answer = NULL;
	const json_t *line;
	int code = 0, count = 0;
	size_t i;
	struct verb one = *verb;
	enum fault fault = ctl_ask(ctl, &lines, &answer, &note);

	if (fault)
		return ctl_run_complain(fault, &note);
	one.show = ctl_show_done;
	json_array_foreach(json_object_get(answer, "items"), i, line) {
		struct ctl each = *ctl;

		if (!str_is(json_str(line, "adapter"), ctl->args[0]))
			continue;
		each.args[0] = json_str(line, "id").at;
		count++;
		if (!code)
			code = ctl_run_one(&each, &one);
	}
	return count ? code : ctl_run_one(ctl, &one);
}
