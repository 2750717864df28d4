#include "ctl_print.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "base/clock.h"
#include "base/date.h"

enum { COLUMNS_MOST = 16, CELL_MOST = 512 };
/* The longest that one step below adds, and U+2069 behind it. */
enum { LAST_RUNES = sizeof("\n            | \u2069") - 1 };

static bool is_right_to_left(uint32_t rune)
{
	return (rune >= 0x590 && rune <= 0x8ff) || (rune >= 0xfb1d && rune <= 0xfdff) ||
	       (rune >= 0xfe70 && rune <= 0xfeff) || (rune >= 0x1e800 && rune <= 0x1efff);
}

/* What could command a terminal, or turn the rest of the line around. */
static bool is_unsafe(uint32_t rune)
{
	return rune < 0x20 || (rune >= 0x7f && rune < 0xa0) || (rune >= 0x202a && rune <= 0x202e) ||
	       (rune >= 0x2066 && rune <= 0x2069);
}

void ctl_print_safe(struct buf *into, struct str text, bool keeps_lines)
{
	struct str rest = text;
	bool is_turned = false;
	uint32_t rune;

	assert(into);
	while (str_next_rune(&rest, &rune))
		is_turned |= is_right_to_left(rune);
	buf_add_text(into, is_turned ? "\u2068" : "");
	for (rest = text; str_next_rune(&rest, &rune);)
		if (is_turned && into->ceiling - into->size < LAST_RUNES)
			break; /* a cut text is turned back too */
		else if (keeps_lines && rune == '\n')
			buf_add_text(into, "\n            | ");
		else
			buf_add_rune(into, is_unsafe(rune) ? ' ' : rune);
	buf_add_text(into, is_turned ? "\u2069" : "");
}

/* wcwidth is 0 for what it does not know without a locale: main sets C.UTF-8. */
size_t ctl_print_width(struct str text)
{
	size_t width = 0;
	uint32_t rune;

	while (str_next_rune(&text, &rune)) {
		int columns = rune == 0x2068 || rune == 0x2069 ? 0 : wcwidth((wchar_t)rune);

		width += columns > 0 ? (size_t)columns : 0;
	}
	return width;
}

void ctl_print_time(struct buf *into, struct str rfc3339)
{
	char text[64];
	struct tm local, today;
	int64_t at;
	time_t seconds, now = time(NULL);

	assert(into);
	if (!rfc3339.size || date_parse_rfc3339(rfc3339, &at))
		return;
	seconds = (time_t)(at / SECOND_MS);
	localtime_r(&seconds, &local);
	localtime_r(&now, &today);
	strftime(text, sizeof(text), local.tm_year == today.tm_year ? "%a %d %b %H:%M" : "%a %d %b %Y %H:%M",
		 &local);
	buf_add_text(into, text);
}

static const json_t *value_at(const json_t *object, const char *path)
{
	struct str rest = str_of(path), word;
	char key[40];

	while (object && str_next(&rest, '.', &word)) {
		str_put(key, sizeof(key), word);
		object = json_object_get(object, key);
	}
	return object;
}

static void add_value(const json_t *value, struct buf *into)
{
	if (json_is_string(value))
		ctl_print_safe(into, (struct str){ json_string_value(value), json_string_length(value) }, false);
	else if (json_is_integer(value))
		buf_add_number(into, json_integer_value(value));
	else if (json_is_real(value))
		buf_add_format(into, "%g", json_real_value(value));
	else if (json_is_boolean(value))
		buf_add_text(into, json_is_true(value) ? "yes" : "no");
}

void ctl_print_cell(const json_t *object, const struct column *column, struct buf *into)
{
	assert(column && column->path && into);

	const json_t *value = value_at(object, column->path), *one;
	size_t i;

	if (column->kind == CELL_TIME)
		ctl_print_time(into, str_of(json_string_value(value)));
	else if (column->kind == CELL_YES)
		buf_add_text(into, json_is_true(value) ? "yes" : "");
	else if (column->kind == CELL_LIST)
		json_array_foreach(value, i, one) {
			buf_add_text(into, i ? " " : "");
			add_value(one, into);
		}
	else if (column->kind == CELL_NAMES)
		json_array_foreach(value, i, one) {
			buf_add_text(into, i ? ", " : "");
			add_value(json_is_object(one) ? json_object_get(one, "name") : one, into);
		}
	else
		add_value(value, into);
}

/* The last door: what did not come by ctl_print_safe commands nothing either. */
void ctl_print_clean(struct str text, FILE *file)
{
	struct str rest = text;
	uint32_t rune;

	assert(file);
	while (rest.size) {
		const char *at = rest.at;

		if (!str_next_rune(&rest, &rune)) {
			rest = str_from(rest, 1);
			fputc('?', file);
		} else if (rune != '\n' && rune != 0x2068 && rune != 0x2069 && is_unsafe(rune)) {
			fputc(' ', file);
		} else {
			fwrite(at, 1, (size_t)(rest.at - at), file);
		}
	}
}

void ctl_print_say(const struct buf *text)
{
	assert(text);
	ctl_print_clean(buf_str(text), stdout);
}

static void print_row(const struct column *columns, const json_t *item, const size_t *widths)
{
	AUTO(buf) line;

	buf_init(&line, 16 * 1024);
	for (size_t i = 0; columns[i].title; i++) {
		size_t width;
		AUTO(buf) cell;

		buf_init(&cell, CELL_MOST);
		if (item)
			ctl_print_cell(item, &columns[i], &cell);
		else
			buf_add_text(&cell, columns[i].title);
		width = ctl_print_width(buf_str(&cell));
		buf_add(&line, buf_str(&cell));
		for (; columns[i + 1].title && width < widths[i] + 2; width++)
			buf_add_char(&line, ' ');
	}
	buf_add_char(&line, '\n');
	ctl_print_say(&line);
}

/* Columns that are empty in every row are as narrow as their title. */
void ctl_print_table(const struct column *columns, const json_t *items)
{
	size_t widths[COLUMNS_MOST] = { 0 };
	const json_t *item;
	size_t row;

	assert(columns);
	for (size_t i = 0; columns[i].title; i++) {
		widths[i] = strlen(columns[i].title);
		json_array_foreach(items, row, item) {
			AUTO(buf) cell;
			size_t width;

			buf_init(&cell, CELL_MOST);
			ctl_print_cell(item, &columns[i], &cell);
			width = ctl_print_width(buf_str(&cell));
			widths[i] = width > widths[i] ? width : widths[i];
		}
	}
	print_row(columns, NULL, widths);
	json_array_foreach(items, row, item)
		print_row(columns, item, widths);
}
