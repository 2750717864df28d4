/*
 * hearback-carrier - the practice carrier as a program.
 *
 * When it is ready it prints "carrier listening on http://127.0.0.1:PORT" to
 * standard output, so that tests can ask for port 0.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "options.h"
#include "routes.h"

static void main_on_signal(void *data)
{
	struct carrier *carrier = data;

	loop_stop(carrier->loop);
}

static int complain(enum fault fault, const struct note *note)
{
	char text[512];

	fprintf(stderr, "hearback-carrier: %s\n", note_text(note, fault, text, sizeof(text)));
	return fault_exit_code(fault);
}

static int run(const struct carrier_settings *settings)
{
	struct note note = { .text = "" };
	struct carrier *carrier = NULL;
	enum fault fault = carrier_open(settings, routes_endpoints(), &carrier, &note);

	if (fault)
		return complain(fault, &note);
	loop_on_signal(carrier->loop, SIGTERM, main_on_signal, carrier);
	loop_on_signal(carrier->loop, SIGINT, main_on_signal, carrier);
	printf("carrier listening on %s, account %s, seed %llu, public key %s\n",
	       carrier->base_url, settings->account_sid, (unsigned long long)settings->seed,
	       key_public(carrier->key));
	fflush(stdout);
	loop_run(carrier->loop);
	carrier_free(&carrier);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	static struct carrier_settings settings;
	struct note note = { .text = "" };
	bool is_help;
	enum fault fault = options_read(argc, argv, &settings, &is_help, &note);

	if (fault) {
		fputs(options_usage(), stderr);
		return complain(fault, &note);
	}
	if (is_help) {
		fputs(options_usage(), stdout);
		return EXIT_SUCCESS;
	}
	return run(&settings);
}
