#include "row_lang.h"

#include <assert.h>

enum fault row_langs_add(struct row_langs *rows, const char *tag, struct note *note)
{
	assert(rows && rows->languages && rows->path);
	assert(tag);
	assert(rows->count < ROW_LANGS_MOST);

	const struct lang *lang = lang_find(rows->languages, str_of(tag));

	if (!lang)
		return fault_because(FAULT_CONFIG, note, "%s: \"%.20s\" is not in "
				     "languages.yaml", rows->path, tag);
	for (size_t i = 0; i < rows->count; i++)
		if (rows->found[i] == lang)
			return fault_because(FAULT_CONFIG, note, "%s: \"%.20s\" stands there "
					     "twice", rows->path, tag);
	if (str_is(str_of(tag), "en"))
		rows->english = rows->count;
	rows->found[rows->count++] = lang;
	return FAULT_NONE;
}
