/*
 * hearbackd - the daemon: always in the foreground, facts to stderr.
 *
 * SIGTERM, SIGINT: drain, then exit 0; a second one: at once.  SIGHUP: new sentences.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "adapters/registry.h"
#include "base/library.h"
#include "base/log.h"
#include "daemon_check.h"
#include "daemon_keep.h"
#include "daemon_open.h"
#include "daemon_seal.h"
#include "daemon_watch.h"
#include "i18n/text/unicode.h"
#include "i18n/time/zone_database.h"
#include "settings/config_sample.h"
#include "store/jobs/lost_ledger.h"
#include "store/jobs/new_seal.h"
#include "version.h"
#include "wire/loop.h"

static const char usage[] =
	"hearbackd [-c FILE] [-n] [-V] [--sample] [--new-ledger] [--new-audit-key]\n"
	"          [--new-encryption-key] [--rotate-encryption-key] [--open-media FILE]\n"
	"  -c FILE    the configuration; else $HEARBACK_CONFIG, else /etc/hearback/hearback.yaml\n"
	"  -n         check configuration, languages, sentences, schema and stored rules, then exit (0 or 78)\n"
	"  -V         print the version\n"
	"  --sample   print a configuration with every option, its default and why\n"
	"  --new-ledger  give up a ledger that was lost, so that the next start makes a new one, then exit\n"
	"  --new-audit-key  go on with the audit key that is there, for the one that sealed the ledger is lost\n"
	"  --new-encryption-key     make the file that encryption_key_file names, then exit; the next start seals\n"
	"  --rotate-encryption-key  seal all with a new key while no hearbackd runs, then exit\n"
	"  --open-media FILE        print a picture of media_dir as the family sent it, then exit\n";

enum mode { MODE_RUN, MODE_CHECK, MODE_VERSION, MODE_SAMPLE, MODE_HELP, MODE_GIVE_UP, MODE_TAKE_KEY, MODE_WRONG,
	    MODE_MAKE_KEY, MODE_ROTATE, MODE_OPEN_MEDIA };

static enum mode read_args(int argc, char **argv, const char **path, const char **file)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' }, { "check", no_argument, NULL, 'n' },
		{ "version", no_argument, NULL, 'V' },      { "sample", no_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },         { "new-ledger", no_argument, NULL, 'g' },
		{ "new-audit-key", no_argument, NULL, 'k' },
		{ "new-encryption-key", no_argument, NULL, 'e' },
		{ "rotate-encryption-key", no_argument, NULL, 'r' },
		{ "open-media", required_argument, NULL, 'm' },
		{ NULL, 0, NULL, 0 },
	};
	static const char modes[] = "nVshgkerm";
	static const enum mode means[] = { MODE_CHECK, MODE_VERSION, MODE_SAMPLE, MODE_HELP, MODE_GIVE_UP,
					      MODE_TAKE_KEY, MODE_MAKE_KEY, MODE_ROTATE, MODE_OPEN_MEDIA };
	enum mode mode = MODE_RUN;
	int letter;

	while ((letter = getopt_long(argc, argv, "c:nVh", options, NULL)) != -1) {
		size_t i = 0;

		if (letter == 'c') {
			*path = optarg;
			continue;
		}
		while (modes[i] && modes[i] != letter)
			i++;
		if (!modes[i])
			return MODE_WRONG;
		if (letter == 'm')
			*file = optarg;
		mode = means[i];
	}
	return optind < argc ? MODE_WRONG : mode;
}

static void main_on_stop(void *data)
{
	struct daemon *daemon = data;

	if (daemon->is_draining)
		loop_stop(daemon->loop);
	else
		daemon_watch_drain(daemon);
}

static void main_on_reload(void *data)
{
	if (daemon_watch_reload(data, NULL))
		return; /* the log has it, and the old sentences stay */
}

/* A connection a family, and each has to be answered. */
static void raise_limits(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
}

static void warn_of_renamed(const struct config *config)
{
	for (const struct config_renamed *key = config->renamed; key; key = key->next)
		log_fact(LOG_WARN, "config.renamed", LOG_COUNT("line", key->line),
			 LOG_WORD("before", key->before), LOG_WORD("key", key->key),
			 LOG_NOTE("the name of before is read for one version more"));
}

static enum fault run(struct daemon *daemon, const char *path, struct note *note)
{
	enum fault fault = zone_database_check(note);

	if (!fault)
		fault = config_load(path, registry_kinds(), &daemon->config, note);
	if (!fault)
		warn_of_renamed(daemon->config);
	if (!fault)
		fault = daemon_open(daemon, note);
	if (fault)
		return fault;
	loop_on_signal(daemon->loop, SIGTERM, main_on_stop, daemon);
	loop_on_signal(daemon->loop, SIGINT, main_on_stop, daemon);
	loop_on_signal(daemon->loop, SIGHUP, main_on_reload, daemon);
	engine_start(daemon->core);
	daemon_watch(daemon);
	log_fact(LOG_INFO, "daemon.ready", LOG_WORD("version", HEARBACK_VERSION));
	loop_run(daemon->loop);
	return FAULT_NONE;
}

