/*
 * ctl - hearbackctl: asks the running daemon over its control socket.
 *
 * The socket's file permissions are the login; the daemon writes every act into the
 * audit log.  One table of verbs (cli/ctl_verbs.c) says what is asked and how the answer
 * is shown; nothing here decides or keeps anything.
 *
 * For ctl*.c only; knows base and config.  One thread.
 */
#ifndef CLI_CTL_H
#define CLI_CTL_H

#include <stdio.h>

#include "base/json.h"

enum { CTL_ARGS = 100, CTL_OPTIONS = 12 };

/* The command line behind the verb. */
struct ctl {
	const char *socket;
	bool is_json;
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
	enum { CELL_TEXT, CELL_TIME, CELL_LIST, CELL_YES, CELL_NAMES } kind; /* names: of a list's objects */
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
};

/* Ends without words; here for the tests, which try every row. */
extern const struct verb ctl_verbs[];

/* The verb of a command line; *used words were its name.  NULL: none. */
const struct verb *ctl_verb_find(int argc, char **argv, int *used);
/* All of them, or those that begin with that word; returns how many. */
int ctl_verbs_print(FILE *file, const char *first);
/* The value of an option, NULL when it was not given. */
const char *ctl_verb_option(const struct ctl *ctl, const char *name);
/* What a verb sends.  FAULT_INVALID with a reason for people. */
enum fault ctl_verb_path(const struct ctl *ctl, const struct verb *verb, struct buf *into,
		    struct note *note) MUST_CHECK;
enum fault ctl_verb_body(const struct ctl *ctl, const struct verb *verb, struct buf *into,
		    struct note *note) MUST_CHECK;

struct question {
	const char *method, *path;
	struct str body;
};

/* cli/ctl_ask.c.  An answer that is no 2xx becomes its own fault, message and all. */
enum fault ctl_ask(const struct ctl *ctl, const struct question *question, json_t **answer,
		   struct note *note) MUST_CHECK;

/* cli/ctl_print.c: tables for people.  Control characters never reach the terminal. */
void ctl_print_table(const struct column *columns, const json_t *items);
/* One value as text: times in the district's zone or that of TZ, right-to-left text isolated.
 * Here for the tests, as ctl_print_width is. */
void ctl_print_cell(const json_t *object, const struct column *column, struct buf *into);
void ctl_print_safe(struct buf *into, struct str text, bool keeps_lines);
/* Columns that a text takes on a terminal; for the tests. */
size_t ctl_print_width(struct str text);
/* "Sun 22 Nov 04:20" */
void ctl_print_time(struct buf *into, struct str rfc3339);
void ctl_print_say(const struct buf *text);

/* cli/ctl_show.c */
void ctl_show_status(const json_t *answer);
void ctl_show_trace(const json_t *answer);
void ctl_show_route(const json_t *answer);
void ctl_show_lines(const json_t *answer);
void ctl_show_import(const json_t *answer);
void ctl_show_calendar(const json_t *answer);
void ctl_show_token(const json_t *answer);
void ctl_show_audit(const json_t *answer);
void ctl_show_act(const json_t *answer);
void ctl_show_emergency(const json_t *answer);
void ctl_show_user(const json_t *answer);
void ctl_show_clock(const json_t *answer);
void ctl_show_done(const json_t *answer);

/* cli/ctl_rules.c */
void ctl_rules_show_published(const json_t *answer);
void ctl_rules_show_document(const json_t *answer);
void ctl_rules_show(const json_t *answer);
void ctl_rules_show_replay(const json_t *answer);
int ctl_rules_check(const struct ctl *ctl, const struct verb *verb);
int ctl_rules_send(const struct ctl *ctl, const struct verb *verb);

/* cli/ctl_stats.c */
void ctl_stats_show(const json_t *answer);

/* cli/ctl_rules_move.c */
int ctl_rules_move(const struct ctl *ctl, const struct verb *verb);

/* cli/ctl_run.c: the whole of one verb; an exit code. */
int ctl_run_one(const struct ctl *ctl, const struct verb *verb);
int ctl_run_lines(const struct ctl *ctl, const struct verb *verb);
int ctl_run_complain(enum fault fault, const struct note *note);

#endif
