#include "db_sqlite_ddl.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

/* Where we are in a script. */
struct ddl {
	const char *at;
	struct buf *into;
	int depth;          /* of brackets */
	int words;          /* of this statement so far */
	bool is_create, is_table;
};

static void copy(struct ddl *ddl, size_t size)
{
	buf_add(ddl->into, (struct str){ ddl->at, size });
	ddl->at += size;
}

/* A comment or a string, whole. */
static bool copy_quiet(struct ddl *ddl)
{
	const char *end = NULL;

	if (strncmp(ddl->at, "--", 2) == 0)
		end = strchr(ddl->at, '\n');
	else if (*ddl->at == '\'')
		end = strchr(ddl->at + 1, '\'');
	else
		return false;
	copy(ddl, end ? (size_t)(end - ddl->at) + 1 : strlen(ddl->at));
	return true;
}

/* --- CHECK (column IN (…)) ---------------------------------------------------------- */

static struct str word_at(const char *at)
{
	struct str word = { at, 0 };

	while (isalnum((unsigned char)at[word.size]) || at[word.size] == '_')
		word.size++;
	return word;
}

static const char *past_space(const char *at)
{
	while (isspace((unsigned char)*at))
		at++;
	return at;
}

static bool past_sign(const char **at, char sign)
{
	const char *from = past_space(*at);

	if (*from != sign)
		return false;
	*at = from + 1;
	return true;
}

/* Behind 'it''s' or -12; NULL when it is something else. */
static const char *past_value(const char *at)
{
	size_t digits;

	if (*at == '\'') {
		do {
			at = strchr(at + 1, '\'');
			if (!at)
				return NULL;
			at++;
		} while (*at == '\'');
		return at;
	}
	at += *at == '-';
	digits = strspn(at, "0123456789");
	return digits ? at + digits : NULL;
}

/* "(column IN (a, b, c))" as "(column = a OR column = b OR column = c)": for a list of
 * three SQLite builds a table in memory and drops it again, for every row that it writes.
 * False: it is something else, and stays as it is. */
static bool spell_in(const char **at, struct buf *into)
{
	const char *from = *at;
	struct str column;

	if (!past_sign(&from, '('))
		return false;
	column = word_at(past_space(from));
	from = past_space(column.at + column.size);
	if (column.size == 0 || !str_equals_nocase(word_at(from), STR("in")))
		return false;
	from += 2;
	if (!past_sign(&from, '('))
		return false;
	do {
		struct str value = { past_space(from), 0 };

		from = past_value(value.at);
		if (!from)
			return false;
		value.size = (size_t)(from - value.at);
		buf_add_format(into, "%s%.*s = %.*s", into->size ? " OR " : "(",
			       STR_ARG(column), STR_ARG(value));
	} while (past_sign(&from, ','));
	buf_add_char(into, ')');
	*at = from;
	return past_sign(at, ')') && past_sign(at, ')');
}

static void copy_check(struct ddl *ddl)
{
	const char *at = ddl->at;
	AUTO(buf) spelled;

	buf_init(&spelled, 4096);
	if (!spell_in(&at, &spelled) || buf_check(&spelled, NULL))
		return;
	buf_add_char(ddl->into, ' ');
	buf_add(ddl->into, buf_str(&spelled));
	ddl->at = at;
}

/* --- words and signs ------------------------------------------------------------------ */

static bool copy_word(struct ddl *ddl)
{
	struct str word = word_at(ddl->at);

	if (word.size == 0)
		return false;
	ddl->words++;
	if (ddl->words == 1)
		ddl->is_create = str_equals_nocase(word, STR("create"));
	if (ddl->words == 2)
		ddl->is_table = ddl->is_create && str_equals_nocase(word, STR("table"));
	if (str_equals_nocase(word, STR("bigint"))) {
		buf_add_text(ddl->into, "INTEGER");
		ddl->at += word.size;
	} else {
		copy(ddl, word.size);
		if (str_equals_nocase(word, STR("check")))
			copy_check(ddl);
	}
	return true;
}

static void copy_sign(struct ddl *ddl)
{
	if (*ddl->at == '(')
		ddl->depth++;
	if (*ddl->at == ')')
		ddl->depth--;
	if (*ddl->at == ';' && ddl->depth == 0) {
		if (ddl->is_table)
			buf_add_text(ddl->into, " STRICT");
		ddl->words = 0;
		ddl->is_create = ddl->is_table = false;
	}
	copy(ddl, 1);
}

void db_sqlite_ddl(const char *sql, struct buf *into)
{
	struct ddl ddl = { .at = sql, .into = into };

	assert(sql && into);
	while (*ddl.at)
		if (!copy_quiet(&ddl) && !copy_word(&ddl))
			copy_sign(&ddl);
}
