/*
 * daemon_settings - hearback.yaml's values as the rooms want them.
 *
 * Threads: loop, and before it runs.
 */
#ifndef DAEMON_DAEMON_SETTINGS_H
#define DAEMON_DAEMON_SETTINGS_H

#include "daemon.h"

/* FAULT_CONFIG with the place in hearback.yaml when a value does not fit another room. */
enum fault daemon_settings_read(const struct config *config, struct daemon_settings *settings,
				struct note *note) MUST_CHECK;
/* The sentences and languages, from locales_dir. */
enum fault daemon_settings_locale(const struct config *config, struct locale **locale,
			      struct note *note) MUST_CHECK;

#endif
