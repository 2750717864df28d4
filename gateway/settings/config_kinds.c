/* What a value of each kind looks like, in words and in code. */
#include "config_kinds.h"

#include "config_options.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "i18n/text/phone.h"
#include "i18n/time/zone.h"

enum { LISTED_TEXT_MOST = 128 };

static const struct {
	const char *suffix;
	int64_t factor;
} span_units[] = { { "ms", 1 }, { "s", SECOND_MS }, { "m", MINUTE_MS }, { "h", HOUR_MS } };

enum fault config_kinds_span(struct str text, int64_t *span_for, struct note *note)
{
	int64_t number;

	assert(span_for);
	for (size_t i = 0; i < COUNT_OF(span_units); i++) {
		size_t tail = strlen(span_units[i].suffix);

		if (!str_ends(text, str_of(span_units[i].suffix)))
			continue;
		if (str_number(str_slice(text, 0, text.size - tail), 0, 1000000000, &number))
			continue;
		*span_for = number * span_units[i].factor;
		return FAULT_NONE;
	}
	return fault_because(FAULT_INVALID, note,
			     "a span is a number with ms, s, m or h behind it, such as 120s");
}

int config_kinds_minute(struct str text)
{
	int64_t hour, minute;

	if (text.size != 5 || text.at[2] != ':' ||
	    str_number(str_slice(text, 0, 2), 0, 24, &hour) ||
	    str_number(str_from(text, 3), 0, 59, &minute) || hour * 60 + minute > 24 * 60)
		return -1;
	return (int)(hour * 60 + minute);
}

bool config_kinds_texting_hours(const struct config *config, int *from, int *to)
{
	assert(config && from && to);

	struct str rest = str_of(config->district.texting_hours);
	struct str begin = STR_NONE;
	int minutes[2];

	*from = *to = 0;
	if (rest.size == 0)
		return true;
	(void)str_next(&rest, '-', &begin);
	minutes[0] = config_kinds_minute(str_trim(begin));
	minutes[1] = config_kinds_minute(str_trim(rest));
	if (minutes[0] < 0 || minutes[1] <= minutes[0])
		return false;
	*from = minutes[0];
	*to = minutes[1];
	return true;
}

static bool is_printable(struct str text)
{
	for (size_t i = 0; i < text.size; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 0x7f)
			return false;
	return str_is_utf8(text);
}

/* A list's range is of its entries: each has this one. */
static int64_t text_least(const struct option *row)
{
	return row->is_list ? 1 : row->low;
}

static int64_t text_most(const struct option *row)
{
	return row->is_list ? LISTED_TEXT_MOST : row->high;
}

static bool fits_text(const struct option *row, struct str text)
{
	return (int64_t)text.size >= text_least(row) && (int64_t)text.size <= text_most(row) &&
	       is_printable(text);
}

static bool fits_zone(const struct option *row, struct str text)
{
	(void)row;
	return zone_find(text) != NULL;
}

