/*
 * locales - some of the shipped languages in a folder of their own: reading all 25 costs more than
 * most tests do.  What is read is what is shipped, blocks and sentences as they stand there.
 */
#ifndef TESTS_LIB_LOCALES_H
#define TESTS_LIB_LOCALES_H

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/lib/fine.h"

#define LOCALES_BLOCK "\n  - tag:"

static inline void locales_put(const char *folder, const char *name, const struct buf *text)
{
	char path[160];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text->at, 1, text->size, file), text->size);
	assert_int_equal(fclose(file), 0);
}

static inline void locales_read(const char *name, struct buf *text)
{
	char path[96];

	snprintf(path, sizeof(path), "locales/%s", name);
	buf_init(text, 1 << 20);
	assert_fine(file_read(path, text, NULL));
}

static inline bool locales_is_of(const char *block, const char *const *tags, size_t count)
{
	char head[64];

	for (size_t i = 0; i < count; i++) {
		snprintf(head, sizeof(head), LOCALES_BLOCK " \"%s\"\n", tags[i]);
		if (strncmp(block, head, strlen(head)) == 0)
			return true;
	}
	return false;
}

/* The head of the file, and the blocks of these languages. */
static inline void locales_cut_file(const char *folder, const char *name, const char *const *tags, size_t count)
{
	AUTO(buf) whole, cut;
	const char *block, *next;

	locales_read(name, &whole);
	buf_init(&cut, 1 << 20);
	block = strstr(buf_text(&whole), LOCALES_BLOCK);
	assert_non_null(block);
	buf_add(&cut, (struct str){ whole.at, (size_t)(block - buf_text(&whole)) });
	for (; block; block = next) {
		next = strstr(block + 1, LOCALES_BLOCK);
		if (locales_is_of(block, tags, count))
			buf_add(&cut, (struct str){ block, next ? (size_t)(next - block) : strlen(block) });
	}
	buf_add_text(&cut, "\n");
	locales_put(folder, name, &cut);
}

/* The folder is there, and empty; tags: with English. */
static inline void locales_cut(const char *folder, const char *const *tags, size_t count)
{
	static const char *const lists[] = { "languages.yaml", "opt_out.yaml", "hours.yaml" };

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		locales_cut_file(folder, lists[i], tags, count);
	for (size_t i = 0; i < count; i++) {
		AUTO(buf) sentences;
		char name[32];

		snprintf(name, sizeof(name), "%s.po", tags[i]);
		locales_read(name, &sentences);
		locales_put(folder, name, &sentences);
	}
}

#endif