static int serve(const char *path)
{
	static struct daemon daemon;
	struct note note = { .text = "" };
	enum fault fault;

	umask(027);
	library_take_memory();
	unicode_take_memory();
	loop_take_memory();
	raise_limits();
	fault = run(&daemon, path, &note);
	if (fault)
		daemon_watch_complain("daemon.refused", fault, &note);
	daemon_close(&daemon);
	if (!fault)
		log_fact(LOG_INFO, "daemon.stopped", LOG_COUNT("code", 0));
	return fault_exit_code(fault);
}

static int check(const char *path)
{
	struct note note = { .text = "" };
	char text[512];
	enum fault fault = daemon_check(path, &note);

	if (!fault)
		return EXIT_SUCCESS;
	fprintf(stderr, "hearbackd: %s\n", note_text(&note, fault, text, sizeof(text)));
	return fault_exit_code(FAULT_CONFIG);
}

/* The deliberate way out of a refusal (store/jobs/lost_ledger.h); a copy put back is the better one. */
static int give_up(const char *path)
{
	struct note note = { .text = "" };
	struct config *config = NULL;
	char text[512];
	enum fault fault = config_load(path, registry_kinds(), &config, &note);

	if (!fault)
		fault = lost_ledger_begin_anew(config->store, &note);
	config_free(&config);
	if (!fault)
		return puts("given up: the next start makes a new ledger. What the one before knew is forgotten: "
			    "promises, and who said STOP. Ask the provider for its list of opt-outs.") < 0;
	fprintf(stderr, "hearbackd: %s\n", note_text(&note, fault, text, sizeof(text)));
	return fault_exit_code(fault);
}

/* The same of a key that was lost (store/jobs/new_seal.h). */
static int take_key(const char *path)
{
	struct note note = { .text = "" };
	struct config *config = NULL;
	char text[512];
	AUTO(buf) key;
	enum fault fault = config_load(path, registry_kinds(), &config, &note);

	buf_init(&key, AUDIT_KEY_SIZE - 1);
	if (!fault)
		fault = daemon_keep_key(config, &key, &note);
	if (!fault)
		fault = new_seal(config->store, buf_str(&key), &note);
	if (key.size)
		explicit_bzero(key.at, key.size);
	config_free(&config);
	if (!fault)
		return puts("taken: the next start goes on with this audit key, and records that. What was sealed before "
			    "is not proved by it: `hearbackctl audit verify` says so from now on. Keep a copy of the "
			    "key outside this machine.") < 0;
	fprintf(stderr, "hearbackd: %s\n", note_text(&note, fault, text, sizeof(text)));
	return fault_exit_code(fault);
}

/* What is done to the encryption by hand, while no daemon runs. */
static int seal(enum mode mode, const char *path, const char *file)
{
	struct note note = { .text = "" };
	struct config *config = NULL;
	char text[512];
	enum fault fault = config_load(path, registry_kinds(), &config, &note);

	umask(077);
	if (!fault && mode == MODE_MAKE_KEY)
		fault = daemon_seal_make_key(config, &note);
	if (!fault && mode == MODE_ROTATE)
		fault = daemon_seal_rotate(config, &note);
	if (!fault && mode == MODE_OPEN_MEDIA)
		fault = daemon_seal_show(config, file, &note);
	config_free(&config);
	if (!fault)
		return EXIT_SUCCESS;
	fprintf(stderr, "hearbackd: %s\n", note_text(&note, fault, text, sizeof(text)));
	return fault_exit_code(fault);
}

static int print_sample(void)
{
	AUTO(buf) text;

	buf_init(&text, 64 * 1024);
	config_sample(registry_kinds(), &text);
	fputs(buf_text(&text), stdout);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	const char *path = NULL, *file = NULL;
	enum mode mode = read_args(argc, argv, &path, &file);

	if (mode == MODE_RUN)
		return serve(config_find(path));
	if (mode == MODE_CHECK)
		return check(config_find(path));
	if (mode == MODE_GIVE_UP)
		return give_up(config_find(path));
	if (mode == MODE_TAKE_KEY)
		return take_key(config_find(path));
	if (mode == MODE_MAKE_KEY || mode == MODE_ROTATE || mode == MODE_OPEN_MEDIA)
		return seal(mode, config_find(path), file);
	if (mode == MODE_SAMPLE)
		return print_sample();
	if (mode == MODE_VERSION)
		return puts("hearbackd " HEARBACK_VERSION) < 0;
	fputs(usage, mode == MODE_HELP ? stdout : stderr);
	return mode == MODE_HELP ? EXIT_SUCCESS : 64;
}
