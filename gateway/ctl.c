/*
 * hearbackctl - the command line of a running hearbackd.
 *
 * Exit codes after sysexits(3): 0 fine, 64 the command is wrong, 65 the input, 66 there
 * is no such thing, 70 ours is broken, 75 try again (also: not running), 77 not allowed.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "ctl.h"
#include "version.h"

enum { EXIT_WRONG = 64 };

int ctl_complain(enum fault fault, const struct note *note)
{
	char text[512];

	fprintf(stderr, "hearbackctl: %s\n", note_text(note, fault, text, sizeof(text)));
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
		if (json_is_string(next))
			printf("more with --cursor %s\n", json_string_value(next));
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

	buf_init(&path, 8000);
	buf_init(&body, 64 * 1024);
	fault = ctl_path(ctl, verb, &path, &note);
	if (!fault)
		fault = ctl_body(ctl, verb, &body, &note);
	question = (struct question){ verb->method, buf_text(&path), buf_str(&body) };
	if (!fault)
		fault = ctl_ask(ctl, &question, &answer, &note);
	if (fault)
		return ctl_complain(fault, &note);
	print_answer(ctl, verb, answer);
	return exit_code_of(answer);
}

/* pause and resume: one line by id or number, or every line of an adapter. */
int ctl_run_lines(const struct ctl *ctl, const struct verb *verb)
{
	static const struct question lines = { .method = "GET", .path = "/api/v1/lines" };
	struct note note = { .text = "" };
	AUTO_JSON *answer = NULL;
	const json_t *line;
	int code = 0, count = 0;
	size_t i;
	struct verb one = *verb;
	enum fault fault = ctl_ask(ctl, &lines, &answer, &note);

	if (fault)
		return ctl_complain(fault, &note);
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

/* "state=" takes a value, "preview" does not. */
static bool is_known(const struct verb *verb, const char *name, bool *takes_value)
{
	struct str rest = str_of(verb->options ? verb->options : ""), word;

	while (str_next(&rest, ' ', &word)) {
		*takes_value = str_ends(word, STR("="));
		if (str_is(str_slice(word, 0, word.size - *takes_value), name))
			return true;
	}
	return false;
}

static bool read_rest(struct ctl *ctl, const struct verb *verb, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		bool takes_value = false;

		if (strncmp(argv[i], "--", 2) != 0 || !argv[i][2]) {
			if (ctl->arg_count == CTL_ARGS)
				return false;
			ctl->args[ctl->arg_count++] = argv[i];
			continue;
		}
		if (!is_known(verb, argv[i] + 2, &takes_value) || ctl->option_count == CTL_OPTIONS ||
		    (takes_value && i + 1 == argc))
			return false;
		ctl->options[ctl->option_count].name = argv[i] + 2;
		ctl->options[ctl->option_count++].value = takes_value ? argv[++i] : "1";
	}
	return ctl->arg_count >= verb->least && ctl->arg_count <= (verb->most ? verb->most : 0);
}

static int help(FILE *file, int code)
{
	fputs("hearbackctl [-c FILE] [-j] VERB …   -j prints JSON\n", file);
	ctl_verbs_print(file);
	return code;
}

static int run(struct ctl *ctl, const char *config, int argc, char **argv)
{
	char socket[512];
	struct note note = { .text = "" };
	const struct verb *verb;
	enum fault fault;
	int used = 0;

	verb = ctl_verb_find(argc, argv, &used);
	if (!verb)
		return help(stderr, EXIT_WRONG);
	if (!read_rest(ctl, verb, argc - used, argv + used)) {
		fprintf(stderr, "hearbackctl: it is: hearbackctl %s %s\n", verb->words, verb->usage);
		return EXIT_WRONG;
	}
	fault = config_control_socket(config_find(config), socket, sizeof(socket), &note);
	if (fault)
		return ctl_complain(fault == FAULT_MISSING ? FAULT_CONFIG : fault, &note);
	ctl->socket = socket;
	return verb->run ? verb->run(ctl, verb) : ctl_run_one(ctl, verb);
}

int main(int argc, char **argv)
{
	struct ctl ctl = { .is_json = false };
	const char *config = NULL;
	int at = 1;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (; at < argc && argv[at][0] == '-'; at++) {
		if (!strcmp(argv[at], "-j"))
			ctl.is_json = true;
		else if (!strcmp(argv[at], "-c") && at + 1 < argc)
			config = argv[++at];
		else if (!strcmp(argv[at], "-V"))
			return puts("hearbackctl " HEARBACK_VERSION) < 0;
		else
			return help(strcmp(argv[at], "-h") && strcmp(argv[at], "--help") ? stderr : stdout,
				    strcmp(argv[at], "-h") && strcmp(argv[at], "--help") ? EXIT_WRONG : 0);
	}
	return run(&ctl, config, argc - at, argv + at);
}
