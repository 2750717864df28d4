/*
 * daemon_ours - the files and folders that hearback.yaml names: what no backup may take the place of.
 *
 * Threads: made before the loop runs, read by any.
 */
#ifndef DAEMON_DAEMON_OURS_H
#define DAEMON_DAEMON_OURS_H

#include "settings/config.h"
#include "store/db/backup_place.h"

enum { DAEMON_OURS_PATHS = 5 + CONFIG_ADAPTERS * ACCOUNT_OPTIONS * ACCOUNT_VALUES };

struct daemon_ours {
	struct backup_ours ours;
	const char *paths[DAEMON_OURS_PATHS];
	const char *folders[2];
	char next_key[512]; /* beside the encryption key, while a new one comes into force */
};

/* Borrows config's texts. */
void daemon_ours(const struct config *config, struct daemon_ours *ours);

#endif
