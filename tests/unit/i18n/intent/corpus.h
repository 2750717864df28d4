/*
 * corpus - the lines of a labelled corpus (tests/corpus), one after the other.
 */
#ifndef TESTS_UNIT_I18N_INTENT_CORPUS_H
#define TESTS_UNIT_I18N_INTENT_CORPUS_H

#include "base/buf.h"
#include "base/file.h"
#include "tests/lib/fine.h"

struct corpus_line {
	struct str label, tag, text;
};

/* Calls `each` for every line; how many. */
static inline int corpus_each(const char *path, void (*each)(const struct corpus_line *line))
{
	struct str rest, line;
	int count = 0;
	AUTO(buf) text;

	buf_init(&text, 1 << 20);
	assert_fine(file_read(path, &text, NULL));
	rest = buf_str(&text);
	while (str_next(&rest, '\n', &line)) {
		struct corpus_line one;

		if (!line.size || line.at[0] == '#' || !str_next(&line, '\t', &one.label) ||
		    !str_next(&line, '\t', &one.tag))
			continue;
		one.text = line;
		each(&one);
		count++;
	}
	return count;
}

/* A text with something around it, as keyboards, quotes and copying put it there. */
static const char *const disguises[][2] = {
	{ "  ", " \n" }, { "\u200f", "\u200e" }, { "\"", "\"" }, { "\ufeff", "" }, { "\n\n", "" },
	{ "(", ")" }, { "\u202b", "\u202c" }, { "\u00a0", "\u3000" },
};

static inline void disguise(struct str text, size_t how, struct buf *into)
{
	buf_add_text(into, disguises[how][0]);
	buf_add(into, text);
	buf_add_text(into, disguises[how][1]);
}

#endif
