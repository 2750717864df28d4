#include "lang.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uloc.h>

#include "i18n/text/shim.h"
#include "lang_parts.h"

/* Longer than any language tag that means something. */
#define TAG_SIZE 64

size_t lang_count(const struct lang_set *set)
{
	assert(set);
	return set->count;
}

const struct lang *lang_at(const struct lang_set *set, size_t index)
{
	assert(set && index < set->count);
	return &set->langs[index];
}

const struct lang *lang_find(const struct lang_set *set, struct str tag)
{
	assert(set);
	for (size_t i = 0; i < set->count; i++)
		if (str_equals_nocase(tag, str_of(set->langs[i].tag)))
			return &set->langs[i];
	return NULL;
}

/* Names under which the same language is asked for.  Only what a speaker of the
 * left can read when it is written as the right. */
static const struct {
	const char *base, *is, *script;
} aliases[] = {
	{ "tl", "fil", "" },  { "hmn", "mww", "" }, { "hnj", "mww", "" }, { "prs", "fa", "" },
	{ "pes", "fa", "" },  { "cmn", "zh", "" },  { "swh", "sw", "" },  { "swc", "sw", "" },
	{ "npi", "ne", "" },  { "arb", "ar", "" },  { "pbu", "ps", "" },  { "pbt", "ps", "" },
	{ "pst", "ps", "" },  { "hat", "ht", "" },  { "yue", "zh", "-Hant" },
};

/* A tag with its base replaced by what we call it, '_' by '-'. */
static void rename_base(struct str tag, char renamed[TAG_SIZE * 2])
{
	struct str rest, base, next, behind;
	AUTO(buf) text;

	buf_init(&text, TAG_SIZE * 2 - 1);
	for (size_t i = 0; i < tag.size; i++)
		buf_add_char(&text, tag.at[i] == '_' ? '-' : tag.at[i]);
	rest = buf_str(&text);
	(void)str_next(&rest, '-', &base);
	behind = rest;
	str_put(renamed, TAG_SIZE * 2, buf_str(&text));
	for (size_t i = 0; i < COUNT_OF(aliases); i++) {
		if (!str_equals_nocase(base, str_of(aliases[i].base)))
			continue;
		/* "yue-Hans" names its own script */
		if (str_next(&rest, '-', &next) && next.size == 4)
			snprintf(renamed, TAG_SIZE * 2, "%s-%.*s", aliases[i].is, STR_ARG(behind));
		else
			snprintf(renamed, TAG_SIZE * 2, "%s%s%s%.*s", aliases[i].is,
				 aliases[i].script, behind.size ? "-" : "", STR_ARG(behind));
		return;
	}
}

struct parts {
	char base[ULOC_LANG_CAPACITY];
	char script[ULOC_SCRIPT_CAPACITY]; /* "" when nothing can be said */
};

/* The script of an ICU locale id after the likeliest subtags are added. */
static void likely_script(const char *locale, char script[ULOC_SCRIPT_CAPACITY])
{
	UErrorCode status = U_ZERO_ERROR;
	char full[ULOC_FULLNAME_CAPACITY];

	script[0] = '\0';
	uloc_addLikelySubtags(locale, full, sizeof(full), &status);
	if (U_SUCCESS(status))
		uloc_getScript(full, script, ULOC_SCRIPT_CAPACITY, &status);
}

/* The script that a tag asks for: in words, or because its region decides it
 * ("zh-TW", "pa-PK"). */
static bool read_parts(const char *tag, struct parts *parts)
{
	UErrorCode status = U_ZERO_ERROR;
	char locale[ULOC_FULLNAME_CAPACITY];
	char usual[ULOC_SCRIPT_CAPACITY];

	uloc_forLanguageTag(tag, locale, sizeof(locale), NULL, &status);
	uloc_getLanguage(locale, parts->base, sizeof(parts->base), &status);
	uloc_getScript(locale, parts->script, sizeof(parts->script), &status);
	if (U_FAILURE(status) || !parts->base[0])
		return false;
	if (parts->script[0])
		return true;
	likely_script(locale, parts->script);
	likely_script(parts->base, usual);
	if (strcmp(usual, parts->script) == 0)
		parts->script[0] = '\0';
	return true;
}

const struct lang *lang_match(const struct lang_set *set, struct str tag)
{
	char renamed[TAG_SIZE * 2];
	struct parts wanted, found;
	const struct lang *lang = NULL;
	int index;

	assert(set && set->matcher);
	if (tag.size == 0 || tag.size >= TAG_SIZE)
		return NULL;
	rename_base(tag, renamed);
	lang = lang_find(set, str_of(renamed));
	if (lang)
		return lang;
	index = shim_icu_match(set->matcher, renamed);
	if (index < 0)
		return NULL;
	lang = &set->langs[index];
	/* ICU's nearest may be another language (ps -> en), or unreadable (a script
	 * the family did not learn). */
	if (!read_parts(renamed, &wanted) || !read_parts(lang->tag, &found) ||
	    strcmp(wanted.base, found.base) != 0)
		return NULL;
	return !wanted.script[0] || strcmp(wanted.script, lang->script) == 0 ? lang : NULL;
}
