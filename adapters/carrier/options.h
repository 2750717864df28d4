/*
 * options - the command line of hearback-carrier.
 *
 * Threads: at start.
 */
#ifndef CARRIER_OPTIONS_H
#define CARRIER_OPTIONS_H

#include "carrier.h"

/* FAULT_INVALID with the reason.  *is_help: only the usage was asked for. */
enum fault options_read(int argc, char **argv, struct carrier_settings *settings,
			bool *is_help, struct note *note) MUST_CHECK;
const char *options_usage(void);

#endif
