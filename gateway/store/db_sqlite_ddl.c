#include <ctype.h>
#include <string.h>

#include "db_sqlite.h"

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

static bool copy_word(struct ddl *ddl)
{
	struct str word = { ddl->at, 0 };

	while (isalnum((unsigned char)word.at[word.size]) || word.at[word.size] == '_')
		word.size++;
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

void sqlite_ddl(const char *sql, struct buf *into)
{
	struct ddl ddl = { .at = sql, .into = into };

	while (*ddl.at)
		if (!copy_quiet(&ddl) && !copy_word(&ddl))
			copy_sign(&ddl);
}
