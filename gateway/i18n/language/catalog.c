#include "catalog.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/memory.h"
#include "i18n/files/po.h"
#include "i18n/text/shim.h"
#include "i18n/text/unicode.h"

#define SOURCE "en"
/* Longer than ten text messages; what a stranger's name could do to us. */
#define SAID_CEILING (16u << 10)
/* Of one call. */
#define MOST_ARGS 32

struct sentence {
	char *name;
	struct shim_message **in; /* by the language's place in the set; NULL: missing */
};

struct catalog {
	const struct lang_set *set;
	const struct lang *source;
	struct sentence *sentences; /* by name */
	size_t count;
};

static size_t place_of(const struct lang_set *set, const struct lang *lang)
{
	return (size_t)(lang - lang_at(set, 0));
}

static int by_name(const void *left, const void *right)
{
	const struct sentence *a = left;
	const struct sentence *b = right;

	return strcmp(a->name, b->name);
}

static struct sentence *find(const struct catalog *catalog, struct str name)
{
	size_t low = 0;
	size_t high = catalog->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_compare(str_of(catalog->sentences[middle].name), name);

		if (order == 0)
			return &catalog->sentences[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- loading ------------------------------------------------------------------ */

struct loader {
	struct po_reader reader;
	struct catalog *catalog;
	const struct lang *lang;
};

static struct sentence *add_sentence(struct catalog *catalog, struct str name)
{
	struct sentence *sentence;

	catalog->sentences = memory_more(catalog->sentences, catalog->count + 1);
	sentence = &catalog->sentences[catalog->count++];
	sentence->name = memory_text(name);
	sentence->in = memory_array(struct shim_message *, lang_count(catalog->set));
	return sentence;
}

/* The source's sentences are unsorted while it is read. */
static struct sentence *find_unsorted(const struct catalog *catalog, struct str name)
{
	for (size_t i = 0; i < catalog->count; i++)
		if (str_is(name, catalog->sentences[i].name))
			return &catalog->sentences[i];
	return NULL;
}

/* Both lists are sorted: the first difference is the mistake. */
static enum fault compare_args(const struct shim_message *source,
			       const struct shim_message *translation, struct note *note)
{
	const char *wanted, *found;
	size_t i = 0;

	do {
		wanted = shim_message_arg(source, i);
		found = shim_message_arg(translation, i);
		i++;
	} while (wanted && found && strcmp(wanted, found) == 0);
	if (wanted && (!found || strcmp(wanted, found) < 0))
		return fault_because(FAULT_CONFIG, note, "{%s} of the source is missing", wanted);
	if (found)
		return fault_because(FAULT_CONFIG, note, "{%s} is not in the source", found);
	return FAULT_NONE;
}

static enum fault compile(const struct loader *loader, struct str text,
			  const struct sentence *sentence, struct shim_message **message,
			  struct note *note)
{
	const struct catalog *catalog = loader->catalog;
	const struct shim_message *source =
		sentence->in[place_of(catalog->set, catalog->source)];
	struct shim_message *made = NULL;
	enum fault fault = shim_message_new(text, loader->lang->icu_locale, &made, note);

	if (!fault && source)
		fault = compare_args(source, made, note);
	if (fault && made)
		shim_message_free(&made);
	if (fault)
		return FAULT_CONFIG;
	*message = made;
	return FAULT_NONE;
}

static enum fault take_message(struct po_reader *reader, struct str name, struct str text,
			       struct note *note)
{
	struct loader *loader = container_of(reader, struct loader, reader);
	struct catalog *catalog = loader->catalog;
	struct shim_message **message;
	struct sentence *sentence;
	bool is_source = loader->lang == catalog->source;
	struct note why = { .text = "" };

	sentence = is_source ? find_unsorted(catalog, name) : find(catalog, name);
	if (!sentence && is_source)
		sentence = add_sentence(catalog, name);
	if (!sentence)
		return fault_because(FAULT_CONFIG, note, "%.*s is no sentence of %s.po",
				     STR_ARG(name), SOURCE);
	message = &sentence->in[place_of(catalog->set, loader->lang)];
	/* gettext takes two of a name for two messages when their msgids differ */
	if (*message)
		return fault_because(FAULT_CONFIG, note, "%.*s is there twice", STR_ARG(name));
	if (compile(loader, text, sentence, message, &why))
		return fault_because(FAULT_CONFIG, note, "%.*s: %.250s", STR_ARG(name), why.text);
	return FAULT_NONE;
}

static enum fault load_lang(struct catalog *catalog, const struct lang *lang,
			    const char *folder, struct note *note)
{
	struct loader loader = { { take_message }, catalog, lang };
	AUTO(buf) path;

	buf_init(&path, 4096);
	buf_add_format(&path, "%s/%s.po", folder, lang->tag);
	return po_read(buf_text(&path), &loader.reader, note);
}

enum fault catalog_load(const char *folder, const struct lang_set *set,
			struct catalog **catalog, struct note *note)
{
	AUTO_PTR(catalog) made = memory_new(struct catalog);
	enum fault fault;

	assert(folder && set && catalog);
	made->set = set;
	made->source = lang_find(set, STR(SOURCE));
	if (!made->source) /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): AUTO_PTR frees it */
		return fault_because(FAULT_CONFIG, note, "%s must be among the languages", SOURCE);
	fault = load_lang(made, made->source, folder, note);
	if (!fault && made->count == 0)
		fault = fault_because(FAULT_CONFIG, note, "%s.po has no sentences", SOURCE);
	if (fault)
		return fault;
	qsort(made->sentences, made->count, sizeof(*made->sentences), by_name);
	for (size_t i = 0; i < lang_count(set) && !fault; i++)
		if (lang_at(set, i) != made->source)
			fault = load_lang(made, lang_at(set, i), folder, note);
	if (fault)
		return fault;
	*catalog = made;
	made = NULL;
	return FAULT_NONE;
}

void catalog_free(struct catalog **catalog)
{
	assert(catalog);

	struct catalog *old = *catalog;

	if (!old)
		return;
	for (size_t i = 0; i < old->count; i++) {
		for (size_t lang = 0; lang < lang_count(old->set); lang++)
			if (old->sentences[i].in[lang])
				shim_message_free(&old->sentences[i].in[lang]);
		free(old->sentences[i].in);
		free(old->sentences[i].name);
	}
	free(old->sentences);
	free(old);
	*catalog = NULL;
}

/* ---- saying ------------------------------------------------------------------- */

/* Marks and overrides of direction could turn our own words around. */
static bool is_unsayable(uint32_t rune)
{
	return u_charType((UChar32)rune) == U_CONTROL_CHAR || rune == 0x200e || rune == 0x200f ||
	       rune == 0x061c || (rune >= 0x202a && rune <= 0x202e) ||
	       (rune >= 0x2066 && rune <= 0x2069) || rune >= 0x10fffe || (rune & 0xfffe) == 0xfffe;
}

/* By its first letter that has a direction, as the phone's screen will: what is dropped
 * does not count. */
static bool runs_right_to_left(struct str text)
{
	uint32_t rune;

	while (unicode_next(&text, &rune)) {
		UCharDirection direction = u_charDirection((UChar32)rune);

		if (is_unsayable(rune))
			continue;
		if (direction == U_LEFT_TO_RIGHT)
			return false;
		if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC)
			return true;
	}
	return false;
}