static bool is_made_of(struct str text, const char *characters)
{
	for (size_t i = 0; i < text.size; i++)
		if (!text.at[i] || !strchr(characters, text.at[i]))
			return false;
	return true;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* The shape of BCP 47; whether we ship it is for the languages' room to say. */
static bool fits_language(const struct option *row, struct str text)
{
	struct str rest = text, part;
	int parts = 0;

	(void)row;
	while (str_next(&rest, '-', &part)) {
		if (part.size < 2 || part.size > (parts ? 8 : 3) ||
		    !is_made_of(part, parts ? LETTERS DIGITS : LETTERS))
			return false;
		parts++;
	}
	return parts > 0 && text.size < 32;
}

static bool fits_phone(const struct option *row, struct str text)
{
	struct phone phone;

	(void)row;
	return str_starts(text, STR("+")) && is_made_of(str_from(text, 1), DIGITS) &&
	       !phone_read(text, NULL, &phone, NULL) && str_is(text, phone.e164);
}

static bool fits_region(const struct option *row, struct str text)
{
	(void)row;
	return text.size == 2 && is_made_of(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static bool fits_time(const struct option *row, struct str text)
{
	(void)row;
	return config_kinds_minute(text) >= 0;
}

static bool fits_url(const struct option *row, struct str text)
{
	size_t scheme = str_starts(text, STR("https://")) ? 8 : str_starts(text, STR("http://")) ? 7 : 0;
	struct str rest = str_from(text, scheme);

	(void)row;
	return scheme && rest.size > 0 && text.size <= 200 && rest.at[0] != '/' &&
	       rest.at[0] != ':' && !str_ends(text, STR("/")) &&
	       is_made_of(rest, LETTERS DIGITS "-._~:/[]%");
}

static bool fits_address(const struct option *row, struct str text)
{
	size_t colon = text.size;
	int64_t port;

	(void)row;
	if (str_starts(text, STR("unix:/")))
		return text.size < 108 && is_printable(text);
	while (colon > 0 && text.at[colon - 1] != ':')
		colon--;
	return colon > 1 && !str_number(str_from(text, colon), 0, 65535, &port) &&
	       is_made_of(text, LETTERS DIGITS ".:[]%");
}

static bool fits_store(const struct option *row, struct str text)
{
	(void)row;
	return is_printable(text) && text.size < 400 &&
	       ((str_starts(text, STR("sqlite:")) && text.size > 7) ||
		str_starts(text, STR("postgresql://")));
}

static bool fits_path(const struct option *row, struct str text)
{
	(void)row;
	return text.size > 0 && text.size < 400 && is_printable(text);
}

static bool fits_name(const struct option *row, struct str text)
{
	(void)row;
	return text.size > 0 && text.size <= 32 &&
	       is_made_of(text, "abcdefghijklmnopqrstuvwxyz" DIGITS "-_");
}

static bool fits_word(const struct option *row, struct str text)
{
	struct str rest = str_of(row->words), word;

	while (str_next(&rest, ' ', &word))
		if (str_equals(word, text))
			return true;
	return false;
}

static const struct {
	const char *expected;
	bool (*fits)(const struct option *row, struct str text);
} kinds[] = {
	[OPTION_TEXT] = { "text of ", fits_text },
	[OPTION_ZONE] = { "a time zone such as America/Chicago, of those in the system's package tzdata", fits_zone },
	[OPTION_LANGUAGE] = { "a language tag such as es or \"zh-Hans\"", fits_language },
	[OPTION_PHONE] = { "a telephone number such as \"+13125550100\"", fits_phone },
	[OPTION_REGION] = { "two capital letters of a country, such as US", fits_region },
	[OPTION_TIME] = { "a time of the day such as \"08:00\"", fits_time },
	[OPTION_URL] = { "an address with http:// or https:// and no slash at its end", fits_url },
	[OPTION_ADDRESS] = { "an address and a port such as \"127.0.0.1:8080\"", fits_address },
	[OPTION_STORE] = { "sqlite:/path/of/the/file.db", fits_store },
	[OPTION_PATH] = { "the path of a file or folder", fits_path },
	[OPTION_NAME] = { "a name of small letters, digits, - and _", fits_name },
	[OPTION_KIND] = { "one of: ", fits_word },
	[OPTION_WORD] = { "one of: ", fits_word },
	[OPTION_SPAN] = { "a span such as 500ms, 120s, 30m or 72h, from ", NULL },
	[OPTION_NUMBER] = { "a whole number from ", NULL },
	[OPTION_DECIMAL] = { "a number from ", NULL },
	[OPTION_MAP] = { "keys with values", NULL },
	[OPTION_MAPS] = { "a list of entries that begin with \"- \"", NULL },
	[OPTION_ACCOUNT] = { "what its kind needs", NULL },
};

static void add_span(struct buf *into, int64_t span_for)
{
	size_t unit = span_for ? COUNT_OF(span_units) - 1 : 1;

	while (unit > 0 && span_for % span_units[unit].factor)
		unit--;
	buf_add_number(into, span_for / span_units[unit].factor);
	buf_add_text(into, span_units[unit].suffix);
}

void config_kinds_range(const struct option *row, struct buf *into)
{
	assert(row && into);
	if (row->kind == OPTION_WORD || row->kind == OPTION_KIND)
		buf_add_text(into, row->words);
	if (row->kind == OPTION_TEXT)
		buf_add_format(into, "%d to %d bytes", (int)text_least(row), (int)text_most(row));
	if (row->kind == OPTION_NUMBER)
		buf_add_format(into, "%d to %d", (int)row->low, (int)row->high);
	if (row->kind == OPTION_DECIMAL)
		buf_add_format(into, "%g to %g", (double)row->low / 1000, (double)row->high / 1000);
	if (row->kind == OPTION_SPAN) {
		add_span(into, row->low);
		buf_add_text(into, " to ");
		add_span(into, row->high);
	}
}

void config_kinds_expects(const struct option *row, struct buf *into)
{
	assert(row && into);
	buf_add_text(into, kinds[row->kind].expected);
	config_kinds_range(row, into);
}

static bool read_decimal(const struct option *row, struct str text, double *into)
{
	char digits[24], *end;

	if (text.size == 0 || text.size >= sizeof(digits) || !is_made_of(text, DIGITS "."))
		return false;
	str_put(digits, sizeof(digits), text);
	*into = strtod(digits, &end);
	return !*end && *into * 1000 >= (double)row->low && *into * 1000 <= (double)row->high;
}

enum fault config_kinds_read(const struct option *row, struct str text, struct arena *arena, void *into)
{
	int64_t span_for;

	assert(row && into);
	assert(row->kind < OPTION_MAP);
	if (row->kind == OPTION_NUMBER)
		return str_number(text, row->low, row->high, into) ? FAULT_CONFIG : FAULT_NONE;
	if (row->kind == OPTION_DECIMAL)
		return read_decimal(row, text, into) ? FAULT_NONE : FAULT_CONFIG;
	if (row->kind == OPTION_SPAN) {
		if (config_kinds_span(text, &span_for, NULL) || span_for < row->low || span_for > row->high)
			return FAULT_CONFIG;
		*(int64_t *)into = span_for;
		return FAULT_NONE;
	}
	if (!kinds[row->kind].fits(row, text))
		return FAULT_CONFIG;
	text = arena_copy(arena, text);
	if (!text.at)
		return FAULT_TOO_LARGE;
	memcpy(into, &text.at, sizeof(text.at));
	return FAULT_NONE;
}
