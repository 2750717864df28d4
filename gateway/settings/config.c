#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "config_check.h"
#include "config_tree.h"

enum { FILE_CEILING = 256 * 1024, ARENA_CEILING = 4 * 1024 * 1024 };

enum fault config_load(const char *path, const struct account_kind *const *kinds,
		       struct config **config, struct note *note)
{
	struct config *loaded;
	enum fault fault;
	AUTO(buf) text;

	assert(path && kinds && kinds[0] && config);
	buf_init(&text, FILE_CEILING);
	fault = file_read(path, &text, note);
	if (fault)
		return FAULT_CONFIG;
	loaded = memory_new(struct config);
	loaded->kinds = kinds;
	arena_init(&loaded->arena, ARENA_CEILING);
	loaded->path = (char *)(uintptr_t)arena_copy(&loaded->arena, str_of(path)).at;
	fault = config_tree_read(loaded, buf_str(&text), note);
	if (!fault)
		fault = config_check(loaded, note);
	if (fault) {
		config_free(&loaded);
		return FAULT_CONFIG;
	}
	*config = loaded;
	return FAULT_NONE;
}

void config_free(struct config **config)
{
	assert(config);
	if (!*config)
		return;
	for (unsigned i = 0; i < (*config)->adapters_count; i++)
		explicit_bzero((*config)->adapters[i].secrets, sizeof((*config)->adapters[i].secrets));
	arena_done(&(*config)->arena);
	free(*config);
	*config = NULL;
}

static const struct option *find_option(const char *key)
{
	assert(key && key[0]);

	const struct option *row = config_options;
	struct str rest = str_of(key), word;

	while (str_next(&rest, '.', &word)) {
		for (; !str_is(word, row->key); row++)
			assert(row->key); /* a wrong key is a bug, says config.h */
		row = rest.size ? row->inside : row;
	}
	return row;
}

enum fault config_peek(const char *path, const char *key, char *into, size_t room,
		       struct note *note)
{
	AUTO(buf) text;
	AUTO(buf) value;
	enum fault fault;

	assert(path && key);
	assert(into && room > 0);
	buf_init(&text, FILE_CEILING);
	buf_init(&value, 400);
	fault = file_read(path, &text, note);
	if (fault)
		return fault;
	fault = config_tree_peek(path, buf_str(&text), key, &value, note);
	if (fault == FAULT_MISSING)
		buf_add_text(&value, find_option(key)->fallback);
	else if (fault)
		return fault;
	str_put(into, room, buf_str(&value));
	return FAULT_NONE;
}

const char *config_find(const char *given)
{
	static const char installed[] = "/etc/hearback/hearback.yaml";
	static const char practice[] = "config/practice.yaml";
	const char *wanted = given ? given : getenv("HEARBACK_CONFIG");

	if (wanted && *wanted)
		return wanted;
	return access(installed, F_OK) != 0 && access(practice, F_OK) == 0 ? practice : installed;
}
