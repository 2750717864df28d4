/*
 * hearbackctl - the command line of a running hearbackd.
 *
 * Exit codes after sysexits(3): 0 fine, 64 the command is wrong, 65 the input, 66 there
 * is no such thing, 70 ours is broken, 75 try again (also: not running), 77 not allowed.
 */
#include "ctl.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/halt.h"
#include "ctl_run.h"
#include "ctl_verbs.h"
#include "settings/config.h"
#include "version.h"

enum { EXIT_WRONG = 64 };

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
	fputs("hearbackctl [-c FILE] [-j] VERB …   -j prints JSON; -w SECONDS, before the verb, waits so long\n",
	      file);
	(void)ctl_verbs_print(file, NULL);
	return code;
}

/* Only the verbs of the first word, when there are some: "show" lists what can be shown. */
static int help_nearest(int argc, char **argv)
{
	if (argc == 0)
		return help(stderr, EXIT_WRONG);
	if (ctl_verbs_print(stderr, argv[0]) > 0)
		return EXIT_WRONG;
	fprintf(stderr, "hearbackctl: there is no verb \"%s\": `hearbackctl help` lists them\n",
		argv[0]);
	return EXIT_WRONG;
}

/* A school day ends at midnight where the schools are, wherever the machine is.  Whoever
 * sets TZ sees their own times. */
static enum fault use_zone(const char *config, struct note *note)
{
	char zone[64];
	enum fault fault = config_peek(config, "district.time_zone", zone, sizeof(zone), note);

	if (!fault && setenv("TZ", zone, 0))
		halt_because("memory.exhausted", "the environment takes no time zone");
	return fault;
}

static int run(struct ctl *ctl, const char *config, int argc, char **argv)
{
	char socket[512];
	struct note note = { .text = "" };
	const struct verb *verb;
	enum fault fault;
	int used = 0;

	verb = ctl_verb_find(argc, argv, &used);
	if (!verb && argc == 1 && !strcmp(argv[0], "help"))
		return help(stdout, 0);
	if (!verb)
		return help_nearest(argc, argv);
	if (!read_rest(ctl, verb, argc - used, argv + used)) {
		fprintf(stderr, "hearbackctl: it is: hearbackctl %s %s\n", verb->words, verb->usage);
		return EXIT_WRONG;
	}
	ctl->is_long = verb->is_long;
	config = config_find(config);
	fault = config_peek(config, "control_socket", socket, sizeof(socket), &note);
	if (!fault)
		fault = use_zone(config, &note);
	if (fault)
		return ctl_run_complain(fault == FAULT_MISSING ? FAULT_CONFIG : fault, &note);
	ctl->socket = socket;
	return verb->run ? verb->run(ctl, verb) : ctl_run_one(ctl, verb);
}

/* "90": at most a day. */
static bool read_wait(const char *text, int64_t *wait_for)
{
	int64_t seconds;

	if (str_number(str_of(text), 1, 24 * 60 * 60, &seconds))
		return false;
	*wait_for = seconds * 1000;
	return true;
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
		else if (!strcmp(argv[at], "-w") && at + 1 < argc && read_wait(argv[at + 1], &ctl.wait_for))
			at++;
		else if (!strcmp(argv[at], "-V"))
			return puts("hearbackctl " HEARBACK_VERSION) < 0;
		else
			return help(strcmp(argv[at], "-h") && strcmp(argv[at], "--help") ? stderr : stdout,
				    strcmp(argv[at], "-h") && strcmp(argv[at], "--help") ? EXIT_WRONG : 0);
	}
	return run(&ctl, config, argc - at, argv + at);
}
