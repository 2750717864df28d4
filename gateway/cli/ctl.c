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

/* "--limit 5": *i is left at its last word. */
static enum fault read_option(struct ctl *ctl, const struct verb *verb, int argc, char **argv, int *i, struct note *note)
{
	const char *option = argv[*i];
	bool takes_value = false;

	if (!is_known(verb, option + 2, &takes_value))
		return fault_because(FAULT_INVALID, note, "%s has no option %.60s", verb->words, option);
	if (takes_value && *i + 1 == argc)
		return fault_because(FAULT_INVALID, note, "%s wants a value behind it", option);
	if (ctl->option_count == CTL_OPTIONS)
		return fault_because(FAULT_INVALID, note, "at most %d options at once", CTL_OPTIONS);
	ctl->options[ctl->option_count].name = option + 2;
	ctl->options[ctl->option_count++].value = takes_value ? argv[++*i] : "1";
	return FAULT_NONE;
}

static enum fault read_rest(struct ctl *ctl, const struct verb *verb, int argc, char **argv, struct note *note)
{
	int most = verb->most ? verb->most : 0;
	enum fault fault = FAULT_NONE;

	for (int i = 0; i < argc && !fault; i++) {
		if (strncmp(argv[i], "--", 2) == 0 && argv[i][2])
			fault = read_option(ctl, verb, argc, argv, &i, note);
		else if (ctl->arg_count == most || ctl->arg_count == CTL_ARGS)
			fault = fault_because(FAULT_INVALID, note, "%s takes nothing more at \"%.60s\"", verb->words, argv[i]);
		else
			ctl->args[ctl->arg_count++] = argv[i];
	}
	if (!fault && ctl->arg_count < verb->least)
		fault = fault_because(FAULT_INVALID, note, "%s wants %d word%s, and has %d", verb->words, verb->least,
				      verb->least == 1 ? "" : "s", ctl->arg_count);
	return fault;
}

static const char usage[] =
	"hearbackctl [-c FILE] [-j] VERB …   -j prints JSON; -w SECONDS, before the verb, waits so long\n";

static int help(FILE *file, int code)
{
	fputs(usage, file);
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
	if (read_rest(ctl, verb, argc - used, argv + used, &note)) {
		fprintf(stderr, "hearbackctl: %s; it is: hearbackctl %s %s\n", note.text, verb->words, verb->usage);
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

/* What was wrong with the words before the verb: last, where it is seen. */
static int wrong(const char *option, const char *what)
{
	fprintf(stderr, "%s`hearbackctl help` lists the verbs\nhearbackctl: %.60s %s\n", usage, option, what);
	return EXIT_WRONG;
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

/* One option before the verb; *code when the end is here, by help or a mistake. */
static bool read_own(struct ctl *ctl, const char **config, char **argv, int *at, int *code)
{
	const char *option = argv[*at], *value = argv[*at + 1]; /* argv ends with NULL */

	if (!strcmp(option, "-j")) {
		ctl->is_json = true;
	} else if (!strcmp(option, "-h") || !strcmp(option, "--help")) {
		*code = help(stdout, 0);
		return false;
	} else if (!strcmp(option, "-V")) {
		*code = puts("hearbackctl " HEARBACK_VERSION) < 0;
		return false;
	} else if (strcmp(option, "-c") && strcmp(option, "-w")) {
		*code = wrong(option, "is no option");
		return false;
	} else if (!value) {
		*code = wrong(option, option[1] == 'c' ? "wants a file behind it" : "wants seconds behind it");
		return false;
	} else if (option[1] == 'c') {
		*config = argv[++*at];
	} else if (!read_wait(argv[++*at], &ctl->wait_for)) {
		*code = wrong(option, "wants whole seconds behind it, from 1 to 86400");
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct ctl ctl = { .is_json = false };
	const char *config = NULL;
	int at = 1, code = 0;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (; at < argc && argv[at][0] == '-'; at++)
		if (!read_own(&ctl, &config, argv, &at, &code))
			return code;
	return run(&ctl, config, argc - at, argv + at);
}