static void add_clean(struct str text, bool is_isolated, struct buf *into)
{
	uint32_t rune;

	if (is_isolated)
		buf_add_rune(into, 0x2068);
	while (unicode_next(&text, &rune)) {
		if (rune == '\n' || rune == '\r' || rune == '\t')
			buf_add_char(into, ' ');
		else if (!is_unsayable(rune))
			buf_add_rune(into, rune);
	}
	if (is_isolated)
		buf_add_rune(into, 0x2069);
}

/* ASCII of which nothing would be dropped or become a space. */
static bool is_harmless(struct str text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((unsigned char)text.at[i] < ' ' || (unsigned char)text.at[i] >= 0x7f)
			return false;
	return text.size < SAID_CEILING;
}

/* The argument, or a copy of it, that can do no harm inside the sentence. */
static enum fault prepare(const struct catalog_arg *arg, const struct shim_message *message,
			  const struct lang *lang, struct arena *arena, struct shim_arg *made)
{
	bool is_isolated = lang->is_rtl && arg->text.size > 0 &&
			   !shim_message_chooses(message, arg->name) &&
			   !runs_right_to_left(arg->text);
	AUTO(buf) text;

	*made = (struct shim_arg){ arg->name, STR_NONE, arg->number, arg->is_number };
	buf_init(&text, SAID_CEILING);
	if (arg->is_number)
		return FAULT_NONE;
	if (!is_isolated && is_harmless(arg->text)) {
		made->text = arg->text;
		return FAULT_NONE;
	}
	add_clean(arg->text, is_isolated, &text);
	made->text = arena_copy(arena, buf_str(&text));
	return text.is_stale || (text.size && !made->text.at) ? FAULT_TOO_LARGE : FAULT_NONE;
}

/* The first of the language, its fallbacks and the source that has the sentence:
 * the source always has. */
static const struct lang *choose(const struct catalog *catalog, const struct sentence *sentence,
				 const struct lang *lang)
{
	/* a language of an older set still says its name */
	const struct lang *ours = lang_find(catalog->set, str_of(lang->tag));

	if (!ours)
		return catalog->source;
	if (sentence->in[place_of(catalog->set, ours)])
		return ours;
	for (const struct lang *const *next = ours->fallback; *next; next++)
		if (sentence->in[place_of(catalog->set, *next)])
			return *next;
	return catalog->source;
}

enum fault catalog_say(const struct catalog *catalog, const struct lang *lang,
		       const char *name, const struct catalog_arg *args, size_t count,
		       struct buf *into, const struct lang **said_in)
{
	assert(catalog && lang && name && into);
	assert(args || count == 0);

	const struct sentence *sentence = find(catalog, str_of(name));
	struct shim_arg prepared[MOST_ARGS];
	const struct shim_message *message;
	enum fault fault = FAULT_NONE;
	AUTO(arena) arena;
	AUTO(buf) said;

	arena_init(&arena, (size_t)SAID_CEILING * 4);
	buf_init(&said, SAID_CEILING);
	if (!sentence)
		return FAULT_MISSING;
	if (count > MOST_ARGS)
		return FAULT_BROKEN;
	lang = choose(catalog, sentence, lang);
	message = sentence->in[place_of(catalog->set, lang)];
	for (size_t i = 0; i < count && !fault; i++)
		fault = prepare(&args[i], message, lang, &arena, &prepared[i]);
	if (!fault)
		fault = shim_message_say(message, prepared, count, &said, NULL);
	if (!fault)
		fault = buf_check(&said, NULL);
	if (fault)
		return fault;
	unicode_compose(buf_str(&said), into);
	if (said_in)
		*said_in = lang;
	return buf_check(into, NULL);
}

bool catalog_has(const struct catalog *catalog, const struct lang *lang, const char *name)
{
	assert(catalog && lang && name);

	const struct sentence *sentence = find(catalog, str_of(name));
	const struct lang *ours = lang_find(catalog->set, str_of(lang->tag));

	return sentence && ours && sentence->in[place_of(catalog->set, ours)];
}
