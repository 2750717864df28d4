/*
 * ctl - hearbackctl: asks the running daemon over its control socket.
 *
 * The socket's file permissions are the login; the daemon writes every act into the
 * audit log.  One table of verbs (cli/ctl_verbs.c) says what is asked and how the answer
 * is shown; nothing here decides or keeps anything.
 *
 * Here are the two structs that all of it passes round: the command line, and the row of
 * the verb that it names.
 *
 * For ctl*.c only; knows base and settings.  One thread.
 */
#ifndef CLI_CTL_H
#define CLI_CTL_H

#include "base/json.h"

enum { CTL_ARGS = 100, CTL_OPTIONS = 12 };

/* The command line behind the verb. */
struct ctl {
	const char *socket;
	bool is_json;
	int64_t wait_for;        /* -w, milliseconds; 0: as the verb takes */
	bool is_long;            /* the verb's */
	const char *args[CTL_ARGS];
	int arg_count;
	struct {
		const char *name;    /* without -- */
		const char *value;   /* "1" for an option without value */
	} options[CTL_OPTIONS];
	int option_count;
};

struct column {
	const char *title;   /* NULL ends the list */
	const char *path;    /* "contact.name" */
	/* names: of a list's objects */
	enum { CELL_TEXT, CELL_TIME, CELL_LIST, CELL_YES, CELL_NAMES } kind;
};

struct verb {
	const char *words;   /* "show promises"; NULL ends the table */
	const char *usage;
	const char *help;
	const char *method;
	/* {1} is the first argument */
	const char *path;
	/* Members of the body (POST) or the query (GET): "to=1 text=2 purpose=--purpose|school";
	 * path=/1 makes a path absolute; @1 sends a file as the body. */
	const char *fields;
	int least, most;     /* arguments */
	const char *options; /* those that are known: "preview language=" (= takes a value) */
	const struct column *columns; /* of the answer's items */
	void (*show)(const json_t *answer);
	/* Instead of one request; returns an exit code. */
	int (*run)(const struct ctl *ctl, const struct verb *verb);
	bool is_long;        /* hearbackd may well take minutes for it */
};

#endif
