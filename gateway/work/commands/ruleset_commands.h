/*
 * ruleset_commands - what administrators do with follow-up rules: draft, publish, and move
 * open promises under another version.
 *
 * What is in force is not touched before all of a document was found good.
 */
#ifndef WORK_RULESET_COMMANDS_H
#define WORK_RULESET_COMMANDS_H

#include "command.h"

struct ruleset_move;

/* A draft may have mistakes; it is only kept. */
struct ruleset_draft {
	struct command command;
	struct str document;         /* needed */
	struct str note;
};
extern const struct command_row ruleset_command_draft;

/* The document; or without one that of an old version, or (version 0) the draft's. */
struct ruleset_publish {
	struct command command;
	struct str document;
	struct str note;
	int version;
	int64_t at;                  /* when it takes effect; 0: now */
	int64_t published;           /* told: the version it became */
	int64_t effective_at;        /* told */
};
extern const struct command_row ruleset_command_publish;

struct ruleset_migrate {
	struct command command;
	struct ruleset_move *move;   /* borrowed until `done`, and filled in */
	int64_t version;             /* told: the one they are under */
	int64_t moved;               /* told: promises */
};
extern const struct command_row ruleset_command_move;

#endif
