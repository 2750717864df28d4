/*
 * ctl_print - tables for people.  Control characters never reach the terminal.
 *
 * For ctl*.c only.  One thread.
 */
#ifndef CLI_CTL_PRINT_H
#define CLI_CTL_PRINT_H

#include <stdio.h>

#include "ctl.h"

void ctl_print_table(const struct column *columns, const json_t *items);
/* One value as text: times in the district's zone or that of TZ, right-to-left text isolated.
 * Here for the tests, as ctl_print_width is. */
void ctl_print_cell(const json_t *object, const struct column *column, struct buf *into);
void ctl_print_safe(struct buf *into, struct str text, bool keeps_lines);
/* Columns that a text takes on a terminal; for the tests. */
size_t ctl_print_width(struct str text);
/* "Sun 22 Nov 04:20" */
void ctl_print_time(struct buf *into, struct str rfc3339);
/* As it stands, but that nothing in it commands a terminal: breaks of lines stay, and the
 * isolates of ctl_print_safe. */
void ctl_print_clean(struct str text, FILE *file);
/* The same to stdout. */
void ctl_print_say(const struct buf *text);

#endif
