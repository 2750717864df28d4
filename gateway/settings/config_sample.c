/* The rows as a file that can be edited. */
#include "config_sample.h"

#include <assert.h>

#include "config_account.h"
#include "config_kinds.h"

enum { ARENA_CEILING = 64 * 1024 };

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

struct sample {
	const struct account_kind *const *kinds;
	struct arena *arena;
	struct buf *into;
};

static void add_rows(const struct sample *sample, const struct option *rows, int depth);

/* What another kind needs, in a comment: its rows have no other place in one file. */
static void add_kind(const struct account_kind *kind, int depth, struct buf *into)
{
	add_indent(into, depth);
	buf_add_format(into, "# kind %s has instead:\n", kind->word);
	for (const struct account_option *row = kind->options; row->key; row++) {
		add_indent(into, depth);
		buf_add_format(into, "#   %s: %s%s%s", row->key, row->is_list ? "[" : "",
			       row->example ? row->example : row->is_list ? "" : "\"\"",
			       row->is_list ? "]" : "");
		buf_add_format(into, "  (%s%s)\n", row->help, row->is_needed ? "; must be given" : "");
	}
}

/* Kinds that need what the first one needs are told of already. */
static void add_kinds(const struct sample *sample, int depth)
{
	const struct account_kind *const *kind = sample->kinds;

	for (; *kind; kind++) {
		const struct account_kind *const *before = sample->kinds;

		while ((*before)->options != (*kind)->options)
			before++;
		if (before == kind && kind != sample->kinds)
			add_kind(*kind, depth, sample->into);
	}
}

static void add_inside(const struct sample *sample, const struct option *row, int depth)
{
	buf_add_text(sample->into, "\n");
	if (row->kind != OPTION_MAPS) {
		add_rows(sample, row->inside, depth + 1);
		return;
	}
	add_indent(sample->into, depth + 1);
	buf_add_text(sample->into, "-\n");
	add_rows(sample, config_account_rows(row->inside, sample->kinds, *sample->kinds,
					     sample->arena), depth + 2);
}

static void add_row(const struct sample *sample, const struct option *row, int depth)
{
	struct buf *into = sample->into;

	assert(row->key);
	assert(row->inside || row->example || row->fallback);
	buf_add_format(into, "%s:", row->key);
	if (row->inside) {
		add_inside(sample, row, depth);
		return;
	}
	buf_add_text(into, " ");
	if (row->example)
		buf_add_format(into, row->is_list ? "[%s]" : "%s", row->example);
	else if (row->is_list)
		add_list(row, into);
	else
		add_value(row, str_of(row->fallback), into);
	buf_add_text(into, "\n");
}

static void add_rows(const struct sample *sample, const struct option *rows, int depth)
{
	struct buf *into = sample->into;

	for (const struct option *row = rows; row->key; row++) {
		if (depth == 0)
			buf_add_text(into, "\n");
		add_indent(into, depth);
		buf_add_format(into, "# %s", row->help);
		if (!row->fallback && !row->inside)
			buf_add_text(into, " (must be given)");
		if (row->kind >= OPTION_KIND && !row->inside) {
			buf_add_text(into, " (");
			config_kinds_range(row, into);
			buf_add_text(into, ")");
		}
		buf_add_text(into, "\n");
		add_indent(into, depth);
		add_row(sample, row, depth);
		if (row->kind == OPTION_KIND)
			add_kinds(sample, depth);
	}
}

void config_sample(const struct account_kind *const *kinds, struct buf *into)
{
	assert(kinds && kinds[0] && into);

	AUTO(arena) arena;
	struct sample sample = { kinds, &arena, into };

	arena_init(&arena, ARENA_CEILING);
	buf_add_text(into,
		"# Hearback's configuration: every option with its default and why.\n"
		"#\n"
		"# Printed by `hearbackd --sample`; only what is marked (must be given) is needed.\n"
		"# `hearbackd -c FILE -n` checks it and names file, line and column of what is wrong.\n"
		"# Unknown keys are errors.  Spans are 500ms, 120s, 30m, 72h.\n");
	add_rows(&sample, config_options, 0);
}
