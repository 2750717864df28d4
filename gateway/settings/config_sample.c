/* The rows as a file that can be edited. */
#include "config_options.h"

#include <string.h>

static void add_indent(struct buf *into, int depth)
{
	for (int i = 0; i < depth; i++)
		buf_add_text(into, "  ");
}

/* Quoted where YAML 1.1 would see no text: tags ("no"), times, addresses with a port. */
static void add_value(const struct option *row, struct str text, struct buf *into)
{
	bool is_quoted = row->kind == OPTION_LANGUAGE || row->kind == OPTION_TIME ||
			 row->kind == OPTION_ADDRESS || text.size == 0;

	buf_add_text(into, is_quoted ? "\"" : "");
	buf_add(into, text);
	buf_add_text(into, is_quoted ? "\"" : "");
}

static void add_list(const struct option *row, struct buf *into)
{
	struct str rest = str_of(row->fallback), word;
	bool is_first = true;

	buf_add_text(into, "[");
	while (str_next(&rest, ' ', &word)) {
		if (!word.size)
			continue;
		buf_add_text(into, is_first ? "" : ", ");
		add_value(row, word, into);
		is_first = false;
	}
	buf_add_text(into, "]");
}

static void add_rows(const struct option *rows, int depth, struct buf *into);

static void add_row(const struct option *row, int depth, struct buf *into)
{
	buf_add_format(into, "%s:", row->key);
	if (row->inside) {
		buf_add_text(into, "\n");
		if (row->kind == OPTION_MAPS) {
			add_indent(into, depth + 1);
			buf_add_text(into, "-\n");
		}
		add_rows(row->inside, depth + (row->kind == OPTION_MAPS ? 2 : 1), into);
		return;
	}
	buf_add_text(into, " ");
	if (row->is_list)
		add_list(row, into);
	else if (row->example)
		buf_add_text(into, row->example);
	else
		add_value(row, str_of(row->fallback), into);
	buf_add_text(into, "\n");
}

static void add_rows(const struct option *rows, int depth, struct buf *into)
{
	for (const struct option *row = rows; row->key; row++) {
		if (depth == 0)
			buf_add_text(into, "\n");
		add_indent(into, depth);
		buf_add_format(into, "# %s", row->help);
		if (!row->fallback && !row->inside)
			buf_add_text(into, " (must be given)");
		if (row->kind >= OPTION_WORD && !row->inside) {
			buf_add_text(into, " (");
			option_range(row, into);
			buf_add_text(into, ")");
		}
		buf_add_text(into, "\n");
		add_indent(into, depth);
		add_row(row, depth, into);
	}
}

void config_sample(struct buf *into)
{
	buf_add_text(into,
		"# Hearback's configuration: every option with its default and why.\n"
		"#\n"
		"# Printed by `hearbackd --sample`; only what is marked (must be given) is needed.\n"
		"# `hearbackd -c FILE -n` checks it and names file, line and column of what is wrong.\n"
		"# Unknown keys are errors.  Spans are 500ms, 120s, 30m, 72h.\n");
	add_rows(config_options, 0, into);
}
