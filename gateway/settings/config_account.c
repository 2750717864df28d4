#include "config_account.h"

#include <assert.h>
#include <string.h>

#include "base/file.h"

enum { TEXT_MOST = 128, WORDS_MOST = 400 };

const struct account_kind *config_account_kind(const struct account_kind *const *kinds,
					       struct str word)
{
	assert(kinds);
	while (*kinds && !str_is(word, (*kinds)->word))
		kinds++;
	return *kinds;
}

static size_t count_options(const struct account_kind *kind)
{
	size_t count = 0;

	while (kind->options[count].key)
		count++;
	assert(count <= ACCOUNT_OPTIONS);
	return count;
}

static struct option row_of(const struct account_option *option, size_t place)
{
	assert(place < ACCOUNT_OPTIONS);

	size_t given = offsetof(struct config_adapter, given) + place * sizeof(struct config_given);

	return (struct option){
		.key = option->key,
		.kind = option->kind == ACCOUNT_SECRET_FILE ? OPTION_PATH : OPTION_TEXT,
		.is_list = option->is_list,
		.at = given + (option->is_list ? offsetof(struct config_given, list) :
						 offsetof(struct config_given, text)),
		.count_at = given + offsetof(struct config_given, list_count),
		.low = option->is_list && !option->is_needed ? 0 : 1,
		.high = option->is_list ? ACCOUNT_VALUES : TEXT_MOST,
		.fallback = option->is_needed ? NULL : "",
		.example = option->example,
		.help = option->help,
	};
}

/* What one may write, with spaces between. */
static const char *words_of(const struct account_kind *const *kinds, struct arena *arena)
{
	AUTO(buf) words;

	assert(*kinds);
	buf_init(&words, WORDS_MOST);
	for (; *kinds; kinds++)
		buf_add_format(&words, "%s%s", words.size ? " " : "", (*kinds)->word);
	return arena_copy(arena, buf_str(&words)).at;
}

const struct option *config_account_rows(const struct option *rows,
					 const struct account_kind *const *kinds,
					 const struct account_kind *kind, struct arena *arena)
{
	assert(rows && kinds && kinds[0] && kind && arena);

	size_t own = count_options(kind), count = 0;
	struct option *all, *at;

	while (rows[count].key)
		count++;
	all = arena_take(arena, (count + own + 1) * sizeof(*all));
	assert(all);
	for (at = all; rows->key; rows++) {
		if (rows->kind == OPTION_ACCOUNT) {
			for (size_t i = 0; i < own; i++)
				*at++ = row_of(&kind->options[i], i);
			continue;
		}
		*at = *rows;
		if (rows->kind == OPTION_KIND) {
			at->fallback = kinds[0]->word;
			at->words = words_of(kinds, arena);
		}
		if (!strcmp(rows->key, "base_url") && kind->base_url[0])
			at->example = kind->base_url;
		at++;
	}
	return all;
}

static enum fault read_secret(const char *path, char into[CONFIG_SECRET_SIZE], struct note *note)
{
	struct note cause = { .text = "" };
	char why[CONFIG_SECRET_SIZE + 320];
	enum fault fault;
	AUTO(buf) secret;

	buf_init(&secret, CONFIG_SECRET_SIZE - 1);
	fault = file_read_secret(path, &secret, &cause);
	if (fault)
		return fault_because(FAULT_CONFIG, note, "%s",
				     note_text(&cause, fault, why, sizeof(why)));
	str_put(into, CONFIG_SECRET_SIZE, buf_str(&secret));
	explicit_bzero(secret.at, secret.size);
	return FAULT_NONE;
}

/* A text that was left out is empty, and no value. */
static enum fault read_option(struct config_adapter *adapter, size_t row,
			      enum account_option_kind kind, const void **blamed,
			      struct note *note)
{
	assert(row < ACCOUNT_OPTIONS);

	struct config_given *given = &adapter->given[row];
	struct account_values *values = &adapter->options[row];
	char **list = given->list ? given->list : &given->text;
	size_t count = given->list ? given->list_count : given->text && given->text[0] ? 1 : 0;

	assert(count <= ACCOUNT_VALUES);
	for (size_t i = 0; i < count; i++) {
		values->at[i] = list[i];
		if (kind == ACCOUNT_SECRET_FILE) {
			*blamed = &list[i];
			if (read_secret(list[i], adapter->secrets[row][i], note))
				return FAULT_CONFIG;
			values->at[i] = adapter->secrets[row][i];
		}
		values->count = i + 1;
	}
	return FAULT_NONE;
}

enum fault config_account_values(struct config_adapter *adapter,
				 const struct account_kind *kind, const void **blamed,
				 struct note *note)
{
	enum fault fault = FAULT_NONE;

	assert(adapter && kind && blamed);
	for (size_t i = 0; kind->options[i].key && !fault; i++)
		fault = read_option(adapter, i, kind->options[i].kind, blamed, note);
	return fault;
}
